// SPDX-License-Identifier: MIT

// How cases of two sides find each other, what they are called, and what becomes of findings.

#include "harness/data/case_name.h"
#include "harness/verdict/verdict.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "harness/data/summary.h"
#include "harness/tests/made_run.h"
#include "harness/control.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static struct row full_row(void)
{
	struct row row = made_row("array", "mutex", 2, 0);

	row.granularity = "striped:8";
	row.hold_ns = 100;
	row.think_ns = 0;
	row.readers = 1;
	return row;
}

Test(verdict, a_case_is_called_by_its_axes)
{
	struct row row = full_row(), variable = made_row("variable", "none", 1, 0);
	char text[256];

	cr_expect_str_eq(case_name(&row, true, text, sizeof text),
			 "array mutex thread 2 compact uniform 64 striped:8 hold=100ns readers=1");
	cr_expect_str_eq(case_name(&row, false, text, sizeof text),
			 "array thread 2 compact uniform 64 striped:8 hold=100ns readers=1");
	cr_expect_str_eq(case_name(&variable, true, text, sizeof text),
			 "variable none thread 1 compact");
}

Test(verdict, a_name_that_does_not_fit_is_cut_between_characters)
{
	struct row row = made_row("\xe2\x82\xac\xe2\x82\xac", "x\033[31m\ny", 1, 0);
	char text[64];

	cr_expect_str_eq(case_name(&row, true, text, 9), "\xe2\x82\xac\xe2\x82\xac x");
	cr_expect_str_eq(case_name(&row, true, text, 7), "\xe2\x82\xac\xe2\x82\xac");
	cr_expect_str_eq(case_name(&row, true, text, 6), "\xe2\x82\xac");
	cr_expect_str_eq(case_name(&row, true, text, 2), "");
	cr_expect_str_eq(case_name(&row, true, text, sizeof text),
			 "\xe2\x82\xac\xe2\x82\xac x?[31m?y thread 1 compact uniform 64");
}

Test(verdict, plain_text_leaves_no_control_character)
{
	static const struct {
		const char *text, *plain;
	} texts[] = {
	    {"", ""},
	    {"as it is", "as it is"},
	    {"a\tb\nc\033d\177", "a?b?c?d?"},
	    {"\xc2\x9b"
	     "31m",
	     "??31m"}, /* CSI in one character */
	    {"\xc2\xa0", "\xc2\xa0"},
	    {"\xf0\x9f\x8f\x81", "\xf0\x9f\x8f\x81"},
	    {"a\xf0\x9f\x8f", "a"},
	    {"a\xf0", "a"},
	    {"a\xc3", "a"},
	};

	for (size_t i = 0; i < LENGTH(texts); i++) {
		char text[32];

		strcpy(text, texts[i].text);
		cr_expect_str_eq(control_plain(text), texts[i].plain, "%zu: %s", i, text);
	}
}

static void change_block(struct row *row)
{
	row->block = 7;
	row->position = 3;
	row->cpus = "4 5";
	row->ops = 5;
}

#define CHANGE(column, value)                                                                      \
	static void change_##column(struct row *row)                                               \
	{                                                                                          \
		row->column = value;                                                               \
	}

CHANGE(structure, "hashtable")
CHANGE(sync, "ticket")
CHANGE(class, "atomic")
CHANGE(task, "process")
CHANGE(count, 3)
CHANGE(place, "scatter")
CHANGE(pattern, "same")
CHANGE(slots, 65)
CHANGE(granularity, "striped:9")
CHANGE(hold_ns, 101)
CHANGE(think_ns, COUNT_EMPTY)
CHANGE(readers, 0)

Test(verdict, cases_are_the_same_if_all_their_axes_are)
{
	static const struct {
		void (*change)(struct row *row);
		bool same;
	} changes[] = {
	    {change_block, true},	 {change_sync, false},	  {change_class, false},
	    {change_structure, false},	 {change_task, false},	  {change_count, false},
	    {change_place, false},	 {change_pattern, false}, {change_slots, false},
	    {change_granularity, false}, {change_hold_ns, false}, {change_think_ns, false},
	    {change_readers, false},
	};
	struct row row = full_row();
	struct made_run run;

	made_run_init(&run, &row, 1);
	for (size_t i = 0; i < LENGTH(changes); i++) {
		struct row other = full_row();

		changes[i].change(&other);
		cr_expect_eq(summary_find(&run.summary, &other),
			     changes[i].same ? &run.summary.cases[0] : NULL, "%zu", i);
	}
	made_run_fini(&run);
}

