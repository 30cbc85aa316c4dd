// SPDX-License-Identifier: MIT

// Each warning from rows and hosts that are made for it: its number, what it says to do, and that
// it is silent where there is nothing to say.

#include "harness/verdict/warnings.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/row.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/plan.h"
#include "harness/tests/made_run.h"

enum {
	NR_BLOCKS = 10,
};

static struct warnings warnings;
static struct row rows[2 * NR_BLOCKS];
static struct made_run run;

// Two cases, mutex with 1 and 2 threads, ten blocks each, all the same and nothing wrong.
static void set_up(void)
{
	for (int b = 0; b < NR_BLOCKS; b++) {
		rows[2 * b] = made_row("variable", "mutex", 1, b);
		rows[2 * b + 1] = made_row("variable", "mutex", 2, b);
	}
	for (int i = 0; i < 2 * NR_BLOCKS; i++) {
		rows[i].elapsed_ns = 1000000;
		rows[i].cpu_ns = 1000000 * rows[i].count;
		rows[i].steal_ns = rows[i].switches_voluntary = rows[i].switches_involuntary = 0;
	}
}

TestSuite(warnings, .init = set_up);

static void expect(const char *line)
{
	if (!line) {
		cr_expect_eq(warnings.nr, 0, "%s", warnings.line[0]);
		return;
	}
	cr_assert_eq(warnings.nr, 1, "%zu: %s", warnings.nr, warnings.line[0]);
	cr_expect_str_eq(warnings.line[0], line, "%s", warnings.line[0]);
	warnings.nr = 0;
}

static void expect_of_trials(const char *line)
{
	made_run_init(&run, rows, 2 * NR_BLOCKS);
	warnings_of_trials(&warnings, &run.rows, &run.summary, "DIR");
	expect(line);
	made_run_fini(&run);
}

Test(warnings, a_quiet_machine_needs_none)
{
	warnings_of_machine(&warnings, "performance", "none");
	warnings_of_machine(&warnings, "", "");
	warnings_of_machine(&warnings, NULL, NULL);
	expect_of_trials(NULL);
}

