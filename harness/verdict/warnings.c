// SPDX-License-Identifier: MIT

// Warnings: what is counted over the rows, and the sentence for each count.

#include "harness/verdict/warnings.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/control.h"
#include "harness/data/case_name.h"
#include "harness/machine/quota.h"

enum {
	FEWEST_FOR_INTERVAL = 6, /* 1 - 2 / 2^5 < 0.95 <= 1 - 2 / 2^6: see estimate.h */
	MOST_BLOCKS = 1000,	 /* that anyone waits for: beyond, it is the machine that changes */
};

static const double too_wide = 0.2;  /* +-20 % */
static const double wanted = 0.1;    /* what the blocks that are advised would bring it to */
static const double many = 0.1;	     /* a tenth of all trials */
static const double least_cpu = 0.9; /* of its time a task had its PU: else it was preempted */

static void add(struct warnings *warnings, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static void add(struct warnings *warnings, const char *format, ...)
{
	va_list args;
	char *line;

	if (warnings->nr >= MAX_WARNINGS)
		return;
	line = warnings->line[warnings->nr++];
	va_start(args, format);
	vsnprintf(line, sizeof warnings->line[0], format, args);
	va_end(args);
	control_plain(line);
}

void warnings_of_machine(struct warnings *warnings, const char *governor,
			 const char *virtualization)
{
	if (governor && *governor && strcmp(governor, "performance") != 0 &&
	    strcmp(governor, "userspace") != 0)
		add(warnings,
		    "the governor is %s: the clock follows the load; echo performance | sudo tee "
		    "/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor",
		    governor);
	if (virtualization && *virtualization && strcmp(virtualization, "none") != 0)
		add(warnings,
		    "this is a virtual machine (%s), whose speed changes within minutes: compare "
		    "only within blocks, as racelab duet and check do",
		    virtualization);
}

// Tasks that all run all the time need a PU each: so many fit.
static void advise_on_quota(double quota_pus, char *text, size_t size)
{
	if (quota_pus >= 2)
		snprintf(text, size, "--count 1-%.0f stays below it, or raise it",
			 floor(quota_pus));
	else if (quota_pus >= 1)
		snprintf(text, size, "--count 1 stays below it, or raise it");
	else
		snprintf(text, size, "raise it");
}

void warnings_of_quota(struct warnings *warnings, double quota_pus, unsigned nr_pus)
{
	char quota[64], advice[64];

	if (!(quota_pus > 0 && quota_pus < nr_pus))
		return;
	advise_on_quota(quota_pus, advice, sizeof advice);
	add(warnings,
	    "a CPU quota allows %s: whoever uses it up is stopped in the middle of a window; %s "
	    "(docker run --cpus, a pod's limits.cpu, systemd's CPUQuota=)",
	    quota_format(quota_pus, nr_pus, quota, sizeof quota), advice);
}

void warnings_of_placing(struct warnings *warnings, const struct placing *placing)
{
	if (placing->nr_crowded)
		add(warnings,
		    "%zu of %zu cases have more tasks than PUs (up to %" PRId64
		    " on %zu): their speed is the scheduler's; --count 1-max has none of them",
		    placing->nr_crowded, placing->nr_cases, placing->most_tasks, placing->most_pus);
	if (placing->nr_sharing)
		add(warnings,
		    "%zu of %zu cases have ranks that share a PU, with each other or with the "
		    "owner: their speed is the scheduler's; fewer ranks on a host, or more PUs for "
		    "each of them (srun --cpus-per-task)",
		    placing->nr_sharing, placing->nr_cases);
	if (placing->nr_siblings)
		add(warnings,
		    "%zu of %zu cases have tasks on SMT siblings, which share a core: --place core "
		    "gives each task one of its own",
		    placing->nr_siblings, placing->nr_cases);
}

// What was counted over all trials.
struct count {
	const char *directory;
	size_t nr_trials;
	size_t nr_ok; /* of cases that are not crowded: the others cannot be disturbed any more */
	size_t nr_disturbed, nr_stolen, nr_preempted, nr_apart, nr_throttled;
	size_t nr_crashed, nr_hung, nr_pins, nr_broken;
	const struct row *bad, *pin, *broken; /* the first of each; NULL: none */
};

// More time was taken from it than it gave away by waiting.
static bool was_preempted(const struct row *row)
{
	if (row->switches_involuntary <= 0 || row->cpu_ns == COUNT_EMPTY ||
	    row->switches_voluntary >= row->switches_involuntary)
		return false;
	return (double)row->cpu_ns < least_cpu * (double)row->elapsed_ns * (double)row->count;
}

static void count_ok(struct count *count, const struct row *row)
{
	bool stolen = row->steal_ns > 0, preempted = was_preempted(row);
	bool apart = strstr(row->detail, "disturbed: overlap") != NULL;
	bool throttled = strstr(row->detail, "disturbed: throttled") != NULL;

	if (strstr(row->detail, "oversubscribed"))
		return;
	count->nr_ok++;
	count->nr_stolen += stolen;
	count->nr_preempted += preempted;
	count->nr_apart += apart;
	count->nr_throttled += throttled;
	count->nr_disturbed += stolen || preempted || apart || throttled;
}

static void count_bad(size_t *nr, const struct row **first, const struct row *row)
{
	if (!*first)
		*first = row;
	(*nr)++;
}

static void count_row(struct count *count, const struct row *row)
{
	switch (outcome_find(row->outcome)) {
	case OUTCOME_OK:
		count_ok(count, row);
		break;
	case OUTCOME_CRASHED:
		count_bad(&count->nr_crashed, &count->bad, row);
		break;
	case OUTCOME_HUNG:
		count_bad(&count->nr_hung, &count->bad, row);
		break;
	case OUTCOME_BROKEN:
		if (strstr(row->detail, "pin failed"))
			count_bad(&count->nr_pins, &count->pin, row);
		else
			count_bad(&count->nr_broken, &count->broken, row);
		break;
	}
}

// "variable mutex thread 2 compact: signal 11 (SIGSEGV)"
static const char *describe(const struct row *row, char *text, size_t size)
{
	char name[160];

	snprintf(text, size, "%s%s%.120s", case_name(row, true, name, sizeof name),
		 *row->detail ? ": " : "", row->detail);
	return text;
}

static void warn_bad(struct warnings *warnings, const struct count *count)
{
	char first[320];

	if (count->pin)
		add(warnings,
		    "pins failed in %zu of %zu trials (first: %s): racelab topo shows the PUs that "
		    "may be used",
		    count->nr_pins, count->nr_trials, describe(count->pin, first, sizeof first));
	if (count->broken)
		add(warnings, "%zu of %zu trials were broken (first: %s): they say nothing",
		    count->nr_broken, count->nr_trials,
		    describe(count->broken, first, sizeof first));
	if (count->bad)
		add(warnings,
		    "%zu of %zu trials crashed, %zu hung (first: %s): racelab check %s says which "
		    "of them must not",
		    count->nr_crashed, count->nr_trials, count->nr_hung,
		    describe(count->bad, first, sizeof first), count->directory);
}

static void add_reason(char *text, size_t size, size_t nr, const char *reason)
{
	size_t used = strlen(text);

	if (nr)
		snprintf(text + used, size - used, "%s%zu by %s", used ? ", " : "", nr, reason);
}

static void warn_disturbed(struct warnings *warnings, const struct count *count)
{
	char reasons[160] = "";

	add_reason(reasons, sizeof reasons, count->nr_stolen, "stolen time");
	add_reason(reasons, sizeof reasons, count->nr_preempted, "involuntary switches");
	add_reason(reasons, sizeof reasons, count->nr_apart, "tasks not running at once");
	add_reason(reasons, sizeof reasons, count->nr_throttled, "the CPU quota");
	if ((double)count->nr_disturbed > many * (double)count->nr_ok)
		add(warnings,
		    "%zu of %zu trials were disturbed (%s): end other work, %sor measure more "
		    "blocks",
		    count->nr_disturbed, count->nr_ok, reasons,
		    count->nr_throttled ? "raise the quota, " : "");
}

// Two significant digits, upwards.
static double round_up(double x)
{
	double step = pow(10, fmax(0, floor(log10(x)) - 1));

	return ceil(x / step) * step;
}

static size_t nr_trials_of(const struct case_summary *c)
{
	size_t nr = 0;

	for (int o = 0; o < NR_OUTCOMES; o++)
		nr += c->outcomes[o];
	return nr;
}

// An interval of the median becomes narrower with the root of the number of values.
static double blocks_for(const struct case_summary *c)
{
	double times = estimate_spread(&c->throughput) / wanted;

	return fmax(FEWEST_FOR_INTERVAL, round_up((double)nr_trials_of(c) * times * times));
}

static void warn_wide(struct warnings *warnings, size_t nr_wide, size_t nr_cases,
		      const struct case_summary *widest)
{
	char name[200];
	double blocks = blocks_for(widest);

	case_name(widest->axes, true, name, sizeof name);
	if (blocks <= MOST_BLOCKS)
		add(warnings,
		    "%zu of %zu cases are uncertain by more than %.0f %% (%s: +-%.0f %%): more "
		    "blocks, --blocks %.0f for about %.0f %%",
		    nr_wide, nr_cases, 100 * too_wide, name,
		    100 * estimate_spread(&widest->throughput), blocks, 100 * wanted);
	else
		add(warnings,
		    "%zu of %zu cases are uncertain by more than %.0f %% (%s: +-%.0f %%), and more "
		    "blocks do not help: racelab duet compares side by side",
		    nr_wide, nr_cases, 100 * too_wide, name,
		    100 * estimate_spread(&widest->throughput));
}

static void warn_uncertain(struct warnings *warnings, const struct summary *summary)
{
	const struct case_summary *widest = NULL;
	size_t nr_wide = 0, nr_few = 0;

	for (size_t i = 0; i < summary->nr_cases; i++) {
		const struct case_summary *c = &summary->cases[i];
		double spread = estimate_spread(&c->throughput);

		nr_few += c->throughput.nr && c->throughput.nr < FEWEST_FOR_INTERVAL;
		if (c->throughput.nr < FEWEST_FOR_INTERVAL || !(spread > too_wide))
			continue;
		nr_wide++;
		if (!widest || spread > estimate_spread(&widest->throughput))
			widest = c;
	}
	if (nr_few)
		add(warnings,
		    "%zu of %zu cases have fewer than %d ok trials, too few for a 95 %% interval: "
		    "--blocks %d at least",
		    nr_few, summary->nr_cases, FEWEST_FOR_INTERVAL, FEWEST_FOR_INTERVAL);
	if (widest)
		warn_wide(warnings, nr_wide, summary->nr_cases, widest);
}

void warnings_of_trials(struct warnings *warnings, const struct rows *rows,
			const struct summary *summary, const char *directory)
{
	struct count count = {.directory = directory, .nr_trials = rows->nr_rows};

	for (size_t i = 0; i < rows->nr_rows; i++)
		count_row(&count, &rows->row[i]);
	warn_bad(warnings, &count);
	warn_disturbed(warnings, &count);
	warn_uncertain(warnings, summary);
}
