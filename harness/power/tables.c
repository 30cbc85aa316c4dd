// SPDX-License-Identifier: MIT

// Shares with their exact intervals; medians and extremes by counting.

#include "harness/power/tables.h"

#include <gsl/gsl_statistics_double.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/power/cases.h"
#include "harness/power/duets.h"
#include "harness/power/levels.h"
#include "harness/power/runs.h"
#include "harness/power/tally.h"
#include "harness/statistics/estimate.h"

enum {
	MOST = 4096, /* records of one line of a table; more are left out */
};

static const double thresholds[] = {0.03, 0.05, 0.10};

// Comparisons of two sides that are equal.
struct equals {
	size_t nr, nr_with_interval, nr_holding, nr_undecided, nr_alarms[3];
	double medians[MOST], half_widths[MOST];
	double worst;	  /* distance of a median from 1, of those that were not undecided */
	double longest_s; /* NaN: not known */
};

static bool is_called(const json_t *record, const char *judgement)
{
	return strcmp(json_string_value(json_object_get(record, "judgement")), judgement) == 0;
}

static void add_interval(struct equals *equals, double low, double high)
{
	equals->half_widths[equals->nr_with_interval++] = (high - low) / 2;
	equals->nr_holding += low <= 1 && high >= 1;
	for (size_t i = 0; i < 3; i++)
		equals->nr_alarms[i] += high < 1 - thresholds[i];
}

static void add(struct equals *equals, const json_t *record)
{
	double low = record_number(record, "low"), high = record_number(record, "high");
	double median = record_number(record, "median");

	if (equals->nr == MOST || isnan(median))
		return;
	equals->medians[equals->nr++] = median;
	if (!isnan(low) && !isnan(high))
		add_interval(equals, low, high);
	if (is_called(record, "undecided"))
		equals->nr_undecided++;
	else if (!(fabs(median - 1) <= fabs(equals->worst - 1)))
		equals->worst = median;
	equals->longest_s = fmax(equals->longest_s, record_number(record, "seconds"));
}

static double median_of(double *values, size_t nr)
{
	return median_estimate(values, nr, 0.95).median;
}

static void put_equals(struct tally *tally, const char *name, struct equals *equals)
{
	tally_line(tally);
	tally_put(tally, "%s", name);
	tally_put_share(tally, equals->nr_holding, equals->nr_with_interval);
	tally_put(tally, "%zu", equals->nr - equals->nr_with_interval);
	tally_put(tally, "%.1f %%", 100 * (equals->worst - 1));
	tally_put(tally, equals->nr > 1 ? "%.2f %%" : "",
		  100 * gsl_stats_sd(equals->medians, 1, equals->nr));
	tally_put(tally, "%.2f %%", 100 * median_of(equals->half_widths, equals->nr_with_interval));
	for (size_t i = 0; i < 3; i++)
		tally_put(tally, "%zu", equals->nr_alarms[i]);
	tally_put(tally, "%zu", equals->nr_undecided);
	tally_put(tally, isnan(equals->longest_s) ? "" : "%.1f s", equals->longest_s);
}

// One line; none where nothing was tried. `name` of NULL: all cases together.
static void add_line_of_equals(struct tally *tally, const struct records *records, const char *part,
			       const char *name)
{
	static struct equals equals; /* large */
	const json_t *record;
	size_t i = 0;

	equals = (struct equals){.worst = 1, .longest_s = NAN};
	while ((record = records_next(records, part, name, &i)))
		add(&equals, record);
	if (equals.nr)
		put_equals(tally, name ? name : "all", &equals);
}

// The names of a part's cases, in the order in which they came.
static size_t names_of(const struct records *records, const char *part, const char *names[])
{
	const json_t *record;
	size_t nr = 0, i = 0, k;

	while (nr < MOST && (record = records_next(records, part, NULL, &i))) {
		const char *name = json_string_value(json_object_get(record, "case"));

		for (k = 0; k < nr && strcmp(names[k], name) != 0;)
			k++;
		if (k == nr)
			names[nr++] = name;
	}
	return nr;
}

void table_of_equals(const struct records *records, const char *part, const char *title)
{
	static const char *names[MOST];
	size_t nr = names_of(records, part, names);
	struct tally tally;

	if (!nr)
		return;
	tally_init(&tally, "case", "hold 1", "95 % of that", "without", "worst", "sd", "half-width",
		   "> 3 %", "> 5 %", "> 10 %", "undecided", "longest", NULL);
	for (size_t i = 0; i < nr; i++)
		add_line_of_equals(&tally, records, part, names[i]);
	add_line_of_equals(&tally, records, part, NULL);
	tally_print(&tally, title);
}

