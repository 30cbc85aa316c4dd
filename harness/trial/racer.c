// SPDX-License-Identifier: MIT

// A task from its start to its end. Between the gate and the end of the kernel there is nothing but
// the clock and, where there are any, the counters.

#include "harness/trial/racer.h"

#include <errno.h>
#include <stdint.h>

#include "benches/catalog.h"
#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "benches/sync/spin.h"
#include "benches/sync/sync.h"
#include "harness/machine/counters.h"
#include "harness/machine/probe.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/trial/arena.h"
#include "harness/trial/conduct.h"
#include "harness/trial/gate.h"
#include "harness/trial/keys.h"
#include "harness/trial/rounds.h"
#include "harness/trial/stack_place.h"
#include "harness/trial/trial.h"

static void pin(const struct conduct *conduct, struct tally *tally, unsigned task)
{
	if (conduct->nr_pus)
		tally->pin_error =
		    topology_pin(conduct->bench->topology, conduct->pus[task % conduct->nr_pus]);
}

// Where the task is, after the window: a pin that was not kept is as bad as one that failed.
static void read_back(const struct conduct *conduct, struct tally *tally, unsigned task)
{
	tally->ran_on = topology_running_on();
	if (!conduct->nr_pus || tally->pin_error)
		return;
	if (topology_pinned_to(conduct->bench->topology) !=
	    (int)conduct->pus[task % conduct->nr_pus])
		tally->pin_error = EXDEV;
}

// Tasks 0 and 1 pass a cache line to and fro, while the others already line up.
static void probe(struct arena *arena, unsigned task)
{
	double handoff_ns;

	if (!arena->gate.line_up || arena->gate.nr_tasks < 2 || task > 1)
		return;
	handoff_ns = probe_handoff_ns(&arena->handoff, task);
	if (task == 0)
		arena->handoff_ns = handoff_ns;
}

// A pinned task cannot migrate, and opening a counter for it takes longer than starting the task.
static unsigned counters_wanted(const struct conduct *conduct)
{
	unsigned available = conduct->bench->counters;

	return conduct->nr_pus ? available & ~(1u << COUNTER_MIGRATIONS) : available;
}

// The loop that a task runs: the last ones only read, if there are readers.
static kernel_fn *kernel_of(const struct conduct *conduct, unsigned task)
{
	const struct case_spec *spec = conduct->spec;
	const struct strategy *strategy = spec->strategy;

	if (task >= spec->count - spec->readers)
		return strategy->reader[spec->structure->id];
	if (conduct->arena->nr_samples)
		return strategy->sampled[spec->structure->id];
	return catalog_kernel(spec->structure, strategy);
}

// After its loop a handicapped task is idle, until that share of its time has been spent so:
// exactly, however long the window turned out to be.
static void idle(double handicap, uint64_t start_ns)
{
	double busy_ns = (double)(probe_now_ns() - start_ns);

	while ((double)(probe_now_ns() - start_ns) * (1 - handicap) < busy_ns)
		cpu_relax();
}

// One round of a task: its window, from the gate to the tally.
static void run_round(const struct conduct *conduct, unsigned task, struct counters *counters)
{
	struct arena *arena = conduct->arena;
	struct tally *tally = &arena->tallies[task];
	const struct work *work = &arena->works[task];
	const struct structure *structure = conduct->spec->structure;
	kernel_fn *kernel = kernel_of(conduct, task);
	struct counts begin;

	if (structure->enter_task)
		structure->enter_task();
	if (task == 0 && conduct->probes)
		arena->spin_ns = probe_spin_ns();

	gate_assemble(&arena->gate);
	if (conduct->probes)
		probe(arena, task);
	gate_line_up(&arena->gate);

	counters_read(counters, &begin);
	tally->start_ns = probe_now_ns();
	tally->ops = stack_place_call(kernel, work);
	if (conduct->bench->handicap > 0)
		idle(conduct->bench->handicap, tally->start_ns);
	tally->end_ns = probe_now_ns();
	counters_read(counters, &tally->counts);
	counts_since(&tally->counts, &begin);
	read_back(conduct, tally, task);
	if (structure->leave_task)
		structure->leave_task();
}

void racer_main(void *context, unsigned task)
{
	const struct conduct *conduct = context;
	struct arena *arena = conduct->arena;
	struct counters counters;

	pin(conduct, &arena->tallies[task], task);
	keys_draw(conduct->keys, task, conduct->seed + task,
		  arena->keys + task * arena->extent.keys);
	counters_open(&counters, counters_wanted(conduct));
	for (unsigned round = 1; rounds_enter(&arena->rounds, round); round++) {
		run_round(conduct, task, &counters);
		rounds_leave(&arena->rounds);
	}
	counters_close(&counters);
}
