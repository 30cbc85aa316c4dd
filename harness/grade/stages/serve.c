// SPDX-License-Identifier: MIT

// Serves all clients: each gets back what it said, also while one of them says half a line and then
// nothing more; and when they have gone no descriptor is left open.

#include "harness/complaint.h"
#include "harness/grade/grade.h"
#include "harness/grade/race/race.h"
#include "harness/grade/rubric.h"
#include "harness/grade/stages/raced.h"
#include "harness/grade/stages/stages.h"

static double part_of(const struct served *served)
{
	double part = (double)served->answered / served->clients;

	if (served->failed || served->wrong)
		return 0;
	if (served->left_open)
		part /= 2;
	return served->slow_answered && served->ended ? part : part / 2;
}

static void find(const struct served *served, struct stage_result *result)
{
	if (served->failed)
		stage_found(result, "%s", served->what);
	else if (served->wrong)
		stage_found(result, "%u lines came back other than they were sent", served->wrong);
	else if (served->answered < served->clients)
		stage_found(result, "a slow client held up %u of %u others",
			    served->clients - served->answered, served->clients);
	else if (served->left_open)
		stage_found(result, "%u descriptors were left open", served->left_open);
	else if (!served->slow_answered)
		stage_found(result, "the slow client did not get its answers");
	else if (!served->ended)
		stage_found(result, "it did not end when it was told to");
}

static void conclude(const struct served *served, struct stage_result *result)
{
	find(served, result);
	stage_end(result, part_of(served),
		  "beside a client that is slow %u of %u others had all their answers, the last "
		  "after %.3g ms; %u descriptors were left open",
		  served->answered, served->clients, served->slowest_ms, served->left_open);
	if (result->killed_by)
		stage_say(result, "%s", result->killed_by);
}

int stage_serve(const struct grading *grading, struct stage_result *result, struct complaint *c)
{
	struct racing_asked asked = raced_asked(grading, &task_threads, 1);
	struct served served;
	int status = race_serve(&asked, grading->rubric->clients, &served, c);

	if (!status)
		conclude(&served, result);
	return status;
}
