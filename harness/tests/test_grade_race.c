// SPDX-License-Identifier: MIT

// Students' objects under real tasks: what is right is always found right; what is wrong is seen,
// counted and told, however it ends, and nothing of it is left over.

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <hwloc.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/grade/race/heat.h"
#include "harness/grade/race/race.h"
#include "harness/grade/race/window.h"
#include "harness/machine/probe.h"
#include "harness/machine/topology.h"
#include "harness/tests/program.h"
#include "harness/tests/raced_objects.h"

#define TRIALS	    10
#define PATIENCE_NS 5000000000 /* on a machine that others use, too */
#define SHORT_NS    300000000  /* for what never comes to its end */

static const struct task_kind *const kinds[] = {&task_threads, &task_processes};

static struct raced raced;

TestSuite(grade_race, .init = raced_enter, .fini = raced_leave, .timeout = 120);

static struct racing_asked asked_for(const char *object, const struct task_kind *kind)
{
	return (struct racing_asked){.object = object,
				     .kind = kind,
				     .count = 2,
				     .trials = TRIALS,
				     .window_ns = 2000000,
				     .patience_ns = PATIENCE_NS,
				     .topology = &raced_topology};
}

static void race(const struct racing_asked *asked, unsigned enough)
{
	struct complaint c;

	cr_assert_eq(race_run(asked, enough, &raced, &c), 0, "%s", c.text);
}

static void race_lock(const char *name, const struct task_kind *kind, unsigned enough)
{
	struct racing_asked asked = asked_for(raced_lock(name, NULL), kind);

	race(&asked, enough);
}

static void expect_good(const char *name, const struct task_kind *kind)
{
	race_lock(name, kind, 0);
	cr_expect_eq(raced.trials, TRIALS);
	cr_expect_eq(raced.good, TRIALS, "%s, %s: %s%s, %lu lost", name, kind->plural, raced.what,
		     raced.claim, raced.lost);
	cr_expect_gt(raced.done, 0);
	cr_expect_eq(raced.lost, 0);
	cr_expect_eq(raced.worst_share, 0);
}

Test(grade_race, right_locks_lose_nothing)
{
	for (size_t k = 0; k < 2; k++) {
		expect_good("right", kinds[k]);
		expect_good("mutex", kinds[k]);
	}
}

static void expect_loss(const char *name, const struct task_kind *kind)
{
	race_lock(name, kind, 0);
	cr_expect_geq(raced.lossy, TRIALS - 3, "%s, %s: %u", name, kind->plural, raced.lossy);
	cr_expect_eq(raced.lossy + raced.good, TRIALS);
	cr_expect(raced.lost > 0 && raced.lost < raced.done);
	cr_expect(raced.worst_share > 0 && raced.worst_share < 1);
}

Test(grade_race, without_a_lock_most_trials_lose)
{
	if (raced_topology.nr_pus < 2)
		cr_skip_test("needs two PUs to race on");
	expect_loss("none", &task_threads);
	expect_loss("none", &task_processes);
}

// A variable of the file is each process's own, so it is no lock among them.
Test(grade_race, variables_of_the_file_are_as_after_a_fork)
{
	expect_good("static_mutex", &task_threads);
	expect_good("once", &task_threads);
	expect_good("once", &task_processes);
	if (raced_topology.nr_pus < 2)
		cr_skip_test("needs two PUs to race on");
	expect_loss("static_mutex", &task_processes);
}

Test(grade_race, more_tasks_than_pus)
{
	for (size_t k = 0; k < 2; k++) {
		struct racing_asked asked = asked_for(raced_lock("right", NULL), kinds[k]);

		asked.count = 2 * raced_topology.nr_pus + 1;
		race(&asked, 0);
		cr_expect(raced.shared_pus);
		cr_expect_eq(raced.good, TRIALS, "%s: %s", kinds[k]->plural, raced.what);
	}
}

Test(grade_race, on_one_pu)
{
	hwloc_bitmap_only(raced_topology.allowed, (unsigned)program_last_cpu());
	raced_topology.nr_pus = 1;
	expect_good("right", &task_threads);
	cr_expect(raced.shared_pus);
	expect_good("mutex", &task_processes);
}

Test(grade_race, a_number_of_rounds)
{
	for (size_t k = 0; k < 2; k++) {
		struct racing_asked asked = asked_for(raced_lock("right", NULL), kinds[k]);

		asked.rounds = 10;
		asked.window_ns = 1000000000; /* that it is over before is not to be waited for */
		asked.trials = 2;
		race(&asked, 0);
		cr_expect_eq(raced.good, 2);
		cr_expect_eq(raced.done, 2 * 2 * 10);
		cr_expect_lt(raced.seconds, 2 * 1.0);
	}
}

static void expect_end(const char *name, const struct task_kind *kind, const unsigned *counted,
		       const char *what)
{
	race_lock(name, kind, 2);
	cr_expect_eq(*counted, 2, "%s, %s: %s", name, kind->plural, raced.what);
	cr_expect_eq(raced.trials, 2, "two were to be enough");
	cr_expect_eq(raced.good, 0);
	cr_expect(strstr(raced.what, what), "%s, %s: %s", name, kind->plural, raced.what);
}