static void expect_case(const struct judged *judged, const char *name, bool head, bool base)
{
	cr_expect_str_eq(judged->name, name);
	cr_expect_eq(!!judged->head, head, "%s", name);
	cr_expect_eq(!!judged->base, base, "%s", name);
	cr_expect_eq(judged->comparison.judgement, JUDGEMENT_NONE);
	cr_expect(isnan(judged->comparison.ratio.median));
	cr_expect_str_eq(judged->comparison.stopped_by, "");
	cr_expect_eq(judged->worst, SEVERITY_NOTE);
}

Test(verdict, heads_cases_come_first_then_what_only_base_has)
{
	struct row head_rows[] = {
	    made_row("variable", "none", 1, 0),
	    made_row("array", "mutex", 2, 0),
	    made_row("array", "mutex", 2, 1),
	};
	struct row base_rows[] = {
	    made_row("hashtable", "mutex", 2, 0),
	    made_row("array", "mutex", 2, 0),
	    made_row("variable", "none", 2, 0),
	};
	struct made_run head, base;
	struct verdict verdict;

	made_run_init(&head, head_rows, LENGTH(head_rows));
	made_run_init(&base, base_rows, LENGTH(base_rows));
	verdict_init(&verdict);
	verdict_add_cases(&verdict, &head.summary, &base.summary);
	cr_expect_eq(verdict.nr_rows, 6);
	cr_assert_eq(verdict.nr_cases, 4);
	expect_case(&verdict.cases[0], "variable none thread 1 compact", true, false);
	expect_case(&verdict.cases[1], "array mutex thread 2 compact uniform 64", true, true);
	expect_case(&verdict.cases[2], "variable none thread 2 compact", false, true);
	expect_case(&verdict.cases[3], "hashtable mutex thread 2 compact uniform 64", false, true);
	cr_expect_eq(verdict.cases[1].base->axes, &base_rows[1]);
	verdict_fini(&verdict);
	verdict_init(&verdict);
	verdict_add_cases(&verdict, &head.summary, NULL);
	cr_expect_eq(verdict.nr_rows, 3);
	cr_assert_eq(verdict.nr_cases, 2);
	expect_case(&verdict.cases[1], "array mutex thread 2 compact uniform 64", true, false);
	verdict_fini(&verdict);
	made_run_fini(&head);
	made_run_fini(&base);
}

Test(verdict, a_case_may_be_put_together)
{
	struct row head_row = made_row("variable", "ticket", 2, 0);
	struct row base_row = made_row("variable", "mutex", 2, 0);
	struct made_run head, base;
	struct verdict verdict;
	struct judged *judged;

	made_run_init(&head, &head_row, 1);
	made_run_init(&base, &base_row, 1);
	verdict_init(&verdict);
	for (int i = 0; i < 100; i++) {
		judged = verdict_add_case(&verdict, "both", &head.summary.cases[0],
					  &base.summary.cases[0]);
		expect_case(judged, "both", true, true);
	}
	cr_expect_eq(verdict.nr_cases, 100);
	cr_expect_eq(verdict.nr_rows, 200);
	verdict_fini(&verdict);
	made_run_fini(&head);
	made_run_fini(&base);
}

// A verdict on one case.
static struct row one_row;
static struct made_run one_run;
static struct verdict one;

static void set_up(void)
{
	one_row = made_row("variable", "mutex", 2, 0);
	made_run_init(&one_run, &one_row, 1);
	verdict_init(&one);
	verdict_add_cases(&one, &one_run.summary, NULL);
}

static void tear_down(void)
{
	verdict_fini(&one);
	made_run_fini(&one_run);
}

TestSuite(findings, .init = set_up, .fini = tear_down);

Test(findings, sentences_have_no_control_characters)
{
	verdict_add(&one, RULE_crashed, SEVERITY_FAILURE, 0, 3, "a%sb%d", "\033]0;\n\x7f", 7);
	cr_expect_str_eq(one.findings[0].sentence, "a?]0;??b7");
	cr_expect_eq(one.findings[0].in_case, 0);
	cr_expect_eq(one.findings[0].block, 3);
}

