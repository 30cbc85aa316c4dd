// SPDX-License-Identifier: MIT

// Laying out the arena: first everything is measured, then mapped, then given its place.

#include "harness/trial/arena.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "benches/structure/loop.h"
#include "harness/trial/keys.h"
#include "harness/trial/tasks.h"

static size_t apart(size_t bytes)
{
	return (bytes + APART - 1) / APART * APART;
}

// Takes `bytes` from the mapping at *offset, on lines of their own.
static size_t take(size_t *offset, size_t bytes)
{
	size_t begin = *offset;

	*offset += apart(bytes);
	return begin;
}

static struct setup setup_of(const struct case_spec *spec)
{
	return (struct setup){.nr_tasks = spec->count, .processes = spec->task->processes};
}

static struct extent extent_of(const struct case_spec *spec)
{
	const struct strategy *strategy = spec->strategy;
	const struct setup setup = setup_of(spec);
	bool own_counters = strategy->counter_bytes != NULL;

	return (struct extent){
	    .slots = spec->slots ? spec->slots : 1,
	    .stride_bytes = spec->pattern.stride_bytes,
	    .keys = keys_size(spec),
	    .nr_tasks = spec->count,
	    .cell_bytes = own_counters ? apart(strategy->counter_bytes(&setup)) : sizeof(uint64_t),
	    .strategy = own_counters ? strategy : NULL,
	    .parameter = spec->parameter,
	};
}

// Gives every part its place in the arena at address `base`; with a base of 0 it only measures.
// Returns the mapping's size.
static size_t lay_out(struct arena *arena, uintptr_t base)
{
	size_t offset = apart(sizeof *arena), nr = arena->extent.nr_tasks;

	arena->tallies = (struct tally *)(base + take(&offset, nr * sizeof *arena->tallies));
	arena->works = (struct work *)(base + take(&offset, nr * sizeof *arena->works));
	offset =
	    (offset + 4095) / 4096 * 4096; /* a task touches its keys first, so they lie near it */
	arena->keys =
	    (struct key *)(base + take(&offset, nr * arena->extent.keys * sizeof(struct key)));
	arena->samples_ns =
	    (uint32_t *)(base + take(&offset, nr * arena->nr_samples * sizeof(uint32_t)));
	return offset;
}

// The same for what lies on the ground.
static size_t lay_out_ground(struct arena *arena, uintptr_t base, const struct case_spec *spec)
{
	size_t offset = 0;

	arena->holders =
	    (unsigned char *)(base + take(&offset, arena->extent.nr_tasks * arena->holder_bytes));
	arena->guards =
	    (unsigned char *)(base + take(&offset, arena->nr_guards * arena->guard_bytes));
	arena->cells =
	    (unsigned char *)(base + take(&offset, spec->structure->bytes(&arena->extent)));
	return offset;
}

static void set_sizes(struct arena *arena, const struct case_spec *spec, uint32_t nr_samples)
{
	const struct strategy *strategy = spec->strategy;

	*arena = (struct arena){
	    .extent = extent_of(spec),
	    .setup = setup_of(spec),
	    .nr_samples = nr_samples,
	    .handoff_ns = NAN,
	    .spin_ns = NAN,
	};
	if (!strategy->locks)
		return;
	arena->nr_guards = keys_nr_guards(spec, &arena->extent);
	arena->guard_bytes = apart(strategy->lock_bytes(&arena->setup));
	arena->holder_bytes = apart(strategy->holder_bytes);
}

static int refuse_what_keys_cannot_name(const struct arena *plan, struct complaint *c)
{
	/* a key names its lock by cache lines from the first, in 32 bits */
	if (plan->nr_guards * (plan->guard_bytes / CACHE_LINE) > UINT32_MAX)
		return complain_machine(c, "%lu locks of %lu bytes are more than can be addressed",
					plan->nr_guards, plan->guard_bytes);
	if (plan->extent.slots * plan->extent.cell_bytes > UINT32_MAX)
		return complain_machine(c,
					"%lu counters of %lu bytes are more than can be addressed",
					plan->extent.slots, plan->extent.cell_bytes);
	return 0;
}

