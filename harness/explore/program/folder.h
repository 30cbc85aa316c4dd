// SPDX-License-Identifier: MIT

// A folder of our own for what is made on the way from a file to a process.

#ifndef RACELAB_EXPLORE_FOLDER_H
#define RACELAB_EXPLORE_FOLDER_H

#include <stddef.h>

#include "harness/complaint.h"

// Makes one, in $TMPDIR or else in /tmp, and writes its name, which takes at most 60 bytes. Returns
// 0, or -1 with a machine's complaint; the name is then empty.
int folder_make(char *name, size_t size, struct complaint *c);

// Removes it, with the files in it. Does nothing if the name is empty.
void folder_remove(const char *name);

#endif
