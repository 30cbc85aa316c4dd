// SPDX-License-Identifier: MIT

// The messages between a duet and its servers: there and back without a loss, and whatever the
// other side may send instead of one.

#include "harness/duet/protocol.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <hwloc.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "harness/complaint.h"
#include "harness/data/column.h"
#include "harness/data/row.h"
#include "harness/data/words.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/tests/trials.h"
#include "harness/trial/record.h"
#include "harness/version.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

TestSuite(protocol, .init = trials_load, .fini = trials_unload, .timeout = 60);

// What the other side makes of a message, written and read as it goes over the pipe.
static json_t *send(json_t *message)
{
	static char line[1 << 16];
	struct complaint c;
	int ends[2];
	ssize_t length;

	cr_assert_eq(pipe(ends), 0);
	cr_assert_eq(message_write(ends[1], message), 0);
	length = read(ends[0], line, sizeof line - 1);
	cr_assert_gt(length, 0);
	line[length] = '\0';
	cr_assert_eq(strcspn(line, "\n"), (size_t)length - 1, "not one line: %s", line);
	close(ends[0]);
	close(ends[1]);
	message = message_read(line, &c);
	cr_assert(message, "%s", c.text);
	return message;
}

static json_t *parse(const char *text)
{
	struct complaint c;
	json_t *message = message_read(text, &c);

	cr_assert(message, "%s", c.text);
	return message;
}

Test(protocol, says_hello)
{
	json_t *hello = send(message_hello());
	struct complaint c;

	cr_expect_str_eq(json_string_value(json_object_get(hello, "racelab")), RACELAB_VERSION);
	cr_expect(json_is_object(json_object_get(hello, "build")));
	cr_expect_eq(message_protocol(hello, &c), PROTOCOL_NEWEST);
	json_decref(hello);
}

Test(protocol, chooses_the_newest_that_both_speak)
{
	static const struct {
		const char *hello;
		int protocol;	 /* 0: none */
		const char *why; /* what the complaint has */
	} cases[] = {
	    {"{'racelab': '0.1.0', 'protocol': 1, 'oldest': 1}", 1, ""},
	    {"{'racelab': '0.1.0', 'protocol': 1}", 1, ""},
	    {"{'racelab': '9.0.0', 'protocol': 9, 'oldest': 1, 'news': [1]}", PROTOCOL_NEWEST, ""},
	    {"{'racelab': '9.0.0', 'protocol': 9, 'oldest': 7}", 0,
	     "racelab 9.0.0 speaks protocol 7 to 9, this one (" RACELAB_VERSION ") 1 to 1; "
	     "build both from nearer revisions"},
	    {"{'racelab': '9.0.0', 'protocol': 9}", 0, "speaks protocol 9 to 9"},
	    {"{'racelab': '0.0.1', 'protocol': 0}", 0, "does not say which protocol"},
	    {"{'racelab': '0.0.1', 'protocol': -3, 'oldest': -9}", 0,
	     "does not say which protocol"},
	    {"{'racelab': '0.1.0'}", 0, "does not say which protocol"},
	    {"{'racelab': '0.1.0', 'protocol': '1'}", 0, "does not say which protocol"},
	    {"{'racelab': '0.1.0', 'protocol': 1.5}", 0, "does not say which protocol"},
	    {"{'racelab': 1, 'protocol': 1}", 0, "does not say which protocol"},
	    {"{'protocol': 1}", 0, "does not say which protocol"},
	    {"{'racelab': {'protocol': 1}}", 0, "does not say which protocol"},
	    {"{'racelab': 'x', 'protocol': 9223372036854775807, 'oldest': 9223372036854775807}", 0,
	     "speaks protocol 9223372036854775807 to"},
	    {"{}", 0, "does not say which protocol"},
	};

	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct complaint c = {.text = ""};
		char *text = strdup(cases[i].hello);
		json_t *hello;

		for (char *p = text; *p; p++)
			if (*p == '\'')
				*p = '"';
		hello = parse(text);
		cr_expect_eq(message_protocol(hello, &c), cases[i].protocol, "%s", text);
		cr_expect(strstr(c.text, cases[i].why), "%s: %s", text, c.text);
		json_decref(hello);
		free(text);
	}
}

Test(protocol, refuses_lines_that_are_no_messages)
{
	static const char *const lines[] = {"",
					    " ",
					    "hello",
					    "[]",
					    "1",
					    "\"text\"",
					    "null",
					    "{",
					    "{\"a\": 1} x",
					    "{\"a\": 1e999}",
					    "{\"a\": \"\xff\"}",
					    "{\"a\": 99999999999999999999}",
					    "\x1b[31m{}"};

	for (size_t i = 0; i < LENGTH(lines); i++) {
		struct complaint c;

		cr_expect_null(message_read(lines[i], &c), "%s", lines[i]);
		cr_expect(strstr(c.text, "is no message of racelab serve"), "%s", c.text);
		cr_expect_null(strchr(c.text, '\x1b'));
	}
}

