// SPDX-License-Identifier: MIT

// Runs out of a generator: a machine that is in one of two moods, seen in the handoff time, of
// which one makes everything twice as fast.

#include "harness/verdict/baseline.h"

#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/summary.h"
#include "harness/verdict/verdict.h"

#define CASES 36

static struct rows head, base;
static struct summary head_summary, base_summary;
static struct verdict verdict;

// The trial of case `number`, a mutex with that many tasks.
static struct row trial(gsl_rng *random, int number, double share_fast)
{
	bool fast = gsl_rng_uniform(random) < share_fast;
	struct row row;

	row_init(&row);
	row.structure = "variable";
	row.sync = "mutex";
	row.class = "locked";
	row.task = "thread";
	row.count = number;
	row.place = "compact";
	row.outcome = "ok";
	row.elapsed_ns = 20000000;
	row.steal_ns = 0;
	row.overlap = 0.9 + 0.1 * gsl_rng_uniform(random);
	row.spin_ns = 25000 * exp(gsl_ran_gaussian(random, 0.002));
	row.handoff_ns = (fast ? 60 : 200) * exp(gsl_ran_gaussian(random, 0.03));
	row.throughput_per_s = (fast ? 2e7 : 1e7) / number * exp(gsl_ran_gaussian(random, 0.02));
	return row;
}

static void simulate(struct rows *rows, size_t nr_blocks, double share_fast, unsigned long seed)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(random, seed);
	*rows = (struct rows){.row = calloc(nr_blocks * CASES, sizeof *rows->row)};
	for (size_t block = 0; block < nr_blocks; block++)
		for (int i = 0; i < CASES; i++) {
			rows->row[rows->nr_rows] = trial(random, i + 1, share_fast);
			rows->row[rows->nr_rows++].block = (int64_t)block;
		}
	gsl_rng_free(random);
}

static void copy(struct rows *to, const struct rows *from)
{
	*to =
	    (struct rows){.row = calloc(from->nr_rows, sizeof *to->row), .nr_rows = from->nr_rows};
	memcpy(to->row, from->row, from->nr_rows * sizeof *to->row);
}

static void scale(struct rows *rows, int number, double factor)
{
	for (size_t i = 0; i < rows->nr_rows; i++)
		if (rows->row[i].count == number)
			rows->row[i].throughput_per_s *= factor;
}

static void compare(void)
{
	cr_assert_eq(summary_build(&head_summary, &head), 0);
	cr_assert_eq(summary_build(&base_summary, &base), 0);
	verdict_init(&verdict);
	verdict.threshold = 0.1;
	verdict_add_cases(&verdict, &head_summary, &base_summary);
	baseline_compare(&verdict);
}

static void discard(void)
{
	verdict_fini(&verdict);
	summary_fini(&head_summary);
	summary_fini(&base_summary);
	free(head.row);
	free(base.row);
}

TestSuite(baseline, .fini = discard);

// The medians of whole runs differ by a factor of two: the test would be worth nothing otherwise.
Test(baseline, other_proportions_of_moods_raise_no_alarm)
{
	for (unsigned long seed = 1; seed <= 20; seed++) {
		simulate(&head, 20, 0.3, 2 * seed);
		simulate(&base, 20, 0.7, 2 * seed + 1);
		compare();
		cr_assert_lt(head_summary.cases[0].throughput.median,
			     0.8 * base_summary.cases[0].throughput.median);
		cr_assert_eq(verdict.nr_of_rule[RULE_slower], 0, "seed %lu", seed);
		cr_assert_eq(verdict.nr_of_rule[RULE_faster], 0, "seed %lu", seed);
		for (size_t i = 0; i < verdict.nr_cases; i++)
			cr_assert_geq(verdict.cases[i].comparison.nr_pairs, 4);
		if (seed < 20)
			discard();
	}
}

Test(baseline, a_slower_case_is_found_and_it_alone)
{
	simulate(&base, 20, 0.5, 3);
	copy(&head, &base);
	scale(&head, 7, 0.85);
	compare();
	cr_assert_eq(verdict.nr_cases, CASES);
	for (size_t i = 0; i < CASES; i++) {
		const struct judged *judged = &verdict.cases[i];

		cr_assert_eq(judged->comparison.judgement,
			     judged->head->axes->count == 7 ? JUDGEMENT_SLOWER : JUDGEMENT_SAME);
	}
	cr_assert_eq(verdict.nr_findings, 1);
	cr_assert_eq(verdict.findings[0].in_case, 6);
	cr_assert_str_eq(verdict.findings[0].sentence,
			 "variable mutex thread 7 compact: 15.0 % slower than base (ratio 0.850, "
			 "95 % interval 0.850 to 0.850, 20 pairs, p = 0.00003 after "
			 "Holm)");
	cr_assert_not(verdict_passed(&verdict));
}

