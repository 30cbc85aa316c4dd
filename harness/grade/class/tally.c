// SPDX-License-Identifier: MIT

#include "harness/grade/class/tally.h"

#include <ctype.h>
#include <errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/grade/conduct.h"
#include "harness/grade/exercise.h"
#include "harness/grade/rubric.h"

#define ROUNDED 1e-9 /* a sum of thirds is to be in the bar where it belongs */

bool tally_graded(const struct assignment *assignment)
{
	return assignment->done && assignment->grade.certificate.holds;
}

const char *tally_found(const struct grade *grade)
{
	for (size_t i = 0; i < grade->nr_stages; i++)
		if (grade->stage[i].killed_by)
			return grade->stage[i].killed_by;
	return NULL;
}

// Behind " at FILE:LINE"; NULL if no place is named there.
static const char *behind_place(const char *text)
{
	const char *colon;
	size_t nr;

	if (strncmp(text, " at ", 4) != 0)
		return NULL;
	for (colon = strchr(text, ':'); colon; colon = strchr(colon + 1, ':')) {
		nr = strspn(colon + 1, "0123456789");
		if (nr)
			return colon + 1 + nr;
	}
	return NULL;
}

// How many characters are a number that stands by itself: not the 11 of rc11.
static size_t number_at(const char *text, char before)
{
	if (isalnum((unsigned char)before) || before == '_' || !isdigit((unsigned char)*text))
		return 0;
	return strspn(text, "0123456789.") - (text[strspn(text, "0123456789.") - 1] == '.');
}

void tally_mistake(char *what, size_t size, const char *found)
{
	size_t nr = 0, digits;
	const char *behind;
	char before = ' ';

	while (*found && nr + 1 < size) {
		behind = behind_place(found);
		if (behind) {
			found = strncmp(behind, " and at ", 8) == 0 ? behind + 4 : behind;
			continue;
		}
		digits = number_at(found, before);
		before = *found;
		what[nr++] = *found;
		if (digits)
			what[nr - 1] = 'N';
		found += digits ? digits : 1;
	}
	while (nr && (what[nr - 1] == ':' || isspace((unsigned char)what[nr - 1])))
		nr--;
	what[nr] = '\0';
}

static int add_mistake(struct tally *tally, const char *found)
{
	struct mistake mistake = {.students = 1}, *grown;

	tally_mistake(mistake.what, sizeof mistake.what, found);
	for (size_t i = 0; i < tally->nr_mistakes; i++)
		if (strcmp(tally->mistake[i].what, mistake.what) == 0) {
			tally->mistake[i].students++;
			return 0;
		}
	grown = realloc(tally->mistake, (tally->nr_mistakes + 1) * sizeof *grown);
	if (!grown)
		return ENOMEM;
	tally->mistake = grown;
	tally->mistake[tally->nr_mistakes++] = mistake;
	return 0;
}

// Among equals the order is the alphabet's, so that a class is always told in the same way.
static int compare_mistakes(const void *a, const void *b)
{
	const struct mistake *one = a, *other = b;

	if (one->students != other->students)
		return one->students < other->students ? 1 : -1;
	return strcmp(one->what, other->what);
}

static void add_stage(struct tally *tally, const struct stage_result *result)
{
	struct stage_tally *stage = NULL;

	for (size_t i = 0; i < tally->nr_stages; i++)
		if (strcmp(result->name, tally->stage[i].name) == 0)
			stage = &tally->stage[i];
	if (!stage) /* kept from before, when the rubric asked for it */
		return;
	if (result->most <= 0)
		stage->unjudged++;
	else
		stage->end[result->end]++;
	stage->lost += result->most - result->points;
	stage->losers += result->points < result->most;
	tally->lost += result->most - result->points;
}

// A bar a point, or a few points, so that all have room.
static double width_of(double most)
{
	return most > 4 ? ceil(most / 25) : most / 20;
}

