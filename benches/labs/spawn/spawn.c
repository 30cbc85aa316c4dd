// SPDX-License-Identifier: MIT

// Tests that threads are lightweight and spawn quickly.
//
// A task that does nothing is started and joined, over and over, while its parent has touched no
// memory, a quarter of --touched, and all of it. A thread is a stack and an entry in the scheduler,
// so it takes the same time throughout. fork() copies the parent's page tables, an entry for each
// page touched, and the end of the child takes them down again: it takes longer the more memory the
// parent uses, if nobody ever writes to it. posix_spawn() borrows the parent's memory until the
// program is loaded, so it does not grow either; but loading a program takes longer than all else.
//
// "start" is until the call returned in the parent, which of posix_spawn() is after the loading.

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/labs/lab.h"
#include "benches/sync/must.h"

#define PROGRAM "/bin/true"
#define MIB	(UINT64_C(1) << 20)

enum {
	MAX_SAMPLES = 8192
};

struct times {
	uint64_t begin, started, joined; /* ns */
};

struct way {
	const char *name;
	void (*once)(struct times *times);
	bool loads; /* a program */
};

static double start_us[MAX_SAMPLES], start_join_us[MAX_SAMPLES];

static void *do_nothing(void *nothing)
{
	return nothing;
}

static void by_thread(struct times *times)
{
	pthread_t thread;

	times->begin = lab_now_ns();
	must(pthread_create(&thread, NULL, do_nothing, NULL));
	times->started = lab_now_ns();
	must(pthread_join(thread, NULL));
	times->joined = lab_now_ns();
}

// Blocks, because looking again and again would be in the figures; whoever hangs here is ended with
// the sandbox.
static void join(pid_t child, struct times *times)
{
	times->started = lab_now_ns();
	while (waitpid(child, NULL, 0) < 0)
		must(errno == EINTR ? 0 : errno);
	times->joined = lab_now_ns();
}

static void by_posix_spawn(struct times *times)
{
	static char name[] = "true", *const words[] = {name, NULL};
	pid_t child;

	times->begin = lab_now_ns();
	must(posix_spawn(&child, PROGRAM, NULL, NULL, words, environ));
	join(child, times);
}

static void by_fork(struct times *times)
{
	pid_t child;

	times->begin = lab_now_ns();
	child = lab_fork();
	if (child == 0)
		_exit(0);
	join(child, times);
}

static void by_fork_exec(struct times *times)
{
	pid_t child;

	times->begin = lab_now_ns();
	child = lab_fork();
	if (child == 0) {
		execl(PROGRAM, "true", (char *)NULL);
		_exit(127);
	}
	join(child, times);
}

static const struct way ways[] = {
    {"thread", by_thread, false},
    {"fork", by_fork, false},
    {"posix_spawn", by_posix_spawn, true},
    {"fork_exec", by_fork_exec, true},
};

// Returns how many samples there are. The first time is left out: it finds all caches cold.
static size_t repeat(const struct way *way, uint64_t budget_ns)
{
	uint64_t end_ns = lab_now_ns() + budget_ns;
	struct times times;
	size_t n = 0;

	way->once(&times);
	do {
		way->once(&times);
		start_us[n] = (double)(times.started - times.begin) * 1e-3;
		start_join_us[n] = (double)(times.joined - times.begin) * 1e-3;
	} while (++n < MAX_SAMPLES && times.joined < end_ns);
	return n;
}

static void measure(struct lab_run *run, const struct way *way, uint64_t touched)
{
	size_t n;

	if (way->loads && access(PROGRAM, X_OK) != 0) {
		lab_skip(run, "task", way->name, "there is no %s here", PROGRAM);
		return;
	}
	n = repeat(way, lab_option(run, "budget"));
	lab_row_begin(run);
	lab_word(run, "task", "%s", way->name);
	lab_count(run, "touched_mib", (int64_t)(touched / MIB));
	lab_count(run, "repetitions", (int64_t)n);
	lab_real(run, "start_us", lab_quantile(start_us, n, 0.5));
	lab_real(run, "start_p99_us", lab_quantile(start_us, n, 0.99));
	lab_real(run, "start_join_us", lab_quantile(start_join_us, n, 0.5));
	lab_real(run, "start_join_p99_us", lab_quantile(start_join_us, n, 0.99));
	lab_row_end(run);
}

