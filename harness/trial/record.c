// SPDX-License-Identifier: MIT

// From what a trial left in the arena, and how its sandbox ended, to its row.

#include "harness/trial/record.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "benches/sync/must.h"
#include "benches/sync/sync.h"
#include "harness/data/summary.h"
#include "harness/machine/counters.h"
#include "harness/plan/plan.h"
#include "harness/statistics/fairness.h"
#include "harness/trial/arena.h"
#include "harness/trial/conduct.h"
#include "harness/trial/latency.h"
#include "harness/trial/tasks.h"
#include "harness/trial/trial.h"

void record_init(struct record *record, const struct case_spec *spec)
{
	struct row *row = &record->row;

	row_init(row);
	row->structure = spec->structure->name;
	row->sync = sync_format(spec, record->sync, sizeof record->sync);
	row->class = class_name(spec->strategy->about->class);
	row->task = spec->task->name;
	row->count = spec->count;
	row->place = place_format(spec->place, record->place, sizeof record->place);
	row->pattern = pattern_format(&spec->pattern, record->pattern, sizeof record->pattern);
	row->slots = spec->slots ? (int64_t)spec->slots : COUNT_EMPTY;
	row->granularity =
	    granularity_format(&spec->granularity, record->granularity, sizeof record->granularity);
	row->hold_ns = (int64_t)spec->hold_ns;
	row->think_ns = (int64_t)spec->think_ns;
	row->readers = spec->readers ? (int64_t)spec->readers : COUNT_EMPTY;
	record->cpus[0] = record->nodes[0] = record->detail[0] = '\0';
	row->cpus = record->cpus;
	row->nodes = record->nodes;
	row->detail = record->detail;
}

