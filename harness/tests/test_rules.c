// SPDX-License-Identifier: MIT

// Each rule is broken once, by one doctored row or case, and kept by what only looks alike.

#include "harness/verdict/rules.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "harness/data/summary.h"
#include "harness/tests/made_run.h"
#include "harness/verdict/verdict.h"

enum {
	NR_BLOCKS = 4,
	NOTHING = -1,
};

// What is done to a row; to all four of a case, or to the one of block 3.
typedef void doctor_fn(struct row *row);

struct mishap {
	const char *structure, *sync;
	int64_t count;
	doctor_fn *all, *one;
	int rule; /* or NOTHING */
	enum severity severity;
	int64_t block;
	const char *sentence;
};

static void judge(struct verdict *verdict, struct made_run *run, bool is_base)
{
	static const struct summary nothing;
	bool strict = verdict->strict;

	verdict_init(verdict);
	verdict_add_cases(verdict, is_base ? &nothing : &run->summary,
			  is_base ? &run->summary : NULL);
	verdict->strict = strict;
	rules_apply(verdict, &run->rows, &run->summary, is_base);
}

static void expect_finding(const struct verdict *verdict, const struct mishap *m, size_t i)
{
	const struct finding *finding = verdict->findings;

	cr_assert_eq(verdict->nr_findings, m->rule == NOTHING ? 0 : 1, "%zu: %zu findings: %s", i,
		     verdict->nr_findings, verdict->nr_findings ? finding->sentence : "");
	if (m->rule == NOTHING)
		return;
	cr_expect_str_eq(finding->sentence, m->sentence, "%zu: %s", i, finding->sentence);
	cr_expect_str_eq(rule_name(finding->rule), rule_name(m->rule));
	cr_expect_eq(finding->severity, m->severity, "%zu: %s", i, finding->sentence);
	cr_expect_eq(finding->block, m->block, "%zu", i);
	cr_expect_eq(finding->in_case, 0);
	cr_expect_eq(verdict->cases[0].worst, m->severity);
}

static void expect_each(const struct mishap *mishaps, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		const struct mishap *m = &mishaps[i];
		struct row rows[NR_BLOCKS];
		struct made_run run;
		struct verdict verdict = {0};

		for (int64_t b = 0; b < NR_BLOCKS; b++) {
			rows[b] = made_row(m->structure, m->sync, m->count, b);
			if (m->all)
				m->all(&rows[b]);
			if (m->one && b == 3)
				m->one(&rows[b]);
		}
		made_run_init(&run, rows, NR_BLOCKS);
		judge(&verdict, &run, false);
		expect_finding(&verdict, m, i);
		verdict_fini(&verdict);
		made_run_fini(&run);
	}
}

#define EXPECT_EACH(mishaps) expect_each(mishaps, sizeof(mishaps) / sizeof *(mishaps))

static void lose_one(struct row *row)
{
	row->lost = 1;
	row->observed = row->ops - 1;
}

static void find_two_more(struct row *row)
{
	row->lost = -2;
	row->observed = row->ops + 2;
}

static void leave_out_block(struct row *row)
{
	lose_one(row);
	row->block = COUNT_EMPTY;
}

static void leave_out_ops(struct row *row)
{
	row->lost = 1;
	row->ops = row->observed = COUNT_EMPTY;
}

static void leave_out_loss(struct row *row)
{
	row->lost = row->observed = row->ops = COUNT_EMPTY;
}

static void have_a_class_nobody_knows(struct row *row)
{
	row->class = "magic";
}

static void be_broken(struct row *row)
{
	row->class = "broken";
}

static void have_a_reader(struct row *row)
{
	row->readers = 1;
}

