// SPDX-License-Identifier: MIT

// For locks that belong to an open file description: opening a file again that is only known by
// another descriptor of it.

#ifndef RACELAB_REOPEN_H
#define RACELAB_REOPEN_H

#include <fcntl.h>
#include <stdio.h>

#include "benches/sync/must.h"

// Threads share their process's descriptors, of which there are usually 1024: room for so many
// tasks with one each for its lock and NR_COUNTERS for counters, and some for the rest.
#define REOPEN_MAX_TASKS 128

// A new open file description of the same file. It is closed when its process ends.
static __attribute__((noinline, cold)) int reopen(int file)
{
	char path[32];
	int again;

	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	must_errno(again = open(path, O_RDWR | O_CLOEXEC));
	return again;
}

#endif
