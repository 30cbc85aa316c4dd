// SPDX-License-Identifier: MIT

#include "harness/cli/explore_chosen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/explore_source.h"
#include "harness/explore/bounds.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/grade/rubric.h"

// The first line of what is wrong with a file, and, where that announces more, the first error.
static int complain_of(const char *file, const char *fault, struct complaint *c)
{
	const char *base = strrchr(file, '/'), *more = strchr(fault, '\n');
	const char *error = more ? strstr(fault, "error:") : NULL;
	int length = (int)strcspn(fault, "\n");

	base = base ? base + 1 : file;
	while (error && error > fault && error[-1] != '\n')
		error--;
	if (error)
		return complain(c, "%.*s %.*s", length, fault, (int)strcspn(error, "\n"), error);
	if (strncmp(fault, base, strlen(base)) == 0)
		return complain(c, "%.*s", length, fault);
	return complain(c, "%s: %.*s", base, length, fault);
}

static int screen(struct chosen *chosen, const struct rubric *rubric, struct complaint *c)
{
	char *fault = NULL;
	int status = submission_open(&chosen->submission, &chosen->exercise, chosen->target.name,
				     rubric, &fault, c);

	if (status > 0)
		status = complain_of(chosen->target.name, fault ? fault : "", c);
	free(fault);
	return status;
}

static int read_rubric(const struct exercise *exercise, struct rubric *rubric, struct complaint *c)
{
	char file[EXERCISE_PATH];

	if (rubric_read(rubric, exercise_rubric(exercise, file), 1, c))
		return -1;
	return rubric->nr_bounds ? 0
				 : complain(c,
					    "--exercise: nothing of %s can be explored; racelab "
					    "grade runs it",
					    exercise->name);
}

// Those that were asked for; if none was, the usual ones.
static void choose_models(struct chosen *chosen, const bool asked[NR_MODELS],
			  const bool usual[NR_MODELS])
{
	bool any = false;

	for (int model = 0; model < NR_MODELS; model++)
		any |= asked[model];
	memcpy(chosen->models, any ? asked : usual, sizeof chosen->models);
}

static int open_student(struct chosen *chosen, const struct explore_asked *asked, const char *root,
			struct complaint *c)
{
	static struct rubric rubric;

	if (exercise_find(&chosen->exercise, asked->exercise, root, c) ||
	    read_rubric(&chosen->exercise, &rubric, c))
		return -1;
	if (strlen(asked->name) >= sizeof chosen->target.name)
		return complain(c, "the path of %.60s... is too long", asked->name);
	strcpy(chosen->target.name, asked->name);
	chosen->ops = asked->ops ? (unsigned)asked->ops : rubric.bounds[0].ops;
	choose_models(chosen, asked->models, rubric.model);
	if (screen(chosen, &rubric, c))
		return -1;
	chosen->source = submission_source(
	    &chosen->submission, asked->tasks ? (unsigned)asked->tasks : rubric.bounds[0].tasks,
	    chosen->ops);
	return 0;
}

int chosen_open(struct chosen *chosen, const struct explore_asked *asked, const char *root,
		struct complaint *c)
{
	static const bool all[NR_MODELS] = {true, true, true};

	*chosen = (struct chosen){0};
	if (asked->exercise)
		return open_student(chosen, asked, root, c);
	choose_models(chosen, asked->models, all);
	if (target_find(&chosen->target, asked->name, root, c) ||
	    explore_source(asked, &chosen->target, root, &chosen->source, c))
		return -1;
	chosen->ops = explore_ops(asked, &chosen->target);
	return 0;
}

int chosen_open_scheduled(struct chosen *chosen, const struct schedule *schedule, const char *root,
			  struct complaint *c)
{
	const struct explore_asked its = {.name = schedule->program,
					  .exercise = schedule->exercise,
					  .tasks = schedule->tasks,
					  .ops = schedule->ops};

	if (its.exercise)
		return chosen_open(chosen, &its, root, c);
	*chosen = (struct chosen){.ops = schedule->ops};
	if (target_find(&chosen->target, schedule->program, root, c))
		return -1;
	chosen->source = target_source(&chosen->target, root, schedule->tasks, schedule->ops);
	return 0;
}

void chosen_close(struct chosen *chosen)
{
	submission_close(&chosen->submission);
}

struct subject chosen_subject(const struct chosen *chosen, struct bench *bench, enum model model)
{
	return (struct subject){
	    .name = chosen->target.name,
	    .exercise = chosen->exercise.name[0] ? chosen->exercise.name : NULL,
	    .model = model,
	    .tasks = bench->program.runner.facts.nr_tasks,
	    .ops = chosen->ops,
	    .behaviour = &bench->behaviour,
	    .lines = &bench->lines,
	};
}

const char *chosen_raced_by(const char *program, const char *exercise, char *text, size_t size)
{
	if (exercise)
		snprintf(text, size, "racelab grade %s --exercise %s", program, exercise);
	else
		snprintf(text, size, "racelab explore %s --measure", program);
	return text;
}
