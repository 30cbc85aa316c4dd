// SPDX-License-Identifier: MIT

// Pairs, rounds, and when to stop.

#include "harness/duet/duet.h"

#include <assert.h>
#include <errno.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/data/summary.h"
#include "harness/duet/protocol.h"
#include "harness/machine/probe.h"
#include "harness/statistics/bootstrap.h"
#include "harness/verdict/judge.h"

/* Pieces of memory to draw from: each begins on a page of its own, 8 MiB in all. */
#define PAGE_BYTES 4096
#define NR_PAGES   2048

#define MOST_SEEDS (UINT64_C(1) << 53) /* that a setting can be */

// One side within one case.
struct corner {
	struct contender *contender;
	struct tape *tape;
	const struct row *axes;
	bool open;
	bool *refused;
};

// One case while it is raced.
struct bout {
	struct duet *duet;
	struct corner corner[2]; /* base, head */
	struct duet_case *result;
	struct complaint *complaint;
	double *ratios; /* head's throughput over base's, pair by pair */
	size_t nr_ratios, capacity;
	size_t nr_pairs;  /* raced, also those without a ratio */
	size_t next_look; /* at how precise it is: after so many rounds */
	uint64_t deadline_ns;
};

// Why a bout does not go on.
enum ending {
	ENDING_NONE,
	ENDING_STOPPED, /* enough, or the budget is spent */
	ENDING_NOT_OK,	/* a trial was not: its row is on the tape */
	ENDING_REFUSED, /* one side cannot race this case */
	ENDING_INTERRUPTED,
	ENDING_LOST, /* a side is: the complaint says why */
};

static enum ending ending_of(struct bout *bout, const struct corner *corner, enum answer answer)
{
	switch (answer) {
	case ANSWER_GOOD:
		return ENDING_NONE;
	case ANSWER_REFUSED:
		*corner->refused = true;
		bout->result->why = *bout->complaint;
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
	if (!isfinite(ratio) || ratio <= 0)
		return; /* a window in which nothing was done */
	if (bout->nr_ratios == bout->capacity) {
		bout->capacity = bout->capacity ? 2 * bout->capacity : 1024;
		bout->ratios = reallocarray(bout->ratios, bout->capacity, sizeof *bout->ratios);
		assert(bout->ratios);
	}
	bout->ratios[bout->nr_ratios++] = ratio;
}

// A window of each side, in an order that is drawn, so that neither has the warmer cache by habit.
static enum ending race_pair(struct bout *bout)
{
	int first = (int)gsl_rng_uniform_int(bout->duet->rng, 2);
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
	const struct duet *duet = bout->duet;

	return (struct request){
	    .window_ns = duet->options.window_ns,
	    .timeout_ns = duet->options.timeout_ns,
	    .seed = (duet->options.seed + bout->nr_pairs) % MOST_SEEDS,
	    .ground_offset = gsl_rng_uniform_int(duet->rng, NR_PAGES) * PAGE_BYTES,
	};
}

static enum ending race_round(struct bout *bout)
{
	const struct request request = draw_request(bout);
	int first = (int)gsl_rng_uniform_int(bout->duet->rng, 2);
	enum ending ending = ENDING_NONE, closing;

	for (int i = 0; i < 2 && !ending; i++)
		ending = open_corner(bout, &bout->corner[first ^ i], &request);
	if (!ending)
		ending = warm_up(bout);
	for (int pair = 0; pair < DUET_ROUND && !ending; pair++)
		ending = race_pair(bout);
	if (ending == ENDING_LOST || ending == ENDING_INTERRUPTED)
		return ending; /* no answer would be to this question */
	closing = close_corners(bout);
	bout->result->nr_rounds++;
	return ending ? ending : closing;
}

// A look takes the longer, the more rounds there are: one after every twentieth part of them costs
// little beside them.
static bool is_precise(struct bout *bout)
{
	const struct duet_options *options = &bout->duet->options;
	size_t nr_rounds = bout->result->nr_rounds;
	struct estimate ratio;

	if (nr_rounds < bout->next_look)
		return false;
	bout->next_look = nr_rounds + 1 + nr_rounds / 20;
	ratio = bootstrap_median(bout->ratios, bout->nr_ratios, DUET_ROUND, 0.95, DUET_RESAMPLES,
				 options->seed);
	return ratio.high - ratio.low <= options->precision * ratio.median;
}

static enum ending stop_if_enough(struct bout *bout)
{
	struct comparison *comparison = &bout->result->comparison;

