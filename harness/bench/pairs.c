// SPDX-License-Identifier: MIT

// Timing two sides in turn.

#include "harness/bench/pairs.h"

#include <assert.h>
#include <gsl/gsl_rng.h>
#include <stddef.h>

#include "harness/machine/probe.h"

#define MAX_PAIRS 1000

// The window in the middle of five, so that one that was held up does not pass for a long one.
static uint64_t usual_ns(timed_fn *a, void *context, uint64_t ops)
{
	double taken_ns[5];

	for (size_t i = 0; i < 5; i++)
		taken_ns[i] = (double)a(context, ops);
	return (uint64_t)median_estimate(taken_ns, 5, 0.95).median;
}

uint64_t pairs_calibrate_timed(timed_fn *a, void *context, uint64_t window_ns)
{
	uint64_t ops = 64, taken_ns;

	while ((taken_ns = usual_ns(a, context, ops)) < window_ns / 2)
		ops *= 2;
	return ops * window_ns / taken_ns;
}

struct estimate pairs_compare_timed(timed_fn *a, timed_fn *b, void *context, uint64_t ops,
				    unsigned nr_pairs)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double ratio[MAX_PAIRS];

	assert(rng && nr_pairs <= MAX_PAIRS);
	for (unsigned i = 0; i < nr_pairs; i++) {
		uint64_t a_ns, b_ns;

		/* which goes first is drawn, so that neither has the warmer cache by habit */
		if (gsl_rng_uniform_int(rng, 2)) {
			a_ns = a(context, ops);
			b_ns = b(context, ops);
		} else {
			b_ns = b(context, ops);
			a_ns = a(context, ops);
		}
		ratio[i] = (double)a_ns / (double)b_ns;
	}
	gsl_rng_free(rng);
	return median_estimate(ratio, nr_pairs, 0.95);
}

// Two sides that do not time themselves.
struct untimed {
	side_fn *a, *b;
	void *context;
};

static uint64_t time_ns(side_fn *side, void *context, uint64_t ops)
{
	uint64_t begin = probe_now_ns();

	side(context, ops);
	return probe_now_ns() - begin;
}

static uint64_t time_a(void *context, uint64_t ops)
{
	const struct untimed *sides = context;

	return time_ns(sides->a, sides->context, ops);
}

static uint64_t time_b(void *context, uint64_t ops)
{
	const struct untimed *sides = context;

	return time_ns(sides->b, sides->context, ops);
}

uint64_t pairs_calibrate(side_fn *a, void *context, uint64_t window_ns)
{
	struct untimed sides = {.a = a, .context = context};

	return pairs_calibrate_timed(time_a, &sides, window_ns);
}

struct estimate pairs_compare(side_fn *a, side_fn *b, void *context, uint64_t ops,
			      unsigned nr_pairs)
{
	struct untimed sides = {a, b, context};

	return pairs_compare_timed(time_a, time_b, &sides, ops, nr_pairs);
}