// Comparisons with a HEAD that is slower.
struct differences {
	size_t nr, nr_slower, nr_undecided;
	double medians[MOST], seconds[MOST];
};

static void count_differences(struct differences *differences, const struct records *records,
			      const char *part, const char *name)
{
	const json_t *record;
	size_t i = 0;

	*differences = (struct differences){0};
	while (differences->nr < MOST && (record = records_next(records, part, name, &i))) {
		differences->medians[differences->nr] = record_number(record, "median");
		differences->seconds[differences->nr++] = record_number(record, "seconds");
		differences->nr_slower += is_called(record, "slower");
		differences->nr_undecided += is_called(record, "undecided");
	}
}

static void add_difference(struct tally *tally, const struct records *records,
			   const struct handicap_part *part, const char *name)
{
	static struct differences differences; /* large */

	count_differences(&differences, records, part->name, name);
	if (!differences.nr)
		return;
	tally_line(tally);
	tally_put(tally, "%s slower, %s", part->name, name);
	tally_put(tally, "%u %%", part->threshold_pct);
	tally_put_share(tally, differences.nr_slower, differences.nr);
	tally_put(tally, "%s", part->wanted);
	tally_put(tally, "%zu", differences.nr_undecided);
	tally_put(tally, "%.3f", median_of(differences.medians, differences.nr));
	tally_put(tally, "%.1f s", median_of(differences.seconds, differences.nr));
}

void table_of_differences(const struct records *records)
{
	struct tally tally;
	size_t none = 0;

	if (!records_next(records, power_handicaps[0].name, NULL, &none))
		return;
	tally_init(&tally, "HEAD", "threshold", "found", "95 % of that", "wanted", "undecided",
		   "ratio", "it took", NULL);
	for (size_t k = 0; k < power_nr_handicaps; k++)
		for (size_t i = 0; i < power_nr_cases; i++)
			add_difference(&tally, records, &power_handicaps[k], power_cases[i].name);
	tally_print(&tally, "duets with a HEAD that is slower");
}

void table_of_slower_runs(const struct records *records)
{
	static struct differences differences; /* large */
	struct tally tally;
	size_t none = 0;

	if (!records_next(records, power_slower[0].name, NULL, &none))
		return;
	tally_init(&tally, "HEAD", "threshold", "found", "95 % of that", "undecided", NULL);
	for (size_t k = 0; k < power_nr_slower; k++) {
		count_differences(&differences, records, power_slower[k].name, NULL);
		tally_line(&tally);
		tally_put(&tally, "%u %% slower, all cases", power_slower[k].handicap_pct);
		tally_put(&tally, "10 %%");
		tally_put_share(&tally, differences.nr_slower, differences.nr);
		tally_put(&tally, "%zu", differences.nr_undecided);
	}
	tally_print(&tally, "separate runs with a HEAD that is slower (check --baseline)");
}

// The instances of one case in each way, in the way's column.
static void put_instances(struct tally *tally, const struct records *records, const char *name)
{
	for (enum way way = 0; way < NR_WAYS; way++) {
		size_t i = 0;
		const json_t *record = records_next(records, power_level_parts[way], name, &i);

		if (!record)
			continue;
		tally_put(tally, "%.2f %%", 100 * record_number(record, "sd_instance"));
		tally_put(tally, "[%.2f %%, %.2f %%]", 100 * record_number(record, "low"),
			  100 * record_number(record, "high"));
	}
}

void table_of_levels(const struct records *records)
{
	struct tally tally;
	const json_t *record;
	size_t i = 0;

	tally_init(&tally, "case", "pairs", "rounds", "starts", "95 %", "not randomized", "95 %",
		   "layouts", "95 %", NULL);
	while ((record = records_next(records, power_level_parts[WAY_RANDOM], NULL, &i))) {
		const char *name = json_string_value(json_object_get(record, "case"));

		tally_line(&tally);
		tally_put(&tally, "%s", name);
		tally_put(&tally, "%.2f %%", 100 * record_number(record, "sd_pair"));
		tally_put(&tally, "%.2f %%", 100 * record_number(record, "sd_round"));
		put_instances(&tally, records, name);
	}
	tally_print(&tally,
		    "where the variance is: standard deviation of log ratio, level by level");
}