Test(rules, lost_updates)
{
	static const struct mishap mishaps[] = {
	    {"variable", "mutex", 2, NULL, NULL, NOTHING, 0, 0, NULL},
	    {"variable", "mutex", 2, NULL, lose_one, RULE_lost_update, SEVERITY_FAILURE, 3,
	     "variable mutex thread 2 compact, block 3: lost 1 of 1000 updates"},
	    {"variable", "mutex", 2, NULL, find_two_more, RULE_lost_update, SEVERITY_FAILURE, 3,
	     "variable mutex thread 2 compact, block 3: found 2 updates too many of 1000"},
	    {"variable", "mutex", 2, NULL, leave_out_block, RULE_lost_update, SEVERITY_FAILURE,
	     NO_BLOCK, "variable mutex thread 2 compact: lost 1 of 1000 updates"},
	    {"variable", "mutex", 2, NULL, leave_out_ops, RULE_lost_update, SEVERITY_FAILURE, 3,
	     "variable mutex thread 2 compact, block 3: lost 1 updates"},
	    {"variable", "mutex", 2, NULL, leave_out_loss, NOTHING, 0, 0, NULL},
	    {"variable", "mutex", 1, NULL, lose_one, RULE_lost_update, SEVERITY_FAILURE, 3,
	     "variable mutex thread 1 compact, block 3: lost 1 of 1000 updates"},
	    {"variable", "mine", 2, have_a_class_nobody_knows, lose_one, RULE_lost_update,
	     SEVERITY_FAILURE, 3,
	     "variable mine thread 2 compact, block 3: lost 1 of 1000 updates"},
	    {"variable", "none", 2, NULL, lose_one, NOTHING, 0, 0, NULL},
	    {"variable", "torn_lock", 2, be_broken, lose_one, NOTHING, 0, 0, NULL},
	    {"variable", "none", 1, NULL, lose_one, RULE_lost_alone, SEVERITY_FAILURE, 3,
	     "variable none thread 1 compact, block 3: lost 1 of 1000 updates of a single task"},
	    {"variable", "none", 2, have_a_reader, lose_one, RULE_lost_alone, SEVERITY_FAILURE, 3,
	     "variable none thread 2 compact readers=1, block 3: lost 1 of 1000 updates of a "
	     "single task"},
	    {"variable", "none", 3, have_a_reader, lose_one, NOTHING, 0, 0, NULL},
	};

	EXPECT_EACH(mishaps);
}

static void have_no_entry_damaged(struct row *row)
{
	row->entries_lost = row->entries_twice = 0;
}

static void lose_an_entry(struct row *row)
{
	row->entries_lost = 1;
}

static void double_an_entry(struct row *row)
{
	row->entries_twice = 2;
}

static void miscount(struct row *row)
{
	row->observed--;
}

Test(rules, entries_and_sums)
{
	static const struct mishap mishaps[] = {
	    {"hashtable", "mutex", 2, have_no_entry_damaged, NULL, NOTHING, 0, 0, NULL},
	    {"hashtable", "mutex", 2, have_no_entry_damaged, lose_an_entry, RULE_entries_damaged,
	     SEVERITY_FAILURE, 3,
	     "hashtable mutex thread 2 compact uniform 64, block 3: lost 1 entries, has 0 twice"},
	    {"hashtable", "mutex", 2, NULL, double_an_entry, RULE_entries_damaged, SEVERITY_FAILURE,
	     3,
	     "hashtable mutex thread 2 compact uniform 64, block 3: lost 0 entries, has 2 twice"},
	    {"hashtable", "none", 2, lose_one, lose_an_entry, NOTHING, 0, 0, NULL},
	    {"variable", "mutex", 2, NULL, miscount, RULE_wrong_sum, SEVERITY_FAILURE, 3,
	     "variable mutex thread 2 compact, block 3: 1000 done and 999 found make 1 lost, not "
	     "0"},
	};

	EXPECT_EACH(mishaps);
}

static void end_as(struct row *row, const char *outcome, const char *detail)
{
	leave_out_loss(row);
	row->outcome = outcome;
	row->detail = detail;
}

static void crash(struct row *row)
{
	end_as(row, "crashed", "signal 11 (SIGSEGV)");
}

static void hang(struct row *row)
{
	end_as(row, "hung", "killed after 10 s");
}

static void be_refused(struct row *row)
{
	end_as(row, "broken", "fork: Cannot allocate memory");
}

static void be_refused_silently(struct row *row)
{
	end_as(row, "broken", "");
}

static void move_away(struct row *row)
{
	end_as(row, "broken", "oversubscribed; pin failed: task 1 on PU 1: not kept");
}

static void be_skipped(struct row *row)
{
	end_as(row, "skipped", "own needs a slot for each task");
}

