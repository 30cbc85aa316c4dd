// SPDX-License-Identifier: MIT

// Series: the same tasks race in one window after another. Each window counts for itself and
// nothing is lost, whoever used the ground before; whatever goes wrong in one of them ends the
// series with a row that says so, and leaves nothing behind.

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "benches/structure/loop.h"
#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/data/row.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/tests/bad_locks.h"
#include "harness/tests/trials.h"
#include "harness/trial/arena.h"
#include "harness/trial/record.h"
#include "harness/trial/tasks.h"
#include "harness/trial/trial.h"

TestSuite(series, .init = trials_load, .fini = trials_unload, .timeout = 60);

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct measuring short_window = {.window_ns = 300000, .timeout_ns = 20000000000};
static const struct measuring window = {.window_ns = 1000000, .timeout_ns = 20000000000};
static const struct measuring impatient = {.window_ns = 1000000, .timeout_ns = 200000000};

static const char *const kinds[] = {"thread", "process"};

// What the sandbox tells: it calls next and ended.
static struct told {
	unsigned nr, wanted; /* windows */
	bool until_lost;
	unsigned nr_wrong; /* of those windows, not ok, or not what was put in */
	int64_t ops, lost;
	char wrong[256];
	int *turn, me, you; /* in a race of two series; NULL: there is one */
} * told;

