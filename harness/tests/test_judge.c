// SPDX-License-Identifier: MIT

#include "harness/verdict/judge.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/summary.h"
#include "harness/verdict/verdict.h"

static struct verdict verdict;
static const struct case_summary summary; /* a case that both sides have */

// A verdict over cases "case 0" ... that both sides have.
static void prepare(size_t nr_cases)
{
	verdict = (struct verdict){
	    .cases = calloc(nr_cases, sizeof *verdict.cases),
	    .nr_cases = nr_cases,
	    .threshold = 0.1,
	};
	for (size_t i = 0; i < nr_cases; i++) {
		verdict.cases[i] = (struct judged){.head = &summary, .base = &summary};
		cr_assert_gt(asprintf(&verdict.cases[i].name, "case %zu", i), 0);
	}
}

static void discard(void)
{
	verdict_fini(&verdict);
}

TestSuite(judge, .fini = discard);

// nr ratios spread over middle - spread .. middle + spread.
static void set_ratios(size_t i, size_t nr, double middle, double spread)
{
	double ratios[100];

	for (size_t k = 0; k < nr; k++)
		ratios[k] =
		    nr == 1 ? middle : middle + spread * (2 * (double)k / (double)(nr - 1) - 1);
	judge_ratios(&verdict.cases[i].comparison, ratios, nr, 1, verdict.threshold);
}

static enum judgement judgement_of(size_t i)
{
	return verdict.cases[i].comparison.judgement;
}

// Asserts that there are nr findings, and that the last of them is this one.
static void check_last(size_t nr, enum rule rule, enum severity severity, long in_case,
		       const char *sentence)
{
	const struct finding *last = &verdict.findings[nr - 1];

	cr_assert_eq(verdict.nr_findings, nr);
	cr_assert_eq(last->rule, rule);
	cr_assert_eq(last->severity, severity);
	cr_assert_eq(last->in_case, in_case);
	cr_assert_eq(last->block, NO_BLOCK);
	cr_assert_str_eq(last->sentence, sentence);
}

Test(judge, ratios_become_an_interval_and_a_sign_test)
{
	double ratios[] = {0.8, 0.95, 0.85, 0.7, 0.9, 1.2};
	struct comparison c = {0};

	judge_ratios(&c, ratios, 6, 1, 0.1);
	cr_assert_eq(c.ratio.nr, 6);
	cr_assert_float_eq(c.ratio.median, 0.875, 1e-12);
	cr_assert_eq(c.ratio.low, 0.7);
	cr_assert_eq(c.ratio.high, 1.2);
	cr_assert_float_eq(c.p_slower, 42. / 64, 1e-12); /* 3 of 6 below 0.9 */
	judge_ratios(&c, ratios, 5, 1, 0.1);
	cr_assert_eq(c.ratio.low, -INFINITY);
	cr_assert_eq(c.ratio.high, INFINITY);
	judge_ratios(&c, NULL, 0, 1, 0.1);
	cr_assert_eq(c.ratio.nr, 0);
	cr_assert(isnan(c.ratio.median) && isnan(c.p_slower));
}

// 20 values, largest first, so that each is its rank. Half of the 5 % is 97.5 %: ranks 5 and 16
// hold the median with 98.8 %, ranks 6 and 15 with 95.9 % (as in test_estimate.c).
Test(judge, who_looks_more_than_once_has_a_share_of_what_may_be_wrong)
{
	double ratios[20];
	struct comparison all = {0}, half = {0};

	for (int i = 0; i < 20; i++)
		ratios[i] = 20 - i;
	judge_ratios(&all, ratios, 20, 1, 0.1);
	judge_ratios(&half, ratios, 20, 0.5, 0.1);
	cr_assert_eq(all.ratio.low, 6);
	cr_assert_eq(half.ratio.low, 5);
	cr_assert_eq(half.ratio.high, 16);
	cr_assert_eq(half.share, 0.5);
	judge_ratios(&all, ratios, 20, 1, -9.5);     /* ten below 10.5 */
	judge_ratios(&half, ratios, 20, 0.5, -17.5); /* 18 below 18.5 */
	cr_assert_float_eq(all.p_slower, 0.5880985260009766, 1e-12);
	cr_assert_float_eq(half.p_slower, 2 * 0.00020122528076171875, 1e-12);
	judge_ratios(&half, ratios, 20, 0.5, -9.5);
	cr_assert_eq(half.p_slower, 1);
	cr_assert_eq(judge_interval(ratios, 6, 0.6).high, INFINITY, "7 at least for 97 %%");
	cr_assert(isfinite(judge_interval(ratios, 7, 0.6).high));
}

Test(judge, a_duet_counts_instances)
{
	prepare(2);
	for (size_t i = 0; i < 2; i++) {
		set_ratios(i, 44, i ? 1.3 : 0.5, 0);
		verdict.cases[i].comparison.nr_instances = 44;
		verdict.cases[i].comparison.nr_pairs = 1760;
	}
	judge_all(&verdict, "more");
	cr_assert_str_eq(verdict.findings[0].sentence,
			 "case 0: 50.0 % slower than base (ratio 0.500, 95 % interval 0.500 to "
			 "0.500, 44 instances, p < 0.00001 after Holm)");
	cr_assert_str_eq(verdict.findings[1].sentence,
			 "case 1: 30.0 % faster than base (ratio 1.300, 95 % interval 1.300 to "
			 "1.300, 44 instances)");
}

