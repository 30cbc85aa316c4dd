// SPDX-License-Identifier: MIT

// Tasks share the machine's PUs by taking turns, or run at the same time on several of them. The
// same computation is done by one thread alone, then in equal parts by threads, by processes, and
// by threads behind one big lock that is handed on every 5 ms, as an interpreter has it; each on
// one PU and on all. Who ran when is seen by the workers themselves.
//
// Expected: on one PU nobody gains anything, since turns are only turns. On N PUs threads and
// processes are nearly N times as fast, and N of them run at once: C's threads really are parallel.
// Behind the big lock it stays at 1, however many PUs there are, because one at a time may run.

#include "benches/labs/lab.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "benches/labs/parallel/gantt.h"

enum {
	MAX_DRAWN = LAB_MAX_ROWS - 64
}; /* spans that become rows; the others are only counted */

static const struct arrangement {
	const char *how;
	bool alone, processes, locked, on_all;
} arrangements[] = {
    {.how = "one thread", .alone = true},
    {.how = "threads"},
    {.how = "processes", .processes = true},
    {.how = "big lock", .locked = true},
    {.how = "threads", .on_all = true},
    {.how = "processes", .processes = true, .on_all = true},
    {.how = "big lock", .locked = true, .on_all = true},
};

// What all arrangements have in common.
struct job {
	unsigned nr_workers, nr_rounds;
	uint64_t nr_chunks, interval_ns;
	uint64_t alone_ns; /* what it took one thread; 0: not known yet */
	unsigned nr_drawn;
	struct gantt *best, *last; /* rounds of one arrangement */
};

static unsigned nr_workers_asked(const struct lab_run *run)
{
	uint64_t asked = lab_option(run, "workers");
	unsigned nr_pus = lab_nr_pus(run);

	if (asked)
		return (unsigned)asked;
	return nr_pus < 2 ? 2 : nr_pus < GANTT_MAX_WORKERS ? nr_pus : GANTT_MAX_WORKERS;
}

static struct job job_for(struct lab_run *run)
{
	double nr_chunks = (double)lab_option(run, "work") / gantt_chunk_ns(run);

	return (struct job){
	    .nr_workers = nr_workers_asked(run),
	    .nr_rounds = (unsigned)lab_option(run, "rounds"),
	    .nr_chunks = (uint64_t)nr_chunks + GANTT_MAX_WORKERS,
	    .interval_ns = lab_option(run, "interval"),
	    .best = lab_map_shared(sizeof(struct gantt)),
	    .last = lab_map_shared(sizeof(struct gantt)),
	};
}

static void keep_better(struct job *job, bool is_first)
{
	struct gantt *last = job->last;

	if (!is_first && gantt_wall_ns(last) >= gantt_wall_ns(job->best))
		return;
	job->last = job->best;
	job->best = last;
}

// The fastest of some rounds: whatever else the machine does can only make one slower.
static void run_rounds(struct lab_run *run, struct job *job, const struct arrangement *arrangement)
{
	unsigned nr_workers = arrangement->alone ? 1 : job->nr_workers;

	for (unsigned i = 0; i < job->nr_rounds; i++) {
		*job->last = (struct gantt){
		    .processes = arrangement->processes,
		    .locked = arrangement->locked,
		    .on_all = arrangement->on_all,
		    .nr_workers = nr_workers,
		    .nr_chunks = job->nr_chunks / nr_workers,
		    .interval_ns = job->interval_ns,
		};
		gantt_fill(job->last, run);
		keep_better(job, i == 0);
	}
}

static void write_span(struct lab_run *run, struct job *job, int64_t arrangement, unsigned worker,
		       const struct gantt_span *span)
{
	uint64_t began_ns = gantt_began_ns(job->best);

	if (job->nr_drawn++ >= MAX_DRAWN)
		return;
	lab_row_begin(run);
	lab_count(run, "arrangement", arrangement);
	lab_count(run, "worker", worker + 1);
	lab_real(run, "begin_ms", 1e-6 * (double)(span->begin_ns - began_ns));
	lab_real(run, "end_ms", 1e-6 * (double)(span->end_ns - began_ns));
	lab_row_end(run);
}