Test(protocol, survives_deep_nesting)
{
	char *text = malloc(200001);
	struct complaint c;

	memset(text, '[', 200000);
	text[200000] = '\0';
	cr_expect_null(message_read(text, &c));
	free(text);
}

static const struct request usual = {.window_ns = 1000000,
				     .timeout_ns = 10000000000,
				     .seed = 7,
				     .ground_fd = 3,
				     .ground_offset = 8192};

static void expect_there_and_back(const struct case_spec *spec)
{
	static struct record there, back;
	struct request request = {0};
	struct complaint c;
	struct spec asked;
	struct plan plan;
	json_t *message;

	record_init(&there, spec);
	message = send(message_case(&there.row, &usual));
	spec_init(&asked);
	cr_assert_eq(message_read_case(message, &asked, &request, &c), 0, "%s", c.text);
	cr_assert_eq(plan_build(&plan, &asked, &topology, &c), 0, "%s %s: %s", there.row.structure,
		     there.row.sync, c.text);
	cr_assert_eq(plan.nr_cases, 1, "%s %s", there.row.structure, there.row.sync);
	record_init(&back, &plan.cases[0]);
	cr_expect(row_same_case(&there.row, &back.row), "%s %s %s", there.row.structure,
		  there.row.sync, there.row.granularity);
	cr_expect_eq(plan.measuring.window_ns, usual.window_ns);
	cr_expect_eq(plan.measuring.timeout_ns, usual.timeout_ns);
	cr_expect_eq(plan.measuring.seed, usual.seed);
	cr_expect_eq(request.seed, usual.seed);
	cr_expect_eq(request.ground_fd, usual.ground_fd);
	cr_expect_eq(request.ground_offset, usual.ground_offset);
	plan_fini(&plan);
	spec_fini(&asked);
	json_decref(message);
}

static void expect_all(struct spec *spec, size_t least)
{
	struct complaint c;
	struct plan plan;

	cr_assert_eq(plan_build(&plan, spec, &topology, &c), 0, "%s", c.text);
	cr_expect_geq(plan.nr_cases, least);
	for (size_t i = 0; i < plan.nr_cases; i++)
		expect_there_and_back(&plan.cases[i]);
	plan_fini(&plan);
}

static void give(struct spec *spec, enum axis axis, const char *text)
{
	if (!spec->nr_matrices)
		spec_add(spec, NULL, NULL);
	given_set(&spec->matrices[0].axis[axis], text, axis_keywords[axis].name);
}

Test(protocol, brings_every_strategy_on_every_structure_there_and_back)
{
	struct spec spec;

	spec_init(&spec);
	give(&spec, AXIS_SYNC, "all");
	give(&spec, AXIS_STRUCTURE, "variable,array,hashtable,lfht");
	give(&spec, AXIS_TASK, "thread,process");
	give(&spec, AXIS_COUNT, "1,2");
	expect_all(&spec, 100);
	spec_fini(&spec);
}

Test(protocol, brings_every_axis_there_and_back)
{
	char place[64];
	struct spec spec;

	spec_init(&spec);
	if (topology.nr_pus > 1)
		snprintf(place, sizeof place, "cpus:%d,%d,none",
			 hwloc_bitmap_last(topology.allowed), hwloc_bitmap_first(topology.allowed));
	else
		snprintf(place, sizeof place, "cpus:%d,none", hwloc_bitmap_first(topology.allowed));
	give(&spec, AXIS_SYNC, "ticket,ttas");
	give(&spec, AXIS_STRUCTURE, "array");
	give(&spec, AXIS_TASK, "process");
	give(&spec, AXIS_COUNT, "3");
	give(&spec, AXIS_PLACE, place);
	give(&spec, AXIS_PATTERN, "own:64,zipf:0.99,same");
	give(&spec, AXIS_SLOTS, "64");
	give(&spec, AXIS_GRANULARITY, "striped:8,each");
	give(&spec, AXIS_HOLD, "0,150ns,2us");
	give(&spec, AXIS_THINK, "1ms");
	expect_all(&spec, 24);
	spec_fini(&spec);
}