static void measure_all(struct lab_run *run, uint64_t touched)
{
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		measure(run, &ways[i], touched);
}

// A huge page would need one entry where usual ones need 512.
static void run_spawn(struct lab_run *run)
{
	uint64_t quarter = lab_option(run, "touched") / 4 / MIB * MIB;
	char *memory = lab_map_private(4 * quarter);

	madvise(memory, 4 * quarter, MADV_NOHUGEPAGE); /* a kernel without them refuses */
	measure_all(run, 0);
	memset(memory, 1, quarter);
	measure_all(run, quarter);
	memset(memory + quarter, 1, 3 * quarter);
	measure_all(run, 4 * quarter);
	must_errno(munmap(memory, 4 * quarter));
}

struct change {
	double before_us, after_us; /* with nothing touched, with most touched; NaN: not known */
	double touched_mib;
};

static struct change change_of(const struct lab_table *table, const char *task)
{
	long row = lab_find(table, 0, "task", task, NULL);
	struct change change = {lab_real_at(table, row, "start_join_us"), NAN, NAN};

	for (; row >= 0; row = lab_find(table, row + 1, "task", task, NULL)) {
		change.after_us = lab_real_at(table, row, "start_join_us");
		change.touched_mib = lab_real_at(table, row, "touched_mib");
	}
	return change;
}

// Twice as long for the fork is far more than noise, and far less than 64 MiB make it. What a
// thread takes changes with the machine's mood, but not by what a fork's page tables take.
static bool conclude(const struct lab_table *table, FILE *sentence)
{
	struct change thread = change_of(table, "thread"), fork = change_of(table, "fork");
	bool faster = thread.before_us < fork.before_us && thread.after_us < fork.after_us;
	bool fork_grows = fork.after_us > 2 * fork.before_us;
	bool thread_flat =
	    thread.after_us - thread.before_us < (fork.after_us - fork.before_us) / 10;

	if (!(fork.touched_mib > 0 && thread.touched_mib > 0)) {
		fprintf(sentence, "cut off: there are no figures of thread and fork with and "
				  "without touched memory");
		return false;
	}
	fprintf(
	    sentence,
	    "to start and join a thread takes %.0f us, a fork %.0f us; with %.0f MiB touched the "
	    "thread %.0f us, the fork %.0f us%s%s%s",
	    thread.before_us, fork.before_us, fork.touched_mib, thread.after_us, fork.after_us,
	    faster ? "" : ": the thread was not faster, against expectation",
	    fork_grows ? "" : ": the fork did not grow to twice, against expectation",
	    thread_flat ? "" : ": the thread grew, against expectation");
	return faster && fork_grows && thread_flat;
}

const struct lab lab_spawn = {
    .name = "spawn",
    .summary = "how long it takes to start and join a thread or a process",
    .statement =
	"Threads are lightweight and spawn quickly; a fork takes longer the more memory its "
	"parent uses",
    .example = "racelab lab spawn --touched 1G",
    .options = {{"touched", LAB_SIZE, "256M", 4 * MIB, 65536 * MIB,
		 "Bytes that the parent has touched at last"},
		{"budget", LAB_TIME, "300ms", 1000000, 60000000000, "For each row"}},
    .columns = {{"task", LAB_WORD, "thread; fork; posix_spawn and fork_exec: of /bin/true"},
		{"touched_mib", LAB_COUNT, "MiB that the parent had touched"},
		{"repetitions", LAB_COUNT, "how often it was started and joined"},
		{"start_us", LAB_REAL, "us until the call returned, median"},
		{"start_p99_us", LAB_REAL, "the same, 99th percentile"},
		{"start_join_us", LAB_REAL, "us until it was joined, median"},
		{"start_join_p99_us", LAB_REAL, "the same, 99th percentile"},
		{"detail", LAB_WORD, "why it was left out"}},
    .table = {"task", "touched_mib", "start_us", "start_p99_us", "start_join_us",
	      "start_join_p99_us"},
    .run = run_spawn,
    .conclude = conclude,
};