static void write_spans(struct lab_run *run, struct job *job, int64_t arrangement)
{
	for (unsigned i = 0; i < job->best->nr_workers; i++) {
		const struct gantt_worker *worker = &job->best->workers[i];

		for (unsigned j = 0; j < worker->nr_spans && j < GANTT_MAX_SPANS; j++)
			write_span(run, job, arrangement, i, &worker->spans[j]);
	}
}

static unsigned nr_pus_used(const struct lab_run *run, const struct gantt *gantt)
{
	unsigned nr_pus = gantt->on_all ? lab_nr_pus(run) : 1;

	return nr_pus < gantt->nr_workers ? nr_pus : gantt->nr_workers;
}

static void write_row(struct lab_run *run, struct job *job, int64_t arrangement, const char *how)
{
	const struct gantt *best = job->best;
	double wall_ns = (double)gantt_wall_ns(best);

	lab_row_begin(run);
	lab_count(run, "arrangement", arrangement);
	lab_word(run, "how", "%s", how);
	lab_word(run, "where", best->on_all ? "all PUs" : "one PU");
	lab_count(run, "pus", nr_pus_used(run, best));
	lab_count(run, "workers", best->nr_workers);
	lab_real(run, "wall_ms", 1e-6 * wall_ns);
	lab_real(run, "cpu_ms", 1e-6 * (double)gantt_cpu_ns(best));
	lab_real(run, "speedup", (double)job->alone_ns / wall_ns);
	lab_real(run, "at_once", (double)gantt_ran_ns(best) / wall_ns);
	lab_count(run, "turns", gantt_nr_turns(best));
	lab_row_end(run);
}

static void measure(struct lab_run *run, struct job *job, int64_t number,
		    const struct arrangement *arrangement)
{
	run_rounds(run, job, arrangement);
	if (job->best->failed) {
		lab_skip(run, "how", arrangement->how, "a worker was killed");
		return;
	}
	if (arrangement->alone)
		job->alone_ns = gantt_wall_ns(job->best);
	write_row(run, job, number, arrangement->how);
	write_spans(run, job, number);
}

static void run(struct lab_run *run)
{
	struct job job = job_for(run);

	for (size_t i = 0; i < sizeof arrangements / sizeof *arrangements; i++)
		if (arrangements[i].on_all && lab_nr_pus(run) == 1)
			lab_skip(run, "how", arrangements[i].how, "there is only one PU");
		else
			measure(run, &job, (int64_t)i + 1, &arrangements[i]);
}

// --- The conclusion -----------------------------------------------------------------------------

static double figure(const struct lab_table *table, const char *how, const char *where,
		     const char *column)
{
	return lab_real_at(table, lab_find(table, 0, "how", how, "where", where, NULL), column);
}

static double speedup(const struct lab_table *table, const char *how, const char *where)
{
	return figure(table, how, where, "speedup");
}

// Turns gain nothing; 1.25, because the lone thread may have had a bad moment in all its rounds.
static bool only_took_turns(const struct lab_table *table, const char *how, const char *where)
{
	return speedup(table, how, where) < 1.25 && figure(table, how, where, "at_once") < 1.25;
}

// More than half of what n PUs could do beyond one: they may be one core's, or busy otherwise.
static bool ran_in_parallel(const struct lab_table *table, const char *how)
{
	double enough = 1 + 0.4 * (figure(table, how, "all PUs", "pus") - 1);

	return speedup(table, how, "all PUs") > enough &&
	       figure(table, how, "all PUs", "at_once") > enough;
}

