// SPDX-License-Identifier: MIT

#include "harness/data/fleet.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

// The estimates of a case.
static const size_t estimates[] = {
    offsetof(struct case_summary, throughput), offsetof(struct case_summary, goodput),
    offsetof(struct case_summary, ns_per_op),  offsetof(struct case_summary, lost_share),
    offsetof(struct case_summary, overlap),    offsetof(struct case_summary, jain),
    offsetof(struct case_summary, handoff_ns), offsetof(struct case_summary, handover_share),
};

static struct estimate *estimate_of(struct case_summary *of, size_t offset)
{
	return (struct estimate *)(void *)((char *)of + offset);
}

static double median_of(const struct case_summary *of, size_t offset)
{
	const struct estimate *estimate =
	    (const struct estimate *)(const void *)((const char *)of + offset);

	return estimate->nr ? estimate->median : NAN;
}

const struct case_summary *fleet_case(const struct fleet_machine *machine,
				      const struct case_summary *over)
{
	const struct case_summary *of = summary_find(&machine->summary, over->axes);

	return of && of->oversubscribed == over->oversubscribed ? of : NULL;
}

// Collects the machines' medians of one estimate of a case; returns how many there are.
static size_t collect(const struct fleet *fleet, const struct case_summary *over, size_t offset,
		      double *values)
{
	size_t nr = 0;

	for (size_t i = 0; i < fleet->nr; i++) {
		const struct case_summary *of = fleet_case(&fleet->machine[i], over);
		double median = of ? median_of(of, offset) : NAN;

		if (!isnan(median))
			values[nr++] = median;
	}
	return nr;
}

static bool mostly_oversubscribed(const struct fleet *fleet, const struct row *axes)
{
	size_t nr = 0, nr_over = 0;

	for (size_t i = 0; i < fleet->nr; i++) {
		const struct case_summary *of = summary_find(&fleet->machine[i].summary, axes);

		nr += of != NULL;
		nr_over += of && of->oversubscribed;
	}
	return 2 * nr_over > nr;
}

static void estimate_over(const struct fleet *fleet, struct case_summary *of, double *values)
{
	of->oversubscribed = mostly_oversubscribed(fleet, of->axes);
	for (size_t i = 0; i < sizeof estimates / sizeof estimates[0]; i++) {
		size_t nr = collect(fleet, of, estimates[i], values);

		*estimate_of(of, estimates[i]) = median_estimate(values, nr, 0.95);
	}
}

int fleet_summarise(struct fleet *fleet)
{
	double *values = calloc(fleet->nr + 1, sizeof *values);
	int result = values ? summary_build(&fleet->over, &fleet->rows) : -1;

	for (size_t i = 0; i < fleet->nr && !result; i++)
		result = summary_build(&fleet->machine[i].summary, &fleet->machine[i].rows);
	for (size_t i = 0; i < fleet->over.nr_cases && !result; i++)
		estimate_over(fleet, &fleet->over.cases[i], values);
	free(values);
	return result;
}

void fleet_fini(struct fleet *fleet)
{
	for (size_t i = 0; i < fleet->nr; i++)
		summary_fini(&fleet->machine[i].summary);
	free(fleet->machine);
	summary_fini(&fleet->over);
	rows_fini(&fleet->rows);
	*fleet = (struct fleet){0};
}

size_t fleet_nr_synthetic(const struct fleet *fleet)
{
	size_t nr = 0;

	for (size_t i = 0; i < fleet->nr; i++)
		nr += fleet->machine[i].synthetic;
	return nr;
}

size_t fleet_range(const struct fleet *fleet, const struct case_summary *over, size_t estimate,
		   double *low, double *high)
{
	size_t nr = 0;

	*low = *high = NAN;
	for (size_t i = 0; i < fleet->nr; i++) {
		const struct case_summary *of = fleet_case(&fleet->machine[i], over);
		double median = of ? median_of(of, estimate) : NAN;

		if (isnan(median))
			continue;
		*low = nr ? fmin(*low, median) : median;
		*high = nr ? fmax(*high, median) : median;
		nr++;
	}
	return nr;
}
