// SPDX-License-Identifier: MIT

// Whole trials, in the sandbox, with tasks that really run: what they count, and what happens to
// the row when they lose, crash or hang.

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <errno.h>
#include <hwloc.h>
#include <math.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/data/row.h"
#include "harness/machine/placement.h"
#include "harness/machine/probe.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/tests/bad_locks.h"
#include "harness/tests/trials.h"
#include "harness/trial/record.h"
#include "harness/trial/tasks.h"
#include "harness/trial/trial.h"

TestSuite(trial, .init = trials_load, .fini = trials_unload, .timeout = 60);

static const struct measuring some_ops = {.ops = 20000, .timeout_ns = 20000000000};
static const struct measuring window = {.window_ns = 10000000, .timeout_ns = 20000000000};
static const struct measuring impatient = {.window_ns = 1000000, .timeout_ns = 200000000};

static const char *const kinds[] = {"thread", "process"};

// From all tasks on one node to more keys than are found in a cache.
Test(trial, counts_every_increment_and_entry_of_lfht)
{
	static const unsigned counts[] = {2, 3, 8};
	static const uint64_t slots[] = {1, 2, 64, 65536};

	for (size_t n = 0; n < 3; n++)
		for (size_t s = 0; s < 4; s++) {
			struct case_spec spec =
			    a_case(catalog_find_strategy("fetch_add"), "lfht", "thread", counts[n]);
			char name[256];
			const struct row *row;

			spec.slots = slots[s];
			case_format(&spec, name, sizeof name);
			row = run_trial(&spec, &some_ops);
			cr_expect_str_eq(row->outcome, "ok", "%s: %s", name, row->detail);
			cr_expect_eq(row->ops, 20000 * (int64_t)counts[n], "%s", name);
			cr_expect_eq(row->observed, row->ops, "%s lost %ld", name, row->lost);
			cr_expect_eq(row->entries_lost, 0, "%s", name);
			cr_expect_eq(row->entries_twice, 0, "%s", name);
		}
}

Test(trial, loses_nothing_with_one_task)
{
	for (size_t s = 0; s < catalog_nr_strategies(); s++) {
		struct case_spec spec = a_case(catalog_strategy(s), "array", "thread", 1);
		const struct row *row = run_trial(&spec, &window);

		cr_expect_str_eq(row->outcome, "ok", "%s", row->detail);
		cr_expect_eq(row->lost, 0);
		cr_expect_gt(row->ops, 0);
	}
}

Test(trial, catches_a_lock_that_lets_everybody_in)
{
	struct case_spec spec = a_case(&strategy_let_in, "variable", "thread", 2);
	int64_t lost = 0;

	if (topology.nr_pus < 2)
		cr_skip("needs two PUs to race on");
	for (size_t k = 0; k < 2; k++) {
		spec.task = task_kind_find(kinds[k]);
		lost = 0;
		for (int block = 0; block < 10 && !lost; block++) {
			const struct row *row = run_trial(&spec, &window);

			cr_assert_str_eq(row->outcome, "ok", "%s", row->detail);
			cr_expect_eq(row->ops, row->observed + row->lost);
			lost = row->lost;
		}
		cr_expect_gt(lost, 0, "a %s got away with it", kinds[k]);
	}
}

Test(trial, does_exactly_the_work_asked_for)
{
	struct case_spec spec = a_case(catalog_find_strategy("none"), "variable", "thread", 2);
	const struct row *row = run_trial(&spec, &some_ops);

	cr_expect_eq(row->ops, 40000);
	cr_expect_eq(row->observed + row->lost, 40000);
	cr_expect_geq(row->observed, 2); /* the least that two racing tasks can leave */
	cr_expect_eq(row->ops_min, 20000);
	cr_expect_eq(row->ops_max, 20000);
	cr_expect_float_eq(row->jain, 1, 1e-12);
}

// Other work kept a task from its PU: from the start, in the middle, or while it was probed.
static bool was_kept_from_its_pu(const struct row *row)
{
	return row->elapsed_ns < 9000000 || row->overlap < 0.5 || isnan(row->handoff_ns);
}

