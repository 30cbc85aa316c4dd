// SPDX-License-Identifier: MIT

// A file that is whole or not there, whatever happens while it is written.

#ifndef RACELAB_WHOLE_H
#define RACELAB_WHOLE_H

#include <stdio.h>

#include "harness/complaint.h"

// Writes `what` to a stream. Returns 0, or an errno value.
typedef int whole_fn(const void *what, FILE *out);

// Has it written to `path`, by a temporary file beside it; to standard output if that is NULL. A
// device or a pipe is written into, never replaced; of a symbolic link, what it points to is.
// Returns 0, or -1 with a machine's complaint.
int whole_write(const char *path, whole_fn *write, const void *what, struct complaint *c);

#endif
