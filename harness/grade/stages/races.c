// SPDX-License-Identifier: MIT

// Right when raced: real tasks, of each kind and number that the rubric has. A trial is good if
// nothing was lost, nothing claimed, and all came to their end.

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/grade/grade.h"
#include "harness/grade/race/race.h"
#include "harness/grade/rubric.h"
#include "harness/grade/stages/raced.h"
#include "harness/grade/stages/stages.h"

enum {
	ENOUGH = 3, /* bad trials say it all */
};

// What the trials so far come to.
struct tour {
	unsigned rides, bad_rides; /* of one kind of task and one number of them */
	bool hung;		   /* one did: the others would, too, and take their time */
	unsigned trials;
	char tasks[120]; /* "2 threads, 4 threads" */
};

static int ride(const struct grading *grading, const struct task_kind *kind, unsigned count,
		struct tour *tour, struct stage_result *result, struct complaint *c)
{
	struct racing_asked asked = raced_asked(grading, kind, count);
	char tasks[40], wrong[RACED_TEXT];
	struct raced raced;
	size_t length = strlen(tour->tasks);
	int status = race_run(&asked, ENOUGH, &raced, c);

	if (status)
		return status;
	raced_tasks(kind, count, tasks, sizeof tasks);
	snprintf(tour->tasks + length, sizeof tour->tasks - length, "%s%s", length ? ", " : "",
		 tasks);
	tour->rides++;
	tour->trials += raced.trials;
	if (raced.good == raced.trials)
		return 0;
	tour->bad_rides++;
	tour->hung |= raced.hung > 0;
	raced_wrong(&raced, wrong, sizeof wrong);
	stage_say(result, "%s: %s", tasks, wrong);
	stage_found(result, "%s: %s", tasks, wrong);
	return 0;
}

static void conclude(const struct tour *tour, struct stage_result *result)
{
	double good = tour->hung ? 0 : (double)(tour->rides - tour->bad_rides) / tour->rides;

	if (!tour->bad_rides)
		stage_end(result, 1,
			  "in %u trials (%s) nothing was lost, crashed or hung: a mistake that "
			  "shows in %.2g %% of them or more would have been found with 95 %%",
			  tour->trials, tour->tasks, 100 * raced_found_rate(tour->trials));
	else
		stage_end(result, good, "%u of %u races went wrong: %s", tour->bad_rides,
			  tour->rides, result->killed_by);
}

int stage_races(const struct grading *grading, struct stage_result *result, struct complaint *c)
{
	const struct rubric *rubric = grading->rubric;
	struct tour tour = {0};

	for (size_t i = 0; i < task_kinds(); i++) {
		const struct task_kind *kind = task_kind(i);

		if (kind->processes ? !rubric->processes : !rubric->threads)
			continue;
		for (size_t k = 0; k < rubric->nr_counts && !tour.hung; k++) {
			int status = ride(grading, kind, rubric->count[k], &tour, result, c);

			if (status)
				return status;
		}
	}
	conclude(&tour, result);
	return 0;
}