static struct told *told_create(unsigned wanted)
{
	struct told *new =
	    mmap(NULL, sizeof *new, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	cr_assert_neq(new, MAP_FAILED);
	*new = (struct told){.wanted = wanted};
	return new;
}

static bool next(void *context)
{
	struct told *t = context;

	while (t->turn && t->nr < t->wanted && __atomic_load_n(t->turn, __ATOMIC_ACQUIRE) != t->me)
		usleep(100);
	return t->nr < t->wanted && !(t->until_lost && t->lost);
}

static void ended(void *context, const struct record *record)
{
	const struct row *row = &record->row;
	struct told *t = context;

	t->nr++;
	t->ops += row->ops;
	t->lost += row->lost;
	if (strcmp(row->outcome, "ok") != 0 || row->ops != row->observed + row->lost ||
	    row->ops <= 0 || row->entries_lost > 0 || row->entries_twice > 0) {
		t->nr_wrong++;
		snprintf(t->wrong, sizeof t->wrong, "window %u: %s, %ld ops, %ld observed: %s",
			 t->nr, row->outcome, row->ops, row->observed, row->detail);
	}
	if (t->turn)
		__atomic_store_n(t->turn, t->you, __ATOMIC_RELEASE);
}

static struct record record; /* large: a PU for each of 4096 tasks */

static int run(const struct case_spec *spec, const struct measuring *measuring, double handicap,
	       const struct ground *ground, struct told *t)
{
	const struct series_calls calls = {next, ended, t};
	const struct bench bench = {
	    .topology = &topology, .measuring = measuring, .turns_per_ns = 1, .handicap = handicap};
	struct complaint c;
	int result = trial_series(&bench, spec, 1, ground, &calls, &record, &c);

	cr_assert_geq(result, 0, "%s", c.text);
	return result;
}

static void expect_nothing_left(void)
{
	cr_expect_eq(waitpid(-1, NULL, WNOHANG), -1, "a process or zombie is left");
	cr_expect_eq(errno, ECHILD);
}

static void expect_exact(const struct case_spec *spec, unsigned nr_windows, double handicap,
			 const struct ground *ground, struct told *t)
{
	char name[256];

	case_format(spec, name, sizeof name);
	cr_expect_eq(run(spec, &short_window, handicap, ground, t), 0, "%s: %s %s", name,
		     record.row.outcome, record.row.detail);
	cr_expect_eq(t->nr, nr_windows, "%s: %u windows", name, t->nr);
	cr_expect_eq(t->nr_wrong, 0, "%s: %s", name, t->wrong);
	cr_expect_eq(t->lost, 0, "%s lost %ld of %ld", name, t->lost, t->ops);
}

// Observed never includes the window before: it would be more than was done.
Test(series, counts_each_window_for_itself)
{
	static const char *const structures[] = {"variable", "array", "hashtable"};
	static const char *const syncs[] = {"mutex", "fetch_add", "sloppy"};
	char why[128];
	static const unsigned counts[] = {1, 2, 8};

	for (size_t i = 0; i < 3 * 3 * 3 * 2; i++) {
		const struct case_spec spec =
		    a_case(catalog_find_strategy(syncs[i % 3]), structures[i / 3 % 3],
			   kinds[i / 27], counts[i / 9 % 3]);

		if (case_impossible(&spec, why, sizeof why))
			continue;
		told = told_create(3);
		expect_exact(&spec, 3, 0, NULL, told);
		munmap(told, sizeof *told);
	}
	expect_nothing_left();
}

Test(series, counts_every_entry_of_lfht)
{
	static const unsigned counts[] = {1, 2, 8};

	for (size_t n = 0; n < 3; n++) {
		const struct case_spec spec =
		    a_case(catalog_find_strategy("fetch_add"), "lfht", "thread", counts[n]);

		told = told_create(5);
		expect_exact(&spec, 5, 0, NULL, told);
	}
}

Test(series, has_many_windows)
{
	for (size_t k = 0; k < 2; k++) {
		struct case_spec spec =
		    a_case(catalog_find_strategy("ticket"), "array", kinds[k], 1);

		spec.granularity = (struct granularity){GRANULARITY_STRIPED, 8};
		told = told_create(400);
		expect_exact(&spec, 400, 0, NULL, told);
	}
}

Test(series, can_have_no_window_at_all)
{
	for (size_t k = 0; k < 2; k++) {
		const struct case_spec spec =
		    a_case(catalog_find_strategy("mutex"), "variable", kinds[k], 2);

		told = told_create(0);
		cr_expect_eq(run(&spec, &window, 0, NULL, told), 0);
	}
	expect_nothing_left();
}

// Who asks for windows may take longer than a trial may.
Test(series, waits_for_the_first_window_beyond_the_timeout)
{
	const struct case_spec spec =
	    a_case(catalog_find_strategy("mutex"), "variable", "thread", 1);
	static int turn = 1;
	pid_t later;

	told = told_create(1);
	told->turn =
	    mmap(NULL, sizeof turn, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	told->me = told->you = 1;
	later = fork();
	if (later == 0) {
		usleep(1500000); /* the watchdog looks once a second */
		__atomic_store_n(told->turn, 1, __ATOMIC_RELEASE);
		_exit(0);
	}
	cr_expect_eq(run(&spec, &impatient, 0, NULL, told), 0, "%s", record.row.detail);
	cr_expect_eq(told->nr, 1);
	waitpid(later, NULL, 0);
}

Test(series, catches_a_lock_that_lets_everybody_in)
{
	if (topology.nr_pus < 2)
		cr_skip("needs two PUs to race on");
	for (size_t k = 0; k < 2; k++) {
		const struct case_spec spec = a_case(&strategy_let_in, "variable", kinds[k], 2);

		told = told_create(500);
		told->until_lost = true;
		cr_expect_eq(run(&spec, &window, 0, NULL, told), 0);
		cr_expect_eq(told->nr_wrong, 0, "%s", told->wrong);
		cr_expect_gt(told->lost, 0, "a %s got away with it", kinds[k]);
	}
}

// More tasks than PUs: some come to their window when it is over, and must not idle for ever.
Test(series, is_exact_with_a_handicap)
{
	for (size_t k = 0; k < 2; k++) {
		const struct case_spec spec =
		    a_case(catalog_find_strategy("fetch_add"), "variable", kinds[k], 8);

		told = told_create(10);
		cr_expect_eq(run(&spec, &short_window, 0.5, NULL, told), 0, "%s",
			     record.row.detail);
		cr_expect_eq(told->nr, 10);
		cr_expect_eq(told->lost, 0);
	}
}

// Two series take turns on one ground, which each of them lays out in its own way.
Test(series, shares_its_ground_with_another)
{
	struct case_spec locked = a_case(catalog_find_strategy("mutex"), "array", "process", 2);
	struct case_spec free_of_locks =
	    a_case(catalog_find_strategy("fetch_add"), "hashtable", "thread", 2);
	const struct ground ground = {.fd = memfd_create("ground", 0), .offset = 4 * 4096};
	struct told *other = told_create(50);
	int status;
	pid_t pid;

	locked.granularity = (struct granularity){GRANULARITY_STRIPED, 8};
	told = told_create(50);
	told->turn = other->turn =
	    mmap(NULL, sizeof(int), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	told->me = other->you = 0;
	told->you = other->me = 1;
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* its turn never comes if we fail */
		expect_exact(&free_of_locks, 50, 0, &ground, other);
		_exit(other->nr_wrong || other->lost || other->nr != 50);
	}
	expect_exact(&locked, 50, 0, &ground, told);
	cr_assert_eq(waitpid(pid, &status, 0), pid);
	cr_expect_eq(status, 0, "%u windows, %ld lost: %s", other->nr, other->lost, other->wrong);
	close(ground.fd);
}

Test(series, breaks_where_its_ground_cannot_be)
{
	const struct case_spec spec =
	    a_case(catalog_find_strategy("mutex"), "variable", "thread", 1);
	const struct ground grounds[] = {
	    {.fd = 999},
	    {.fd = memfd_create("ground", 0), .offset = 100},
	    {.fd = open("/dev/null", O_RDWR)},
	};

	for (size_t i = 0; i < LENGTH(grounds); i++) {
		told = told_create(1);
		cr_expect_eq(run(&spec, &window, 0, &grounds[i], told), 1);
		cr_expect_eq(told->nr, 0);
		cr_expect_str_eq(record.row.outcome, "broken");
		cr_expect(strstr(record.row.detail, "of shared ground: "), "%s", record.row.detail);
	}
}

// A strategy that goes wrong in the third window: task 0 does what `fate` says, the others race.
static void (*fate)(void);
static kernel_fn *honest;

static uint64_t meet_fate(const struct work *work)
{
	if (told->nr == 2 && work->seat.task == 0)
		fate();
	return honest(work);
}

static struct strategy doom(const char *sync, enum structure_id structure, void (*how)(void))
{
	struct strategy doomed = *catalog_find_strategy(sync);

	honest = doomed.kernel[structure];
	doomed.kernel[structure] = meet_fate;
	fate = how;
	return doomed;
}

static void hang(void)
{
	for (;;)
		pause();
}

static void die(void)
{
	kill(getpid(), SIGKILL);
}

static void leave(void)
{
	_exit(0);
}

static void leave_with_3(void)
{
	_exit(3);
}

static void expect_end(const struct case_spec *spec, const struct measuring *measuring,
		       const char *outcome, const char *detail)
{
	told = told_create(5);
	cr_expect_eq(run(spec, measuring, 0, NULL, told), 1);
	cr_expect_eq(told->nr, 2, "%u windows", told->nr);
	cr_expect_eq(told->nr_wrong, 0, "%s", told->wrong);
	cr_expect_str_eq(record.row.outcome, outcome, "%s %s: %s", spec->task->name,
			 record.row.outcome, record.row.detail);
	cr_expect_str_eq(record.row.detail, detail);
	cr_expect_str_eq(record.row.task, spec->task->name);
	cr_expect_eq(record.row.ops, COUNT_EMPTY);
	expect_nothing_left();
}

Test(series, ends_with_what_went_wrong_in_a_window)
{
	static const struct {
		void (*fate)(void);
		const struct measuring *measuring;
		const char *outcome, *detail;
		bool thread, process; /* who can have it */
	} ends[] = {
	    {abort, &window, "crashed", "signal 6 (SIGABRT)", true, true},
	    {die, &window, "crashed", "signal 9 (SIGKILL)", true, true},
	    {hang, &impatient, "hung", "killed after 0.2 s", true, true},
	    {leave_with_3, &window, "crashed", "exit status 3", true, true},
	    {leave, &window, "broken", "it ended before its window did", true, false},
	    {leave, &impatient, "hung", "killed after 0.2 s", false, true},
	};

	for (size_t i = 0; i < LENGTH(ends); i++)
		for (size_t k = 0; k < 2; k++) {
			const struct strategy doomed =
			    doom("fetch_add", STRUCTURE_VARIABLE, ends[i].fate);
			const struct case_spec spec =
			    a_case(&doomed, "variable", kinds[k], topology.nr_pus < 2 ? 1 : 2);

			if (k ? ends[i].process : ends[i].thread)
				expect_end(&spec, ends[i].measuring, ends[i].outcome,
					   ends[i].detail);
		}
}

// The System V semaphores that there are, one in each line after the heading.
static void read_semaphores(char *text, size_t size)
{
	FILE *file = fopen("/proc/sysvipc/sem", "r");

	cr_assert(file != NULL);
	text[fread(text, 1, size - 1, file)] = '\0';
	fclose(file);
}

Test(series, leaves_no_lock_in_the_kernel)
{
	static void (*const fates[])(void) = {NULL, abort, die, hang};
	static char before[1 << 16], after[1 << 16];

	/* where we may: among semaphores of our own, so that nobody else's come and go */
	(void)!unshare(CLONE_NEWIPC);
	read_semaphores(before, sizeof before);
	for (size_t i = 0; i < 2 * LENGTH(fates); i++) {
		struct strategy strategy =
		    doom("sysv_semaphore", STRUCTURE_ARRAY, fates[i / 2] ? fates[i / 2] : abort);
		struct case_spec spec = a_case(&strategy, "array", kinds[i % 2], 2);

		spec.granularity = (struct granularity){GRANULARITY_STRIPED, 8};
		told = told_create(fates[i / 2] ? 5 : 2);
		cr_expect_eq(run(&spec, &impatient, 0, NULL, told), fates[i / 2] != NULL, "%s",
			     record.row.detail);
		cr_expect_eq(told->nr, 2);
		read_semaphores(after, sizeof after);
		cr_expect_str_eq(after, before, "fate %zu of a %s left a semaphore", i / 2,
				 kinds[i % 2]);
	}
	expect_nothing_left();
}

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	interrupted = signal;
}

Test(series, ends_when_it_is_interrupted)
{
	const struct case_spec spec =
	    a_case(catalog_find_strategy("fetch_add"), "variable", "process", 2);
	const struct sigaction action = {.sa_handler = interrupt};
	const struct bench bench = {.topology = &topology,
				    .measuring = &window,
				    .turns_per_ns = 1,
				    .interrupted = &interrupted};
	struct series_calls calls = {next, ended, NULL};
	struct complaint c;
	sigset_t blocked;

	calls.context = told = told_create(UINT32_MAX);
	sigaction(SIGALRM, &action, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGALRM);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	alarm(1);
	cr_expect_eq(trial_series(&bench, &spec, 1, NULL, &calls, &record, &c), 0);
	cr_expect_eq(interrupted, SIGALRM);
	expect_nothing_left();
}