// Of another run, in the same moods; a third is out of all chance.
Test(baseline, a_much_slower_case_is_found_in_another_run)
{
	simulate(&base, 40, 0.5, 4);
	simulate(&head, 40, 0.5, 5);
	scale(&head, 7, 0.67);
	compare();
	cr_assert_eq(verdict.nr_of_rule[RULE_slower], 1);
	cr_assert_eq(verdict.cases[6].comparison.judgement, JUDGEMENT_SLOWER);
	cr_assert_eq(verdict.cases[6].worst, SEVERITY_FAILURE);
}

Test(baseline, ranks_are_of_all_trials)
{
	simulate(&base, 20, 1, 6);
	copy(&head, &base);
	scale(&head, 2, 3);
	for (size_t i = 0; i < head.nr_rows; i++)
		head.row[i].handoff_ns = NAN;
	compare();
	cr_assert_eq(verdict.cases[0].comparison.nr_pairs, 0);
	cr_assert_eq(verdict.cases[0].comparison.cliffs_delta, 0);
	cr_assert_float_eq(verdict.cases[0].comparison.mann_whitney_p, 1, 1e-12);
	cr_assert_eq(verdict.cases[1].comparison.cliffs_delta, 1);
	cr_assert_lt(verdict.cases[1].comparison.mann_whitney_p, 1e-10);
}

Test(baseline, five_blocks_of_36_cases_decide_nothing_and_say_so)
{
	simulate(&base, 5, 0.5, 8);
	copy(&head, &base);
	for (int number = 1; number <= CASES; number++)
		scale(&head, number, 0.5);
	compare();
	cr_assert(verdict_passed(&verdict));
	cr_assert_eq(verdict.nr_findings, 1);
	cr_assert_str_eq(verdict.findings[0].sentence,
			 "36 of 36 cases undecided at a threshold of 10 %: measure more blocks, "
			 "or use racelab duet; no case can be called slower with 5 pairs at most: "
			 "for 36 cases it takes at least 10; 36 of them have too few pairs for an "
			 "interval");
}

Test(baseline, what_has_no_like_is_undecided)
{
	simulate(&base, 20, 1, 9);
	simulate(&head, 20, 0, 9);
	compare();
	for (size_t i = 0; i < CASES; i++) {
		cr_assert_eq(verdict.cases[i].comparison.nr_pairs, 0);
		cr_assert_eq(verdict.cases[i].comparison.judgement, JUDGEMENT_UNDECIDED);
	}
	cr_assert_str_eq(verdict.findings[0].sentence,
			 "36 of 36 cases undecided at a threshold of 10 %: measure more blocks, "
			 "or use racelab duet; 36 of them have too few pairs for an interval");
}

Test(baseline, cases_of_one_side_are_noted_and_the_many_counted)
{
	simulate(&base, 2, 1, 10);
	copy(&head, &base);
	for (size_t i = 0; i < head.nr_rows; i++)
		if (head.row[i].count <= 12)
			head.row[i].task = "process";
	compare();
	cr_assert_eq(verdict.nr_cases, CASES + 12);
	cr_assert_eq(verdict.nr_of_rule[RULE_only_head], 11);
	cr_assert_eq(verdict.nr_of_rule[RULE_only_base], 11);
	for (size_t i = 0, at = 0; i < verdict.nr_findings; i++) {
		const struct finding *f = &verdict.findings[i];

		if (f->rule != RULE_only_head)
			continue;
		cr_assert_eq(f->severity, SEVERITY_NOTE);
		if (at == 0)
			cr_assert(strstr(f->sentence, "process 1 compact: base does not have this"
						      " case"));
		if (at == 10)
			cr_assert_str_eq(f->sentence, "base does not have 2 more cases");
		at++;
	}
	cr_assert(verdict_passed(&verdict));
}

Test(baseline, the_same_runs_give_the_same_intervals)
{
	struct estimate first;

	simulate(&base, 20, 0.5, 11);
	simulate(&head, 20, 0.5, 12);
	compare();
	first = verdict.cases[3].comparison.ratio;
	baseline_compare(&verdict);
	cr_assert_eq(first.low, verdict.cases[3].comparison.ratio.low);
	cr_assert_eq(first.high, verdict.cases[3].comparison.ratio.high);
	cr_assert_lt(first.low, first.high);
}