Test(trial, records_the_window_and_where_it_ran)
{
	struct case_spec spec = a_case(catalog_find_strategy("fetch_add"), "variable", "thread", 2);
	const struct row *row;

	if (topology.nr_pus < 2)
		cr_skip("needs two PUs");
	row = run_trial(&spec, &window);
	for (int again = 0; again < 20 && was_kept_from_its_pu(row); again++) /* not every time */
		row = run_trial(&spec, &window);
	cr_expect_str_eq(row->outcome, "ok", "%s", row->detail);
	cr_expect_geq(row->elapsed_ns, 9000000);
	cr_expect_gt(row->overlap, 0.5);
	cr_expect_leq(row->overlap, 1);
	cr_expect_float_eq(row->throughput_per_s,
			   (double)row->ops / ((double)row->elapsed_ns / 1e9), 1);
	cr_expect_float_eq(row->ns_per_op, (double)row->elapsed_ns * 2 / (double)row->ops, 1e-9);
	cr_expect_gt(row->handoff_ns, 1);
	cr_expect_gt(row->spin_ns, 1000);
	cr_expect_gt(row->cpu_ns, 0);
	cr_expect_eq(row->migrations, 0);
	cr_expect_str_neq(row->cpus, "");
	cr_expect_neq(row->cpus[0], row->cpus[2], "both on %s", row->cpus);
}

Test(trial, counts_how_often_a_lock_changes_hands)
{
	struct case_spec spec = a_case(catalog_find_strategy("mcs"), "variable", "thread", 1);
	const struct row *row = run_trial(&spec, &some_ops);

	cr_expect_eq(row->handovers, 0, "alone, a lock comes from nobody");
	spec.count = 2;
	row = run_trial(&spec, &some_ops);
	cr_expect_geq(row->handovers, 1);
	cr_expect_leq(row->handovers, row->ops);
}

Test(trial, counts_no_handovers_where_there_is_not_one_lock)
{
	struct case_spec bare = a_case(catalog_find_strategy("fetch_add"), "variable", "thread", 2);
	struct case_spec many = a_case(catalog_find_strategy("mcs"), "array", "thread", 2);
	struct case_spec torn = a_case(catalog_find_strategy("torn_lock"), "variable", "thread", 2);

	cr_expect_eq(run_trial(&bare, &some_ops)->handovers, COUNT_EMPTY);
	cr_expect_eq(run_trial(&many, &some_ops)->handovers, COUNT_EMPTY);
	cr_expect_eq(run_trial(&torn, &some_ops)->handovers, COUNT_EMPTY);
}

Test(trial, says_which_nodes_a_strategy_was_told)
{
	struct case_spec spec = a_case(catalog_find_strategy("cohort"), "variable", "process", 2);
	const struct measuring few = {.ops = 100, .timeout_ns = 10000000000};
	struct place nowhere = {.kind = PLACE_NONE};
	const struct row *row = run_trial(&spec, &few);
	unsigned pu[2];
	char told[16];

	cr_assert_str_eq(row->outcome, "ok", "%s", row->detail);
	cr_assert_eq(sscanf(row->cpus, "%u %u", &pu[0], &pu[1]), 2);
	snprintf(told, sizeof told, "%u %u", topology_node_of(&topology, pu[0]) % MAX_NODES,
		 topology_node_of(&topology, pu[1]) % MAX_NODES);
	cr_expect_str_eq(row->nodes, told);
	spec.place = &nowhere;
	cr_expect_str_eq(run_trial(&spec, &few)->nodes, "");
}

Test(trial, leaves_empty_what_was_not_measured)
{
	struct case_spec spec = a_case(catalog_find_strategy("none"), "variable", "thread", 1);
	const struct row *row = run_trial(&spec, &window);

	cr_expect(isnan(row->handoff_ns));
	cr_expect_eq(row->entries_lost, COUNT_EMPTY);
	cr_expect_eq(row->slots, COUNT_EMPTY);
	cr_expect_eq(row->cycles, COUNT_EMPTY);
	cr_expect_str_eq(row->pattern, "");
	cr_expect_str_eq(row->detail, "");
}

Test(trial, says_when_tasks_share_a_pu)
{
	struct case_spec spec =
	    a_case(catalog_find_strategy("mutex"), "variable", "thread", topology.nr_pus + 1);
	const struct row *row = run_trial(&spec, &some_ops);

	cr_expect_str_eq(row->outcome, "ok");
	cr_expect_str_eq(row->detail, "oversubscribed");
	cr_expect_eq(row->lost, 0);
}

Test(trial, survives_a_crash_and_names_the_signal)
{
	for (size_t k = 0; k < 2; k++) {
		struct case_spec spec = a_case(&strategy_crash, "variable", kinds[k], 2);
		const struct row *row = run_trial(&spec, &window);

		cr_expect_str_eq(row->outcome, "crashed", "%s", row->detail);
		cr_expect(strstr(row->detail, "SEGV") || strstr(row->detail, "exit status") ||
			      strstr(row->detail, "Sanitizer"),
			  "%s", row->detail);
		cr_expect_eq(row->ops, COUNT_EMPTY);
	}
}

