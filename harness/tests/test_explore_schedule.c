// SPDX-License-Identifier: MIT

// Schedules: what is written can be read, and what a person wrote wrongly is refused with what
// would be right.

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/telling/schedule.h"
#include "harness/explore/telling/subject.h"
#include "harness/tests/exploring.h"
#include "harness/tests/told.h"

TestSuite(explore_schedule, .init = told_enter, .fini = told_leave);

static int read_schedule(struct schedule *schedule, const char *text, struct complaint *c)
{
	FILE *in = fmemopen((char *)(uintptr_t)text, strlen(text), "r");
	int error;

	cr_assert(in);
	error = schedule_read(schedule, in, "it.txt", c);
	fclose(in);
	return error;
}

static void expect_round_trip(const struct told *told)
{
	const struct witness *witness = &told->explored.found.wrong[0].witness;
	struct schedule schedule;
	struct complaint c;
	struct page page;

	schedule_put(page_open(&page), &told->subject, witness);
	fflush(page.out);
	cr_assert_eq(read_schedule(&schedule, page.text, &c), 0, "%s", c.text);
	cr_expect_str_eq(schedule.program, told->subject.name);
	cr_expect_eq(schedule.tasks, told->subject.tasks);
	cr_expect_eq(schedule.ops, told->subject.ops);
	cr_expect_eq(schedule.model, told->subject.model);
	cr_assert_eq(schedule.nr, witness->nr);
	for (size_t i = 0; i < witness->nr; i++) {
		cr_expect_eq(schedule.step[i].task, witness->event[i].task);
		cr_expect_eq(schedule.step[i].flush, witness->event[i].flush);
		cr_expect_eq(schedule.step[i].from,
			     witness->event[i].stale ? witness->event[i].from : FROM_LAST);
	}
	schedule_fini(&schedule);
	fclose(page.out);
	free(page.text);
}

Test(explore_schedule, a_schedule_that_is_written_can_be_read)
{
	struct told told;

	for (int model = 0; model < NR_MODELS; model++) {
		told_open(&told, "none", 3, 3, (enum model)model);
		expect_round_trip(&told);
		told_close(&told);
	}
	told_open_text(&told, told_buffered, MODEL_TSO);
	expect_round_trip(&told);
	told_close(&told);
	told_open_text(&told, told_buffered, MODEL_RC11);
	expect_round_trip(&told);
	told_close(&told);
}

// Of a student's file the exercise is named, whatever the file's name looks like.
Test(explore_schedule, a_schedule_of_a_file_that_was_handed_in)
{
	static const char odd[] =
	    "racelab schedule 1\n"
	    "program my exercise ops 3/lock.c tasks 2 ops 1 exercise lock model "
	    "tso\n0 ~0\n";
	struct schedule schedule;
	struct complaint c;
	struct told told;
	struct page page;

	cr_assert_eq(read_schedule(&schedule, odd, &c), 0, "%s", c.text);
	cr_expect_str_eq(schedule.program, "my exercise ops 3/lock.c");
	cr_expect_str_eq(schedule.exercise, "lock");
	cr_expect_eq(schedule.ops, 1);
	schedule_fini(&schedule);
	told_open(&told, "none", 2, 2, MODEL_SC);
	told.subject.exercise = "lock";
	schedule_put(page_open(&page), &told.subject, &told.explored.found.wrong[0].witness);
	fflush(page.out);
	cr_expect(strstr(page.text, "\nprogram none tasks 2 ops 2 exercise lock model sc\n"), "%s",
		  page.text);
	fclose(page.out);
	free(page.text);
	told_close(&told);
}

Test(explore_schedule, a_schedule_is_short_and_its_lines_are)
{
	struct told told;
	struct page page;

	told_open_text(&told, told_buffered, MODEL_TSO);
	schedule_put(page_open(&page), &told.subject, &told.explored.found.wrong[0].witness);
	page_expect(&page, "racelab schedule 1\n"
			   "program it.c tasks 2 model tso\n"
			   "0 0 1 ~1 1 ~0 1 0\n");
	schedule_put_steps(page_open(&page), &told.explored.found.wrong[0].witness, 6);
	page_expect(&page, "0 0 1\n~1 1\n~0 1 0");
	told_close(&told);
}

#define HEAD "racelab schedule 1\nprogram it tasks 2 ops 2 model sc\n"
#define TSO  "racelab schedule 1\nprogram it tasks 2 model tso\n"
#define RC11 "racelab schedule 1\nprogram it tasks 2 model rc11\n"

Test(explore_schedule, an_edited_schedule_is_read)
{
	struct schedule schedule;
	struct complaint c;

	cr_assert_eq(read_schedule(&schedule,
				   "racelab schedule 1\r\nprogram my file.c tasks 2 model tso\r\n"
				   "# who goes first\n\n 0\t1 # then the other\n~1",
				   &c),
		     0, "%s", c.text);
	cr_expect_str_eq(schedule.program, "my file.c");
	cr_expect_eq(schedule.ops, 0u);
	cr_assert_eq(schedule.nr, 3u);
	cr_expect(schedule.step[2].flush);
	schedule_fini(&schedule);
	cr_assert_eq(read_schedule(&schedule, RC11 "0 1<1 1<0", &c), 0, "%s", c.text);
	cr_expect_eq(schedule.step[0].from, FROM_LAST);
	cr_expect_eq(schedule.step[1].from, 0);
	cr_expect_eq(schedule.step[2].from, -1);
	schedule_fini(&schedule);
}

