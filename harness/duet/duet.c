// SPDX-License-Identifier: MIT

// Instances, and when to stop.

#include "harness/duet/duet.h"

#include <assert.h>
#include <errno.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/duet/bout.h"
#include "harness/duet/levels.h"
#include "harness/duet/stopping.h"
#include "harness/machine/probe.h"
#include "harness/verdict/judge.h"

// One case while it is raced.
struct race {
	struct duet *duet;
	struct duet_case *result;
	struct bout bout;
	struct levels levels;
	double *values; /* instance by instance: the median of its ratios */
	size_t nr_values, capacity;
	uint64_t starting_ns, racing_ns; /* so far */
	uint64_t deadline_ns;
};

static double per(uint64_t total_ns, size_t nr)
{
	return nr ? (double)total_ns / (double)nr : 0;
}

// Both are ended before one is started, and which is the first is drawn: neither has more of what
// the other one left.
static enum ending start_anew(struct race *race)
{
	struct contender *contender[] = {&race->duet->base, &race->duet->head};
	int first = (int)gsl_rng_uniform_int(race->duet->rng, 2);
	uint64_t begin_ns = probe_now_ns();
	int failed = 0;

	for (int i = 0; i < 2; i++)
		contender_rest(contender[i]);
	for (int i = 0; i < 2 && !failed; i++)
		failed = contender_restart(contender[first ^ i], race->bout.complaint);
	race->starting_ns += probe_now_ns() - begin_ns;
	if (!failed)
		return ENDING_NONE;
	return *race->duet->interrupted ? ENDING_INTERRUPTED : ENDING_LOST;
}

static void add_value(struct race *race, double value)
{
	if (!isfinite(value))
		return; /* no pair of it has a ratio */
	if (race->nr_values == race->capacity) {
		race->capacity = race->capacity ? 2 * race->capacity : 256;
		race->values = reallocarray(race->values, race->capacity, sizeof *race->values);
		assert(race->values);
	}
	race->values[race->nr_values++] = value;
}

static bool is_late(const struct race *race)
{
	return probe_now_ns() >= race->deadline_ns;
}

// As many rounds as pay, unless the budget ends.
static enum ending race_rounds(struct race *race)
{
	const struct levels *levels = &race->levels;
	unsigned wanted = levels_next(levels, per(race->starting_ns, levels->nr_instances + 1),
				      per(race->racing_ns, levels->nr_rounds));
	double median, values[LEVELS_MOST_ROUNDS];
	enum ending ending = ENDING_NONE;
	size_t nr = 0;

	for (unsigned i = 0; i < wanted && !ending && !(i && is_late(race)); i++) {
		uint64_t begin_ns = probe_now_ns();

		ending = bout_round(&race->bout, &median);
		race->racing_ns += probe_now_ns() - begin_ns;
		if (!ending && isfinite(median))
			values[nr++] = log(median);
	}
	levels_add(&race->levels, values, nr);
	return ending;
}

static enum ending race_instance(struct race *race)
{
	enum ending ending = start_anew(race);

	if (ending)
		return ending;
	race->bout.nr_ratios = 0;
	ending = race_rounds(race);
	add_value(race, bout_value(&race->bout));
	return ending;
}

static enum ending stop_if_enough(struct race *race)
{
	struct comparison *comparison = &race->result->comparison;

	if (stopping_enough(race->values, race->nr_values, race->duet->options.precision))
		comparison->stopped_by = "precision";
	else if (is_late(race))
		comparison->stopped_by = "budget";
	return comparison->stopped_by[0] ? ENDING_STOPPED : ENDING_NONE;
}

// An interval that was found narrow enough is judged as it was looked at; any other end is the last
// look.
static void judge(struct race *race)
{
	struct comparison *comparison = &race->result->comparison;
	bool looked = strcmp(comparison->stopped_by, "precision") == 0;

	comparison->nr_pairs = race->bout.nr_pairs;
	comparison->nr_instances = race->nr_values;
	judge_ratios(comparison, race->values, race->nr_values,
		     looked ? stopping_share(race->nr_values) : STOPPING_LAST,
		     race->duet->options.threshold);
}

static int finish(struct race *race, enum ending ending)
{
	struct duet_case *result = race->result;

	if (ending == ENDING_INTERRUPTED)
		result->comparison.stopped_by = "interrupt";
	else if (ending == ENDING_NOT_OK)
		result->comparison.stopped_by = "failure";
	judge(race);
	free(race->values);
	return ending == ENDING_LOST ? -1 : ending == ENDING_INTERRUPTED;
}

static void race_init(struct race *race, struct duet *duet, struct duet_case *result,
		      struct complaint *c)
{
	const struct duet_options *options = &duet->options;

	*race = (struct race){
	    .duet = duet,
	    .result = result,
	    .bout =
		{
		    .window_ns = options->window_ns,
		    .timeout_ns = options->timeout_ns,
		    .seed = options->seed,
		    .rng = duet->rng,
		    .complaint = c,
		    .why = &result->why,
		},
	    .deadline_ns = probe_now_ns() + options->budget_ns,
	};
}

int duet_race(struct duet *duet, const struct row *base_axes, const struct row *head_axes,
	      struct duet_case *result, struct complaint *c)
{
	struct race race;
	enum ending ending = ENDING_NONE;

	race_init(&race, duet, result, c);
	race.bout.corner[0] = (struct corner){&duet->base, &duet->base_tape, base_axes, false,
					      &result->refused_by_base};
	race.bout.corner[1] = (struct corner){&duet->head, &duet->head_tape, head_axes, false,
					      &result->refused_by_head};
	*result = (struct duet_case){.comparison = {.ratio = {0, NAN, NAN, NAN, NAN},
						    .p_slower = NAN,
						    .cliffs_delta = NAN,
						    .mann_whitney_p = NAN,
						    .stopped_by = ""}};
	while (!ending) {
		ending = race_instance(&race);
		if (!ending)
			ending = stop_if_enough(&race);
	}
	return finish(&race, ending);
}

int duet_init(struct duet *duet, const char *base, const char *head, const struct plugins *plugins,
	      const struct duet_options *options, const volatile sig_atomic_t *interrupted,
	      struct complaint *c)
{
	duet->options = *options;
	duet->interrupted = interrupted;
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
