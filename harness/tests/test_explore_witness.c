// SPDX-License-Identifier: MIT

// A witness as people see it: the table, what is said of it, the drawing.

#include <criterion/criterion.h>
#include <errno.h>
#include <pty.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/dot.h"
#include "harness/explore/telling/folding.h"
#include "harness/explore/telling/lines.h"
#include "harness/explore/telling/witness.h"
#include "harness/explore/weaken.h"
#include "harness/tests/exploring.h"
#include "harness/tests/told.h"

TestSuite(witness, .init = told_enter, .fini = told_leave);

static void expect_witness(const char *text, enum model model, const char *expected)
{
	struct told told;
	struct page page;
	FILE *out = page_open(&page);

	told_open_text(&told, text, model);
	cr_assert_eq(told.explored.found.nr_wrongs, 1u);
	cr_expect_eq(witness_print(out, &told.subject, &told.explored.found.wrong[0]), 0);
	page_expect(&page, expected);
	told_close(&told);
}

Test(witness, a_lost_update_is_seen_in_the_table)
{
	expect_witness(told_racy, MODEL_SC,
		       " step task 0        task 1        n it.c\n"
		       "start                             0\n"
		       "    1 load n -> 0 *               0 11: unsigned long old = "
		       "atomic_load_explicit(&n, memory_order_relaxed);\n"
		       "    2               load n -> 0   0 11: unsigned long old = "
		       "atomic_load_explicit(&n, memory_order_relaxed);\n"
		       "    3               store n = 1 ! 1 13: atomic_store_explicit(&n, old + 1, "
		       "memory_order_relaxed);\n"
		       "    4 store n = 1                 1 13: atomic_store_explicit(&n, old + 1, "
		       "memory_order_relaxed);\n"
		       "* a value that is out of date when it is used\n"
		       "! a write that is overwritten by one who has not seen it\n"
		       "task 0 stored 1, from a value that it read before task 1 stored 1: that "
		       "update is lost.\n");
}

Test(witness, store_buffers_are_seen_in_the_table)
{
	expect_witness(
	    told_buffered, MODEL_TSO,
	    " step task 0                  task 1                  x y missed buffer 0 buffer 1 "
	    "it.c\n"
	    "start                                                 0 0      0\n"
	    "    1 store.rel x = 1                                 0 0      0 [x=1]             7: "
	    "atomic_store_explicit(task ? &y : &x, 1, memory_order_release);\n"
	    "    2 load.acq y -> 0 *                               0 0      0 [x=1]             8: "
	    "if (atomic_load_explicit(task ? &x : &y, memory_order_acquire))\n"
	    "    3                         store.rel y = 1         0 0      0 [x=1]    [y=1]    7: "
	    "atomic_store_explicit(task ? &y : &x, 1, memory_order_release);\n"
	    "    4                         buffer -> y = 1         0 1      0 [x=1]\n"
	    "    5                         load.acq x -> 0 *       0 1      0 [x=1]             8: "
	    "if (atomic_load_explicit(task ? &x : &y, memory_order_acquire))\n"
	    "    6 buffer -> x = 1                                 1 1      0\n"
	    "    7                         fetch_add missed 0 -> 1 1 1      1                   "
	    "10: int others = atomic_fetch_add_explicit(&missed, 1, memory_order_relaxed);\n"
	    "    8 fetch_add missed 1 -> 2                         1 1      2                   "
	    "10: int others = atomic_fetch_add_explicit(&missed, 1, memory_order_relaxed);\n"
	    " next assertion fails                                                              "
	    "11: assert(!others);\n"
	    "* a value that is out of date when it is used\n"
	    "task 0: a failed assertion (!others) at it.c:11.\n"
	    "step 2 reads 0 from y, ahead of step 1: its x = 1 reaches memory only with step 6.\n"
	    "step 5 reads 0 from x, though step 1 wrote 1: that is still in task 0's store "
	    "buffer.\n");
}

