// SPDX-License-Identifier: MIT

// Drawing key tables by GSL's generators and distributions.

#include "harness/trial/keys.h"

#include <assert.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "benches/sync/sync.h"

struct key_source {
	const struct case_spec *spec;
	const struct extent *extent;
	uint64_t nr_guards;
	uint64_t guard_lines;
	gsl_ran_discrete_t *zipf; /* NULL: not needed */
};

static bool drawn(const struct case_spec *spec)
{
	return spec->pattern.kind == PATTERN_UNIFORM || spec->pattern.kind == PATTERN_ZIPF;
}

uint64_t keys_size(const struct case_spec *spec)
{
	uint64_t size = 1024;

	if (!drawn(spec))
		return 1;
	while (size < 4 * spec->slots && size < 65536)
		size *= 2;
	return size;
}

uint64_t keys_nr_guards(const struct case_spec *spec, const struct extent *extent)
{
	if (!spec->strategy->locks)
		return 0;
	switch (spec->granularity.kind) {
	case GRANULARITY_STRIPED:
		return spec->granularity.nr_stripes;
	case GRANULARITY_EACH:
		return spec->structure->nr_guards(extent);
	case GRANULARITY_ABSENT:
	case GRANULARITY_GLOBAL:
		break;
	}
	return 1;
}

// Zipf's law over a finite number of cells (Zipf 1949; Knuth, TAOCP 3, 6.1), by Walker's alias
// method, which GSL implements: exact, and one step a draw.
static gsl_ran_discrete_t *zipf_prepare(uint64_t slots, double theta)
{
	double *weight = malloc(slots * sizeof *weight);
	gsl_ran_discrete_t *zipf;

	if (!weight)
		return NULL;
	for (uint64_t k = 0; k < slots; k++)
		weight[k] = pow((double)(k + 1), -theta);
	zipf = gsl_ran_discrete_preproc(slots, weight);
	free(weight);
	return zipf;
}

struct key_source *key_source_create(const struct case_spec *spec, const struct extent *extent,
				     uint64_t guard_lines)
{
	struct key_source *source = malloc(sizeof *source);

	if (!source)
		return NULL;
	*source = (struct key_source){
	    .spec = spec,
	    .extent = extent,
	    .nr_guards = keys_nr_guards(spec, extent),
	    .guard_lines = guard_lines,
	};
	if (spec->pattern.kind != PATTERN_ZIPF)
		return source;
	source->zipf = zipf_prepare(spec->slots, spec->pattern.theta);
	if (source->zipf)
		return source;
	free(source);
	return NULL;
}

void key_source_destroy(struct key_source *source)
{
	if (source->zipf)
		gsl_ran_discrete_free(source->zipf);
	free(source);
}

static uint64_t draw_slot(const struct key_source *source, unsigned task, gsl_rng *rng)
{
	switch (source->spec->pattern.kind) {
	case PATTERN_OWN:
		return task;
	case PATTERN_UNIFORM:
		return gsl_rng_uniform_int(rng, source->spec->slots);
	case PATTERN_ZIPF:
		return gsl_ran_discrete(rng, source->zipf);
	case PATTERN_ABSENT:
	case PATTERN_SAME:
		break;
	}
	return 0;
}

// An array's cell is given by its place in bytes, a hash table's by its key.
static uint64_t cell_of(const struct key_source *source, uint64_t slot)
{
	uint64_t stride = source->extent->stride_bytes;

	if (source->spec->structure->has_entries)
		return slot;
	return slot * (stride ? stride : source->extent->cell_bytes);
}

void keys_draw(const struct key_source *source, unsigned task, uint64_t seed, struct key *keys)
{
	const struct structure *structure = source->spec->structure;
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);

	assert(rng);
	gsl_rng_set(rng, seed ^ (seed >> 32));
	for (uint64_t i = 0; i < source->extent->keys; i++) {
		uint64_t slot = draw_slot(source, task, rng), guard = 0;

		if (source->nr_guards > 1)
			guard = structure->guard(source->extent, slot, source->nr_guards);
		keys[i].cell = (uint32_t)cell_of(source, slot);
		keys[i].guard = (uint32_t)(guard * source->guard_lines);
	}
	gsl_rng_free(rng);
}