static size_t bar_of(const struct tally *tally, double points)
{
	double bar = floor(points / tally->bar_width + ROUNDED);

	return bar < 0 ? 0 : bar >= MOST_BARS ? MOST_BARS - 1 : (size_t)bar;
}

static void find_stages(struct tally *tally, const struct batch *batch)
{
	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		if (batch_asks(batch, stage))
			tally->stage[tally->nr_stages++] = (struct stage_tally){
			    .name = stage_name((enum stage)stage),
			    .title = stage_title((enum stage)stage),
			};
}

static void find_most(struct tally *tally, const struct batch *batch)
{
	for (size_t i = 0; i < batch->nr; i++) {
		double most = rubric_points(&batch->assignment[i].course->rubric);

		tally->most = most > tally->most ? most : tally->most;
	}
	tally->bar_width = width_of(tally->most > 0 ? tally->most : 1);
	tally->nr_bars = bar_of(tally, tally->most) + 1;
}

static int add(struct tally *tally, const struct grade *grade, double *others)
{
	const char *found = tally_found(grade);

	tally->bar[bar_of(tally, grade->points)]++;
	for (size_t i = 0; i < grade->nr_stages; i++)
		add_stage(tally, &grade->stage[i]);
	if (grade->points >= grade->most)
		tally->nr_full++;
	else
		others[tally->nr - tally->nr_full] = grade->points;
	tally->nr++;
	return found ? add_mistake(tally, found) : 0;
}

int tally_make(struct tally *tally, const struct batch *batch)
{
	double *others = calloc(batch->nr + 1, sizeof *others);
	int error = others ? 0 : ENOMEM;

	*tally = (struct tally){.nr_files = batch->nr};
	if (batch->nr)
		tally->exercise = batch->assignment[0].course->exercise.name;
	find_stages(tally, batch);
	find_most(tally, batch);
	for (size_t i = 0; i < batch->nr && !error; i++)
		if (tally_graded(&batch->assignment[i]))
			error = add(tally, &batch->assignment[i].grade, others);
	if (!error && tally->nr > tally->nr_full) {
		gsl_sort(others, 1, tally->nr - tally->nr_full);
		tally->others =
		    gsl_stats_median_from_sorted_data(others, 1, tally->nr - tally->nr_full);
	}
	free(others);
	if (tally->nr_mistakes)
		qsort(tally->mistake, tally->nr_mistakes, sizeof *tally->mistake, compare_mistakes);
	return error;
}

void tally_fini(struct tally *tally)
{
	free(tally->mistake);
	*tally = (struct tally){0};
}

const char *tally_points_finding(const struct tally *tally, char text[FINDING])
{
	if (tally->nr_full == tally->nr)
		snprintf(text, FINDING, "All %zu have all %.4g points", tally->nr, tally->most);
	else if (tally->nr_full)
		snprintf(text, FINDING,
			 "%zu of %zu %s all %.4g points; half of the others have %.3g or less",
			 tally->nr_full, tally->nr, tally->nr_full == 1 ? "has" : "have",
			 tally->most, tally->others);
	else
		snprintf(text, FINDING,
			 "None of %zu has all %.4g points; half of them have %.3g or less",
			 tally->nr, tally->most, tally->others);
	return text;
}

const char *tally_stages_finding(const struct tally *tally, char text[FINDING])
{
	const struct stage_tally *worst = &tally->stage[0];

	for (size_t i = 1; i < tally->nr_stages; i++)
		if (tally->stage[i].lost > worst->lost)
			worst = &tally->stage[i];
	if (worst->lost <= 0)
		snprintf(text, FINDING, "Nobody lost a point in any stage");
	else
		snprintf(text, FINDING,
			 "Most points are lost in %s: %.0f %% of all that are lost, by %u of %zu",
			 worst->name, 100 * worst->lost / tally->lost, worst->losers, tally->nr);
	return text;
}