Test(witness, a_witness_of_rc11_says_what_is_not_in_the_order_of_the_steps)
{
	expect_witness(told_buffered, MODEL_RC11,
		       " step task 0                  task 1                  x y missed it.c\n"
		       "start                                                 0 0      0\n"
		       "    1 store.rel x = 1                                 1 0      0 7: "
		       "atomic_store_explicit(task ? &y : &x, 1, memory_order_release);\n"
		       "    2 load.acq y -> 0                                 1 0      0 8: if "
		       "(atomic_load_explicit(task ? &x : &y, memory_order_acquire))\n"
		       "    3 fetch_add missed 0 -> 1                         1 0      1 10: int "
		       "others = atomic_fetch_add_explicit(&missed, 1, memory_order_relaxed);\n"
		       "    4                         store.rel y = 1         1 1      1 7: "
		       "atomic_store_explicit(task ? &y : &x, 1, memory_order_release);\n"
		       "    5                         load.acq x -> 0 *       1 1      1 8: if "
		       "(atomic_load_explicit(task ? &x : &y, memory_order_acquire))\n"
		       "    6                         fetch_add missed 1 -> 2 1 1      2 10: int "
		       "others = atomic_fetch_add_explicit(&missed, 1, memory_order_relaxed);\n"
		       " next                         assertion fails                    11: "
		       "assert(!others);\n"
		       "* a value that is out of date when it is used\n"
		       "The steps are in one order of many, each behind what it read; what a step "
		       "reads need not be the last write above it.\n"
		       "task 1: a failed assertion (!others) at it.c:11.\n"
		       "step 5 reads 0 from x, though step 1 wrote 1.\n");
}

Test(witness, a_hang_says_what_it_waits_for)
{
	expect_witness(
	    told_waiting, MODEL_SC,
	    " step task 0            task 1       flag it.c\n"
	    "start                                   0\n"
	    "    1 store.sc flag = 1                 1 7: flag = 1;\n"
	    " next                   load.sc flag      8: while (task && !(flag && other))\n"
	    "task 1 waits for ever at it.c:8 for flag to change from 1, or other to change from "
	    "0.\n");
}

Test(witness, a_race_says_both_accesses)
{
	expect_witness(told_racing, MODEL_SC,
		       "step task 0 task 1      it.c\n"
		       "next load x             7: else if (x)\n"
		       "next        store x = 1 6: x = 1;\n"
		       "tasks 0 and 1 race: a plain load of x at it.c:7 and a plain store of x at "
		       "it.c:6, with nothing that orders them.\n");
	expect_witness(told_racing, MODEL_RC11,
		       " step task 0        task 1        x it.c\n"
		       "start                             0\n"
		       "    1 load x -> 0 #               0 7: else if (x)\n"
		       "    2               store x = 1 # 1 6: x = 1;\n"
		       "# an access that races\n"
		       "The steps are in one order of many, each behind what it read; what a step "
		       "reads need not be the last write above it.\n"
		       "tasks 0 and 1 race: a plain load of x at it.c:7 and a plain store of x at "
		       "it.c:6, with nothing that orders them.\n");
}

Test(witness, a_crash_says_whose_it_is)
{
	expect_witness(told_crashing, MODEL_SC,
		       "step task 0 it.c\n"
		       "next crash  6: abort();\n"
		       "task 0: a crash (abort()) at it.c:6.\n");
}

// An MCS lock whose link is relaxed: in the order of writes, "you are next" comes before "I wait".
Test(witness, an_order_of_writes_is_told_where_it_decides)
{
	struct told told;
	struct page page;

	told_open(&told, "mcs", 2, 1, MODEL_RC11);
	explored_run(&told.explored, MODEL_RC11, "mcs.c:59=relaxed");
	cr_assert_eq(told.explored.found.nr_wrongs, 1u);
	witness_print(page_open(&page), &told.subject, &told.explored.found.wrong[0]);
	page_expect_part(&page, "store holder[0].next = &holder[1] ");
	witness_print(page_open(&page), &told.subject, &told.explored.found.wrong[0]);
	page_expect_part(&page, "task 1 waits for ever at benches/sync/mcs.c:61 for "
				"holder[1].waiting to change from 1.\n"
				"step 11 stored 0 in holder[1].waiting, but before step 7 stored 1 "
				"there: that is the order of the writes.\n");
	told_close(&told);
}

