// SPDX-License-Identifier: MIT

// racelab explore --replay FILE: what a schedule says is told step by step, then made to happen by
// real tasks.

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/cli/explore_chosen.h"
#include "harness/cli/explore_options.h"
#include "harness/cli/explore_ways.h"
#include "harness/complaint.h"
#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/program/program.h"
#include "harness/explore/replay/replay.h"
#include "harness/explore/states/follow.h"
#include "harness/explore/states/state.h"
#include "harness/explore/target.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/telling/schedule.h"
#include "harness/explore/telling/subject.h"
#include "harness/explore/telling/witness.h"
#include "harness/explore/weaken.h"
#include "harness/machine/topology.h"
#include "harness/trial/tasks.h"

static int read_schedule(struct schedule *schedule, const char *file, struct complaint *c)
{
	FILE *in = fopen(file, "r");
	int error;

	if (!in)
		return complain(c, "%s: %s", file, strerror(errno));
	error = schedule_read(schedule, in, file, c);
	fclose(in);
	return error;
}

static struct move *moves_of(const struct schedule *schedule)
{
	struct move *moves = calloc(schedule->nr + 1, sizeof *moves);

	for (size_t i = 0; moves && i < schedule->nr; i++)
		moves[i] = (struct move){schedule->step[i].task, schedule->step[i].flush};
	return moves;
}

// What the schedule leads to, in *wrong.
static int follow_schedule(struct bench *bench, const struct schedule *schedule,
			   struct wrong *wrong, struct complaint *c)
{
	struct move *moves = moves_of(schedule);
	char race[PATH_MAX + 80];
	int error;

	if (!moves)
		return complain_machine(c, "no memory");
	/* tasks that know their numbers do so from the beginning, once they may */
	error = program_number(&bench->program, c);
	if (!error)
		error = behaviour_open(&bench->behaviour, &bench->program, c);
	if (!error && bench->behaviour.shares_stack)
		error = complain(c,
				 "%s keeps shared variables on its tasks' stacks, and cannot be "
				 "replayed",
				 schedule->program);
	if (!error && schedule->model == MODEL_RC11)
		error = complain(
		    c,
		    "a schedule of rc11 cannot be replayed, as no machine can be told "
		    "what a read reads: race it, %s",
		    chosen_raced_by(schedule->program, schedule->exercise, race, sizeof race));
	if (!error)
		error = follow(&bench->behaviour, schedule->model, moves, schedule->nr, wrong, c);
	free(moves);
	return error;
}

static void print_replayed(const struct replayed *replayed, const struct task_kind *kind,
			   const struct wrong *wrong)
{
	printf("\nreplayed by real %s: as predicted in %u of %u", kind->plural,
	       replayed->as_predicted, replayed->times);
	if (wrong->kind == WRONG_LOST)
		printf(", ending with %llu", (unsigned long long)wrong->value);
	printf(" (%.2f s%s)\n", replayed->seconds,
	       replayed->shared_pus ? ", on fewer PUs than tasks" : "");
	if (replayed->difference[0])
		printf("the first that differed: %s\n", replayed->difference);
}

static int replay(const struct explore_asked *asked, struct bench *bench,
		  const struct schedule *schedule, struct wrong *wrong, struct complaint *c)
{
	const struct task_kind *kind = asked->processes ? &task_processes : &task_threads;
	struct topology topology;
	struct replayed replayed;
	struct replay its = {&bench->program, &bench->behaviour, wrong, schedule->model, kind, 0,
			     &topology};
	int error;

	if (topology_load(&topology, c))
		return -1;
	error = replay_run(&its, &replayed, c);
	topology_fini(&topology);
	if (error)
		return -1;
	print_replayed(&replayed, kind, wrong);
	return replayed.as_predicted == replayed.times ? EXIT_DONE : EXIT_FAIL;
}

static void tell(const struct chosen *chosen, struct bench *bench, enum model model,
		 const struct wrong *wrong)
{
	const struct subject subject = chosen_subject(chosen, bench, model);

	lines_load(&bench->lines, &bench->behaviour, bench->root);
	witness_print(stdout, &subject, wrong);
	fflush(stdout);
}

static int replay_chosen(const struct explore_asked *asked, const struct chosen *chosen,
			 const struct schedule *schedule, struct complaint *c)
{
	struct wrong wrong = {0};
	struct bench bench;
	int status;

	if (bench_open(&bench, &chosen->source, chosen->target.name, c))
		return -1;
	status = follow_schedule(&bench, schedule, &wrong, c);
	if (!status) {
		tell(chosen, &bench, schedule->model, &wrong);
		status = replay(asked, &bench, schedule, &wrong, c);
	}
	free(wrong.witness.event);
	bench_close(&bench);
	return status;
}

static int replay_schedule(const struct explore_asked *asked, const char *root,
			   const struct schedule *schedule, struct complaint *c)
{
	static struct chosen chosen;
	int status = chosen_open_scheduled(&chosen, schedule, root, c);

	if (!status)
		status = replay_chosen(asked, &chosen, schedule, c);
	chosen_close(&chosen);
	return status;
}

int explore_replay(const struct explore_asked *asked, const char *root)
{
	struct schedule schedule = {0};
	struct complaint c;
	int status;

	if (read_schedule(&schedule, asked->replay, &c))
		return cli_complain(&c);
	status = replay_schedule(asked, root, &schedule, &c);
	schedule_fini(&schedule);
	return status < 0 ? cli_complain(&c) : status;
}