Test(judge, a_duet_of_few_instances_says_how_many_it_takes)
{
	double ratios[] = {0.5, 0.5, 0.5, 0.5};
	struct comparison *c;

	prepare(1);
	c = &verdict.cases[0].comparison;
	judge_ratios(c, ratios, 4, 0.6, 0.1);
	c->nr_instances = 4;
	judge_all(&verdict, "more");
	check_last(1, RULE_undecided, SEVERITY_NOTE, NO_CASE,
		   "1 of 1 case undecided at a threshold of 10 %: more; no case can be called "
		   "slower with 4 instances at most: for 1 case it takes at least 6; 1 of them has "
		   "too few instances for an interval");
}

Test(judge, slower_is_a_failure)
{
	prepare(36);
	for (size_t i = 0; i < 36; i++)
		set_ratios(i, 20, i == 7 ? 0.85 : 1, 0.01);
	judge_all(&verdict, "more");
	for (size_t i = 0; i < 36; i++)
		cr_assert_eq(judgement_of(i), i == 7 ? JUDGEMENT_SLOWER : JUDGEMENT_SAME, "%zu", i);
	cr_assert_float_eq(verdict.cases[7].comparison.p_slower, 36 / 1048576., 1e-12);
	cr_assert_not(verdict_passed(&verdict));
	cr_assert_eq(verdict.nr_findings, 1);
	cr_assert(strstr(verdict.findings[0].sentence,
			 "case 7: 15.0 % slower than base (ratio 0.850, 95 % interval 0.84"));
	cr_assert(strstr(verdict.findings[0].sentence, ", 20 pairs, p = 0.00003 after Holm)"));
}

Test(judge, faster_is_a_note_and_needs_no_p)
{
	prepare(1);
	set_ratios(0, 6, 1.176, 0);
	judge_all(&verdict, "more");
	cr_assert_eq(judgement_of(0), JUDGEMENT_FASTER);
	check_last(1, RULE_faster, SEVERITY_NOTE, 0,
		   "case 0: 17.6 % faster than base (ratio 1.176, 95 % interval 1.176 to 1.176, 6 "
		   "pairs)");
	cr_assert(verdict_passed(&verdict));
}

// No interval holds a median of five values with 95 %.
Test(judge, five_pairs_decide_nothing)
{
	prepare(2);
	set_ratios(0, 5, 1, 0);
	set_ratios(1, 5, 2, 0);
	judge_all(&verdict, "more");
	cr_assert_eq(judgement_of(0), JUDGEMENT_UNDECIDED);
	cr_assert_eq(judgement_of(1), JUDGEMENT_UNDECIDED);
}

Test(judge, tiny_p_is_not_written_as_0)
{
	prepare(1);
	set_ratios(0, 30, 0.5, 0);
	judge_all(&verdict, "more");
	check_last(1, RULE_slower, SEVERITY_FAILURE, 0,
		   "case 0: 50.0 % slower than base (ratio 0.500, 95 % interval 0.500 to 0.500, 30 "
		   "pairs, p < 0.00001 after Holm)");
}

Test(judge, an_interval_across_a_limit_is_undecided)
{
	prepare(4);
	set_ratios(0, 20, 1, 0.01);
	set_ratios(1, 20, 0.9, 0.05);
	set_ratios(2, 20, 1.1, 0.05);
	set_ratios(3, 0, 0, 0);
	judge_all(&verdict, "measure more");
	cr_assert_eq(judgement_of(0), JUDGEMENT_SAME);
	for (size_t i = 1; i < 4; i++)
		cr_assert_eq(judgement_of(i), JUDGEMENT_UNDECIDED);
	cr_assert_eq(verdict.nr_findings, 1);
	cr_assert(strstr(verdict.findings[0].sentence,
			 "3 of 4 cases undecided at a threshold of 10 %: measure more; 1 of "
			 "them has too few pairs for an interval; the widest interval is "));
	cr_assert_not(strstr(verdict.findings[0].sentence, "it takes at least"));
}

// 2^-9 * 36 = 0.07, 2^-10 * 36 = 0.035.
Test(judge, what_too_few_pairs_cannot_say_is_said)
{
	prepare(36);
	for (size_t i = 0; i < 36; i++)
		set_ratios(i, 9, 0.5, 0);
	judge_all(&verdict, "measure more");
	check_last(1, RULE_undecided, SEVERITY_NOTE, NO_CASE,
		   "36 of 36 cases undecided at a threshold of 10 %: measure more; no case can "
		   "be called slower with 9 pairs at most: for 36 cases it "
		   "takes at least 10; the widest interval is 0.50 to 0.50 (case 0)");
	cr_assert(verdict_passed(&verdict));
	discard();
	prepare(36);
	for (size_t i = 0; i < 36; i++)
		set_ratios(i, 10, 0.5, 0);
	judge_all(&verdict, "measure more");
	cr_assert_eq(verdict.nr_of_severity[SEVERITY_FAILURE], 36);
}

Test(judge, one_pair_has_no_interval)
{
	prepare(1);
	set_ratios(0, 1, 0.5, 0);
	judge_all(&verdict, "measure more");
	check_last(1, RULE_undecided, SEVERITY_NOTE, NO_CASE,
		   "1 of 1 case undecided at a threshold of 10 %: measure more; no case can be "
		   "called slower with 1 pair at most: for 1 case it takes at "
		   "least 5; 1 of them has too few pairs for an interval");
}

Test(judge, what_one_side_lacks_is_not_judged)
{
	prepare(2);
	set_ratios(1, 20, 1, 0.01);
	verdict.cases[0].base = NULL;
	judge_all(&verdict, "more");
	cr_assert_eq(judgement_of(0), JUDGEMENT_NONE);
	cr_assert_eq(judgement_of(1), JUDGEMENT_SAME);
	cr_assert_eq(verdict.nr_findings, 0);
}
