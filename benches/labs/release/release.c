// SPDX-License-Identifier: MIT

// Tests that a lock has to be released whatever goes wrong while it is held, or nobody goes on, and
// that a lock bound to a scope is released by leaving it. One task meets a fault in its critical
// section: it returns early, jumps far away, exits, is cancelled, or is a process and is killed;
// the others count under the same lock and try on, with a timed lock.
//
// Expected. A bare unlock is skipped by every fault: the others are stuck. A scoped one (cleanup
// attribute) runs when the scope is left by returning and by unwinding, that is by a thread's exit
// and cancellation; but longjmp does not unwind in C, and of a killed process nothing runs. A
// cancellation handler runs at exit and cancellation only. A robust mutex is handed on by the
// kernel, with word that its owner died, when the task that held it is gone, by kill, too; it does
// not help against one that lives on and forgot. Increments stop while the lock is held; after a
// leak they stay at 0, after a recovery they come back.

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "benches/labs/lab.h"
#include "benches/labs/release/scene.h"
#include "benches/sync/must.h"

#define SLICE_BUCKETS 5
#define MOST_LATE     100 /* buckets: keeps the rows of all curves below LAB_MAX_ROWS */

static const char *const guards[NR_GUARDS] = {"bare", "scoped", "handler", "robust"};
static const char *const faults[NR_FAULTS] = {"return", "longjmp", "exit", "cancel", "kill"};

static const char *const expected[NR_GUARDS][NR_FAULTS] = {
    [GUARD_BARE] = {"stuck", "stuck", "stuck", "stuck", "stuck"},
    [GUARD_SCOPED] = {"released", "stuck", "released", "released", "stuck"},
    [GUARD_HANDLER] = {"stuck", "stuck", "released", "released", "stuck"},
    [GUARD_ROBUST] = {"stuck", "stuck", "owner-died", "owner-died", "owner-died"},
};

// --- The experiment -----------------------------------------------------------------------------

static const char *outcome_of(const struct scene *scene)
{
	if (!scene->struck_ns)
		return ""; /* it never got the lock */
	if (!scene->back_ns)
		return "stuck";
	return scene->owner_died ? "owner-died" : "released";
}

static void begin_row(struct lab_run *run, const struct scene *scene)
{
	lab_row_begin(run);
	lab_word(run, "guard", "%s", guards[scene->guard]);
	lab_word(run, "fault", "%s", faults[scene->fault]);
}

static void report_outcome(struct lab_run *run, const struct scene *scene)
{
	begin_row(run, scene);
	lab_word(run, "outcome", "%s", outcome_of(scene));
	if (scene->struck_ns)
		lab_real(run, "held_ms", (double)(scene->struck_ns - scene->inside_ns) / 1e6);
	if (scene->back_ns)
		lab_real(run, "recover_us", (double)(scene->back_ns - scene->struck_ns) / 1e3);
	lab_row_end(run);
}

static void report_slice(struct lab_run *run, const struct scene *scene, long first, long at)
{
	uint64_t sum = 0;

	for (long i = first; i < first + SLICE_BUCKETS; i++)
		sum += scene->counted[i];
	begin_row(run, scene);
	lab_count(run, "at_ms", at);
	lab_real(run, "increments_per_ms", (double)sum / SLICE_BUCKETS);
	lab_row_end(run);
}

// What the others counted from the beginning, unless the lock was held much longer than it was to
// be, until their patience ended.
static void report_slices(struct lab_run *run, const struct scene *scene)
{
	long fault = (long)((scene->struck_ns - scene->begin_ns) / SCENE_BUCKET_NS);
	long planned = (long)((scene->before_ns + scene->held_ns) / SCENE_BUCKET_NS);
	long early = fault < planned + MOST_LATE ? fault : planned + MOST_LATE;
	long late = (long)(scene->patience_ns / SCENE_BUCKET_NS);

	early -= early % SLICE_BUCKETS;
	for (long at = -early; at + SLICE_BUCKETS <= late; at += SLICE_BUCKETS)
		if (fault + at + SLICE_BUCKETS <= SCENE_MAX_BUCKETS)
			report_slice(run, scene, fault + at, at);
}

static void play(struct lab_run *run, enum guard guard, enum fault fault)
{
	struct scene *scene = lab_map_shared(sizeof *scene);

	scene->guard = guard;
	scene->fault = fault;
	scene->nr_others = (unsigned)lab_option(run, "others");
	scene->before_ns = lab_option(run, "before");
	scene->held_ns = lab_option(run, "held");
	scene->patience_ns = lab_option(run, "patience");
	scene_play(scene);
	report_outcome(run, scene);
	if (scene->struck_ns)
		report_slices(run, scene);
	must_errno(munmap(scene, sizeof *scene));
}

static void *exit_at_once(void *unused)
{
	(void)unused;
	pthread_exit(NULL);
}

