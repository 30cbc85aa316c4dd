// SPDX-License-Identifier: MIT

// What is told of an exploration, word by word: counts, verdicts, outcomes.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "harness/explore/found.h"
#include "harness/explore/replay/measure.h"
#include "harness/explore/telling/count.h"
#include "harness/explore/telling/outcomes.h"
#include "harness/explore/telling/sentence.h"
#include "harness/tests/exploring.h"
#include "harness/tests/told.h"

TestSuite(telling, .init = told_enter, .fini = told_leave);

Test(telling, counts_are_told_in_full)
{
	static const struct {
		big_count count;
		const char *plain, *grouped;
	} counts[] = {
	    {0, "0", "0"},
	    {999, "999", "999"},
	    {1000, "1000", "1,000"},
	    {17153136, "17153136", "17,153,136"},
	    {~(big_count)0, "340282366920938463463374607431768211455",
	     "340,282,366,920,938,463,463,374,607,431,768,211,455"},
	};
	char text[COUNT_TEXT];

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		cr_expect_str_eq(count_plain(counts[i].count, text), counts[i].plain);
		cr_expect_str_eq(count_grouped(counts[i].count, text), counts[i].grouped);
	}
}

// --- Sentences ----------------------------------------------------------------------------------

static void expect_sentence(const struct told *told, const char *expected)
{
	struct page page;

	sentence_print(page_open(&page), &told->subject, &told->explored.found);
	page_expect(&page, expected);
}

static void expect_text_sentence(const char *text, enum model model, const char *expected)
{
	struct told told;

	told_open_text(&told, text, model);
	expect_sentence(&told, expected);
	told_close(&told);
}

Test(telling, a_verdict_says_its_bounds)
{
	struct told told;

	told_open(&told, "ticket", 3, 1, MODEL_RC11);
	expect_sentence(&told, "ticket: proved under rc11 for 3 tasks x 1 increment: mutual "
			       "exclusion, no lost update, no hang, no data race; 6 executions.\n");
	told_close(&told);
	told_open(&told, "none", 2, 2, MODEL_SC);
	expect_sentence(&told, "none: violated under sc with 2 tasks x 2 increments: a lost update "
			       "(the counter ends with 2, not 4).\n");
	told_close(&told);
	expect_text_sentence(told_buffered, MODEL_SC,
			     "it.c: proved under sc for 2 tasks: no hang, no data race, no failed "
			     "assertion, no crash; 3 executions, 10 interleavings.\n");
	expect_text_sentence(told_racy, MODEL_SC,
			     "it.c: violated under sc with 2 tasks: a lost update (the outcome is "
			     "1, not 2).\n");
}

// Mutual exclusion under rc11 is that plain accesses inside do not race; where all are atomic it
// is not claimed.
Test(telling, no_more_is_claimed_than_was_looked_for)
{
	struct told told;

	told_open(&told, "peterson", 2, 1, MODEL_SC);
	cr_expect_not(explored_has(&told.explored, WRONG_INSIDE));
	expect_sentence(&told, "peterson: proved under sc for 2 tasks x 1 increment: mutual "
			       "exclusion, no lost update, no hang, no data race; 4 executions.\n");
	told_close(&told);
}

Test(telling, a_sentence_says_what_went_wrong_and_where)
{
	expect_text_sentence(told_buffered, MODEL_TSO,
			     "it.c: violated under tso with 2 tasks: a failed assertion "
			     "(!others) at it.c:11.\n");
	expect_text_sentence(told_waiting, MODEL_SC,
			     "it.c: violated under sc with 2 tasks: a hang.\n");
	expect_text_sentence(told_racing, MODEL_SC,
			     "it.c: violated under sc with 2 tasks: a data race on x at it.c:7 and "
			     "at it.c:6.\n");
	expect_text_sentence(told_crashing, MODEL_SC,
			     "it.c: violated under sc with 1 task: a crash (abort()) at it.c:6.\n");
}

Test(telling, what_is_not_complete_is_never_proved)
{
	struct told told;

	told_open(&told, "none", 2, 2, MODEL_SC);
	told.explored.found.complete = false;
	told.explored.found.why_not = "its time was up";
	told.explored.found.states = 123456;
	expect_sentence(&told, "none: violated under sc with 2 tasks x 2 increments: a lost update "
			       "(the counter ends with 2, not 4); its time was up after 123,456 "
			       "states, so there may be more.\n");
	told_forget_witness(&told);
	told.explored.found.nr_wrongs = 0;
	expect_sentence(&told, "none: incomplete under sc for 2 tasks x 2 increments: its time was "
			       "up after 123,456 states; nothing wrong was found so far.\n");
	told_close(&told);
}

// --- Outcomes -----------------------------------------------------------------------------------

static void expect_outcomes(const struct told *told, const struct measured *measured,
			    const char *expected)
{
	struct page page;
	FILE *out = page_open(&page);

	cr_expect_eq(outcomes_print(out, &told->subject, &told->explored.found, measured), 0);
	page_expect(&page, expected);
}

Test(telling, outcomes_are_counted_measured_and_judged)
{
	static const struct measured measured = {
	    .times = 1000008, .seen = {{2, 1000000}, {3, 5}, {7, 3}}, .nr_seen = 3};
	struct told told;

	told_open(&told, "none", 2, 2, MODEL_SC);
	expect_outcomes(&told, NULL,
			"counter executions interleavings  share\n"
			"      2         12            32 45.7 %\n"
			"      3         16            32 45.7 %\n"
			"      4          6             6 8.57 %\n"
			"Neither count is a probability on hardware.\n");
	expect_outcomes(&told, &measured,
			"counter executions interleavings  share  measured    share sc\n"
			"      2         12            32 45.7 % 1,000,000    100 % allowed\n"
			"      3         16            32 45.7 %         5 <0.001 % allowed\n"
			"      4          6             6 8.57 %         0      0 % allowed\n"
			"      7                                         3 <0.001 % not under sc\n"
			"Neither count is a probability on hardware.\n");
	told_close(&told);
}

Test(telling, what_a_machine_may_not_do_is_said_loudly)
{
	static const struct measured measured = {.times = 2, .seen = {{7, 2}}, .nr_seen = 1};
	struct told told;

	told_open(&told, "fetch_add", 2, 1, MODEL_RC11);
	expect_outcomes(&told, &measured,
			"counter executions measured share rc11\n"
			"      2          2        0   0 % allowed\n"
			"      7                   2 100 % FORBIDDEN\n"
			"A count is no probability on hardware.\n");
	told_close(&told);
}

Test(telling, what_was_not_counted_is_not_nought)
{
	static const struct measured measured = {.times = 3, .seen = {{7, 3}}, .nr_seen = 1};
	struct found *found;
	struct told told;

	told_open(&told, "none", 2, 2, MODEL_SC);
	found = &told.explored.found;
	found->complete = found->executions_complete = found->counts_interleavings = false;
	found->outcome[2].executions = 0;
	expect_outcomes(&told, &measured,
			"counter executions so far measured share sc\n"
			"      2                12        0   0 % allowed\n"
			"      3                16        0   0 % allowed\n"
			"      4                          0   0 % allowed\n"
			"      7                          3 100 % not found so far\n"
			"A count is no probability on hardware.\n");
	found->counts_executions = false;
	expect_outcomes(&told, NULL,
			"counter\n"
			"      2\n"
			"      3\n"
			"      4\n");
	told_close(&told);
}
