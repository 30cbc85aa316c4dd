// SPDX-License-Identifier: MIT

// What an explored program calls of POSIX, C11 and the kernel: small programs that use it rightly,
// and wrongly, in explored/; the strategies that are made of it; and what cannot be seen into.

#include <criterion/criterion.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/target.h"
#include "harness/explore/weaken.h"
#include "harness/tests/exploring.h"
#include "harness/trial/sandbox.h"

TestSuite(explore_posix, .timeout = 300);

static const char *path_of(const char *name, char *path, size_t size)
{
	snprintf(path, size, RACELAB_ROOT "/harness/tests/explored/%s.c", name);
	return path;
}

static void open_program(struct explored *explored, const char *name)
{
	char path[512];

	explored_open(explored, path_of(name, path, sizeof path), 2, 1);
}

// Under each model up to the weakest.
static void check_right(const char *name, enum model weakest)
{
	struct explored explored;

	open_program(&explored, name);
	for (int model = 0; model <= (int)weakest; model++) {
		explored_run(&explored, (enum model)model, NULL);
		cr_assert_eq(explored.found.nr_wrongs, 0u, "%s under %s: %s", name,
			     model_name((enum model)model),
			     wrong_name(explored.found.wrong[0].kind));
	}
	explored_close(&explored);
}

Test(explore_posix, what_is_right_is_proved)
{
	static const char *const right[] = {"barrier",
					    "condition",
					    "condition_timed",
					    "futex_event",
					    "mutex_kinds",
					    "mutex_lost",
					    "mutex_of_a_dead_owner",
					    "once",
					    "rwlock",
					    "semaphore_tried",
					    "signal_not_stolen",
					    "threads_c11",
					    "threads_told_apart"};

	for (size_t i = 0; i < sizeof right / sizeof *right; i++)
		check_right(right[i], MODEL_RC11);
	/* who cannot have both may try for ever, and each try is another execution */
	check_right("mutexes_tried", MODEL_TSO);
}

static void check_wrong(const char *name, enum wrong_kind kind)
{
	struct explored explored;

	open_program(&explored, name);
	for (int model = 0; model < NR_MODELS; model++) {
		explored_run(&explored, (enum model)model, NULL);
		cr_assert(explored_has(&explored, kind), "%s under %s: no %s", name,
			  model_name((enum model)model), wrong_name(kind));
	}
	explored_close(&explored);
}

Test(explore_posix, who_waits_for_ever_is_found)
{
	static const char *const hanging[] = {"barrier_of_three",   "futex_event_for_one",
					      "futex_of_a_guess",   "mutex_kept",
					      "mutex_twice",	    "mutexes_inverted",
					      "signal_before_wait", "signal_for_one_of_two",
					      "signal_for_two",	    "spin_lock_left"};

	for (size_t i = 0; i < sizeof hanging / sizeof *hanging; i++)
		check_wrong(hanging[i], WRONG_HANG);
}

Test(explore_posix, what_lets_two_in_is_found)
{
	check_wrong("semaphore_of_two", WRONG_LOST);
	check_wrong("rwlock_misused", WRONG_LOST);
	check_wrong("rwlock_misused", WRONG_RACE);
}

static void check_crash(const char *name, const char *text)
{
	struct explored explored;

	open_program(&explored, name);
	explored_run(&explored, MODEL_SC, NULL);
	cr_assert(explored_has(&explored, WRONG_CRASH), "%s", name);
	cr_expect_str_eq(explored.found.wrong[0].text, text);
	explored_close(&explored);
}

Test(explore_posix, what_is_undefined_or_not_known_is_named)
{
	check_crash("mutex_unlocked", "unlocks a mutex that is not locked");
	check_crash("system_call", "a system call that cannot be seen into");
}

Test(explore_posix, a_wait_with_a_limit_ends_in_both_ways)
{
	struct explored explored;

	open_program(&explored, "condition_timed");
	explored_run(&explored, MODEL_RC11, NULL);
	cr_expect(explored_outcome(&explored, 0) != NULL);
	cr_expect(explored_outcome(&explored, 1) != NULL);
	explored_close(&explored);
}

static void check_strategy(const char *name, unsigned tasks, unsigned ops)
{
	struct explored explored;

	explored_open(&explored, name, tasks, ops);
	for (int model = 0; model < NR_MODELS; model++) {
		explored_run(&explored, (enum model)model, NULL);
		cr_assert_eq(explored.found.nr_wrongs, 0u, "%s %ux%u under %s: %s", name, tasks,
			     ops, model_name((enum model)model),
			     wrong_name(explored.found.wrong[0].kind));
	}
	/* 2 x 2 or 3 x 1 critical sections can come in 6 orders, and a lock of POSIX's shows no
	 * more */
	if (strcmp(name, "futex") != 0)
		cr_expect_eq(explored.found.executions, 6u, "%s %ux%u: %lu executions", name, tasks,
			     ops, (unsigned long)explored.found.executions);
	explored_close(&explored);
}

Test(explore_posix, strategies_made_of_it_are_proved)
{
	static const char *const strategies[] = {"mutex",
						 "mutex_adaptive",
						 "mutex_errorcheck",
						 "mutex_recursive",
						 "mutex_pi",
						 "mutex_robust",
						 "mtx",
						 "rwlock",
						 "futex",
						 "pthread_spin",
						 "semaphore"};

	for (size_t i = 0; i < sizeof strategies / sizeof *strategies; i++) {
		check_strategy(strategies[i], 2, 2);
		check_strategy(strategies[i], 3, 1);
	}
}

// What is said of one that cannot be explored.
static void check_refused(const char *name, const char *why)
{
	struct target target;
	struct source source;
	struct bench bench = {0};
	struct complaint c;
	int error;

	cr_assert_eq(sandbox_init(), 0);
	cr_assert_eq(target_find(&target, name, RACELAB_ROOT, &c), 0, "%s", c.text);
	source = target_source(&target, RACELAB_ROOT, 2, 1);
	error = bench_open(&bench, &source, target.name, &c);
	cr_assert(error, "%s", name);
	cr_expect(strstr(c.text, why), "%s", c.text);
}

Test(explore_posix, what_cannot_be_seen_into_is_refused_by_its_reason)
{
	char path[512];

	check_refused("flock", "flock cannot be explored: it calls flock; the kernel's locks on "
			       "files cannot be seen into");
	check_refused("fcntl", "it calls fcntl; the kernel's locks on files cannot be seen into");
	check_refused("sysv_semaphore",
		      "it calls semop; the kernel's own semaphores cannot be seen into");
	check_refused("ck_ticket", "ck_ticket cannot be explored: it has inline assembly");
	check_refused(path_of("init_waits", path, sizeof path),
		      "program_init: waits, and no task runs that could end that");
}