// The first thread that exits loads the unwinder: not to be part of a time to recover.
static void load_unwinder(void)
{
	pthread_t thread;

	must(pthread_create(&thread, NULL, exit_at_once, NULL));
	must(pthread_join(thread, NULL));
}

static void run_release(struct lab_run *run)
{
	load_unwinder();
	for (enum guard guard = 0; guard < NR_GUARDS; guard++)
		for (enum fault fault = 0; fault < NR_FAULTS; fault++)
			play(run, guard, fault);
}

// --- The conclusion -----------------------------------------------------------------------------

// The row of a case's outcome, which is its first.
static long row_of(const struct lab_table *table, enum guard guard, enum fault fault)
{
	return lab_find(table, 0, "guard", guards[guard], "fault", faults[fault], NULL);
}

static const char *outcome_at(const struct lab_table *table, enum guard guard, enum fault fault)
{
	return lab_word_at(table, row_of(table, guard, fault), "outcome");
}

static bool is_stuck(const struct lab_table *table, enum guard guard, enum fault fault)
{
	return strcmp(outcome_at(table, guard, fault), "stuck") == 0;
}

static unsigned nr_stuck(const struct lab_table *table, enum guard guard)
{
	unsigned nr = 0;

	for (enum fault fault = 0; fault < NR_FAULTS; fault++)
		nr += is_stuck(table, guard, fault);
	return nr;
}

// " (longjmp, kill)"; nothing if it never was.
static void name_stuck(const struct lab_table *table, enum guard guard, FILE *sentence)
{
	unsigned nr = 0;

	for (enum fault fault = 0; fault < NR_FAULTS; fault++)
		if (is_stuck(table, guard, fault))
			fprintf(sentence, "%s%s", nr++ ? ", " : " (", faults[fault]);
	fputs(nr ? ")" : "", sentence);
}

// Says the first case that came out otherwise; false if there is one.
static bool as_expected(const struct lab_table *table, FILE *sentence)
{
	for (enum guard guard = 0; guard < NR_GUARDS; guard++)
		for (enum fault fault = 0; fault < NR_FAULTS; fault++) {
			const char *outcome = outcome_at(table, guard, fault);

			if (strcmp(outcome, expected[guard][fault]) == 0)
				continue;
			fprintf(sentence, "; unexpected: %s and %s: %s, not %s", guards[guard],
				faults[fault], *outcome ? outcome : "not seen",
				expected[guard][fault]);
			return false;
		}
	return true;
}

static void tell_duration(double us, FILE *sentence)
{
	if (us < 999.5)
		fprintf(sentence, "%.3g us", us);
	else
		fprintf(sentence, "%.1f ms", us / 1e3);
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	double us = lab_real_at(table, row_of(table, GUARD_ROBUST, FAULT_KILL), "recover_us");

	fprintf(sentence,
		"Of %d faults, a bare unlock leaves the lock stuck after %u, a handler "
		"after %u, a scoped unlock after %u",
		NR_FAULTS, nr_stuck(table, GUARD_BARE), nr_stuck(table, GUARD_HANDLER),
		nr_stuck(table, GUARD_SCOPED));
	name_stuck(table, GUARD_SCOPED, sentence);
	if (isfinite(us)) {
		fputs("; after a kill, a robust mutex was back in ", sentence);
		tell_duration(us, sentence);
	}
	return as_expected(table, sentence);
}

const struct lab lab_release = {
    .name = "release",
    .summary = "a fault while a lock is held, and whether the others go on",
    .statement =
	"A lock must be released whatever goes wrong, best by leaving a scope; for a killed "
	"process only the kernel can",
    .example = "racelab lab release --patience 200ms",
    .options =
	{
	    {"before", LAB_TIME, "40ms", 5000000, 200000000, "Undisturbed counting at first"},
	    {"held", LAB_TIME, "10ms", 0, 100000000,
	     "Time in the critical section before the fault"},
	    {"patience", LAB_TIME, "60ms", 10000000, 500000000,
	     "How long the others try before they are stuck"},
	    {"others", LAB_NUMBER, "2", 1, SCENE_MAX_OTHERS,
	     "Threads that count under the same lock"},
	},
    .columns =
	{
	    {"guard", LAB_WORD, "how the lock is released: bare, scoped, handler, robust"},
	    {"fault", LAB_WORD, "how the critical section was left"},
	    {"outcome", LAB_WORD, "released, stuck, owner-died; empty in rows of the curve"},
	    {"held_ms", LAB_REAL, "the lock was held before the fault"},
	    {"recover_us", LAB_REAL, "from the fault until another had the lock"},
	    {"at_ms", LAB_COUNT, "where a slice of 5 ms begins, since the fault"},
	    {"increments_per_ms", LAB_REAL, "by the others, in that slice"},
	},
    .table = {"outcome", "guard", "fault", "held_ms", "recover_us"},
    .run = run_release,
    .conclude = conclude,
};