Test(trial, kills_what_hangs)
{
	for (size_t k = 0; k < 2; k++) {
		struct case_spec spec = a_case(&strategy_hang, "variable", kinds[k], 2);
		uint64_t begin = probe_now_ns();
		const struct row *row = run_trial(&spec, &impatient);

		cr_expect_str_eq(row->outcome, "hung");
		cr_expect_str_eq(row->detail, "killed after 0.2 s");
		cr_expect_lt(probe_now_ns() - begin, 2000000000);
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

// Locks that the kernel keeps outlive the sandbox: they are removed after it.
Test(trial, leaves_no_lock_in_the_kernel_when_killed)
{
	static char before[1 << 16], after[1 << 16];
	/* the watchdog comes in the middle of the window */
	const struct measuring endless = {.window_ns = 20000000000, .timeout_ns = 300000000};

	/* where we may: among semaphores of our own, so that nobody else's come and go */
	(void)!unshare(CLONE_NEWIPC);
	read_semaphores(before, sizeof before);
	for (size_t k = 0; k < 2; k++) {
		struct case_spec spec =
		    a_case(catalog_find_strategy("sysv_semaphore"), "array", kinds[k], 2);
		const struct row *row;

		spec.granularity = (struct granularity){GRANULARITY_STRIPED, 8};
		row = run_trial(&spec, &endless);
		cr_expect_str_eq(row->outcome, "hung", "%s", row->detail);
		read_semaphores(after, sizeof after);
		cr_expect_str_eq(after, before, "a %s left a semaphore", kinds[k]);
	}
}

// The kernel has no room for all the locks of a trial: those it had room for are removed.
Test(trial, leaves_no_lock_in_the_kernel_when_there_are_too_many)
{
	static char before[1 << 16], after[1 << 16];
	struct case_spec spec =
	    a_case(catalog_find_strategy("sysv_semaphore"), "array", "thread", 2);
	const struct row *row;
	FILE *limits;

	if (unshare(CLONE_NEWIPC) || !(limits = fopen("/proc/sys/kernel/sem", "w")))
		cr_skip("needs the right to limit the number of semaphores");
	fputs("250 32000 32 5", limits); /* the last: 5 semaphores */
	cr_assert_eq(fclose(limits), 0);
	read_semaphores(before, sizeof before);
	spec.granularity = (struct granularity){GRANULARITY_STRIPED, 8};
	cr_redirect_stderr(); /* what the sandbox says is looked for in the row */
	row = run_trial(&spec, &some_ops);
	cr_expect_str_eq(row->outcome, "broken", "%s", row->detail);
	cr_expect(strstr(row->detail, "semget") && strstr(row->detail, strerror(ENOSPC)), "%s",
		  row->detail);
	read_semaphores(after, sizeof after);
	cr_expect_str_eq(after, before);
}

Test(trial, breaks_where_a_pin_cannot_be_kept)
{
	static struct record record;
	struct place elsewhere = {.kind = PLACE_CPUS, .nr_cpus = 1, .cpus = {1023}};
	struct case_spec spec = a_case(catalog_find_strategy("none"), "variable", "thread", 1);
	const struct bench bench = {.topology = &topology, .measuring = &window, .turns_per_ns = 1};
	struct complaint c;

	if (hwloc_bitmap_isset(topology.allowed, 1023))
		cr_skip("this machine has a PU 1023");
	spec.place = &elsewhere;
	cr_expect_eq(trial_run(&bench, &spec, 1, &record, &c), -1);
	/* allowed when planned, but gone since: the pin itself fails */
	hwloc_bitmap_set(topology.allowed, 1023);
	if (trial_run(&bench, &spec, 1, &record, &c) == 0) {
		cr_expect_str_eq(record.row.outcome, "broken");
		cr_expect(strstr(record.row.detail, "pin failed: task 0 on PU 1023") != NULL, "%s",
			  record.row.detail);
		cr_expect_eq(record.row.ops, COUNT_EMPTY);
	}
}

Test(trial, makes_its_pauses_last)
{
	struct case_spec spec = a_case(catalog_find_strategy("mutex"), "variable", "thread", 1);
	const struct bench bench = {
	    .topology = &topology, .measuring = &window, .turns_per_ns = probe_turns_per_ns()};
	static struct record record;
	struct complaint c;
	double ns_per_op;

	spec.hold_ns = 2000;
	spec.think_ns = 3000;
	cr_assert_eq(trial_run(&bench, &spec, 1, &record, &c), 0);
	cr_expect_str_eq(record.row.outcome, "ok");
	/* CPU time, because others may use the PU meanwhile; wide, because its clock rate moves */
	ns_per_op = (double)record.row.cpu_ns / (double)record.row.ops;
	cr_expect(ns_per_op > 2000 && ns_per_op < 50000, "%g ns", ns_per_op);
}