static const char *complaint_about(const struct lab_table *table)
{
	static const char *const ways[] = {"threads", "processes", "big lock"};

	if (!(figure(table, "one thread", "one PU", "at_once") > 0.9))
		return "the machine was busy: a thread alone often could not run";
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (!only_took_turns(table, ways[i], "one PU"))
			return "one PU did more than one worker's work";
	if (lab_find(table, 0, "detail", "there is only one PU", NULL) >= 0)
		return NULL;
	if (!ran_in_parallel(table, "threads"))
		return "threads did not run in parallel";
	if (!ran_in_parallel(table, "processes"))
		return "processes did not run in parallel";
	if (!only_took_turns(table, "big lock", "all PUs"))
		return "the big lock let more than one run";
	return NULL;
}

static void describe(const struct lab_table *table, FILE *sentence)
{
	if (isnan(speedup(table, "threads", "all PUs")))
		fprintf(sentence,
			"on one PU %.0f threads are %.2f times as fast as one, processes %.2f, "
			"threads behind one big lock %.2f",
			figure(table, "threads", "one PU", "workers"),
			speedup(table, "threads", "one PU"), speedup(table, "processes", "one PU"),
			speedup(table, "big lock", "one PU"));
	else
		fprintf(sentence,
			"on %.0f PUs %.0f threads are %.2f times as fast as one, processes %.2f, "
			"but threads behind one big lock only %.2f",
			figure(table, "threads", "all PUs", "pus"),
			figure(table, "threads", "all PUs", "workers"),
			speedup(table, "threads", "all PUs"),
			speedup(table, "processes", "all PUs"),
			speedup(table, "big lock", "all PUs"));
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	const char *complaint = complaint_about(table);

	if (isnan(speedup(table, "threads", "one PU"))) {
		fputs("no figures for threads, so nothing can be said", sentence);
		return false;
	}
	describe(table, sentence);
	if (complaint)
		fprintf(sentence, "; unexpectedly, %s", complaint);
	return !complaint;
}

const struct lab lab_parallel = {
    .name = "parallel",
    .summary = "speed-up and overlap of threads and processes that compute, and who ran when",
    .statement = "Tasks on one PU take turns, on several they run at the same time; behind one big "
		 "lock threads take turns everywhere",
    .example = "racelab lab parallel --work 1s --workers 4",
    .options =
	{
	    {"work", LAB_TIME, "240ms", 10000000, 2000000000, "CPU time of the whole computation"},
	    {"workers", LAB_NUMBER, "0", 0, GANTT_MAX_WORKERS,
	     "Tasks that share it; 0: one for each PU, from 2 to 8"},
	    {"rounds", LAB_NUMBER, "3", 1, 10, "How often; the fastest counts"},
	    {"interval", LAB_TIME, "5ms", 2000000, 100000000, "When the big lock is handed on"},
	},
    .columns =
	{
	    {"how", LAB_WORD, "one thread, threads, processes; big lock: threads that take turns"},
	    {"where", LAB_WORD, "one PU, or all PUs"},
	    {"pus", LAB_COUNT, "PUs used"},
	    {"workers", LAB_COUNT, "tasks that share the computation"},
	    {"wall_ms", LAB_REAL, "from the first one's begin to the last one's end"},
	    {"cpu_ms", LAB_REAL, "CPU time of all of them"},
	    {"speedup", LAB_REAL, "how many times as fast as one thread"},
	    {"at_once", LAB_REAL, "overlap: how many were running at a time, on average"},
	    {"turns", LAB_COUNT, "how often one began to run"},
	    {"detail", LAB_WORD, "why it was left out"},
	    {"arrangement", LAB_COUNT, "number of the arrangement, also of what follows"},
	    {"worker", LAB_COUNT, "which of its tasks ran"},
	    {"begin_ms", LAB_REAL, "from when, after the first one's begin"},
	    {"end_ms", LAB_REAL, "to when"},
	},
    .table = {"how", "pus", "workers", "wall_ms", "cpu_ms", "speedup", "at_once", "turns",
	      "detail"},
    .run = run,
    .conclude = conclude,
};
