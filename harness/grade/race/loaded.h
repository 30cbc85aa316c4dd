// SPDX-License-Identifier: MIT

// A student's object, with its frame, in the process that runs it: what it defines, and its
// variables.

#ifndef RACELAB_GRADE_LOADED_H
#define RACELAB_GRADE_LOADED_H

#include <stddef.h>
#include <stdint.h>

#include "benches/exercises/frame.h"

// All of frame.h; NULL: the frame does not define it.
struct loaded {
	size_t room_bytes;
	void (*begin)(void *room, unsigned nr_tasks);
	uint64_t (*work)(void *room, unsigned task, const struct pace *pace);
	uint64_t (*found)(void *room, const uint64_t *done, unsigned nr_tasks);
	void (*enter)(void *room, unsigned task);
	void (*leave)(void *room, unsigned task);
	const char *const *fault_names;
	void (*fault)(void *room, unsigned task, unsigned fault);
	void (*serve)(int listener, const unsigned *stop);
	unsigned char *variables; /* its own: initialised or not */
	size_t variable_bytes;
};

// Loads it. From then on it calls `unmet` with what a claim says that does not hold, and `reached`
// for frame_fault_reached. Returns 0, or -1 with the reason in `why`. Nothing of it runs yet.
int loaded_open(struct loaded *loaded, const char *object, void (*unmet)(const char *what),
		void (*reached)(void), char *why, size_t size);

// Variables as they are in this process, to and from a copy of variable_bytes: so what frame_begin
// left in them is what other processes begin with, as if they had been forked after it. What it has
// on the heap is not.
void loaded_save(const struct loaded *loaded, unsigned char *copy);
void loaded_restore(const struct loaded *loaded, const unsigned char *copy);

#endif