	if (is_precise(bout))
		comparison->stopped_by = "precision";
	else if (probe_now_ns() >= bout->deadline_ns)
		comparison->stopped_by = "budget";
	return comparison->stopped_by[0] ? ENDING_STOPPED : ENDING_NONE;
}

static int finish(struct bout *bout, enum ending ending)
{
	struct duet_case *result = bout->result;
	const struct duet_options *options = &bout->duet->options;

	if (ending == ENDING_INTERRUPTED)
		result->comparison.stopped_by = "interrupt";
	else if (ending == ENDING_NOT_OK)
		result->comparison.stopped_by = "failure";
	judge_ratios(&result->comparison, bout->ratios, bout->nr_ratios, DUET_ROUND,
		     options->threshold, DUET_RESAMPLES, options->seed);
	free(bout->ratios);
	return ending == ENDING_LOST ? -1 : ending == ENDING_INTERRUPTED;
}

int duet_race(struct duet *duet, const struct row *base_axes, const struct row *head_axes,
	      struct duet_case *result, struct complaint *c)
{
	struct bout bout = {
	    .duet = duet,
	    .corner = {{&duet->base, &duet->base_tape, base_axes, false, &result->refused_by_base},
		       {&duet->head, &duet->head_tape, head_axes, false, &result->refused_by_head}},
	    .result = result,
	    .complaint = c,
	    .next_look = DUET_LEAST_ROUNDS,
	    .deadline_ns = probe_now_ns() + duet->options.budget_ns,
	};
	enum ending ending = ENDING_NONE;

	*result = (struct duet_case){.comparison = {.ratio = {0, NAN, NAN, NAN, NAN},
						    .p_slower = NAN,
						    .cliffs_delta = NAN,
						    .mann_whitney_p = NAN,
						    .stopped_by = ""}};
	while (!ending) {
		ending = race_round(&bout);
		if (!ending)
			ending = stop_if_enough(&bout);
	}
	return finish(&bout, ending);
}

int duet_init(struct duet *duet, const char *base, const char *head, const struct plugins *plugins,
	      const struct duet_options *options, const volatile sig_atomic_t *interrupted,
	      struct complaint *c)
{
	duet->options = *options;
	tape_init(&duet->base_tape);
	tape_init(&duet->head_tape);
	duet->rng = gsl_rng_alloc(gsl_rng_mt19937);
	assert(duet->rng);
	gsl_rng_set(duet->rng, options->seed);
	contender_init(&duet->base);
	contender_init(&duet->head);
	duet->ground_fd = memfd_create("racelab-ground", MFD_CLOEXEC);
	if (duet->ground_fd < 0)
		return complain_machine(c, "no memory to race on: %s", strerror(errno));
	if (contender_start(&duet->base, "BASE", base, plugins, duet->ground_fd, interrupted, c))
		return -1;
	return contender_start(&duet->head, "HEAD", head, plugins, duet->ground_fd, interrupted, c);
}

void duet_fini(struct duet *duet)
{
	contender_stop(&duet->base);
	contender_stop(&duet->head);
	tape_fini(&duet->base_tape);
	tape_fini(&duet->head_tape);
	gsl_rng_free(duet->rng);
	if (duet->ground_fd >= 0)
		close(duet->ground_fd);
}
