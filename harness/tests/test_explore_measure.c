// SPDX-License-Identifier: MIT

// Programs that are really raced: what comes out is counted, nothing that a model forbids is among
// it, and what fails, crashes or hangs is counted, too, and ends nothing. What is only likely to be
// seen is not asked for: that is a matter of the machine.

#include "harness/explore/replay/measure.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/target.h"
#include "harness/machine/topology.h"
#include "harness/tests/exploring.h"
#include "harness/tests/written.h"

TestSuite(explore_measure, .init = written_enter, .fini = written_leave, .timeout = 300);

#define MS     1000000ull
#define SECOND (1000 * MS)

static struct measured measured; /* large */

static int try(const char *name, unsigned tasks, unsigned ops, unsigned long times,
	       uint64_t budget_ns, struct complaint *c)
{
	struct topology topology;
	struct target target;
	struct source source;
	int error;

	cr_assert_eq(topology_load(&topology, c), 0);
	cr_assert_eq(target_find(&target, name, RACELAB_ROOT, c), 0, "%s", c->text);
	source = target_source(&target, RACELAB_ROOT, tasks, ops);
	error = measure_run(&source, times, budget_ns, &topology, &measured, c);
	topology_fini(&topology);
	return error;
}

static void measure(const char *name, unsigned tasks, unsigned ops, unsigned long times,
		    uint64_t budget_ns)
{
	struct complaint c;

	cr_assert_eq(try(name, tasks, ops, times, budget_ns, &c), 0, "%s", c.text);
}

// Every execution is accounted for once.
static unsigned long accounted(void)
{
	unsigned long all = measured.others + measured.failed + measured.crashed + measured.hung;

	for (size_t i = 0; i < measured.nr_seen; i++)
		all += measured.seen[i].times;
	return all;
}

// Raced, nothing comes out that the model does not know of.
static void check_allowed(const char *name, unsigned tasks, unsigned ops, enum model model)
{
	struct explored explored;
	char what[256] = "";

	measure(name, tasks, ops, 20000, 10 * SECOND);
	cr_expect(measured.times > 0 && measured.times <= 20000);
	cr_expect_eq(accounted(), measured.times);
	explored_open(&explored, name, tasks, ops);
	explored_run(&explored, model, NULL);
	cr_expect_not(measured_forbidden(&measured, &explored.found, what, sizeof what), "%s: %s",
		      name, what);
	explored_close(&explored);
}

/* what x86 promises, and all machines */
#ifdef __x86_64__
#define HERE MODEL_TSO
#else
#define HERE MODEL_RC11
#endif

Test(explore_measure, nothing_forbidden_comes_out)
{
	check_allowed("store_buffering", 0, 0, HERE);
	check_allowed("message_passing", 0, 0, HERE);
	check_allowed("load_buffering", 0, 0, HERE);
	check_allowed("two_plus_two_w", 0, 0, HERE);
	check_allowed("coherence", 0, 0, HERE);
	check_allowed("none", 2, 2, HERE);
}

Test(explore_measure, with_more_tasks_than_pus_too)
{
	struct topology topology;
	struct complaint c;
	unsigned nr_pus;

	cr_assert_eq(topology_load(&topology, &c), 0);
	nr_pus = topology.nr_pus;
	topology_fini(&topology);
	if (nr_pus >= 8)
		cr_skip_test("as many PUs as tasks that can be explored");
	measure("fetch_add", nr_pus + 1, 1, 1000, 10 * SECOND);
	cr_expect(measured.shared_pus);
	cr_expect_eq(measured_times(&measured, nr_pus + 1), measured.times);
}

static void check_exact(const char *name)
{
	measure(name, 2, 2, 20000, 10 * SECOND);
	cr_expect(measured.has_expected);
	cr_expect_eq(measured.expected, 4);
	cr_expect_eq(measured_times(&measured, 4), measured.times, "%s", name);
	cr_expect_eq(measured.nr_seen, 1);
}

Test(explore_measure, locks_lose_nothing)
{
	check_exact("mutex"); /* the real one */
	check_exact("ticket");
	check_exact("mcs");
	check_exact("anderson"); /* whose size depends on setup */
}

Test(explore_measure, variables_begin_anew)
{
	measure(written("const unsigned program_tasks = 2;\n"
			"static long sum[2][5000];\n"
			"void program_task(unsigned task) {\n"
			"	for (int i = 0; i < 5000; i += 1 + task)\n"
			"		sum[task][i] += i;\n"
			"}\n"
			"unsigned long program_outcome(void) {\n"
			"	unsigned long all = 0;\n"
			"	for (int i = 0; i < 5000; i++)\n"
			"		all += sum[0][i] + sum[1][i];\n"
			"	return all;\n"
			"}\n"),
		0, 0, 1000, 10 * SECOND);
	cr_expect_eq(measured_times(&measured, 4999 * 2500 + 4998 * 1250), measured.times);
}

Test(explore_measure, a_failed_assertion_ends_one_execution)
{
	measure(written("#include <assert.h>\n"
			"const unsigned program_tasks = 2;\n"
			"void program_task(unsigned task) { assert(task == 1); }\n"),
		0, 0, 1000, 10 * SECOND);
	cr_expect(measured.times > 0);
	cr_expect_eq(measured.failed, measured.times);
	cr_expect_eq(measured.nr_seen, 0);
	cr_expect_str_eq(measured.text, "task == 1");
}

