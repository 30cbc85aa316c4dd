// SPDX-License-Identifier: MIT

// Rounds: no task begins one early, leaves one out or stays behind, as threads and as processes.

#include "harness/trial/rounds.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

TestSuite(rounds, .timeout = 60);

enum {
	MOST_TASKS = 8,
	NR_ROUNDS = 200,
};

#define PATIENCE_NS 20000000000ull

// What the tasks share.
static struct shared {
	struct rounds rounds;
	unsigned count[MOST_TASKS]; /* plain: rounds are all that keeps tasks and conductor apart */
	unsigned wrong;
} * shared;

static void map_shared(unsigned nr_tasks, bool once)
{
	shared =
	    mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	cr_assert_neq(shared, MAP_FAILED);
	rounds_init(&shared->rounds, nr_tasks, once);
}

static void *run_task(void *argument)
{
	unsigned *count = argument;

	for (unsigned round = 1; rounds_enter(&shared->rounds, round); round++) {
		if (*count != round - 1)
			__atomic_add_fetch(&shared->wrong, 1, __ATOMIC_RELAXED);
		(*count)++;
		rounds_leave(&shared->rounds);
	}
	return NULL;
}

static void expect_all_in_round(unsigned nr_tasks, unsigned round)
{
	while (!rounds_ended(&shared->rounds, PATIENCE_NS))
		;
	for (unsigned i = 0; i < nr_tasks; i++)
		cr_assert_eq(shared->count[i], round, "task %u of %u did %u of %u rounds", i,
			     nr_tasks, shared->count[i], round);
}

static void race(unsigned nr_tasks)
{
	for (unsigned round = 1; round <= NR_ROUNDS; round++) {
		rounds_begin(&shared->rounds);
		expect_all_in_round(nr_tasks, round);
	}
	rounds_finish(&shared->rounds);
}

static void race_threads(unsigned nr_tasks)
{
	pthread_t threads[MOST_TASKS];

	for (unsigned i = 0; i < nr_tasks; i++)
		cr_assert_eq(pthread_create(&threads[i], NULL, run_task, &shared->count[i]), 0);
	race(nr_tasks);
	for (unsigned i = 0; i < nr_tasks; i++)
		cr_assert_eq(pthread_join(threads[i], NULL), 0);
}

static void race_processes(unsigned nr_tasks)
{
	for (unsigned i = 0; i < nr_tasks; i++)
		if (fork() == 0) {
			run_task(&shared->count[i]);
			_exit(0);
		}
	race(nr_tasks);
	while (wait(NULL) > 0)
		;
}

Test(rounds, keeps_tasks_together)
{
	static const unsigned counts[] = {1, 2, MOST_TASKS};

	for (size_t n = 0; n < 3; n++)
		for (int processes = 0; processes < 2; processes++) {
			map_shared(counts[n], false);
			(processes ? race_processes : race_threads)(counts[n]);
			cr_expect_eq(shared->wrong, 0);
			munmap(shared, sizeof *shared);
		}
}

Test(rounds, has_one_that_has_begun_for_a_trial_of_its_own)
{
	pthread_t thread;

	map_shared(1, true);
	cr_assert_eq(pthread_create(&thread, NULL, run_task, &shared->count[0]), 0);
	cr_assert_eq(pthread_join(thread, NULL), 0); /* it needs no rounds_finish */
	cr_expect_eq(shared->count[0], 1);
	cr_expect(rounds_ended(&shared->rounds, 0));
}

Test(rounds, does_not_wait_longer_than_it_may)
{
	map_shared(2, false);
	rounds_begin(&shared->rounds);
	cr_assert(rounds_enter(&shared->rounds, 1));
	rounds_leave(&shared->rounds);
	cr_expect_not(rounds_ended(&shared->rounds, 10000000), "one task is still in it");
	rounds_leave(&shared->rounds);
	cr_expect(rounds_ended(&shared->rounds, 0));
}

Test(rounds, sends_home_who_waits_for_the_first)
{
	pthread_t thread;

	map_shared(1, false);
	cr_assert_eq(pthread_create(&thread, NULL, run_task, &shared->count[0]), 0);
	usleep(20000);
	rounds_finish(&shared->rounds);
	cr_assert_eq(pthread_join(thread, NULL), 0);
	cr_expect_eq(shared->count[0], 0);
}
