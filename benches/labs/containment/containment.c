// SPDX-License-Identifier: MIT

// Tests that processes have memory of their own and can be killed one by one. A program has a few
// workers, threads or processes, that count in shared memory; one of them, the victim, writes
// through NULL, is killed, or is cancelled (pthread_cancel; for a process SIGTERM).
//
// Expected. Of processes only the victim ends: the others count on, and the program can say what
// the count is. A thread's segmentation fault and a SIGKILL sent to a thread end its whole process:
// no worker survives, and nobody is left to say anything. Only to be cancelled, which a thread has
// to agree to at a cancellation point, concerns the thread alone. Time to stop is a wake-up for a
// thread that agrees, and for a process the taking down of its memory.

#include <math.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/labs/containment/program.h"
#include "benches/labs/lab.h"
#include "benches/sync/must.h"

#define LONGEST_NS  2000000000 /* any step of the program takes much less */
#define LOOK_NS	    200000
#define MAX_REPEATS 100

static const char *const tasks[NR_TASKS] = {"thread", "process"};
static const char *const faults[NR_FAULTS] = {"null-write", "kill", "cancel"};

// --- The lab, which looks on from outside -------------------------------------------------------

struct seen {
	double stop_us; /* NaN: it did not stop */
	unsigned nr_survivors;
	int status; /* of the program, as from wait */
};

// From the fault to the victim's end as the program saw it, or to the program's own.
static double await_stop(const struct stage *stage, int says, uint64_t before_ns)
{
	struct pollfd end = {.fd = says, .events = POLLIN};
	int most_ms = (int)((before_ns + LONGEST_NS) / 1000000);
	uint64_t now_ns;

	if (poll(&end, 1, most_ms) != 1)
		return NAN;
	now_ns = end.revents & POLLIN ? stage_load(&stage->end_ns) : lab_now_ns();
	return stage_load(&stage->fault_ns) ? (double)(now_ns - stage_load(&stage->fault_ns)) / 1e3
					    : NAN;
}

// Workers that go on counting: looks until all but one do, or for so long.
static unsigned count_survivors(const struct stage *stage, unsigned nr_workers, uint64_t watch_ns)
{
	uint64_t before[PROGRAM_MAX_WORKERS], until_ns = lab_now_ns() + watch_ns;
	unsigned nr;

	for (unsigned i = 0; i < nr_workers; i++)
		before[i] = stage_load(&stage->worker[i].tally);
	do {
		lab_sleep_ns(LOOK_NS);
		nr = 0;
		for (unsigned i = 0; i < nr_workers; i++)
			nr += stage_load(&stage->worker[i].tally) != before[i];
	} while (nr < nr_workers - 1 && lab_now_ns() < until_ns);
	return nr;
}

static pid_t start_program(struct program *program, int *says)
{
	int ends[2];
	pid_t child;

	must_errno(pipe(ends));
	program->says = ends[1];
	child = lab_fork();
	if (child == 0)
		containment_run(program);
	must_errno(close(ends[1]));
	*says = ends[0];
	return child;
}

static struct seen look_on(struct lab_run *run, struct program *program)
{
	struct seen seen;
	int says;
	pid_t child = start_program(program, &says);

	seen.stop_us = await_stop(program->stage, says, program->before_ns);
	seen.nr_survivors =
	    count_survivors(program->stage, program->nr_workers, lab_option(run, "watch"));
	stage_store(&program->stage->curtain, 1);
	seen.status = lab_wait(child, LONGEST_NS);
	must_errno(close(says));
	while (waitpid(-1, NULL, 0) > 0) /* workers of a program that was killed died with it */
		;
	return seen;
}

static void report(struct lab_run *run, const struct program *program, const struct seen *seen,
		   double *stops_us, size_t nr_stops)
{
	const struct stage *stage = program->stage;

	lab_row_begin(run);
	lab_word(run, "task", "%s", tasks[program->task]);
	lab_word(run, "fault", "%s", faults[program->fault]);
	if (WIFSIGNALED(seen->status))
		lab_word(run, "program", "died of SIG%s", sigabbrev_np(WTERMSIG(seen->status)));
	else if (WEXITSTATUS(seen->status))
		lab_word(run, "program", "failed with %d", WEXITSTATUS(seen->status));
	else
		lab_word(run, "program", "lives");
	lab_count(run, "workers", program->nr_workers);
	lab_count(run, "survivors", seen->nr_survivors);
	lab_count(run, "count_at_fault", (int64_t)stage->at_fault);
	if (stage->afterwards)
		lab_count(run, "count_afterwards", (int64_t)stage->afterwards);
	lab_real(run, "stop_us", lab_quantile(stops_us, nr_stops, 0.5));
	lab_real(run, "stop_p90_us", lab_quantile(stops_us, nr_stops, 0.9));
	lab_row_end(run);
}

