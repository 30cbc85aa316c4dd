// SPDX-License-Identifier: MIT

// Ranks as far as they can be tested without MPI: who started us, what is planned for them, and how
// `racelab run` refuses what cannot be. With MPI: scripts/check-ranks.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/complaint.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/rank/launch.h"
#include "harness/rank/ranks.h"
#include "harness/tests/program.h"
#include "harness/trial/tasks.h"

static struct complaint c;

// As mpiexec would have started us; NULL: not.
static void start_as(const char *rank, const char *size)
{
	static const char *const names[] = {"PMI_RANK",
					    "PMI_SIZE",
					    "SLURM_PROCID",
					    "SLURM_NTASKS",
					    "OMPI_COMM_WORLD_RANK",
					    "OMPI_COMM_WORLD_SIZE"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		unsetenv(names[i]);
	if (rank)
		setenv("PMI_RANK", rank, 1);
	if (size)
		setenv("PMI_SIZE", size, 1);
}

static void set_up(void)
{
	start_as(NULL, NULL);
}

TestSuite(launch, .init = set_up);

Test(launch, is_by_ourselves_as_a_rule)
{
	static const char *const nonsense[][2] = {
	    {NULL, NULL}, {"0", NULL},	{NULL, "3"}, {"3", "3"},
	    {"-1", "3"},  {"one", "3"}, {"0", ""},
	};
	struct launch launch;

	for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++) {
		start_as(nonsense[i][0], nonsense[i][1]);
		launch_find(&launch);
		cr_expect_eq(launch.nr, 0, "%zu: %u", i, launch.nr);
	}
}

Test(launch, by_mpiexec_says_which_and_of_how_many)
{
	struct launch launch;

	start_as("2", "5");
	launch_find(&launch);
	cr_expect_eq(launch.nr, 5);
	cr_expect_eq(launch.rank, 2);
	cr_expect_not(launch.open_mpi);
	cr_expect_not(launch.slurm_job);
}

Test(launch, by_open_mpi_is_known)
{
	struct launch launch;

	setenv("OMPI_COMM_WORLD_RANK", "0", 1);
	setenv("OMPI_COMM_WORLD_SIZE", "2", 1);
	launch_find(&launch);
	cr_expect(launch.open_mpi);
	cr_expect_eq(launch.nr, 2);
}

// srun tells everybody a rank, also eight shards that want no MPI; mpiexec within a job does not.
Test(launch, by_srun_is_for_ranks_only_if_they_are_asked_for)
{
	struct ranks ranks = {0};
	int status;

	start_as("0", "3");
	setenv("SLURM_PROCID", "0", 1);
	setenv("SLURM_NTASKS", "3", 1);
	cr_expect(ranks_begin(&ranks, false, &status));
	cr_expect_eq(ranks.launch.nr, 0);
	setenv("SLURM_NTASKS", "1", 1);
	launch_find(&ranks.launch);
	cr_expect_not(ranks.launch.slurm_job);
}

static struct spec spec;
static struct topology machine;
static struct plan plan;

static void give(enum axis axis, const char *text)
{
	if (!spec.nr_matrices)
		spec_add(&spec, NULL, NULL);
	given_set(&spec.matrices[0].axis[axis], text, axis_keywords[axis].name);
}

static void prepare(void)
{
	start_as(NULL, NULL);
	spec_init(&spec);
	cr_assert_eq(topology_load_synthetic(&machine, "core:2 pu:1", &c), 0, "%s", c.text);
	give(AXIS_TASK, "rank");
	give(AXIS_STRUCTURE, "variable");
}

static void clean_up(void)
{
	plan_fini(&plan);
	spec_fini(&spec);
	topology_fini(&machine);
}

TestSuite(rank_plan, .init = prepare, .fini = clean_up);

static void build(unsigned nr_ranks)
{
	spec.nr_ranks = nr_ranks;
	cr_assert_eq(plan_build(&plan, &spec, &machine, &c), 0, "%s", c.text);
}

static void expect_refused(const char *line)
{
	cr_assert_eq(plan_build(&plan, &spec, &machine, &c), -1);
	cr_expect_str_eq(c.text, line, "%s", c.text);
}

Test(rank_plan, is_for_all_that_can_race_unless_a_count_is_given)
{
	build(7);
	cr_assert_eq(plan.nr_cases, 3);
	cr_expect_eq(plan.measuring.timeout_ns, 60000000000); /* ten, for all others */
	for (size_t i = 0; i < plan.nr_cases; i++) {
		cr_expect_eq(plan.cases[i].count, 7);
		cr_expect_eq(plan.cases[i].task, &task_ranks);
		cr_expect_eq(plan.cases[i].strategy->about->class, CLASS_REMOTE);
	}
}