Test(explore_schedule, a_schedule_that_is_none_is_refused_with_what_would_be_right)
{
	static const struct {
		const char *text, *complaint;
	} refused[] = {
	    {"", "it.txt:1: no schedule: its first line is 'racelab schedule 1'"},
	    {"racelab schedule 2\n",
	     "it.txt:1: no schedule: its first line is 'racelab schedule 1'"},
	    {"racelab schedule 1\n", "it.txt:2: no program: a line like 'program ticket tasks 2 "
				     "ops 2 model sc' is due here"},
	    {"racelab schedule 1\nprogram it\n0 1", "it.txt:2: no program: a line like 'program "
						    "ticket tasks 2 ops 2 model sc' is due here"},
	    {"racelab schedule 1\nprogram tasks 2 model sc\n0 1",
	     "it.txt:2: no program: a line like 'program ticket tasks 2 ops 2 model sc' is due "
	     "here"},
	    {"racelab schedule 1\nprogram \033[2J tasks 2 model sc\n0 1",
	     "it.txt:2: no program: a line like 'program ticket tasks 2 ops 2 model sc' is due "
	     "here"},
	    {"racelab schedule 1\nticket tasks 2 model sc\n0 1",
	     "it.txt:2: no program: a line like 'program ticket tasks 2 ops 2 model sc' is due "
	     "here"},
	    {"racelab schedule 1\nprogram it tasks 2 model sx\n0 1",
	     "it.txt:2: model sx: did you mean sc?"},
	    {"racelab schedule 1\nprogram it tasks 2 model arm\n0 1",
	     "it.txt:2: model arm: there are sc, tso and rc11"},
	    {"racelab schedule 1\nprogram it tasks 9 model sc\n0 1",
	     "it.txt:2: tasks 9: a number from 1 to 8"},
	    {"racelab schedule 1\nprogram it tasks 0 model sc\n0 1",
	     "it.txt:2: tasks 0: a number from 1 to 8"},
	    {"racelab schedule 1\nprogram it tasks -1 model sc\n0 1",
	     "it.txt:2: tasks -1: a number from 1 to 8"},
	    {"racelab schedule 1\nprogram it tasks 2 ops 99999999999999999999 model sc\n0 1",
	     "it.txt:2: ops 99999999999999999999: a number from 1 to 1048576"},
	    {HEAD, "it.txt:3: no steps: 0 is one of task 0, 1 one of task 1"},
	    {HEAD "# 0 1\n", "it.txt:4: no steps: 0 is one of task 0, 1 one of task 1"},
	    {HEAD "0 1\n0 2 1", "it.txt:4: '2': there is no task 2, they are 0 to 1"},
	    {HEAD "0 one", "it.txt:3: 'one' is no step under sc: 0 is one of task 0"},
	    {HEAD "0 \033[2J", "it.txt:3: '?[2J' is no step under sc: 0 is one of task 0"},
	    {HEAD "0 99999999999999999999",
	     "it.txt:3: '99999999999999999999' is no step under sc: 0 is one of task 0"},
	    {HEAD "0 0000000000000000000000000000000000000000000000000000",
	     "it.txt:3: '0000000000000000000000000000000' is no step under sc: 0 is one of task 0"},
	    {HEAD "0 ~1", "it.txt:3: '~1' is no step under sc: 0 is one of task 0"},
	    {HEAD "0 1<1", "it.txt:3: '1<1' is no step under sc: 0 is one of task 0"},
	    {TSO "0 ~ 1", "it.txt:3: '~' is no step under tso: 0 is one of task 0, ~0 for a write "
			  "of its buffer"},
	    {TSO "0 ~1<1", "it.txt:3: '~1<1' is no step under tso: 0 is one of task 0, ~0 for a "
			   "write of its buffer"},
	    {RC11 "0 1<2",
	     "it.txt:3: '1<2' is step 2, and reads of step 2, which is not before it"},
	    {RC11 "0 1<", "it.txt:3: '1<' is no step under rc11: 0 is one of task 0, 0<3 for one "
			  "that reads of step 3"},
	    {RC11 "0 <1", "it.txt:3: '<1' is no step under rc11: 0 is one of task 0, 0<3 for one "
			  "that reads of step 3"},
	    {RC11 "0 ~0", "it.txt:3: '~0' is no step under rc11: 0 is one of task 0, 0<3 for one "
			  "that reads of step 3"},
	};

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct schedule schedule;
		struct complaint c;

		cr_expect_eq(
		    read_schedule(&schedule, *refused[i].text ? refused[i].text : "\n", &c), -1,
		    "%s", refused[i].text);
		cr_expect_eq(c.kind, COMPLAINT_USER);
		cr_expect_str_eq(c.text, refused[i].complaint, "%s", c.text);
	}
}