Test(protocol, brings_parameters_and_readers_there_and_back)
{
	struct spec spec;

	spec_init(&spec);
	give(&spec, AXIS_SYNC, "sloppy:17,sloppy");
	give(&spec, AXIS_STRUCTURE, "variable");
	give(&spec, AXIS_COUNT, "3");
	give(&spec, AXIS_READERS, "0,2");
	expect_all(&spec, 4);
	spec_fini(&spec);
}

Test(protocol, asks_for_the_largest_seed)
{
	const struct case_spec spec =
	    a_case(catalog_find_strategy("none"), "variable", "thread", 1);
	struct request request = usual, heard;
	static struct record record;
	struct complaint c;
	struct spec asked;
	json_t *message;

	request.seed = UINT64_C(1) << 53;
	record_init(&record, &spec);
	message = send(message_case(&record.row, &request));
	spec_init(&asked);
	cr_assert_eq(message_read_case(message, &asked, &heard, &c), 0, "%s", c.text);
	cr_expect_eq(heard.seed, request.seed);
	spec_fini(&asked);
	json_decref(message);
}

// A request that is right but for one field; `fields` come first, and the last of a name counts.
static int read_request(const char *fields, struct complaint *c)
{
	struct request request;
	struct spec spec;
	json_t *message = parse("{\"case\": {\"sync\": \"none\", \"count\": \"1\"}, "
				"\"window_ns\": 1000000, \"timeout_ns\": 1000000000, \"seed\": 1}");
	json_t *wrong = parse(fields);
	int error;

	json_object_update(message, wrong);
	spec_init(&spec);
	error = message_read_case(message, &spec, &request, c);
	spec_fini(&spec);
	json_decref(message);
	json_decref(wrong);
	return error;
}

Test(protocol, refuses_hostile_requests)
{
	static const struct {
		const char *fields, *why;
	} cases[] = {
	    {"{\"case\": null}", "case is no object"},
	    {"{\"case\": []}", "case is no object"},
	    {"{\"case\": \"mutex\"}", "case is no object"},
	    {"{\"case\": {\"count\": 2}}", "case: count is no text"},
	    {"{\"case\": {\"sync\": {\"a\": {}}}}", "case: sync is no text"},
	    {"{\"window_ns\": 0}", "window_ns is no whole number from 1"},
	    {"{\"window_ns\": -1}", "window_ns is no whole number from 1"},
	    {"{\"window_ns\": 1.5}", "window_ns is no whole number from 1"},
	    {"{\"window_ns\": \"1ms\"}", "window_ns is no whole number from 1"},
	    {"{\"window_ns\": null}", "window_ns is no whole number from 1"},
	    {"{\"timeout_ns\": []}", "timeout_ns is no whole number from 1"},
	    {"{\"seed\": -1}", "seed is no whole number from 0"},
	    {"{\"seed\": true}", "seed is no whole number from 0"},
	};

	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct complaint c = {.text = ""};

		cr_expect_eq(read_request(cases[i].fields, &c), -1, "%s", cases[i].fields);
		cr_expect_str_eq(c.text, cases[i].why, "%s", cases[i].fields);
	}
}

Test(protocol, passes_over_what_it_does_not_know)
{
	static const char *const fields[] = {
	    "{\"news\": {\"deep\": [[1]]}}",
	    "{\"case\": {\"sync\": \"none\", \"colour\": 7}}",
	    "{\"ground\": \"here\"}",
	    "{\"ground\": {\"fd\": \"3\", \"offset\": -4096}}",
	    "{\"window_ns\": 9223372036854775807}", /* refused later, by the plan */
	};

	for (size_t i = 0; i < LENGTH(fields); i++) {
		struct complaint c = {.text = ""};

		cr_expect_eq(read_request(fields[i], &c), 0, "%s: %s", fields[i], c.text);
	}
}

// Every column with a value of its own.
static void fill(struct row *row)
{
	static char word[NR_COLUMNS][64];

	row_init(row);
	for (int id = 0; id < NR_COLUMNS; id++)
		switch (columns[id].kind) {
		case KIND_WORD:
			snprintf(word[id], sizeof word[id], "%s \"\\\xc3\xa4", columns[id].name);
			*column_word(id, row) = word[id];
			break;
		case KIND_COUNT:
			*column_count(id, row) = INT64_MAX - id;
			break;
		case KIND_REAL:
			*column_real(id, row) = (1.0 + id) / 3;
			break;
		}
	row->outcome = "ok";
	row->lost = -5;
	row->count = 0;
}

