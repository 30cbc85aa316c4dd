// SPDX-License-Identifier: MIT

// The order of the trials: a randomized complete block design. One generator serves all blocks, one
// after the other, so a block's order follows from the seed, the number of cases and the block's
// own number, and a run with more blocks begins like one with fewer.

#include "harness/plan/plan.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

// GSL's mt19937 takes 32 bits of seed, so all of ours are mixed into them: the finalizer of
// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014; constants: Stafford's variant 13).
static unsigned long fold(uint64_t seed)
{
	seed = (seed ^ seed >> 30) * 0xbf58476d1ce4e5b9u;
	seed = (seed ^ seed >> 27) * 0x94d049bb133111ebu;
	return (unsigned long)((seed ^ seed >> 31) >> 32);
}

static void shuffle_block(gsl_rng *random, uint32_t *order, size_t nr_cases)
{
	for (size_t i = 0; i < nr_cases; i++)
		order[i] = (uint32_t)i;
	gsl_ran_shuffle(random, order, nr_cases, sizeof *order);
}

uint32_t *schedule_create(size_t nr_cases, uint64_t nr_blocks, uint64_t seed)
{
	uint32_t *order;
	gsl_rng *random;

	assert(nr_cases > 0 && nr_cases <= UINT32_MAX && nr_blocks > 0);
	order = calloc(nr_blocks, nr_cases * sizeof *order);
	if (!order)
		return NULL;
	random = gsl_rng_alloc(gsl_rng_mt19937);
	gsl_rng_set(random, fold(seed));
	for (uint64_t block = 0; block < nr_blocks; block++)
		shuffle_block(random, order + block * nr_cases, nr_cases);
	gsl_rng_free(random);
	return order;
}
