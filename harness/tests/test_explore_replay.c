// SPDX-License-Identifier: MIT

// Witnesses of sc, replayed by threads and processes: whatever went wrong goes wrong again, every
// time; and what is not as the witness has it is told. How fast is no matter of a test.

#include "harness/explore/replay/replay.h"

#include <criterion/criterion.h>
#include <stddef.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/weaken.h"
#include "harness/machine/topology.h"
#include "harness/tests/exploring.h"
#include "harness/tests/written.h"
#include "harness/trial/tasks.h"

TestSuite(explore_replay, .init = written_enter, .fini = written_leave, .timeout = 300);

static struct wrong *wrong_of(struct explored *explored, enum wrong_kind kind)
{
	for (size_t i = 0; i < explored->found.nr_wrongs; i++)
		if (explored->found.wrong[i].kind == kind)
			return &explored->found.wrong[i];
	cr_assert_fail("no %s was found", wrong_name(kind));
	return NULL;
}

static int replay(struct explored *explored, const struct wrong *wrong,
		  const struct task_kind *kind, unsigned times, struct replayed *replayed,
		  struct complaint *c)
{
	struct topology topology;
	const struct replay replay = {&explored->bench.program,
				      &explored->bench.behaviour,
				      wrong,
				      MODEL_SC,
				      kind,
				      times,
				      &topology};
	int error;

	cr_assert_eq(topology_load(&topology, c), 0);
	error = replay_run(&replay, replayed, c);
	topology_fini(&topology);
	return error;
}

static void check_kind(struct explored *explored, const struct wrong *wrong,
		       const struct task_kind *kind, unsigned times)
{
	struct replayed replayed;
	struct complaint c;

	cr_assert_eq(replay(explored, wrong, kind, times, &replayed, &c), 0, "%s", c.text);
	cr_expect_eq(replayed.times, times);
	cr_expect_eq(replayed.as_predicted, times, "%s by %s: %u of %u: %s",
		     wrong_name(wrong->kind), kind->plural, replayed.as_predicted, times,
		     replayed.difference);
	cr_expect_str_eq(replayed.difference, "");
}

static void check_wrong(const char *name, unsigned tasks, unsigned ops, enum wrong_kind kind,
			unsigned times)
{
	struct explored explored;

	explored_open(&explored, name, tasks, ops);
	explored_run(&explored, MODEL_SC, NULL);
	for (size_t i = 0; i < task_kinds(); i++)
		check_kind(&explored, wrong_of(&explored, kind), task_kind(i), times);
	explored_close(&explored);
}

Test(explore_replay, a_lost_update_is_lost_a_thousand_times)
{
	check_wrong("none", 2, 2, WRONG_LOST, 1000);
}

Test(explore_replay, plain_accesses_keep_their_turn_until_they_are_made)
{
	check_wrong("volatile", 2, 2, WRONG_LOST, 1000);
	check_wrong("plain", 3, 2, WRONG_LOST, 100);
}

Test(explore_replay, two_are_inside)
{
	check_wrong("check_then_act", 2, 1, WRONG_INSIDE, 100);
}

Test(explore_replay, two_stand_at_accesses_that_race)
{
	check_wrong("volatile", 2, 1, WRONG_RACE, 100);
}

Test(explore_replay, an_assertion_fails)
{
	check_wrong("overdraft", 0, 0, WRONG_ASSERT, 100);
	check_wrong("aba", 0, 0, WRONG_ASSERT, 100);
}

Test(explore_replay, an_assertion_of_the_outcome_fails)
{
	check_wrong(written("#include <assert.h>\n"
			    "const unsigned program_tasks = 2;\n"
			    "static volatile int x;\n"
			    "void program_task(unsigned task) { x = x + 1; }\n"
			    "unsigned long program_outcome(void) { assert(x == 2); return 0; }\n"),
		    0, 0, WRONG_ASSERT, 100);
}

Test(explore_replay, an_address_that_is_nowhere_crashes)
{
	check_wrong(written("const unsigned program_tasks = 2;\n"
			    "static int x;\n"
			    "static int *_Atomic p = &x;\n"
			    "void program_task(unsigned task) {\n"
			    "	if (task == 0)\n"
			    "		p = 0;\n"
			    "	else if (p)\n"
			    "		*p = 1;\n"
			    "}\n"
			    "unsigned long program_outcome(void) { return x; }\n"),
		    0, 0, WRONG_CRASH, 100);
}

Test(explore_replay, a_signal_crashes_again_and_again)
{
	check_wrong(written("const unsigned program_tasks = 2;\n"
			    "static volatile int x = 1, y;\n"
			    "void program_task(unsigned task) {\n"
			    "	if (task == 0) {\n"
			    "		x = 0;\n"
			    "	} else {\n"
			    "		int divisor = x;\n"
			    "		y = 1;\n" /* on its way when the next one crashes */
			    "		y = 7 / divisor;\n"
			    "	}\n"
			    "}\n"),
		    0, 0, WRONG_CRASH, 100);
}