static bool same_real(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static void expect_same_rows(const struct row *a, const struct row *b)
{
	for (int id = 0; id < NR_COLUMNS; id++)
		switch (columns[id].kind) {
		case KIND_WORD:
			cr_expect_str_eq(*column_word(id, a), *column_word(id, b), "%s",
					 columns[id].name);
			break;
		case KIND_COUNT:
			cr_expect_eq(*column_count(id, a), *column_count(id, b), "%s",
				     columns[id].name);
			break;
		case KIND_REAL:
			cr_expect(same_real(*column_real(id, a), *column_real(id, b)), "%s",
				  columns[id].name);
			break;
		}
}

static void expect_row_there_and_back(const struct row *row)
{
	struct words *words = words_create();
	struct complaint c;
	struct row back;
	json_t *message = send(message_row(row));

	cr_assert_eq(message_read_row(message, words, &back, &c), 0, "%s", c.text);
	json_decref(message); /* the row's words are kept */
	expect_same_rows(row, &back);
	words_destroy(words);
}

Test(protocol, brings_a_full_row_there_and_back)
{
	struct row row;

	fill(&row);
	expect_row_there_and_back(&row);
}

Test(protocol, brings_an_empty_row_there_and_back)
{
	struct row row;

	row_init(&row);
	row.outcome = "hung";
	expect_row_there_and_back(&row);
}

// What a strategy said before it died may be anything; the file has it the same either way.
Test(protocol, brings_what_is_no_text_as_it_is_written)
{
	struct words *words = words_create();
	struct row row, back;
	struct complaint c;
	json_t *message;

	row_init(&row);
	row.outcome = "crashed";
	row.detail = "said: caf\xe9, \x1b[31m\xed\xa0\x80 \xc3";
	message = send(message_row(&row));
	cr_assert_eq(message_read_row(message, words, &back, &c), 0, "%s", c.text);
	json_decref(message);
	cr_expect_str_eq(back.detail, "said: caf ,  [31m     ", "%s", back.detail);
	words_destroy(words);
}

Test(protocol, leaves_out_what_is_no_number)
{
	struct row row;
	json_t *message;

	row_init(&row);
	row.outcome = "ok";
	row.overlap = INFINITY;
	row.jain = NAN;
	message = send(message_row(&row));
	cr_expect_eq(json_object_size(json_object_get(message, "row")), 1);
	json_decref(message);
}

Test(protocol, refuses_hostile_rows)
{
	static const struct {
		const char *message, *why; /* NULL: it is good */
	} cases[] = {
	    {"{\"row\": {\"outcome\": \"ok\", \"news\": [{}]}}", NULL},
	    {"{\"row\": {\"outcome\": \"ok\", \"overlap\": 1}}", NULL},
	    {"{}", "a row without an outcome that is known"},
	    {"{\"ended\": true}", "a row without an outcome that is known"},
	    {"{\"row\": null}", "a row without an outcome that is known"},
	    {"{\"row\": [1, 2]}", "a row without an outcome that is known"},
	    {"{\"row\": {\"outcome\": \"great\"}}", "a row without an outcome that is known"},
	    {"{\"row\": {\"outcome\": \"\"}}", "a row without an outcome that is known"},
	    {"{\"row\": {\"outcome\": 1}}", "column 'outcome' has a value of another kind"},
	    {"{\"row\": {\"outcome\": \"ok\", \"ops\": \"1\"}}",
	     "column 'ops' has a value of another kind"},
	    {"{\"row\": {\"outcome\": \"ok\", \"ops\": 1.0}}",
	     "column 'ops' has a value of another kind"},
	    {"{\"row\": {\"outcome\": \"ok\", \"jain\": null}}",
	     "column 'jain' has a value of another kind"},
	    {"{\"row\": {\"outcome\": \"ok\", \"detail\": {\"a\": 1}}}",
	     "column 'detail' has a value of another kind"},
	};
	struct words *words = words_create();

	for (size_t i = 0; i < LENGTH(cases); i++) {
		json_t *message = parse(cases[i].message);
		struct complaint c = {.text = ""};
		struct row row;

		cr_expect_eq(message_read_row(message, words, &row, &c), cases[i].why ? -1 : 0,
			     "%s", cases[i].message);
		cr_expect_str_eq(c.text, cases[i].why ? cases[i].why : "", "%s", cases[i].message);
		json_decref(message);
	}
	words_destroy(words);
}

Test(protocol, says_what_kept_it_from_writing)
{
	int ends[2];

	cr_assert_eq(pipe(ends), 0);
	cr_expect_eq(message_write(ends[1], NULL), ENOMEM);
	signal(SIGPIPE, SIG_IGN);
	close(ends[0]);
	cr_expect_eq(message_write(ends[1], json_pack("{s:b}", "end", 1)), EPIPE);
	close(ends[1]);
	cr_expect_eq(message_write(ends[1], json_pack("{s:b}", "end", 1)), EBADF);
}