Test(rank_plan, counts_to_the_ranks_there_are_and_not_to_the_pus)
{
	give(AXIS_SYNC, "rma_cas");
	give(AXIS_COUNT, "1-max");
	build(5);
	cr_expect_eq(plan.nr_cases, 5);
	cr_expect_eq(plan.cases[4].count, 5);
}

Test(rank_plan, takes_all_for_those_of_its_class)
{
	give(AXIS_SYNC, "all");
	give(AXIS_STRUCTURE, "variable,array,hashtable");
	build(2);
	cr_expect_eq(plan.nr_cases, 3 * catalog_nr_remotes());
}

Test(rank_plan, gives_threads_none_of_that_class)
{
	give(AXIS_TASK, "thread");
	give(AXIS_SYNC, "all");
	give(AXIS_COUNT, "2");
	build(2);
	cr_expect_eq(plan.nr_cases, catalog_nr_strategies());
}

Test(rank_plan, refuses_what_was_named_and_cannot_be)
{
	give(AXIS_SYNC, "mutex");
	expect_refused(
	    "task: mutex is for threads and processes; ranks race those of class remote");
	give(AXIS_SYNC, "rma_rw");
	give(AXIS_TASK, "process");
	expect_refused("sync: rma_rw is for ranks: give --task rank under mpiexec");
	give(AXIS_TASK, "rank");
	give(AXIS_READERS, "1");
	give(AXIS_COUNT, "2");
	expect_refused("readers: ranks have no readers");
	give(AXIS_READERS, "0");
	give(AXIS_SYNC, "rma_win_lock");
	give(AXIS_STRUCTURE, "array");
	give(AXIS_GRANULARITY, "each");
	expect_refused(
	    "sync: rma_win_lock works with granularity global only: MPI has one lock for a "
	    "window");
}

// What ranks_check says of the plan, as started by so many.
static void expect_check(unsigned nr, const char *line)
{
	struct ranks ranks = {.launch = {.nr = nr}};
	bool wanted;

	cr_assert_eq(ranks_check(&ranks, &plan, &wanted, &c), -1);
	cr_expect_eq(c.kind, COMPLAINT_USER);
	cr_expect_str_eq(c.text, line, "%s", c.text);
}

Test(rank_plan, wants_mpiexec_and_others_do_not)
{
	bool wanted;

	give(AXIS_TASK, "thread");
	build(0);
	expect_check(3,
		     "mpiexec has started this 3 times, to measure the same; give --task rank, or "
		     "leave mpiexec out");
	cr_expect_eq(ranks_check(&(struct ranks){0}, &plan, &wanted, &c), 0);
	cr_expect_not(wanted);
}

Test(rank_plan, has_nothing_besides)
{
	give(AXIS_TASK, "thread,rank");
	give(AXIS_SYNC, "all");
	build(2);
	expect_check(3, "--task: ranks race in a run of their own; give --task rank alone");
}

Test(rank_plan, takes_no_latencies)
{
	given_set(&spec.setting[SETTING_LATENCY], "64", "latency");
	build(2);
	expect_check(3, "--latency is for threads and processes; leave it out for ranks");
}

#ifdef RACELAB_MPI

Test(rank_plan, needs_enough_ranks)
{
	give(AXIS_COUNT, "5");
	build(2);
	expect_check(0,
		     "--task rank: ranks are started by MPI; run: mpiexec -n 3 racelab run --task "
		     "rank ...");
	expect_check(1,
		     "--task rank: one rank owns the counters and others race; start more, as by "
		     "mpiexec -n 3");
	expect_check(
	    3, "--count 5: of 3 ranks one owns the counters, so 2 can race; start more, as by "
	       "mpiexec -n 6");
}

#else

TestSuite(rank_refusals, .init = program_enter, .fini = program_leave, .timeout = 60);

#define WITHOUT_MPI                                                                                \
	"racelab: --task rank: this racelab was built without MPI; run 'scripts/bootstrap mpi' "   \
	"and 'make MPI=1', then build/release-mpi/racelab under mpiexec\n"

Test(rank_refusals, say_what_to_install_and_build)
{
	start_as(NULL, NULL);
	program_expect("run --task rank", 64, WITHOUT_MPI);
	start_as("0", "3");
	program_expect("run --task rank --sync rma_mcs", 64, WITHOUT_MPI);
	program_expect(
	    "run --structure variable", 64,
	    "racelab: mpiexec has started this 3 times, to measure the same; give --task "
	    "rank, or leave mpiexec out\n");
}

Test(rank_refusals, are_said_once)
{
	start_as("2", "3");
	program_expect("run --task rank", 0, "");
	program_expect("run --tusk rank", 0, "");
}

Test(rank_refusals, exploring_a_strategy_for_ranks)
{
	start_as(NULL, NULL);
	program_expect("explore rma_mcs", 64,
		       "racelab: 'rma_mcs' cannot be explored: it is for ranks, and MPI's library "
		       "cannot be seen into\n");
}

#endif