Test(findings, a_case_has_the_worst_of_its_findings)
{
	verdict_add(&one, RULE_crashed, SEVERITY_FAILURE, NO_CASE, NO_BLOCK, "of the whole");
	cr_expect_eq(one.cases[0].worst, SEVERITY_NOTE);
	verdict_add(&one, RULE_no_loss, SEVERITY_WARNING, 0, NO_BLOCK, "a warning");
	verdict_add(&one, RULE_faster, SEVERITY_NOTE, 0, NO_BLOCK, "a note");
	cr_expect_eq(one.cases[0].worst, SEVERITY_WARNING);
}

Test(findings, strict_makes_a_failure_of_a_warning_and_not_of_a_note)
{
	one.strict = true;
	verdict_add(&one, RULE_faster, SEVERITY_NOTE, 0, NO_BLOCK, "a note");
	cr_expect(verdict_passed(&one));
	verdict_add(&one, RULE_no_loss, SEVERITY_WARNING, 0, NO_BLOCK, "a warning");
	cr_expect_not(verdict_passed(&one));
	cr_expect_eq(one.findings[1].severity, SEVERITY_FAILURE);
	cr_expect_eq(one.cases[0].worst, SEVERITY_FAILURE);
}

Test(findings, a_thousand_of_a_rule_are_kept_and_all_are_counted)
{
	for (int i = 0; i < 2500; i++)
		verdict_add(&one, RULE_lost_update, SEVERITY_FAILURE, 0, i, "row %d", i);
	verdict_add(&one, RULE_hung, SEVERITY_FAILURE, 0, 0, "another rule");
	cr_assert_eq(one.nr_findings, 1001);
	cr_expect_str_eq(one.findings[999].sentence, "row 999");
	cr_expect_str_eq(one.findings[1000].sentence, "another rule");
	cr_expect_eq(one.nr_of_rule[RULE_lost_update], 2500);
	cr_expect_eq(one.nr_of_severity[SEVERITY_FAILURE], 2501);
}

Test(findings, failures_come_first_and_each_kind_in_its_order)
{
	static const char *const order[] = {"f1", "f2", "w1", "w2", "n1", "n2"};

	verdict_add(&one, RULE_faster, SEVERITY_NOTE, 0, 0, "n1");
	verdict_add(&one, RULE_no_loss, SEVERITY_WARNING, 0, 0, "w1");
	verdict_add(&one, RULE_hung, SEVERITY_FAILURE, 0, 0, "f1");
	verdict_add(&one, RULE_faster, SEVERITY_NOTE, 0, 0, "n2");
	verdict_add(&one, RULE_hung, SEVERITY_FAILURE, 0, 0, "f2");
	verdict_add(&one, RULE_no_loss, SEVERITY_WARNING, 0, 0, "w2");
	verdict_sort(&one);
	for (size_t i = 0; i < LENGTH(order); i++)
		cr_expect_str_eq(one.findings[i].sentence, order[i]);
}

Test(findings, the_line_says_it_all)
{
	char line[256];

	cr_expect_str_eq(verdict_line(&one, line, sizeof line),
			 "PASS: 0 failures, 0 warnings in 1 case (1 trial)");
	verdict_add(&one, RULE_hung, SEVERITY_FAILURE, 0, 0, "f");
	verdict_add(&one, RULE_no_loss, SEVERITY_WARNING, 0, 0, "w");
	verdict_add(&one, RULE_no_loss, SEVERITY_WARNING, 0, 0, "w");
	one.head_name = "new\033[31m";
	one.base_name = "old";
	one.cut_short = "Ctrl-C after 3 of 8 cases";
	cr_expect_str_eq(verdict_line(&one, line, sizeof line),
			 "FAIL: 1 failure, 2 warnings in 1 case (1 trial), new?[31m against old; "
			 "stopped by Ctrl-C after 3 of 8 cases");
	cr_expect_str_eq(verdict_line(&one, line, 8), "FAIL: 1");
}

Test(findings, rules_are_shown_with_hyphens)
{
	cr_expect_str_eq(rule_name(RULE_lost_update), "lost-update");
	cr_expect_str_eq(rule_name(RULE_hung), "hung");
	cr_expect_str_eq(rules_about[RULE_pin_not_kept].name, "pin_not_kept");
}
