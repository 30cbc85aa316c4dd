// SPDX-License-Identifier: MIT

// Tests that processes have memory of their own, and that threads share that of their process.
//
// A worker, thread or process, adds 1 to a counter N times; then its parent looks at the counter. A
// number passed by value is the worker's own: the parent still reads 0, with no race at all. A
// global variable is one and the same for threads, so the parent reads N; a process got a copy of
// it, at the same address, since addresses mean something else in each process: its first write
// puts that page on another page frame, and the parent reads 0. Of a shared mapping there is one
// frame for all, so the parent reads N from threads and processes alike.

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "benches/labs/await.h"
#include "benches/labs/lab.h"
#include "benches/labs/memory/sight.h"
#include "benches/sync/must.h"

#define PATIENCE_S 5

enum counter {
	BY_VALUE,
	GLOBAL,
	MAPPING,
	NR_COUNTERS
};

static const char *const counter_names[] = {"by_value", "global", "mapping"};
static const char *const task_names[] = {"thread", "process"};

// Where worker and parent meet: shared by both, whatever the worker is.
struct meeting {
	sem_t worked, looked;
	struct sight worker;
	uint64_t mapped; /* the counter in shared memory */
};

struct errand {
	struct meeting *meeting;
	enum counter kind;
	uint64_t *counter, adds;
};

static uint64_t global;

// Both are still there when the parent looks: a frame that was given back could be handed out
// again.
static void work(struct meeting *meeting, uint64_t *counter, uint64_t adds)
{
	for (uint64_t i = 0; i < adds; i++)
		*counter = *counter + 1;
	meeting->worker = sight_take(counter);
	must_errno(sem_post(&meeting->worked));
	await(&meeting->looked, PATIENCE_S);
}

static void work_by_value(struct meeting *meeting, uint64_t number, uint64_t adds)
{
	work(meeting, &number, adds);
}

static void *run_errand(void *argument)
{
	const struct errand *errand = argument;

	if (errand->kind == BY_VALUE)
		work_by_value(errand->meeting, *errand->counter, errand->adds);
	else
		work(errand->meeting, errand->counter, errand->adds);
	return NULL;
}

// Returns false if the worker did not come back.
static bool look_while_it_waits(const struct errand *errand, struct sight *parent)
{
	bool came = await(&errand->meeting->worked, PATIENCE_S);

	if (came)
		*parent = sight_take(errand->counter);
	must_errno(sem_post(&errand->meeting->looked));
	return came;
}

static bool send_thread(struct errand *errand, struct sight *parent)
{
	pthread_t worker;
	bool came;

	must(pthread_create(&worker, NULL, run_errand, errand));
	came = look_while_it_waits(errand, parent);
	must(pthread_join(worker, NULL));
	return came;
}

static bool send_process(struct errand *errand, struct sight *parent)
{
	pid_t worker = lab_fork();
	bool came;

	if (worker == 0) {
		run_errand(errand);
		_exit(0);
	}
	came = look_while_it_waits(errand, parent);
	lab_wait(worker, PATIENCE_S * UINT64_C(1000000000));
	return came;
}

static const char *yes(bool it_is)
{
	return it_is ? "yes" : "no";
}

static void record_frames(struct lab_run *run, bool process, const struct sight *parent,
			  const struct sight *worker)
{
	const char *same = sight_same_frame(parent, worker, process);

	lab_word(run, "same_frame", "%s", same);
	if (sight_frame(parent))
		lab_count(run, "parent_frame", (int64_t)sight_frame(parent));
	if (sight_frame(worker))
		lab_count(run, "worker_frame", (int64_t)sight_frame(worker));
	if (!*same)
		lab_word(run, "detail", "/proc/self/pagemap cannot be read here");
	else if (!sight_frame(worker))
		lab_word(run, "detail", "numbers are for root: told by who maps the page");
}

static void record(struct lab_run *run, bool process, const struct errand *errand,
		   const struct sight *parent)
{
	const struct sight *worker = &errand->meeting->worker;

	lab_row_begin(run);
	lab_word(run, "task", "%s", task_names[process]);
	lab_word(run, "counter", "%s", counter_names[errand->kind]);
	lab_count(run, "added", (int64_t)errand->adds);
	lab_count(run, "worker_reads", (int64_t)worker->value);
	lab_count(run, "parent_reads", (int64_t)parent->value);
	lab_word(run, "parent_address", "%p", parent->address);
	lab_word(run, "worker_address", "%p", worker->address);
	lab_word(run, "same_address", "%s", yes(parent->address == worker->address));
	record_frames(run, process, parent, worker);
	lab_row_end(run);
}