Test(rules, bad_ends)
{
	static const struct mishap mishaps[] = {
	    {"variable", "mutex", 2, NULL, crash, RULE_crashed, SEVERITY_FAILURE, 3,
	     "variable mutex thread 2 compact, block 3: crashed: signal 11 (SIGSEGV)"},
	    {"variable", "mutex", 2, NULL, hang, RULE_hung, SEVERITY_FAILURE, 3,
	     "variable mutex thread 2 compact, block 3: hung: killed after 10 s"},
	    {"hashtable", "mutex", 2, NULL, crash, RULE_crashed, SEVERITY_FAILURE, 3,
	     "hashtable mutex thread 2 compact uniform 64, block 3: crashed: signal 11 "
	     "(SIGSEGV)"},
	    {"hashtable", "none", 1, NULL, crash, RULE_crashed, SEVERITY_FAILURE, 3,
	     "hashtable none thread 1 compact uniform 64, block 3: crashed: signal 11 (SIGSEGV)"},
	    {"array", "none", 2, lose_one, crash, RULE_crashed, SEVERITY_FAILURE, 3,
	     "array none thread 2 compact uniform 64, block 3: crashed: signal 11 (SIGSEGV)"},
	    {"hashtable", "none", 2, lose_one, hang, RULE_hung, SEVERITY_NOTE, NO_BLOCK,
	     "hashtable none thread 2 compact uniform 64: of 4 trials 0 crashed and 1 hung, as a "
	     "racing hash table may"},
	    {"hashtable", "none", 2, crash, hang, RULE_crashed, SEVERITY_NOTE, NO_BLOCK,
	     "hashtable none thread 2 compact uniform 64: of 4 trials 3 crashed and 1 hung, as a "
	     "racing hash table may"},
	    {"variable", "mutex", 2, NULL, be_refused, RULE_broken, SEVERITY_FAILURE, 3,
	     "variable mutex thread 2 compact, block 3: the machine would not do it: fork: Cannot "
	     "allocate memory"},
	    {"variable", "mutex", 2, NULL, be_refused_silently, RULE_broken, SEVERITY_FAILURE, 3,
	     "variable mutex thread 2 compact, block 3: the machine would not do it"},
	    {"variable", "mutex", 2, NULL, move_away, RULE_pin_not_kept, SEVERITY_FAILURE, 3,
	     "variable mutex thread 2 compact, block 3: oversubscribed; pin failed: task 1 on PU "
	     "1: not kept"},
	    {"variable", "mutex", 2, NULL, be_skipped, NOTHING, 0, 0, NULL},
	};

	EXPECT_EACH(mishaps);
}

static void keep_apart(struct row *row)
{
	row->pattern = "own";
}

static void keep_a_stride_apart(struct row *row)
{
	row->pattern = "own:64";
}

static void share_a_pu(struct row *row)
{
	row->cpus = "10 10 1"; /* the third task only reads */
	row->readers = row->count == 3 ? 1 : COUNT_EMPTY;
}

static void have_pus_that_begin_alike(struct row *row)
{
	row->cpus = "1 10";
}

static void have_no_overlap(struct row *row)
{
	row->overlap = NAN;
}

Test(rules, nothing_lost_where_something_should_be)
{
	static const struct mishap mishaps[] = {
	    {"variable", "none", 2, NULL, NULL, RULE_no_loss, SEVERITY_WARNING, NO_BLOCK,
	     "variable none thread 2 compact: lost none of 4000 updates in 4 trials, median "
	     "overlap 0.99; did its tasks race at all?"},
	    {"array", "torn_lock", 2, be_broken, leave_out_loss, RULE_no_loss, SEVERITY_WARNING,
	     NO_BLOCK,
	     "array torn_lock thread 2 compact uniform 64: lost none of 3000 updates in 3 trials, "
	     "median overlap 0.99; did its tasks race at all?"},
	    {"variable", "none", 2, have_pus_that_begin_alike, have_no_overlap, RULE_no_loss,
	     SEVERITY_WARNING, NO_BLOCK,
	     "variable none thread 2 compact: lost none of 4000 updates in 4 trials, median "
	     "overlap 0.99; did its tasks race at all?"},
	    {"variable", "none", 2, have_no_overlap, NULL, RULE_no_loss, SEVERITY_WARNING, NO_BLOCK,
	     "variable none thread 2 compact: lost none of 4000 updates in 4 trials; did its "
	     "tasks race at all?"},
	    {"variable", "none", 2, NULL, lose_one, NOTHING, 0, 0, NULL},
	    {"variable", "none", 1, NULL, NULL, NOTHING, 0, 0, NULL},
	    {"variable", "none", 2, have_a_reader, NULL, NOTHING, 0, 0, NULL},
	    {"array", "none", 2, keep_apart, NULL, NOTHING, 0, 0, NULL},
	    {"array", "none", 2, keep_a_stride_apart, NULL, NOTHING, 0, 0, NULL},
	    {"variable", "none", 2, share_a_pu, NULL, NOTHING, 0, 0, NULL},
	    {"variable", "none", 3, share_a_pu, NULL, NOTHING, 0, 0, NULL},
	    {"variable", "none", 2, leave_out_loss, NULL, NOTHING, 0, 0, NULL},
	    {"variable", "none", 2, be_skipped, NULL, NOTHING, 0, 0, NULL},
	};

	EXPECT_EACH(mishaps);
}