// Two are inside under tso, because one was ahead of its own stores.
Test(witness, mutual_exclusion_says_who_is_inside)
{
	struct told told;
	struct page page;

	told_open(&told, "peterson_unfenced", 2, 1, MODEL_TSO);
	cr_assert_eq(told.explored.found.wrong[0].kind, WRONG_INSIDE);
	witness_print(page_open(&page), &told.subject, &told.explored.found.wrong[0]);
	page_expect_part(&page, "tasks 0 and 1 are inside at the same time, both at "
				"harness/explore/runtime/around_counter.h:");
	told_close(&told);
}

Test(witness, a_witness_without_steps_or_lines_is_still_told)
{
	struct wrong *wrong;
	struct told told;
	struct page page;

	told_open_text(&told, told_racy, MODEL_SC);
	wrong = &told.explored.found.wrong[0];
	lines_fini(&told.explored.bench.lines);
	witness_print(page_open(&page), &told.subject, wrong);
	page_expect_part(&page, " step task 0        task 1        n\n");
	told_forget_witness(&told);
	witness_print(page_open(&page), &told.subject, wrong);
	page_expect(&page, "a lost update (the outcome is 1, not 2).\n");
	told_close(&told);
}

// --- On a terminal ------------------------------------------------------------------------------

// What a terminal of that width is given.
static void show_on_terminal(const struct told *told, unsigned short columns, char *text,
			     size_t size)
{
	struct winsize window = {.ws_row = 25, .ws_col = columns};
	size_t length = 0;
	int master, slave;
	ssize_t got;
	FILE *out;

	cr_assert_eq(openpty(&master, &slave, NULL, NULL, &window), 0);
	out = fdopen(slave, "w");
	cr_assert(out);
	witness_print(out, &told->subject, &told->explored.found.wrong[0]);
	fclose(out);
	while (length < size - 1 && (got = read(master, text + length, size - 1 - length)) > 0)
		length += (size_t)got;
	text[length] = '\0';
	close(master);
}

Test(witness, a_terminal_gets_colours_and_no_longer_lines)
{
	char text[8192], *rest = text, *line;
	struct told told;

	told_open_text(&told, told_racy, MODEL_SC);
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	show_on_terminal(&told, 60, text, sizeof text);
	cr_expect(strstr(text, "\033[31mstore n = 1 !"), "%s", text);
	setenv("NO_COLOR", "1", 1);
	show_on_terminal(&told, 60, text, sizeof text);
	cr_expect_not(strchr(text, '\033'), "%s", text);
	while ((line = strsep(&rest, "\r\n")))
		cr_expect_leq(strlen(line), 60u, "%s", line);
	told_close(&told);
}

// --- Folding ------------------------------------------------------------------------------------

// So many turns of two reads between a write and a write.
static size_t make_waiting(struct event *event, size_t turns)
{
	size_t nr = 0;

	event[nr++] = (struct event){.task = 1, .node = 9, .wrote = true};
	for (size_t i = 0; i < turns; i++) {
		event[nr++] = (struct event){.node = 1, .read = 1};
		event[nr++] = (struct event){.node = 2, .read = 5};
	}
	event[nr++] = (struct event){.task = 1, .node = 10, .wrote = true};
	return nr;
}

Test(witness, turns_of_a_wait_are_folded_where_there_are_many)
{
	struct event event[128];
	struct witness witness = {.event = event};

	witness.nr = make_waiting(event, 40);
	cr_expect_eq(folding_at(&witness, 0), 0u);
	cr_expect_eq(folding_at(&witness, 1), 0u);
	cr_expect_eq(folding_at(&witness, 2), 0u);
	cr_expect_eq(folding_at(&witness, 3), 78u);
	cr_expect_eq(folding_at(&witness, 81), 0u);
	event[40].read = 6;
	cr_expect_eq(folding_at(&witness, 3), 36u);
	witness.nr = make_waiting(event, 10);
	cr_expect_eq(folding_at(&witness, 3), 0u, "a short one is shown as it is");
}

