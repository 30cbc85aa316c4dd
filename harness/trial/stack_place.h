// SPDX-License-Identifier: MIT

// Where a task's loop has its stack. A start places the stack at random, in steps of 16 bytes, and
// the place within a cache line made a mutex of two processes 2 % slower in one start of four; in
// one of some two hundred it differed by half (on an Intel Xeon; see results/README.md). So every
// task's loop has its frames at the same place of a page.

#ifndef RACELAB_STACK_PLACE_H
#define RACELAB_STACK_PLACE_H

#include <stdint.h>

#include "benches/structure/loop.h"
#include "benches/sync/sync.h"

// Calls the kernel with the stack at that place, and returns what it returns. Takes up to 4 KiB of
// the caller's stack meanwhile.
uint64_t stack_place_call(kernel_fn *kernel, const struct work *work);

#endif