static void try_counter(struct lab_run *run, bool process, enum counter kind)
{
	struct meeting *meeting = lab_map_shared(sizeof *meeting);
	uint64_t number = 0, *counters[] = {&number, &global, &meeting->mapped};
	struct errand errand = {meeting, kind, counters[kind], lab_option(run, "adds")};
	struct sight parent = {0};

	must_errno(sem_init(&meeting->worked, true, 0));
	must_errno(sem_init(&meeting->looked, true, 0));
	*errand.counter = 0;
	if ((process ? send_process : send_thread)(&errand, &parent))
		record(run, process, &errand, &parent);
	else
		lab_skip(run, "task", task_names[process], "%s: it did not come back in %d s",
			 counter_names[kind], PATIENCE_S);
}

static void run_memory(struct lab_run *run)
{
	for (int process = 0; process <= 1; process++)
		for (enum counter kind = 0; kind < NR_COUNTERS; kind++)
			try_counter(run, process, kind);
}

static long find(const struct lab_table *table, bool process, enum counter kind)
{
	return lab_find(table, 0, "task", task_names[process], "counter", counter_names[kind],
			NULL);
}

static double reads(const struct lab_table *table, bool process, enum counter kind)
{
	return lab_real_at(table, find(table, process, kind), "parent_reads");
}

// Whether the parent's counter and the worker's were one, as far as is known, where they should be.
static bool came_out(const struct lab_table *table, bool process, enum counter kind)
{
	bool one = kind == MAPPING || (kind == GLOBAL && !process);
	long row = find(table, process, kind);
	const char *frame = lab_word_at(table, row, "same_frame");
	bool same_address = !strcmp(lab_word_at(table, row, "same_address"), "yes");

	return reads(table, process, kind) == (one ? lab_real_at(table, row, "added") : 0) &&
	       (!*frame || !strcmp(frame, yes(one))) && same_address == (kind != BY_VALUE);
}

static void write_other(const struct lab_table *table, bool process, enum counter kind,
			FILE *sentence)
{
	long row = find(table, process, kind);
	const char *frame = lab_word_at(table, row, "same_frame");

	fprintf(sentence, "not as expected: of a %s's counter (%s) ", task_names[process],
		counter_names[kind]);
	if (row < 0)
		fprintf(sentence, "nothing is known");
	else
		fprintf(sentence,
			"%.0f of %.0f additions reached the parent; same address: %s, same page "
			"frame: %s",
			reads(table, process, kind), lab_real_at(table, row, "added"),
			lab_word_at(table, row, "same_address"), *frame ? frame : "not known");
}

static bool conclude(const struct lab_table *table, FILE *sentence)
{
	const char *frame = lab_word_at(table, find(table, true, GLOBAL), "same_frame");

	for (int process = 0; process <= 1; process++)
		for (enum counter kind = 0; kind < NR_COUNTERS; kind++)
			if (!came_out(table, process, kind)) {
				write_other(table, process, kind, sentence);
				return false;
			}
	fprintf(sentence,
		"of %.0f additions to a global the parent sees %.0f by a thread, %.0f by a process "
		"(same address%s); in shared memory %.0f by both, by value %.0f",
		lab_real_at(table, 0, "added"), reads(table, false, GLOBAL),
		reads(table, true, GLOBAL), *frame ? ", another frame" : "",
		reads(table, true, MAPPING), reads(table, true, BY_VALUE));
	return true;
}

const struct lab lab_memory = {
    .name = "memory",
    .summary = "what a parent sees of a worker's additions: by value, global, shared mapping",
    .statement = "Processes have memory of their own; threads share that of their process",
    .example = "racelab lab memory --adds 1000000",
    .options = {{"adds", LAB_NUMBER, "10000", 1, 100000000, "Additions of each worker"}},
    .columns = {{"task", LAB_WORD, "what the worker is"},
		{"counter", LAB_WORD, "a number by value; a global variable; in a shared mapping"},
		{"added", LAB_COUNT, "additions of 1 by the worker"},
		{"worker_reads", LAB_COUNT, "what the worker reads afterwards"},
		{"parent_reads", LAB_COUNT, "what the parent reads afterwards"},
		{"parent_address", LAB_WORD, "where the parent's counter is"},
		{"worker_address", LAB_WORD, "where the worker's counter is"},
		{"same_address", LAB_WORD, "whether these two are the same"},
		{"parent_frame", LAB_COUNT, "number of the parent's page frame, for root only"},
		{"worker_frame", LAB_COUNT, "number of the worker's page frame, for root only"},
		{"same_frame", LAB_WORD, "whether these two are the same; empty if not known"},
		{"detail", LAB_WORD, "how the frames were told apart, if not by their numbers"}},
    .table = {"task", "counter", "added", "parent_reads", "parent_address", "worker_address",
	      "same_frame"},
    .run = run_memory,
    .conclude = conclude,
};
