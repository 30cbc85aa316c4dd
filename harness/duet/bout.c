// SPDX-License-Identifier: MIT

// Windows, pairs and rounds.

#include "harness/duet/bout.h"

#include <assert.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/summary.h"
#include "harness/duet/contender.h"
#include "harness/duet/protocol.h"
#include "harness/duet/tape.h"

/* Pieces of memory to draw from: each begins on a page of its own, 8 MiB in all. */
#define PAGE_BYTES 4096
#define NR_PAGES   2048

#define MOST_SEEDS (UINT64_C(1) << 53) /* that a setting can be */

static enum ending ending_of(struct bout *bout, const struct corner *corner, enum answer answer)
{
	switch (answer) {
	case ANSWER_GOOD:
		return ENDING_NONE;
	case ANSWER_REFUSED:
		*corner->refused = true;
		*bout->why = *bout->complaint;
		return ENDING_REFUSED;
	case ANSWER_INTERRUPTED:
		return ENDING_INTERRUPTED;
	case ANSWER_LOST:
		return ENDING_LOST;
	}
	abort();
}

static bool is_ok(const struct row *row)
{
	return strcmp(row->outcome, outcome_names[OUTCOME_OK]) == 0;
}

// Puts a row that is not ok on the tape: it has closed the case on this side.
static enum ending keep_failure(struct corner *corner, const struct row *row)
{
	corner->open = false;
	tape_add(corner->tape, row);
	return ENDING_NOT_OK;
}

static enum ending open_corner(struct bout *bout, struct corner *corner,
			       const struct request *request)
{
	struct row row;
	enum ending ending =
	    ending_of(bout, corner,
		      contender_open(corner->contender, corner->axes, request,
				     corner->tape->rows.words, &row, bout->complaint));

	if (ending)
		return ending;
	corner->open = true;
	return row.outcome[0] ? keep_failure(corner, &row) : ENDING_NONE;
}

static enum ending close_corners(struct bout *bout)
{
	enum ending ending = ENDING_NONE;

	for (int i = 0; i < 2; i++) {
		struct corner *corner = &bout->corner[i];

		if (corner->open && !ending)
			ending = ending_of(bout, corner,
					   contender_close(corner->contender, bout->complaint));
		corner->open = false;
	}
	return ending;
}

static enum ending race_window(struct bout *bout, struct corner *corner, struct row *row)
{
	enum ending ending =
	    ending_of(bout, corner,
		      contender_race(corner->contender, (int64_t)bout->nr_pairs,
				     corner->tape->rows.words, row, bout->complaint));

	if (ending)
		return ending;
	return is_ok(row) ? ENDING_NONE : keep_failure(corner, row);
}

static void add_ratio(struct bout *bout, double ratio)
{
	if (isfinite(ratio) && ratio > 0) /* or in a window nothing was done */
		bout->ratios[bout->nr_ratios++] = ratio;
}

// A window of each side, in an order that is drawn, so that neither has the warmer cache by habit.
static enum ending race_pair(struct bout *bout)
{
	int first = (int)gsl_rng_uniform_int(bout->rng, 2);
	struct row row[2];

	for (int i = 0; i < 2; i++) {
		int side = first ^ i;
		enum ending ending = race_window(bout, &bout->corner[side], &row[side]);

		if (ending)
			return ending;
		row[side].position = i;
	}
	for (int side = 0; side < 2; side++)
		tape_add(bout->corner[side].tape, &row[side]);
	add_ratio(bout, row[1].throughput_per_s / row[0].throughput_per_s);
	bout->nr_pairs++;
	return ENDING_NONE;
}

// A window of each side that does not count: keys are inserted, caches filled, cores woken.
static enum ending warm_up(struct bout *bout)
{
	enum ending ending = ENDING_NONE;
	struct row row;

	for (int side = 0; side < 2 && !ending; side++)
		ending = race_window(bout, &bout->corner[side], &row);
	return ending;
}

static struct request draw_request(const struct bout *bout)
{
	return (struct request){
	    .window_ns = bout->window_ns,
	    .timeout_ns = bout->timeout_ns,
	    .seed = (bout->seed + bout->nr_pairs) % MOST_SEEDS,
	    .ground_offset = gsl_rng_uniform_int(bout->rng, NR_PAGES) * PAGE_BYTES,
	};
}

static enum ending race_pairs(struct bout *bout)
{
	const struct request request = draw_request(bout);
	int first = (int)gsl_rng_uniform_int(bout->rng, 2);
	enum ending ending = ENDING_NONE, closing;

	for (int i = 0; i < 2 && !ending; i++)
		ending = open_corner(bout, &bout->corner[first ^ i], &request);
	if (!ending)
		ending = warm_up(bout);
	for (int pair = 0; pair < BOUT_PAIRS && !ending; pair++)
		ending = race_pair(bout);
	if (ending == ENDING_LOST || ending == ENDING_INTERRUPTED)
		return ending; /* no answer would be to this question */
	closing = close_corners(bout);
	return ending ? ending : closing;
}

static double median_of(double *ratios, size_t nr)
{
	return nr ? gsl_stats_median(ratios, 1, nr) : NAN;
}

enum ending bout_round(struct bout *bout, double *median)
{
	size_t before = bout->nr_ratios;
	enum ending ending;

	assert(before + BOUT_PAIRS <= sizeof bout->ratios / sizeof *bout->ratios);
	ending = race_pairs(bout);
	*median = median_of(bout->ratios + before, bout->nr_ratios - before);
	return ending;
}

double bout_value(struct bout *bout)
{
	return median_of(bout->ratios, bout->nr_ratios);
}