static const char hang[] = "#include <stdatomic.h>\n"
			   "const unsigned program_tasks = 3;\n"
			   "static atomic_int lock[3];\n"
			   "static void take(unsigned i) {\n"
			   "	int free = 0;\n"
			   "	while (!atomic_compare_exchange_strong(&lock[i], &free, 1))\n"
			   "		free = 0;\n"
			   "}\n"
			   "void program_task(unsigned task) {\n"
			   "	unsigned other = (task + 1) % 3;\n"
			   "	take(task);\n"
			   "	take(other);\n"
			   "	lock[other] = 0;\n"
			   "	lock[task] = 0;\n"
			   "}\n";

Test(explore_replay, who_hangs_does_not_get_on)
{
	check_wrong(written(hang), 0, 0, WRONG_HANG, 20);
}

Test(explore_replay, pointers_are_the_same_wherever_the_program_lies)
{
	check_wrong(written("#include <assert.h>\n"
			    "const unsigned program_tasks = 2;\n"
			    "static int x[2];\n"
			    "static int *_Atomic last;\n"
			    "void program_task(unsigned task) {\n"
			    "	last = &x[task];\n"
			    "	assert(last == &x[task]);\n"
			    "}\n"),
		    0, 0, WRONG_ASSERT, 100);
}

static const char hands_out[] = "const unsigned program_tasks = 2;\n"
				"const unsigned long program_expected = 0;\n"
				"static volatile int *_Atomic where;\n"
				"static int saw;\n"
				"void program_task(unsigned task) {\n"
				"	volatile int local = 5;\n"
				"	volatile int *its = where;\n"
				"	if (task == 0) {\n"
				"		where = &local;\n"
				"		saw = local == 6;\n"
				"	} else if (its) {\n"
				"		*its = *its + 1;\n"
				"	}\n"
				"}\n"
				"unsigned long program_outcome(void) { return saw; }\n";

Test(explore_replay, what_is_shared_of_stacks_is_so_for_threads_only)
{
	struct explored explored;
	struct replayed replayed;
	struct complaint c;

	explored_open(&explored, written(hands_out), 0, 0);
	explored_run(&explored, MODEL_SC, NULL);
	check_kind(&explored, wrong_of(&explored, WRONG_LOST), &task_threads, 100);
	cr_assert_eq(
	    replay(&explored, wrong_of(&explored, WRONG_LOST), &task_processes, 1, &replayed, &c),
	    -1);
	cr_expect_eq(c.kind, COMPLAINT_USER);
	cr_expect(strstr(c.text, "threads"), "%s", c.text);
	explored_close(&explored);
}

Test(explore_replay, what_no_schedule_decides_is_refused)
{
	struct explored explored;
	struct topology topology;
	struct replayed replayed;
	struct complaint c;
	struct replay asked;

	explored_open(&explored, "peterson_unfenced", 2, 1);
	explored_run(&explored, MODEL_TSO, NULL);
	asked = (struct replay){&explored.bench.program,
				&explored.bench.behaviour,
				wrong_of(&explored, WRONG_LOST),
				MODEL_TSO,
				&task_threads,
				1,
				&topology};
	cr_assert_eq(topology_load(&topology, &c), 0);
	cr_assert_eq(replay_run(&asked, &replayed, &c), -1);
	cr_expect_eq(c.kind, COMPLAINT_USER);
	cr_expect(strstr(c.text, "--measure"), "%s", c.text);
	topology_fini(&topology);
	explored_close(&explored);
}

// None 2x2 with one thing in the witness changed: the replay is to see it.
static void check_tampered(void (*tamper)(struct wrong *wrong), const char *words)
{
	struct explored explored;
	struct replayed replayed;
	struct complaint c;
	struct wrong *wrong;

	explored_open(&explored, "none", 2, 2);
	explored_run(&explored, MODEL_SC, NULL);
	wrong = wrong_of(&explored, WRONG_LOST);
	tamper(wrong);
	for (size_t i = 0; i < task_kinds(); i++) {
		cr_assert_eq(replay(&explored, wrong, task_kind(i), 10, &replayed, &c), 0);
		cr_expect_eq(replayed.times, 10);
		cr_expect_eq(replayed.as_predicted, 0);
		cr_expect(strstr(replayed.difference, words), "%s", replayed.difference);
	}
	explored_close(&explored);
}

static void expect_another_outcome(struct wrong *wrong)
{
	wrong->value = 4;
}

static void expect_another_value(struct wrong *wrong)
{
	wrong->witness.event[2].read += 1;
}

static void expect_it_of_the_other_task(struct wrong *wrong)
{
	wrong->witness.event[1].task ^= 1;
}

static void expect_no_more(struct wrong *wrong)
{
	wrong->witness.nr--;
}

static void expect_a_hang(struct wrong *wrong)
{
	wrong->kind = WRONG_HANG;
}

Test(explore_replay, another_end_than_predicted_is_told)
{
	check_tampered(expect_another_outcome, "the outcome is 2, not 4");
}

Test(explore_replay, another_value_than_predicted_is_told)
{
	check_tampered(expect_another_value, "step 3: task");
}

Test(explore_replay, another_step_than_predicted_is_told)
{
	check_tampered(expect_it_of_the_other_task, "step 2: task");
}

Test(explore_replay, more_steps_than_predicted_are_told)
{
	check_tampered(expect_no_more, "behind the last step");
}

Test(explore_replay, an_end_instead_of_a_hang_is_told)
{
	check_tampered(expect_a_hang, "come to their ends");
}
