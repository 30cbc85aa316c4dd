// SPDX-License-Identifier: MIT

// Tests that threads have a small memory footprint, and processes a large one.
//
// Idle workers, each having written to a little of its stack, of a parent that holds some data. A
// thread's stack is reserved in full, but only what was written to has memory: 8 MiB and 64 KiB
// cost the same. For a process RSS says that it is large, because it counts all that it inherited
// from its parent, though nobody has copied it yet; PSS divides each page by those who share it, so
// that it is the honest figure: it falls the more workers there are, down to what is really a
// worker's own. That is still more than a thread's.
//
// Neither figure has what the kernel needs: a stack of its own for each, and a process's page
// tables. Each row's parent is a process of its own, since a stack that was used once is kept for
// the next thread, and has memory already.

#include <math.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "benches/labs/await.h"
#include "benches/labs/footprint/usage.h"
#include "benches/labs/lab.h"
#include "benches/sync/must.h"

#define PATIENCE_S  5
#define PATIENCE_NS (PATIENCE_S * UINT64_C(1000000000))
#define KIB	    1024

#define REHEARSAL_STACK (32 * KIB)

enum {
	MAX_WORKERS = 256,
	WORKERS_FACTOR = 4, /* from one row to the next */
};

struct setting {
	unsigned nr_workers;
	size_t stack_bytes; /* of a thread; 0: the workers are processes */
	size_t write_bytes; /* of its stack */
};

// Shared by the lab, a row's parent, and its workers.
struct meeting {
	struct setting setting;
	sem_t ready, end;
	struct usage usage; /* of all workers, unless the parent failed */
};

static const size_t stacks[] = {64 << 10, 1 << 20, 8 << 20, 0};

static __attribute__((noinline)) void write_to_stack(size_t bytes)
{
	char stack[bytes];

	explicit_bzero(stack, bytes); /* a memset of what nobody reads is left out */
}

static void *idle(void *argument)
{
	struct meeting *meeting = argument;

	write_to_stack(meeting->setting.write_bytes);
	must_errno(sem_post(&meeting->ready));
	await(&meeting->end, 2 * PATIENCE_S);
	return NULL;
}

static bool await_all(sem_t *ready, unsigned nr)
{
	while (nr && await(ready, PATIENCE_S))
		nr--;
	return nr == 0;
}

static void end_all(struct meeting *meeting)
{
	for (unsigned i = 0; i < meeting->setting.nr_workers; i++)
		must_errno(sem_post(&meeting->end));
}

static void start_threads(struct meeting *meeting, pthread_t *thread)
{
	pthread_attr_t attributes;

	must(pthread_attr_init(&attributes));
	must(pthread_attr_setstacksize(&attributes, meeting->setting.stack_bytes));
	for (unsigned i = 0; i < meeting->setting.nr_workers; i++)
		must(pthread_create(&thread[i], &attributes, idle, meeting));
	must(pthread_attr_destroy(&attributes));
}

// Starting a thread and looking take memory, too, the first time: code that was not needed before.
// The stack of this one is too small to be used again.
static bool rehearse(struct usage *usage)
{
	struct meeting meeting = {.setting = {1, REHEARSAL_STACK, KIB}};
	pthread_t thread = 0;

	must_errno(sem_init(&meeting.ready, false, 0));
	must_errno(sem_init(&meeting.end, false, 1));
	start_threads(&meeting, &thread);
	must(pthread_join(thread, NULL));
	return usage_load(usage, getpid());
}

// What the parent uses more than before.
static bool measure_threads(struct meeting *meeting)
{
	static pthread_t thread[MAX_WORKERS];
	struct usage before, after;
	bool known;

	known = rehearse(&before) && usage_load(&before, getpid());
	start_threads(meeting, thread);
	known = known && await_all(&meeting->ready, meeting->setting.nr_workers) &&
		usage_load(&after, getpid());
	end_all(meeting);
	for (unsigned i = 0; i < meeting->setting.nr_workers; i++)
		must(pthread_join(thread[i], NULL));
	if (known)
		meeting->usage = usage_minus(&after, &before);
	return known;
}

static void start_processes(struct meeting *meeting, pid_t *worker)
{
	for (unsigned i = 0; i < meeting->setting.nr_workers; i++) {
		worker[i] = lab_fork();
		if (worker[i] == 0) {
			idle(meeting);
			_exit(0);
		}
	}
}

// What the workers use.
static bool measure_processes(struct meeting *meeting)
{
	static pid_t worker[MAX_WORKERS];
	struct usage one;
	bool known;

	start_processes(meeting, worker);
	known = await_all(&meeting->ready, meeting->setting.nr_workers);
	for (unsigned i = 0; i < meeting->setting.nr_workers && known; i++) {
		known = usage_load(&one, worker[i]);
		if (known)
			usage_add(&meeting->usage, &one);
	}
	end_all(meeting);
	for (unsigned i = 0; i < meeting->setting.nr_workers; i++)
		lab_wait(worker[i], PATIENCE_NS);
	return known;
}

