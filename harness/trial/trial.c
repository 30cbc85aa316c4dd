// SPDX-License-Identifier: MIT

// One trial, seen from the controller: map the arena, run the sandbox, make the row.

#include "harness/trial/trial.h"

#include "harness/trial/conduct.h"
#include "harness/trial/latency.h"
#include "harness/trial/sandbox.h"

/* For removing what a dead sandbox left behind: thousands of objects take milliseconds. */
#define CLEAN_UP_NS 10000000000

static int fini_locks_main(void *argument)
{
	struct conduct *conduct = argument;

	arena_fini_locks(conduct->arena, conduct->spec);
	return 0;
}

// A sandbox that did not come to its end has left its locks. Those that live in the kernel are
// still there; another sandbox removes them, because what a crash left in the arena may be
// anything.
static void clean_up(struct conduct *conduct)
{
	if (conduct->spec->strategy->about->outlives && !conduct->arena->report.complete)
		sandbox_run(fini_locks_main, conduct, CLEAN_UP_NS, NULL);
}

// A structure that brings its own kernels has none that takes samples.
static uint32_t nr_samples(const struct bench *bench, const struct case_spec *spec)
{
	if (spec->structure->kernel)
		return 0;
	return latency_nr_samples(spec->count, bench->measuring->latency);
}

int trial_run(const struct bench *bench, const struct case_spec *spec, uint64_t seed,
	      struct record *record, struct complaint *c)
{
	static unsigned pus[PLACE_MAX_CPUS];
	struct conduct conduct = {.bench = bench, .spec = spec, .seed = seed, .pus = pus};
	int nr_pus = placement_order(bench->topology, spec->place, pus, PLACE_MAX_CPUS, c);
	struct sandbox_end end;

	if (nr_pus < 0)
		return -1;
	conduct.nr_pus = (unsigned)nr_pus;
	record_begin(record, &conduct);
	conduct.arena = arena_create(spec, nr_samples(bench, spec), NULL, c);
	if (!conduct.arena) {
		record_break(record, c->text);
		return 0;
	}
	end = sandbox_run(conduct_main, &conduct, bench->measuring->timeout_ns, bench->interrupted);
	clean_up(&conduct);
	record_finish(record, &conduct, &end);
	arena_destroy(conduct.arena);
	return end.kind == SANDBOX_INTERRUPTED;
}
