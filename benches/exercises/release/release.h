// SPDX-License-Identifier: MIT

// A critical section that is always left: to be written in release.c.

#ifndef RELEASE_H
#define RELEASE_H

#include <stddef.h>

struct guarded; /* yours: say in release.c what is in it; at most 4096 bytes */

extern const size_t guarded_bytes; /* sizeof(struct guarded) */

// Before all else. All bytes of it are 0. It lies in memory that processes share.
void guarded_init(struct guarded *guarded);

// Calls body(argument) when no other task is inside, and returns what it returned. However body
// ends (it returns whatever it likes, or its thread ends in it, or is cancelled in it, or its
// process is killed), others can get in afterwards.
int with_lock(struct guarded *guarded, int (*body)(void *argument), void *argument);

#endif