// --- Drawings -----------------------------------------------------------------------------------

Test(witness, an_execution_is_drawn_with_the_cycle_that_sc_would_forbid)
{
	struct told told;
	struct page page;
	FILE *out = page_open(&page);

	told_open_text(&told, told_buffered, MODEL_RC11);
	cr_expect_eq(dot_print(out, &told.subject, &told.explored.found.wrong[0]), 0);
	page_expect(
	    &page,
	    "digraph \"it.c\" {\n"
	    "\tlabel=\"assertion under rc11\";\n"
	    "\tnode [shape=box, fontname=monospace];\n"
	    "\tedge [fontsize=10];\n"
	    "\ts0 [shape=plaintext, label=\"x=0, y=0, missed=0\"];\n"
	    "\tsubgraph cluster_0 {\n"
	    "\t\tlabel=\"task 0\";\n"
	    "\t\ts1 [label=\"1: W.rel x=1\", tooltip=\"it.c:7: atomic_store_explicit(task ? &y : "
	    "&x, 1, memory_order_release);\"];\n"
	    "\t\ts2 [label=\"2: R.acq y=0\", tooltip=\"it.c:8: if (atomic_load_explicit(task ? &x "
	    ": &y, memory_order_acquire))\"];\n"
	    "\t\ts3 [label=\"3: U missed=0/1\", tooltip=\"it.c:10: int others = "
	    "atomic_fetch_add_explicit(&missed, 1, memory_order_relaxed);\"];\n"
	    "\t}\n"
	    "\tsubgraph cluster_1 {\n"
	    "\t\tlabel=\"task 1\";\n"
	    "\t\ts4 [label=\"4: W.rel y=1\", tooltip=\"it.c:7: atomic_store_explicit(task ? &y : "
	    "&x, 1, memory_order_release);\"];\n"
	    "\t\ts5 [label=\"5: R.acq x=0\", tooltip=\"it.c:8: if (atomic_load_explicit(task ? &x "
	    ": &y, memory_order_acquire))\", color=red];\n"
	    "\t\ts6 [label=\"6: U missed=1/2\", tooltip=\"it.c:10: int others = "
	    "atomic_fetch_add_explicit(&missed, 1, memory_order_relaxed);\"];\n"
	    "\t}\n"
	    "\ts1 -> s2;\n"
	    "\ts2 -> s3;\n"
	    "\ts4 -> s5;\n"
	    "\ts5 -> s6;\n"
	    "\ts0 -> s2 [label=rf, color=darkgreen, fontcolor=darkgreen, constraint=false];\n"
	    "\ts0 -> s3 [label=rf, color=darkgreen, fontcolor=darkgreen, constraint=false];\n"
	    "\ts0 -> s5 [label=rf, color=darkgreen, fontcolor=darkgreen, constraint=false];\n"
	    "\ts3 -> s6 [label=rf, color=darkgreen, fontcolor=darkgreen, constraint=false];\n"
	    "\ts2 -> s4 [label=fr, color=red, fontcolor=red, style=dashed, constraint=false];\n"
	    "\ts5 -> s1 [label=fr, color=red, fontcolor=red, style=dashed, constraint=false];\n"
	    "}\n");
	told_close(&told);
}

Test(witness, nothing_is_drawn_without_a_witness)
{
	struct told told;
	struct page page;
	FILE *out = page_open(&page);

	told_open_text(&told, told_racy, MODEL_SC);
	told_forget_witness(&told);
	cr_expect_eq(dot_print(out, &told.subject, &told.explored.found.wrong[0]), ENOMEM);
	page_expect(&page, "");
	told_close(&told);
}
