// SPDX-License-Identifier: MIT

// An analysis of variance that is added up instance by instance.

#include "harness/duet/levels.h"

#include <math.h>

static double mean_of(const double *values, size_t nr)
{
	double sum = 0;

	for (size_t i = 0; i < nr; i++)
		sum += values[i];
	return sum / (double)nr;
}

// The mean moves by its share of the difference, and the squares grow by what lies on either side
// of it: no large sums are taken from each other (West, CACM 22, 1979).
void levels_add(struct levels *levels, const double *rounds, size_t nr)
{
	double mean, difference, size = (double)nr;

	if (!nr)
		return;
	mean = mean_of(rounds, nr);
	difference = mean - levels->mean;
	levels->nr_instances++;
	levels->nr_rounds += nr;
	levels->squares += size * size;
	levels->mean += difference * size / (double)levels->nr_rounds;
	levels->between += size * difference * (mean - levels->mean);
	for (size_t i = 0; i < nr; i++)
		levels->within += (rounds[i] - mean) * (rounds[i] - mean);
}

struct components levels_components(const struct levels *levels)
{
	double groups = (double)levels->nr_instances, rounds = (double)levels->nr_rounds;
	struct components components = {NAN, NAN};
	double typical_size;

	if (levels->nr_rounds == levels->nr_instances)
		return components;
	components.rounds = levels->within / (rounds - groups);
	if (levels->nr_instances < 2)
		return components;
	typical_size = (rounds - levels->squares / rounds) / (groups - 1);
	components.instances =
	    fmax(0, (levels->between / (groups - 1) - components.rounds) / typical_size);
	return components;
}

// One round more pays as long as it takes more variance away than its time costs: with n rounds,
// while n (n + 1) is below the square of the optimum.
unsigned levels_optimum(const struct components *components, double start_ns, double round_ns)
{
	double square =
	    start_ns / round_ns * components->rounds / components->instances; /* inf, NaN too */
	unsigned n = 1;

	while (n < LEVELS_MOST_ROUNDS && n * (n + 1) < square)
		n++;
	return n;
}

unsigned levels_next(const struct levels *levels, double start_ns, double round_ns)
{
	struct components components;

	if (levels->nr_instances < LEVELS_PILOT)
		return LEVELS_PILOT_ROUNDS;
	components = levels_components(levels);
	return levels_optimum(&components, start_ns, round_ns);
}