Test(warnings, the_governor)
{
	warnings_of_machine(&warnings, "powersave", "none");
	expect("the governor is powersave: the clock follows the load; echo performance | sudo tee "
	       "/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
	warnings_of_machine(&warnings, "power\033[2Jsave\n", "none");
	cr_expect_null(strpbrk(warnings.line[0], "\033\n"));
}

Test(warnings, a_virtual_machine)
{
	warnings_of_machine(&warnings, "", "kvm");
	expect("this is a virtual machine (kvm), whose speed changes within minutes: compare only "
	       "within blocks, as racelab duet and check do");
}

Test(warnings, a_quota)
{
	warnings_of_quota(&warnings, NAN, 2);
	warnings_of_quota(&warnings, 0, 2);
	warnings_of_quota(&warnings, 2, 2);
	warnings_of_quota(&warnings, 3.5, 2);
	expect(NULL);
	warnings_of_quota(&warnings, 0.5, 2);
	expect("a CPU quota allows 0.5 of 2 PUs: whoever uses it up is stopped in the middle of a "
	       "window; raise it (docker run --cpus, a pod's limits.cpu, systemd's CPUQuota=)");
	warnings_of_quota(&warnings, 1.5, 2);
	expect("a CPU quota allows 1.5 of 2 PUs: whoever uses it up is stopped in the middle of a "
	       "window; --count 1 stays below it, or raise it (docker run --cpus, a pod's "
	       "limits.cpu, systemd's CPUQuota=)");
	warnings_of_quota(&warnings, 4.25, 16);
	expect("a CPU quota allows 4.25 of 16 PUs: whoever uses it up is stopped in the middle of "
	       "a window; --count 1-4 stays below it, or raise it (docker run --cpus, a pod's "
	       "limits.cpu, systemd's CPUQuota=)");
}

Test(warnings, trials_that_the_quota_stopped)
{
	for (int i = 0; i < 5; i++)
		rows[i].detail = "disturbed: overlap 0.6; disturbed: throttled";
	rows[7].steal_ns = 10000000;
	expect_of_trials(
	    "6 of 20 trials were disturbed (1 by stolen time, 5 by tasks not running "
	    "at once, 5 by the CPU quota): end other work, raise the quota, or measure "
	    "more blocks");
}

Test(warnings, disturbed_trials_are_told_apart)
{
	for (int i = 0; i < 2; i++) /* a tenth: not worth a word */
		rows[i].steal_ns = 10000000;
	expect_of_trials(NULL);
	rows[1].switches_involuntary = 3; /* stolen and preempted: one trial */
	rows[1].cpu_ns = 1000000;
	rows[5].switches_involuntary = 1;
	rows[5].cpu_ns = 1700000;
	rows[7].switches_involuntary = 9; /* had its PUs nevertheless */
	rows[9].switches_involuntary = 9; /* gave them away itself */
	rows[9].switches_voluntary = 9;
	rows[9].cpu_ns = 1;
	rows[11].detail = "disturbed: overlap 0.6";
	expect_of_trials("4 of 20 trials were disturbed (2 by stolen time, 2 by involuntary "
			 "switches, 1 by tasks not running at once): end other work, or measure "
			 "more blocks");
	for (int b = 0; b < NR_BLOCKS; b++) /* of these the scheduler's work is expected */
		rows[2 * b + 1].detail = "oversubscribed";
	expect_of_trials(NULL);
}

Test(warnings, what_ended_badly)
{
	rows[3].outcome = rows[5].outcome = "crashed";
	rows[3].detail = "signal 11 (SIGSEGV)";
	rows[6].outcome = "hung";
	expect_of_trials("2 of 20 trials crashed, 1 hung (first: variable mutex thread 2 compact: "
			 "signal 11 (SIGSEGV)): racelab check DIR says which of them must not");
	rows[3].outcome = rows[5].outcome = rows[6].outcome = "ok";
	rows[3].outcome = "broken";
	rows[3].detail = "pin failed: task 1 on PU 1: Invalid argument";
	expect_of_trials(
	    "pins failed in 1 of 20 trials (first: variable mutex thread 2 compact: "
	    "pin failed: task 1 on PU 1: Invalid argument): racelab topo shows the PUs "
	    "that may be used");
	rows[3].detail = "fork: Resource temporarily unavailable";
	expect_of_trials(
	    "1 of 20 trials were broken (first: variable mutex thread 2 compact: fork: "
	    "Resource temporarily unavailable): they say nothing");
}

// Of ten values 1..10 the interval is from the second to the ninth: 5.5 +- 3.5.
Test(warnings, a_wide_interval_says_how_many_blocks_it_takes)
{
	for (int b = 0; b < NR_BLOCKS; b++)
		rows[2 * b + 1].throughput_per_s = 1e6 * (b + 1);
	expect_of_trials("1 of 2 cases are uncertain by more than 20 % (variable mutex thread 2 "
			 "compact: +-64 %): more blocks, --blocks 410 for about 10 %");
	for (int b = 0; b < NR_BLOCKS; b++)
		rows[2 * b + 1].throughput_per_s = b < 5 ? 1 : 1e9;
	rows[1].throughput_per_s = 1e3;
	for (int b = 0; b < NR_BLOCKS; b++)
		rows[2 * b + 1].throughput_per_s = b < 6 ? 1 : 1e9;
	expect_of_trials("1 of 2 cases are uncertain by more than 20 % (variable mutex thread 2 "
			 "compact: +-99999999900 %), and more blocks do not help: racelab duet "
			 "compares side by side");
}

Test(warnings, too_few_trials_have_no_interval)
{
	for (int i = 10; i < 20; i++)
		rows[i].outcome = "skipped";
	expect_of_trials("2 of 2 cases have fewer than 6 ok trials, too few for a 95 % interval: "
			 "--blocks 6 at least");
}

Test(warnings, crowded_cases_by_their_rows)
{
	struct placing placing;

	for (int b = 0; b < NR_BLOCKS; b++) {
		rows[2 * b + 1].detail = "oversubscribed";
		rows[2 * b + 1].count = 5;
		rows[2 * b + 1].cpus = "0 1 0 1 0";
	}
	made_run_init(&run, rows, 2 * NR_BLOCKS);
	placing = placing_of_summary(&run.summary, NULL);
	warnings_of_placing(&warnings, &placing);
	expect("1 of 2 cases have more tasks than PUs (up to 5 on 2): their speed is the "
	       "scheduler's; --count 1-max has none of them");
	made_run_fini(&run);
}

// Which PUs of which hosts they share is not in the rows, and the owner is in none.
Test(warnings, ranks_that_share_a_pu)
{
	struct placing placing;

	for (int b = 0; b < NR_BLOCKS; b++) {
		rows[2 * b + 1].task = "rank";
		rows[2 * b + 1].detail = "oversubscribed";
		rows[2 * b + 1].cpus = "0 0";
	}
	made_run_init(&run, rows, 2 * NR_BLOCKS);
	placing = placing_of_summary(&run.summary, NULL);
	warnings_of_placing(&warnings, &placing);
	expect("1 of 2 cases have ranks that share a PU, with each other or with the owner: their "
	       "speed is the scheduler's; fewer ranks on a host, or more PUs for each of them "
	       "(srun --cpus-per-task)");
	made_run_fini(&run);
}

static struct topology described(const char *description)
{
	struct topology t;
	struct complaint c;

	cr_assert_eq(topology_load_synthetic(&t, description, &c), 0, "%s", c.text);
	return t;
}

Test(warnings, siblings_by_rows)
{
	static const struct {
		const char *machine, *cpus, *place;
		size_t nr;
	} cases[] = {
	    {"core:2 pu:2", "0 1", "compact", 1}, {"core:2 pu:2", "0 2", "compact", 0},
	    {"core:2 pu:2", "1 1", "compact", 0}, {"core:2 pu:2", "0 1", "smt", 0},
	    {"core:2 pu:1", "0 1", "compact", 0}, {"core:2 pu:2", "0 1", "none", 0},
	    {"core:2 pu:2", "7 9", "compact", 0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct topology t = described(cases[i].machine);
		struct placing placing;

		for (int b = 0; b < NR_BLOCKS; b++) {
			rows[2 * b + 1].cpus = cases[i].cpus;
			rows[2 * b + 1].place = cases[i].place;
		}
		made_run_init(&run, rows, 2 * NR_BLOCKS);
		placing = placing_of_summary(&run.summary, &t);
		cr_expect_eq(placing.nr_siblings, cases[i].nr, "%zu: %zu", i, placing.nr_siblings);
		made_run_fini(&run);
		topology_fini(&t);
	}
}

static struct placing placing_planned(const struct topology *t, const char *place)
{
	struct placing placing;
	struct complaint c;
	struct spec spec;
	struct plan plan;

	spec_init(&spec);
	spec_add(&spec, NULL, NULL);
	given_set(&spec.matrices[0].axis[AXIS_STRUCTURE], "variable", "");
	given_set(&spec.matrices[0].axis[AXIS_SYNC], "mutex", "");
	given_set(&spec.matrices[0].axis[AXIS_TASK], "thread", "");
	given_set(&spec.matrices[0].axis[AXIS_COUNT], "1-6", "");
	given_set(&spec.matrices[0].axis[AXIS_PLACE], place, "");
	cr_assert_eq(plan_build(&plan, &spec, t, &c), 0, "%s", c.text);
	placing = placing_of_plan(&plan, t);
	plan_fini(&plan);
	spec_fini(&spec);
	return placing;
}

// The same on four PUs of two cores, before anything is measured.
Test(warnings, crowded_cases_and_siblings_as_planned)
{
	static const struct {
		const char *place;
		size_t nr_siblings, nr_crowded, most_pus;
	} cases[] = {
	    {"compact", 5, 2, 4}, {"scatter", 4, 2, 4}, {"core", 0, 4, 2},
	    {"smt", 0, 2, 4},	  {"none", 0, 2, 4},	{"cpus:0,2", 0, 4, 2},
	};
	struct topology t = described("core:2 pu:2");

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct placing placing = placing_planned(&t, cases[i].place);

		cr_expect_eq(placing.nr_cases, 6);
		cr_expect_eq(placing.nr_siblings, cases[i].nr_siblings, "%s: %zu", cases[i].place,
			     placing.nr_siblings);
		cr_expect_eq(placing.nr_crowded, cases[i].nr_crowded, "%s: %zu", cases[i].place,
			     placing.nr_crowded);
		cr_expect_eq(placing.most_tasks, 6);
		cr_expect_eq(placing.most_pus, cases[i].most_pus);
	}
	topology_fini(&t);
}

Test(warnings, siblings_say_what_to_do)
{
	const struct placing placing = {.nr_cases = 9, .nr_siblings = 3};

	warnings_of_placing(&warnings, &placing);
	expect("3 of 9 cases have tasks on SMT siblings, which share a core: --place core gives "
	       "each task one of its own");
}