static void be_disturbed(struct row *row)
{
	row->detail = "disturbed: overlap 0.5";
}

static void be_disturbed_half_of_the_time(struct row *row)
{
	row->detail = row->block % 2 ? "disturbed: overlap 0.5" : "";
}

static void be_throttled(struct row *row)
{
	row->detail = "disturbed: overlap 0.5; disturbed: throttled";
}

static void be_left_in_peace(struct row *row)
{
	row->detail = "oversubscribed";
}

Test(rules, disturbed_trials)
{
	static const struct mishap mishaps[] = {
	    {"variable", "mutex", 2, be_disturbed, be_left_in_peace, RULE_disturbed,
	     SEVERITY_WARNING, NO_BLOCK,
	     "variable mutex thread 2 compact: 3 of 4 trials were disturbed: something else had "
	     "its PUs"},
	    {"variable", "mutex", 2, be_throttled, be_left_in_peace, RULE_disturbed,
	     SEVERITY_WARNING, NO_BLOCK,
	     "variable mutex thread 2 compact: 3 of 4 trials were disturbed: the CPU quota stopped "
	     "its tasks"},
	    {"variable", "mutex", 2, be_disturbed_half_of_the_time, NULL, NOTHING, 0, 0, NULL},
	};

	EXPECT_EACH(mishaps);
}

// A lost update and an unlucky race on either side.
static void expect_severities(bool strict, bool is_base, enum severity lost, enum severity none)
{
	struct row rows[] = {made_row("variable", "none", 2, 0),
			     made_row("variable", "mutex", 2, 0)};
	struct verdict verdict = {.strict = strict};
	struct made_run run;

	lose_one(&rows[1]);
	made_run_init(&run, rows, 2);
	judge(&verdict, &run, is_base);
	cr_assert_eq(verdict.nr_findings, 2);
	cr_expect_eq(verdict.findings[0].rule, RULE_lost_update);
	cr_expect_eq(verdict.findings[0].severity, lost);
	cr_expect_eq(verdict.findings[0].in_case, 1);
	cr_expect_eq(verdict.findings[1].rule, RULE_no_loss);
	cr_expect_eq(verdict.findings[1].severity, none);
	cr_expect_eq(verdict.findings[1].in_case, 0);
	cr_expect_eq(strncmp(verdict.findings[0].sentence, "base: ", 6) == 0, is_base);
	verdict_fini(&verdict);
	made_run_fini(&run);
}

Test(rules, base_never_fails_head)
{
	expect_severities(false, false, SEVERITY_FAILURE, SEVERITY_WARNING);
	expect_severities(true, false, SEVERITY_FAILURE, SEVERITY_FAILURE);
	expect_severities(false, true, SEVERITY_WARNING, SEVERITY_NOTE);
	expect_severities(true, true, SEVERITY_NOTE, SEVERITY_NOTE);
}

// A duet of two strategies puts its cases together by itself; the findings find theirs all the
// same.
Test(rules, sides_of_different_strategies)
{
	struct row head_rows[] = {made_row("variable", "ticket", 2, 0)};
	struct row base_rows[] = {made_row("variable", "mutex", 2, 0)};
	struct made_run head, base;
	struct verdict verdict;

	lose_one(&base_rows[0]);
	made_run_init(&head, head_rows, 1);
	made_run_init(&base, base_rows, 1);
	verdict_init(&verdict);
	verdict_add_case(&verdict, "variable thread 2 compact", &head.summary.cases[0],
			 &base.summary.cases[0]);
	rules_apply(&verdict, &head.rows, &head.summary, false);
	rules_apply(&verdict, &base.rows, &base.summary, true);
	cr_assert_eq(verdict.nr_findings, 1);
	cr_expect_eq(verdict.findings[0].in_case, 0);
	cr_expect_str_eq(verdict.findings[0].sentence,
			 "base: variable thread 2 compact, block 0: lost 1 of 1000 updates");
	verdict_fini(&verdict);
	made_run_fini(&head);
	made_run_fini(&base);
}