// Returns false if the row's parent failed.
static bool measure(struct meeting *meeting)
{
	pid_t parent;

	must_errno(sem_init(&meeting->ready, true, 0));
	must_errno(sem_init(&meeting->end, true, 0));
	parent = lab_fork();
	if (parent == 0)
		_exit((meeting->setting.stack_bytes ? measure_threads : measure_processes)(meeting)
			  ? 0
			  : 1);
	return lab_wait(parent, 2 * PATIENCE_NS) == 0;
}

static double kib_each(int64_t bytes, const struct setting *setting)
{
	return (double)bytes / KIB / setting->nr_workers;
}

static void record(struct lab_run *run, const struct meeting *meeting, bool known)
{
	const struct setting *setting = &meeting->setting;

	lab_row_begin(run);
	lab_word(run, "task", "%s", setting->stack_bytes ? "thread" : "process");
	if (setting->stack_bytes)
		lab_count(run, "stack_kib", (int64_t)(setting->stack_bytes / KIB));
	lab_count(run, "workers", setting->nr_workers);
	lab_real(run, "written_kib", (double)setting->write_bytes / KIB);
	if (known) {
		lab_real(run, "reserved_kib", kib_each(meeting->usage.reserved, setting));
		lab_real(run, "rss_kib", kib_each(meeting->usage.rss, setting));
		lab_real(run, "pss_kib", kib_each(meeting->usage.pss, setting));
	} else {
		lab_word(run, "detail", "the workers' smaps_rollup could not be read");
	}
	lab_row_end(run);
}

static void run_footprint(struct lab_run *run)
{
	unsigned most = (unsigned)lab_option(run, "workers");
	size_t bytes = lab_option(run, "data");

	memset(lab_map_private(bytes), 1, bytes);
	for (size_t i = 0; i < sizeof stacks / sizeof *stacks; i++)
		for (unsigned nr = 1; nr <= most; nr *= WORKERS_FACTOR) {
			struct meeting *meeting = lab_map_shared(sizeof *meeting);

			meeting->setting =
			    (struct setting){nr, stacks[i], lab_option(run, "written")};
			record(run, meeting, measure(meeting));
		}
}

// The last row of that task: the most workers, and of threads with the largest stack.
static long last_row(const struct lab_table *table, const char *task)
{
	long last = -1;

	for (long row = lab_find(table, 0, "task", task, NULL); row >= 0;
	     row = lab_find(table, row + 1, "task", task, NULL))
		last = row;
	return last;
}

// A tenth and a half are far off what is expected, a thousandth and a tenth.
static bool conclude(const struct lab_table *table, FILE *sentence)
{
	long thread = last_row(table, "thread"), process = last_row(table, "process");
	double reserved = lab_real_at(table, thread, "reserved_kib");
	double thread_rss = lab_real_at(table, thread, "rss_kib");
	double rss = lab_real_at(table, process, "rss_kib");
	double pss = lab_real_at(table, process, "pss_kib");
	bool only_reserved = thread_rss < reserved / 10, shared = pss < rss / 2;

	if (isnan(thread_rss) || isnan(rss) || isnan(pss)) {
		fprintf(sentence, "there are no figures of both threads and processes");
		return false;
	}
	fprintf(sentence,
		"each of %.0f threads reserves %.0f KiB and uses %.0f of them; each of %.0f "
		"processes shows "
		"%.0f KiB as RSS, but its share (PSS) is %.0f%s%s%s",
		lab_real_at(table, thread, "workers"), reserved, thread_rss,
		lab_real_at(table, process, "workers"), rss, pss,
		only_reserved ? "" : ": the stack was not only reserved, against expectation",
		shared ? "" : ": PSS is not below half of RSS, against expectation",
		thread_rss < pss ? "" : ": the thread is not smaller, against expectation");
	return only_reserved && shared && thread_rss < pss;
}

const struct lab lab_footprint = {
    .name = "footprint",
    .summary = "how much memory an idle thread or process reserves and uses",
    .statement =
	"Threads have a small memory footprint, processes a larger one, though a smaller one "
	"than RSS says",
    .example = "racelab lab footprint --workers 256",
    .options = {{"workers", LAB_NUMBER, "64", 4, MAX_WORKERS, "At most; 1, 4, 16, ... of them"},
		{"data", LAB_SIZE, "16M", 1 << 20, 1 << 30, "Bytes that their parent has"},
		{"written", LAB_SIZE, "16K", 1 << 10, 32 << 10,
		 "Bytes of its stack that each has written to"}},
    .columns = {{"task", LAB_WORD, "what the workers are"},
		{"stack_kib", LAB_COUNT, "KiB of a thread's stack; a process's is its parent's"},
		{"workers", LAB_COUNT, "how many there are"},
		{"written_kib", LAB_REAL, "KiB of stack that each has written to"},
		{"reserved_kib", LAB_REAL, "KiB of address space that each takes"},
		{"rss_kib", LAB_REAL, "KiB of it in memory (resident set size)"},
		{"pss_kib", LAB_REAL, "the same, each page divided by those who share it"},
		{"detail", LAB_WORD, "why figures are missing"}},
    .table = {"task", "stack_kib", "workers", "written_kib", "reserved_kib", "rss_kib", "pss_kib"},
    .run = run_footprint,
    .conclude = conclude,
};
