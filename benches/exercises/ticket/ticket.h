// SPDX-License-Identifier: MIT

// A fair lock, to be written in ticket.c.

#ifndef TICKET_H
#define TICKET_H

#include <stddef.h>

struct lock; /* yours: say in ticket.c what is in it; at most 4096 bytes */

extern const size_t lock_bytes; /* sizeof(struct lock) */

// Before all else. All bytes of it are 0; the tasks have the numbers 0 to nr_tasks - 1. It lies in
// memory that all tasks share, whether they are threads or processes; nothing else is shared.
void lock_init(struct lock *lock, unsigned nr_tasks);

// Returns when no other task is between its acquire and its release, and no task that waits has
// come before.
void lock_acquire(struct lock *lock, unsigned task);
void lock_release(struct lock *lock, unsigned task);

#endif
