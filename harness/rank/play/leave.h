// SPDX-License-Identifier: MIT

// The end of MPI, which has been seen not to come back. By then all rows are on the disk; so after
// PART_END_NS the process ends without it.

#ifndef RACELAB_LEAVE_H
#define RACELAB_LEAVE_H

#include <stdint.h>
#include <sys/types.h>

#include "harness/rank/play/memory.h"

// Frees the memory and ends MPI. `controller_fd` is rank 0's, where it tells how it went, others
// have -1. If it does not come back in time, the process ends here, rank 0 with the status of
// `controller`.
void leave(struct memory *memory, int controller_fd, pid_t controller);

// From now on the process ends if that much time passes before the next call; 0: it does not. For
// ranks whose host has lost all others, and whom nobody can end.
void leave_after(uint64_t ns);

// The exit status of the controller, when it has ended.
int leave_status(pid_t controller);

#endif
