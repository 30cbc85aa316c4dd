// SPDX-License-Identifier: MIT

#include "harness/rank/play/memory.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

static uint64_t grown(uint64_t words, uint64_t needed)
{
	while (words < needed)
		words *= 2;
	return words;
}

static void allocate(struct memory *memory, const struct world *world)
{
	uint64_t words = world->self == OWNER ? memory->owners_words : memory->others_words;

	assert(memory->nr < MOST_WINDOWS);
	MPI_Win_allocate((MPI_Aint)(words * sizeof *memory->words), sizeof *memory->words,
			 MPI_INFO_NULL, world->comm, &memory->words, &memory->window[memory->nr]);
	memory->nr++;
}

void memory_ensure(struct memory *memory, const struct world *world, uint64_t owners_words,
		   uint64_t others_words)
{
	bool enough = memory->nr && memory->owners_words >= owners_words &&
		      memory->others_words >= others_words;

	if (!enough) {
		memory->owners_words =
		    grown(memory->nr ? memory->owners_words : 4096, owners_words);
		memory->others_words = grown(memory->nr ? memory->others_words : 512, others_words);
		allocate(memory, world);
	}
	MPI_Win_lock(MPI_LOCK_EXCLUSIVE, world->self, 0, memory_window(memory));
	memset(memory->words, 0,
	       (world->self == OWNER ? owners_words : others_words) * sizeof *memory->words);
	MPI_Win_unlock(world->self, memory_window(memory));
}

MPI_Win memory_window(const struct memory *memory)
{
	return memory->window[memory->nr - 1];
}

void memory_fini(struct memory *memory)
{
	while (memory->nr)
		MPI_Win_free(&memory->window[--memory->nr]);
}