// All repetitions of a case; what is told is the last one, or the first that went unlike the
// others.
static void play(struct lab_run *run, enum task task, enum fault fault)
{
	unsigned nr_repeats = (unsigned)lab_option(run, "repeat");
	struct program program = {.task = task, .fault = fault};
	struct seen seen = {0};
	double stops_us[MAX_REPEATS];
	size_t nr_stops = 0;

	program.nr_workers = (unsigned)lab_option(run, "workers");
	program.before_ns = lab_option(run, "before");
	program.stage = lab_map_shared(sizeof *program.stage);
	for (unsigned i = 0; i < nr_repeats; i++) {
		struct seen before = seen;

		memset(program.stage, 0, sizeof *program.stage);
		seen = look_on(run, &program);
		if (isfinite(seen.stop_us))
			stops_us[nr_stops++] = seen.stop_us;
		if (i && seen.nr_survivors != before.nr_survivors)
			break;
	}
	report(run, &program, &seen, stops_us, nr_stops);
	must_errno(munmap(program.stage, sizeof *program.stage));
}

static void run_containment(struct lab_run *run)
{
	for (enum task task = 0; task < NR_TASKS; task++)
		for (enum fault fault = 0; fault < NR_FAULTS; fault++)
			play(run, task, fault);
}

// --- The conclusion -----------------------------------------------------------------------------

static bool all_but_one(const struct lab_table *table, enum task task, enum fault fault)
{
	long row = lab_find(table, 0, "task", tasks[task], "fault", faults[fault], NULL);
	double others = lab_real_at(table, row, "workers") - 1;

	return lab_real_at(table, row, "survivors") == others &&
	       strcmp(lab_word_at(table, row, "program"), "lives") == 0 &&
	       lab_real_at(table, row, "count_afterwards") >=
		   lab_real_at(table, row, "count_at_fault");
}

static bool none(const struct lab_table *table, enum task task, enum fault fault)
{
	long row = lab_find(table, 0, "task", tasks[task], "fault", faults[fault], NULL);

	return lab_real_at(table, row, "survivors") == 0 &&
	       isnan(lab_real_at(table, row, "count_afterwards"));
}

static bool came_out(const struct lab_table *table, enum task task, enum fault fault)
{
	return task == THREAD && fault != CANCEL ? none(table, task, fault)
						 : all_but_one(table, task, fault);
}

// Says the first case that came out otherwise; false if there is one.
static bool as_expected(const struct lab_table *table, FILE *sentence)
{
	for (enum task task = 0; task < NR_TASKS; task++)
		for (enum fault fault = 0; fault < NR_FAULTS; fault++) {
			if (came_out(table, task, fault))
				continue;
			fprintf(sentence, "; not so, or not seen: %s, %s", tasks[task],
				faults[fault]);
			return false;
		}
	return true;
}

static double survivors(const struct lab_table *table, enum task task, enum fault fault)
{
	long row = lab_find(table, 0, "task", tasks[task], "fault", faults[fault], NULL);

	return lab_real_at(table, row, "survivors");
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	fprintf(sentence,
		"When a worker crashes, %g of the other %g go on if they are processes, %g if they "
		"are threads; killed: %g and %g; cancelled: %g and %g",
		survivors(table, PROCESS, NULL_WRITE), lab_real_at(table, 0, "workers") - 1,
		survivors(table, THREAD, NULL_WRITE), survivors(table, PROCESS, KILL),
		survivors(table, THREAD, KILL), survivors(table, PROCESS, CANCEL),
		survivors(table, THREAD, CANCEL));
	return as_expected(table, sentence);
}

const struct lab lab_containment = {
    .name = "containment",
    .summary = "a worker crashes, is killed or is cancelled, and who goes on",
    .statement =
	"A process can crash or be killed alone; a thread takes all others with it, unless "
	"it is asked to end and agrees",
    .example = "racelab lab containment --workers 8",
    .options =
	{
	    {"workers", LAB_NUMBER, "4", 2, PROGRAM_MAX_WORKERS, "Workers, one of them the victim"},
	    {"before", LAB_TIME, "20ms", 1000000, 1000000000, "Undisturbed counting at first"},
	    {"watch", LAB_TIME, "100ms", 1000000, 1000000000, "How long to look for signs of life"},
	    {"repeat", LAB_NUMBER, "9", 1, MAX_REPEATS, "Times each case is played"},
	},
    .columns =
	{
	    {"task", LAB_WORD, "what a worker is: thread, process"},
	    {"fault", LAB_WORD, "null-write, kill (SIGKILL), cancel (pthread_cancel, SIGTERM)"},
	    {"workers", LAB_COUNT, "at first"},
	    {"survivors", LAB_COUNT, "workers that went on counting afterwards"},
	    {"program", LAB_WORD, "lives, or what it died of"},
	    {"count_at_fault", LAB_COUNT, "the counter when the fault struck"},
	    {"count_afterwards", LAB_COUNT,
	     "the counter as the program says at its end; empty: it cannot"},
	    {"stop_us", LAB_REAL, "from the fault to the victim's end; median of the repetitions"},
	    {"stop_p90_us", LAB_REAL, "the same; nine of ten took no longer"},
	},
    .table = {"task", "fault", "workers", "survivors", "program", "count_afterwards", "stop_us"},
    .run = run_containment,
    .conclude = conclude,
};