Test(grade_race, crashes)
{
	for (size_t k = 0; k < 2; k++) {
		expect_end("crash", kinds[k], &raced.crashed,
			   "signal 6 (SIGABRT), while the tasks ran");
		expect_end("crash_at_once", kinds[k], &raced.crashed,
			   "signal 11 (SIGSEGV), before the tasks began");
	}
}

Test(grade_race, ends_before_it_is_done)
{
	static const char what[] = "it ended before it was done";

	for (size_t k = 0; k < 2; k++) {
		expect_end("exit", kinds[k], &raced.crashed, what);
		expect_end("leave", kinds[k], &raced.crashed, what);
		expect_end("end_thread", kinds[k], &raced.crashed, what);
	}
}

Test(grade_race, what_is_not_allowed)
{
	for (size_t k = 0; k < 2; k++) {
		expect_end("fork", kinds[k], &raced.refused, "not allowed, while the tasks ran");
		expect_end("fork_at_once", kinds[k], &raced.refused,
			   "not allowed, before the tasks began");
	}
}

static void expect_hang(const char *name, const struct task_kind *kind, const char *what)
{
	struct racing_asked asked = asked_for(raced_lock(name, NULL), kind);

	asked.patience_ns = SHORT_NS;
	race(&asked, 1);
	cr_expect_eq(raced.hung, 1, "%s, %s: %s", name, kind->plural, raced.what);
	cr_expect_eq(raced.trials, 1);
	cr_expect_str_eq(raced.what, what);
}

Test(grade_race, hangs)
{
	for (size_t k = 0; k < 2; k++) {
		expect_hang("loop", kinds[k], "not done after 0.3 s: it hung, while the tasks ran");
		expect_hang("keep", kinds[k], "not done after 0.3 s: it hung, while the tasks ran");
		expect_hang("loop_at_once", kinds[k],
			    "not done after 0.3 s: it hung, before the tasks began");
	}
}

Test(grade_race, claims_are_counted_and_told)
{
	for (size_t k = 0; k < 2; k++) {
		race_lock("large", kinds[k], 0);
		cr_expect_eq(raced.claimed, TRIALS);
		cr_expect_eq(raced.good, 0);
		cr_expect_str_eq(raced.claim, "struct lock has more than 4096 bytes");
		cr_expect_str_eq(raced.what, "");
	}
}

Test(grade_race, what_it_prints_goes_nowhere)
{
	cr_redirect_stdout();
	cr_redirect_stderr();
	expect_good("speak", &task_threads);
	expect_good("speak", &task_processes);
	fflush(stdout);
	cr_expect_stdout_eq_str("");
	cr_expect_stderr_eq_str("");
}

Test(grade_race, an_object_that_is_none_is_the_machine_s_matter)
{
	struct racing_asked asked = asked_for("./not_there.so", &task_threads);
	struct complaint c;

	cr_expect_eq(race_run(&asked, 0, &raced, &c), -1);
	cr_expect_eq(c.kind, COMPLAINT_MACHINE);
	cr_expect(strstr(c.text, "not_there.so"), "%s", c.text);
}

static volatile sig_atomic_t interrupted;

Test(grade_race, is_interrupted)
{
	struct racing_asked asked = asked_for(raced_lock("loop", NULL), &task_processes);
	uint64_t begin_ns = probe_now_ns();
	struct complaint c;

	interrupted = 1;
	asked.interrupted = &interrupted;
	cr_expect_eq(race_run(&asked, 0, &raced, &c), 1);
	cr_expect_lt(probe_now_ns() - begin_ns, PATIENCE_NS / 2);
}

// Two tasks in a window of 1 ms; of its PU's time each has had that much.
static double ns_per_round_of(uint64_t first_ns, uint64_t second_ns, bool slept)
{
	static struct heat heat;

	heat.orders[0] =
	    (struct orders){.rounds = 1000, .end_ns = 1000000, .used_ns = first_ns, .slept = slept};
	heat.orders[1] = (struct orders){
	    .rounds = 1000, .end_ns = 1000000, .used_ns = second_ns, .slept = slept};
	return window_ns_per_round(&heat, 2);
}

Test(grade_race, who_was_kept_from_its_pu_was_not_slow)
{
	cr_expect_float_eq(ns_per_round_of(1000000, 1000000, false), 1000, 1e-6);
	cr_expect_float_eq(ns_per_round_of(100000, 100000, false), 100, 1e-6);
	cr_expect_float_eq(ns_per_round_of(100000, 100000, true), 1000, 1e-6, "who sleeps is");
	/* one was kept from it, and the other had to wait for that one */
	cr_expect_float_eq(ns_per_round_of(10000, 1000000, false), 2 / 0.101, 1e-6);
	cr_expect_float_eq(ns_per_round_of(0, 0, false), 1, 1e-6, "no clock is that fine");
}