// Appends a remark to the detail, after "; " if it is not the first. What does not fit is cut off.
static void remark(struct record *record, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void remark(struct record *record, const char *format, ...)
{
	size_t used = strlen(record->detail);
	va_list args;

	if (used)
		used += (size_t)snprintf(record->detail + used, sizeof record->detail - used, "; ");
	if (used >= sizeof record->detail)
		return;
	va_start(args, format);
	vsnprintf(record->detail + used, sizeof record->detail - used, format, args);
	va_end(args);
}

void record_begin(struct record *record, const struct conduct *conduct)
{
	record_init(record, conduct->spec);
	if (conduct_oversubscribed(conduct))
		remark(record, "oversubscribed");
	if (conduct->bench->handicap > 0)
		remark(record, "handicap %.3g %%", 100 * conduct->bench->handicap);
}

static void end_as(struct record *record, enum outcome outcome)
{
	record->row.outcome = outcome_names[outcome];
}

static int64_t known(int64_t count)
{
	return count < 0 ? COUNT_EMPTY : count;
}

// Sums of what each task counted; a counter that one task did not have is unknown for all.
static void fill_counts(struct row *row, const struct arena *arena, bool pinned)
{
	struct counts sum = {0};

	for (unsigned i = 0; i < arena->extent.nr_tasks; i++) {
		const struct counts *counts = &arena->tallies[i].counts;

		sum.cpu_ns += counts->cpu_ns;
		sum.voluntary += counts->voluntary;
		sum.involuntary += counts->involuntary;
		for (unsigned c = 0; c < NR_COUNTERS; c++)
			if (counts->counter[c] < 0 || sum.counter[c] < 0)
				sum.counter[c] = -1;
			else
				sum.counter[c] += counts->counter[c];
	}
	row->cpu_ns = (int64_t)sum.cpu_ns;
	row->switches_voluntary = sum.voluntary;
	row->switches_involuntary = sum.involuntary;
	/* a task that kept its pin cannot have moved: that is known without a counter */
	row->migrations = pinned ? 0 : known(sum.counter[COUNTER_MIGRATIONS]);
	row->cycles = known(sum.counter[COUNTER_CYCLES]);
	row->instructions = known(sum.counter[COUNTER_INSTRUCTIONS]);
	row->cache_misses = known(sum.counter[COUNTER_CACHE_MISSES]);
}

// The window: from the first start to the last end; all tasks ran from the last start to the first
// end.
static void fill_window(struct row *row, const struct arena *arena)
{
	uint64_t first_start = UINT64_MAX, last_start = 0, first_end = UINT64_MAX, last_end = 0;

	for (unsigned i = 0; i < arena->extent.nr_tasks; i++) {
		const struct tally *t = &arena->tallies[i];

		first_start = t->start_ns < first_start ? t->start_ns : first_start;
		last_start = t->start_ns > last_start ? t->start_ns : last_start;
		first_end = t->end_ns < first_end ? t->end_ns : first_end;
		last_end = t->end_ns > last_end ? t->end_ns : last_end;
	}
	row->elapsed_ns = (int64_t)(last_end - first_start);
	if (row->elapsed_ns > 0)
		row->overlap =
		    fmax(0, (double)first_end - (double)last_start) / (double)row->elapsed_ns;
}

static void fill_ops(struct row *row, const struct arena *arena, unsigned readers, bool has_entries)
{
	double ops[MAX_TASKS];
	const struct observed *found = &arena->report.observed;
	unsigned nr = arena->extent.nr_tasks - readers;

	row->ops = 0;
	row->ops_min = INT64_MAX;
	row->ops_max = 0;
	for (unsigned i = 0; i < nr; i++) {
		int64_t own = (int64_t)arena->tallies[i].ops;

		ops[i] = (double)own;
		row->ops += own;
		row->ops_min = own < row->ops_min ? own : row->ops_min;
		row->ops_max = own > row->ops_max ? own : row->ops_max;
	}
	row->jain = jain_index(ops, nr);
	row->observed = (int64_t)found->sum;
	row->lost = row->ops - row->observed;
	if (has_entries) {
		row->entries_lost = (int64_t)found->entries_lost;
		row->entries_twice = (int64_t)found->entries_twice;
	}
}

// How often the lock went from one task to another: where there is one, and it keeps them apart.
static void fill_handovers(struct row *row, const struct arena *arena, const struct case_spec *spec)
{
	bool one_lock = spec->strategy->locks && spec->structure->id == STRUCTURE_VARIABLE;

	if (!one_lock || spec->strategy->about->may_lose)
		return;
	row->handovers = 0;
	for (unsigned i = 0; i < arena->extent.nr_tasks - spec->readers; i++)
		row->handovers += (int64_t)arena->tallies[i].turns.handovers;
}

// What the readers did, and how far behind what they saw was at the end.
static void fill_reads(struct row *row, const struct arena *arena, unsigned readers)
{
	const struct report *report = &arena->report;

	row->read_error_mean = report->error_mean;
	row->read_error_max = report->error_max;
	row->read_error_flushed = report->error_flushed;
	if (!readers)
		return;
	row->reads = 0;
	for (unsigned i = arena->extent.nr_tasks - readers; i < arena->extent.nr_tasks; i++)
		row->reads += (int64_t)arena->tallies[i].ops;
	if (row->reads > 0)
		row->ns_per_read = (double)row->elapsed_ns * readers / (double)row->reads;
}

static void fill_rates(struct row *row, unsigned nr_writers)
{
	double seconds = (double)row->elapsed_ns / 1e9;

	if (row->elapsed_ns <= 0 || row->ops <= 0)
		return;
	row->throughput_per_s = (double)row->ops / seconds;
	row->goodput_per_s = (double)row->observed / seconds;
	row->ns_per_op = (double)row->elapsed_ns * nr_writers / (double)row->ops;
}

static void fill_cpus(struct record *record, const struct arena *arena)
{
	size_t used = 0;

	for (unsigned i = 0; i < arena->extent.nr_tasks; i++)
		used += (size_t)snprintf(record->cpus + used, sizeof record->cpus - used,
					 i ? " %d" : "%d", arena->tallies[i].ran_on);
}

// What the strategy has been told: empty where nobody is pinned, and so nobody knows.
static void fill_nodes(struct record *record, const struct conduct *conduct)
{
	size_t used = 0;

	_Static_assert(MAX_NODES <= 10, "a node is one digit");
	for (unsigned i = 0; i < conduct->spec->count && conduct->nr_pus; i++)
		used += (size_t)snprintf(record->nodes + used, sizeof record->nodes - used,
					 i ? " %d" : "%d", conduct->arena->tallies[i].node);
}

// The first pin that failed or was not kept makes the whole trial broken.
static bool pins_held(struct record *record, const struct conduct *conduct)
{
	for (unsigned i = 0; i < conduct->spec->count; i++) {
		const struct tally *t = &conduct->arena->tallies[i];

		if (!t->pin_error)
			continue;
		end_as(record, OUTCOME_BROKEN);
		remark(record, "pin failed: task %u on PU %u: %s", i,
		       conduct->pus[i % conduct->nr_pus],
		       t->pin_error == EXDEV ? "not kept" : strerror(t->pin_error));
		return false;
	}
	return true;
}

/* Below this the tasks can hardly be said to have raced: something else had their PUs. */
#define LEAST_OVERLAP 0.9

static void say_if_disturbed(struct record *record, const struct conduct *conduct)
{
	if (!conduct_oversubscribed(conduct) && record->row.overlap < LEAST_OVERLAP)
		remark(record, "disturbed: overlap %.2g", record->row.overlap);
	if (conduct->arena->report.throttled)
		remark(record, "disturbed: throttled");
}

static void fill_measured(struct record *record, const struct conduct *conduct)
{
	const struct arena *arena = conduct->arena;
	const struct case_spec *spec = conduct->spec;
	struct row *row = &record->row;

	fill_window(row, arena);
	fill_ops(row, arena, spec->readers, spec->structure->has_entries);
	fill_handovers(row, arena, spec);
	fill_reads(row, arena, spec->readers);
	fill_rates(row, spec->count - spec->readers);
	latency_fill(row, arena, spec->count - spec->readers, conduct->bench->measuring->latency,
		     conduct->bench->clock_ns);
	fill_counts(row, arena, conduct->nr_pus > 0);
	row->handoff_ns = arena->handoff_ns;
	row->spin_ns = arena->spin_ns;
	row->steal_ns = known(arena->report.steal_ns);
	say_if_disturbed(record, conduct);
	end_as(record, OUTCOME_OK);
}

void record_note(struct record *record, const char *what)
{
	remark(record, "%s", what);
}

void record_break(struct record *record, const char *why)
{
	end_as(record, OUTCOME_BROKEN);
	remark(record, "%s", why);
}

static void end_by_signal(struct record *record, int signal)
{
	end_as(record, OUTCOME_CRASHED);
	remark(record, "signal %d (SIG%s)", signal, sigabbrev_np(signal));
}

static void end_by_exit(struct record *record, int status)
{
	/* must() ends with its own status: the machine would not do it */
	end_as(record, status == MUST_STATUS ? OUTCOME_BROKEN : OUTCOME_CRASHED);
	remark(record, "exit status %d", status);
}

void record_fill(struct record *record, const struct conduct *conduct)
{
	fill_cpus(record, conduct->arena);
	fill_nodes(record, conduct);
	if (pins_held(record, conduct))
		fill_measured(record, conduct);
}

// What the sandbox left behind, if it came to its end.
static void read_report(struct record *record, const struct conduct *conduct)
{
	const struct report *report = &conduct->arena->report;
	int status = report->task_status;

	if (status && WIFSIGNALED(status)) {
		end_by_signal(record, WTERMSIG(status));
	} else if (status) {
		end_by_exit(record, WEXITSTATUS(status));
	} else if (!report->complete) {
		end_as(record, OUTCOME_BROKEN);
		remark(record, "%s",
		       report->why[0] ? report->why : "it ended before its window did");
	} else {
		record_fill(record, conduct);
	}
}

static void end_as_hung(struct record *record, const struct bench *bench)
{
	end_as(record, OUTCOME_HUNG);
	remark(record, "killed after %.3g s", (double)bench->measuring->timeout_ns / 1e9);
}

void record_finish(struct record *record, const struct conduct *conduct,
		   const struct sandbox_end *end)
{
	switch (end->kind) {
	case SANDBOX_EXITED:
		if (end->status)
			end_by_exit(record, end->status);
		else
			read_report(record, conduct);
		break;
	case SANDBOX_SIGNALED:
		end_by_signal(record, end->status);
		break;
	case SANDBOX_TIMED_OUT:
		end_as_hung(record, conduct->bench);
		break;
	case SANDBOX_FAILED:
		end_as(record, OUTCOME_BROKEN);
		remark(record, "fork: %s", strerror(end->status));
		break;
	case SANDBOX_INTERRUPTED: /* has no row */
		break;
	}
	if (end->said[0])
		remark(record, "said: %s", end->said);
}