Test(explore_measure, so_does_one_of_the_outcome)
{
	measure(written("#include <assert.h>\n"
			"const unsigned program_tasks = 2;\n"
			"static unsigned x, nr;\n"
			"void program_task(unsigned task) { if (task) x = 1; }\n"
			"unsigned long program_outcome(void) { assert(x == 0); return 0; }\n"),
		0, 0, 1000, 10 * SECOND);
	cr_expect(measured.times > 0);
	cr_expect_eq(measured.failed, measured.times);
	cr_expect_str_eq(measured.text, "x == 0");
}

Test(explore_measure, a_crash_is_counted_and_gone_on_from)
{
	measure(written("const unsigned program_tasks = 2;\n"
			"void program_task(unsigned task) {\n"
			"	if (task) *(volatile int *)0 = 1;\n"
			"}\n"),
		0, 0, 5, 10 * SECOND);
	cr_expect_eq(measured.times, 5);
	cr_expect_eq(measured.crashed, 5);
	cr_expect_str_eq(measured.text, strsignal(SIGSEGV));
}

Test(explore_measure, so_is_a_hang_which_takes_a_second)
{
	measure(written("const unsigned program_tasks = 2;\n"
			"static volatile int x;\n"
			"void program_task(unsigned task) { while (task && !x); }\n"),
		0, 0, 2, 10 * SECOND);
	cr_expect_eq(measured.times, 2);
	cr_expect_eq(measured.hung, 2);
	cr_expect_eq(accounted(), 2);
}

Test(explore_measure, outcomes_that_there_is_no_room_for_are_counted_together)
{
	measure(written("#include <time.h>\n"
			"const unsigned program_tasks = 1;\n"
			"void program_task(unsigned task) { (void)task; }\n"
			"unsigned long program_outcome(void) {\n"
			"	struct timespec now;\n"
			"	clock_gettime(CLOCK_MONOTONIC, &now);\n"
			"	return (unsigned long)now.tv_nsec;\n"
			"}\n"),
		0, 0, 5000, 10 * SECOND);
	cr_expect_eq(measured.nr_seen, MOST_OUTCOMES);
	cr_expect(measured.others > 0);
	cr_expect_eq(accounted(), measured.times);
	for (size_t i = 1; i < measured.nr_seen; i++)
		cr_expect(measured.seen[i - 1].value < measured.seen[i].value);
}

Test(explore_measure, the_budget_ends_it)
{
	measure("fetch_add", 2, 1, 1000000000, 200 * MS);
	cr_expect(measured.times < 1000000000);
	cr_expect_eq(accounted(), measured.times);
}

static void check_refused(const char *text, const char *words)
{
	struct complaint c;

	cr_assert_eq(try(written(text), 0, 0, 1, SECOND, &c), -1);
	cr_expect_eq(c.kind, COMPLAINT_USER, "%s", c.text);
	cr_expect(strstr(c.text, words), "%s", c.text);
}

Test(explore_measure, what_cannot_be_raced_is_refused)
{
	check_refused("const unsigned program_tasks = ;\n", "does not compile");
	check_refused("const unsigned program_tasks = 2;\n", "program_task");
	check_refused("void program_task(unsigned task) { (void)task; }\n", "program_tasks");
	check_refused("const unsigned program_tasks = 9;\n"
		      "void program_task(unsigned task) { (void)task; }\n",
		      "1 to 8");
	check_refused("#include <assert.h>\n"
		      "const unsigned program_tasks = 2;\n"
		      "void program_init(void) { assert(0); }\n"
		      "void program_task(unsigned task) { (void)task; }\n",
		      "program_init");
}

static struct found a_search_that_allows(uint64_t value)
{
	struct found found = {.complete = true};

	found_outcome(&found, value);
	return found;
}

static bool is_forbidden(const struct found *found, const char *words)
{
	char what[256] = "";
	bool forbidden = measured_forbidden(&measured, found, what, sizeof what);

	cr_expect(strstr(what, words), "%s", what);
	return forbidden;
}

Test(explore_measure, what_a_complete_search_does_not_know_is_forbidden)
{
	struct found found = a_search_that_allows(1);

	measured = (struct measured){.times = 3, .seen = {{1, 1}, {7, 2}}, .nr_seen = 2};
	cr_expect(is_forbidden(&found, "outcome 7, 2 times"));
	found_outcome(&found, 7);
	cr_expect_not(is_forbidden(&found, ""));
	measured.failed = 1;
	cr_expect(is_forbidden(&found, "assertion"));
	found_wrong(&found, WRONG_ASSERT, "x", NULL);
	cr_expect_not(is_forbidden(&found, ""));
	measured.crashed = 1;
	cr_expect(is_forbidden(&found, "crash"));
	found_fini(&found);
}

Test(explore_measure, nothing_is_forbidden_where_not_all_is_known)
{
	struct found found = a_search_that_allows(1);

	measured = (struct measured){.times = 1, .seen = {{7, 1}}, .nr_seen = 1};
	found.complete = false;
	cr_expect_not(is_forbidden(&found, ""));
	found.complete = true;
	found.more_outcomes = true;
	cr_expect_not(is_forbidden(&found, ""));
	found.more_outcomes = false;
	cr_expect(is_forbidden(&found, "outcome 7"));
	found_wrong(&found, WRONG_RACE, NULL, NULL); /* undefined: all can be */
	cr_expect_not(is_forbidden(&found, ""));
	found_fini(&found);
}