static void *map(size_t bytes, struct complaint *c)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory != MAP_FAILED)
		return memory;
	complain_machine(c, "mapping %zu bytes: %s", bytes, strerror(errno));
	return NULL;
}

// Both sides of a comparison may enlarge the file; neither ever makes it smaller.
static int enlarge(const struct ground *ground, size_t bytes)
{
	struct stat file;
	off_t needed = (off_t)(ground->offset + bytes);

	if (fstat(ground->fd, &file) < 0)
		return -1;
	return file.st_size < needed ? ftruncate(ground->fd, needed) : 0;
}

static void *map_ground(size_t bytes, const struct ground *ground, struct complaint *c)
{
	void *memory;

	if (!ground || ground->fd < 0)
		return map(bytes, c);
	if (enlarge(ground, bytes) == 0) {
		memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, ground->fd,
			      (off_t)ground->offset);
		if (memory != MAP_FAILED)
			return memory;
	}
	complain_machine(c, "mapping %zu bytes of shared ground: %s", bytes, strerror(errno));
	return NULL;
}

struct arena *arena_create(const struct case_spec *spec, uint32_t nr_samples,
			   const struct ground *ground, struct complaint *c)
{
	struct arena plan, *arena;

	set_sizes(&plan, spec, nr_samples);
	if (refuse_what_keys_cannot_name(&plan, c))
		return NULL;
	plan.bytes = lay_out(&plan, 0);
	plan.ground_bytes = lay_out_ground(&plan, 0, spec);
	plan.ground = map_ground(plan.ground_bytes, ground, c);
	if (!plan.ground)
		return NULL;
	arena = map(plan.bytes, c);
	if (!arena) {
		munmap(plan.ground, plan.ground_bytes);
		return NULL;
	}
	*arena = plan;
	lay_out(arena, (uintptr_t)arena);
	lay_out_ground(arena, (uintptr_t)arena->ground, spec);
	return arena;
}

void arena_destroy(struct arena *arena)
{
	munmap(arena->ground, arena->ground_bytes);
	munmap(arena, arena->bytes);
}

void arena_clear(struct arena *arena)
{
	memset(arena->ground, 0, arena->ground_bytes);
}

static void build_locks(struct arena *arena, const struct strategy *strategy)
{
	for (uint64_t i = 0; i < arena->nr_guards; i++)
		strategy->lock_init(arena->guards + i * arena->guard_bytes, &arena->setup);
	for (unsigned i = 0; i < arena->extent.nr_tasks; i++)
		strategy->holder_init(arena->holders + i * arena->holder_bytes, &arena->setup, i);
}

void arena_build(struct arena *arena, const struct case_spec *spec)
{
	for (unsigned i = 0; i < arena->extent.nr_tasks; i++)
		arena->works[i] = (struct work){
		    .guards = arena->guards,
		    .holder = arena->holders + i * arena->holder_bytes,
		    .keys = arena->keys + i * arena->extent.keys,
		    .key_mask = (uint32_t)(arena->extent.keys - 1),
		    .seat = {.task = i,
			     .nr_tasks = arena->extent.nr_tasks,
			     .parameter = spec->parameter},
		    .stop = &arena->stop,
		    .turns = arena->extent.nr_tasks > 1 ? &arena->tallies[i].turns : NULL,
		    .samples_ns = arena->samples_ns + (size_t)i * arena->nr_samples,
		    .sample_mask = arena->nr_samples - 1,
		};
	spec->structure->build(arena->cells, &arena->extent, arena->works);
	if (spec->strategy->locks)
		build_locks(arena, spec->strategy);
}

void arena_fini_locks(struct arena *arena, const struct case_spec *spec)
{
	for (uint64_t i = 0; i < arena->nr_guards; i++)
		spec->strategy->lock_fini(arena->guards + i * arena->guard_bytes);
}
