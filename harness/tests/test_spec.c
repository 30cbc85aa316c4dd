// SPDX-License-Identifier: MIT

#include "harness/plan/axes.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "harness/complaint.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define ALL_AXES                                                                                   \
	"structure, sync, task, count, place, pattern, slots, granularity, hold, think or readers"

static struct complaint c;
static struct spec spec;
static char directory[] = "/tmp/racelab-spec-XXXXXX";

static void set_up(void)
{
	cr_assert(mkdtemp(directory));
	cr_assert_eq(chdir(directory), 0);
	spec_init(&spec);
}

static void tear_down(void)
{
	spec_fini(&spec);
	unlink("ci.ini");
	cr_assert_eq(rmdir(directory), 0);
}

TestSuite(spec, .init = set_up, .fini = tear_down);

// Loads a file ci.ini of these bytes.
static int load_bytes(const char *bytes, size_t nr_bytes)
{
	FILE *file = fopen("ci.ini", "w");

	cr_assert_eq(fwrite(bytes, 1, nr_bytes, file), nr_bytes);
	cr_assert_eq(fclose(file), 0);
	return spec_load(&spec, "ci.ini", &c);
}

static int load(const char *text)
{
	return load_bytes(text, strlen(text));
}

static void expect_given(const struct given *given, const char *text, const char *where)
{
	cr_expect_str_eq(given->text, text);
	cr_expect_str_eq(given->where, where);
}

Test(spec, load_keeps_every_value_and_its_line)
{
	cr_assert_eq(load("; a comment\n"
			  "[run]\n"
			  "blocks = 5\n"
			  "\n"
			  "[locks]   # another\n"
			  "  sync = none, mutex ; the two\n"
			  "count: 1-max\n"
			  "[ tables ]\n"
			  "place = cpus:0,1,compact # the last line has no newline\n"
			  "structure=hashtable"),
		     0, "%s", c.text);
	expect_given(&spec.setting[SETTING_BLOCKS], "5", "ci.ini:3: blocks");
	cr_assert_null(spec.setting[SETTING_WINDOW].text);
	cr_assert_eq(spec.nr_matrices, 2u);
	cr_expect_str_eq(spec.matrices[0].name, "locks");
	cr_expect_str_eq(spec.matrices[0].where, "ci.ini:5: [locks]");
	expect_given(&spec.matrices[0].axis[AXIS_SYNC], "none, mutex", "ci.ini:6: sync");
	expect_given(&spec.matrices[0].axis[AXIS_COUNT], "1-max", "ci.ini:7: count");
	cr_expect_null(spec.matrices[0].axis[AXIS_PLACE].text);
	cr_expect_str_eq(spec.matrices[1].name, "tables");
	expect_given(&spec.matrices[1].axis[AXIS_PLACE], "cpus:0,1,compact", "ci.ini:9: place");
	expect_given(&spec.matrices[1].axis[AXIS_STRUCTURE], "hashtable", "ci.ini:10: structure");
}

Test(spec, load_takes_what_editors_write)
{
	cr_assert_eq(load("\xef\xbb\xbf[locks]\r\nsync = mutex\r\n  count = 2\r\n"), 0, "%s",
		     c.text);
	cr_assert_eq(spec.nr_matrices, 1u);
	expect_given(&spec.matrices[0].axis[AXIS_SYNC], "mutex", "ci.ini:2: sync");
	expect_given(&spec.matrices[0].axis[AXIS_COUNT], "2", "ci.ini:3: count");
}

Test(spec, load_takes_a_file_of_settings_only)
{
	cr_assert_eq(load("[run]\nwindow = 5ms\n"), 0, "%s", c.text);
	cr_assert_eq(spec.nr_matrices, 0u);
	expect_given(&spec.setting[SETTING_WINDOW], "5ms", "ci.ini:2: window");
}

Test(spec, load_takes_an_empty_run_beside_a_matrix)
{
	cr_assert_eq(load("[run]\n; window = 5ms\n[locks]\nsync = mutex\n"), 0, "%s", c.text);
	cr_assert_eq(spec.nr_matrices, 1u);
}

Test(spec, load_tells_long_section_names_apart)
{
#define LONG "a name that is much longer than the fifty bytes that inih keeps of it, "

	cr_assert_eq(load("[" LONG "1]\nsync = mutex\n[" LONG "2]\nsync = none\n"), 0, "%s",
		     c.text);
	cr_assert_eq(spec.nr_matrices, 2u);
	cr_expect_str_eq(spec.matrices[0].axis[AXIS_SYNC].text, "mutex");
	cr_expect_str_eq(spec.matrices[1].axis[AXIS_SYNC].text, "none");
	cr_expect_str_eq(spec.matrices[1].name, LONG "2");
}

Test(spec, load_refuses_with_line_and_hint)
{
	static const struct {
		const char *text, *complaint;
	} samples[] = {
	    {"", "ci.ini says nothing; give [run] a setting, or a section an axis"},
	    {"; nothing\n\n", "ci.ini says nothing; give [run] a setting, or a section an axis"},
	    {"[run]\n", "ci.ini says nothing; give [run] a setting, or a section an axis"},
	    {"[locks]\nsnyc = mutex\n", "ci.ini:2: 'snyc' is no axis; did you mean 'sync'?"},
	    {"[locks]\ncolour = red\n", "ci.ini:2: 'colour' is no axis; use " ALL_AXES},
	    {"[run]\nblock = 3\n", "ci.ini:2: 'block' is no setting; did you mean 'blocks'?"},
	    {"[run]\ncolour = red\n",
	     "ci.ini:2: 'colour' is no setting; use window, ops, blocks, seed, timeout or latency"},
	    {"[run]\ncount = 3\n",
	     "ci.ini:2: 'count' is an axis; move it from [run] to a section of its own"},
	    {"[locks]\nsync = mutex\nseed = 3\n",
	     "ci.ini:3: 'seed' is a setting; move it to the section [run]"},
	    {"[locks]\nsync = mutex\n\nsync = none\n",
	     "ci.ini:4: 'sync' stands twice in [locks]; write one line"},
	    {"[run]\nseed = 1\nseed = 1\n",
	     "ci.ini:3: 'seed' stands twice in [run]; write one line"},
	    {"[a]\ncount = 1\n[b]\ncount = 1\n[a]\nsync = none\n",
	     "ci.ini:5: section [a] stands twice; put its keys together"},
	    {"[run]\nseed = 1\n[ run]\n",
	     "ci.ini:3: section [run] stands twice; put its keys together"},
	    {"[a]\ncount = 1\n\n[locks]\n; nothing\n",
	     "ci.ini:4: section [locks] names no axis; give at least one of " ALL_AXES},
	    {"[locks]\n[b]\ncount = 1\n",
	     "ci.ini:1: section [locks] names no axis; give at least one of " ALL_AXES},
	    {"\ncount = 1\n[a]\n",
	     "ci.ini:2: 'count' stands before any section; begin with [run] or another"},
	    {"[a]\ncount\n",
	     "ci.ini:2: 'count' is neither a [section], a key = value nor a ; comment"},
	    {"[a]\ncount = 1\n[b\n",
	     "ci.ini:3: '[b' is neither a [section], a key = value nor a ; comment"},
	    {"[]\n", "ci.ini:1: '[]' is neither a [section], a key = value nor a ; comment"},
	    {"[a] count = 1\n",
	     "ci.ini:1: '[a] count = 1' is neither a [section], a key = value nor a ; comment"},
	    /* an indented line is a key of its own, not more of the value before it */
	    {"[a]\nsync = none,\n  mutex\n",
	     "ci.ini:3: '  mutex' is neither a [section], a key = value nor a ; comment"},
	};

	for (size_t i = 0; i < LENGTH(samples); i++) {
		cr_expect_eq(load(samples[i].text), -1, "%s", samples[i].text);
		cr_expect_str_eq(c.text, samples[i].complaint);
		cr_expect_eq(c.kind, COMPLAINT_USER);
		spec_fini(&spec);
	}
}

Test(spec, load_refuses_bytes_that_are_no_text)
{
	static const char bytes[] = "[a]\nsync = no\0ne\n";

	cr_assert_eq(load_bytes(bytes, sizeof bytes - 1), -1);
	cr_assert_str_eq(c.text, "ci.ini:2: there is a NUL byte; give a text file");
}

// A line of that many bytes beside its newline, with a key that holds the rest of it.
static int load_long(size_t nr_bytes)
{
	static char text[20000] = "[a]\nplace = ";
	size_t begin = strlen("[a]\n");

	memset(text + strlen("[a]\nplace = "), 'x', nr_bytes - strlen("place = "));
	strcpy(text + begin + nr_bytes, "\ncount = 2\n");
	return load(text);
}

Test(spec, load_takes_lines_of_8190_bytes)
{
	cr_assert_eq(load_long(8190), 0, "%s", c.text);
	cr_assert_eq(strlen(spec.matrices[0].axis[AXIS_PLACE].text), 8190 - strlen("place = "));
	expect_given(&spec.matrices[0].axis[AXIS_COUNT], "2", "ci.ini:3: count");
}

Test(spec, load_refuses_longer_lines)
{
	cr_assert_eq(load_long(8191), -1);
	cr_assert_str_eq(c.text, "ci.ini:2: the line is longer than 8190 bytes; split it");
}

Test(spec, load_refuses_a_file_without_lines)
{
	cr_assert_eq(spec_load(&spec, "/dev/zero", &c), -1);
	cr_assert_str_eq(c.text, "/dev/zero:1: there is a NUL byte; give a text file");
}

Test(spec, load_refuses_a_directory)
{
	cr_assert_eq(spec_load(&spec, "/tmp", &c), -1);
	cr_assert_str_eq(c.text, "/tmp is a directory; give a spec file");
	cr_assert_eq(c.kind, COMPLAINT_USER);
}

Test(spec, load_refuses_a_file_that_is_not_there)
{
	cr_assert_eq(spec_load(&spec, "nowhere.ini", &c), -1);
	cr_assert_str_eq(c.text,
			 "cannot read nowhere.ini: No such file or directory; give a spec file");
	cr_assert_eq(c.kind, COMPLAINT_USER);
}

Test(spec, given_set_may_be_given_its_own_text)
{
	struct given given = {0};

	given_set(&given, "1-8", "--count");
	given_set(&given, given.text + 2, given.where);
	expect_given(&given, "8", "--count");
	given_set(&given, NULL, NULL);
	cr_assert_null(given.text);
	cr_assert_null(given.where);
}

// Options as a command line would have given them.
static void option(struct given *given, const char *text, const char *where)
{
	*given = (struct given){(char *)(uintptr_t)text, (char *)(uintptr_t)where};
}

Test(spec, override_lays_options_over_every_matrix)
{
	struct axes axes = {0};
	struct given settings[NR_SETTINGS] = {0};

	cr_assert_eq(load("[run]\nblocks = 5\nseed = 1\n[a]\nsync = none\ncount = 1\n[b]\ntask = "
			  "thread\n"),
		     0, "%s", c.text);
	option(&axes.axis[AXIS_COUNT], "2", "--count");
	option(&settings[SETTING_SEED], "9", "--seed");
	spec_override(&spec, &axes, settings);
	cr_assert_eq(spec.nr_matrices, 2u);
	expect_given(&spec.matrices[0].axis[AXIS_SYNC], "none", "ci.ini:5: sync");
	expect_given(&spec.matrices[0].axis[AXIS_COUNT], "2", "--count");
	expect_given(&spec.matrices[1].axis[AXIS_COUNT], "2", "--count");
	expect_given(&spec.setting[SETTING_BLOCKS], "5", "ci.ini:2: blocks");
	expect_given(&spec.setting[SETTING_SEED], "9", "--seed");
}

Test(spec, override_makes_the_only_matrix)
{
	struct axes axes = {0};
	struct given settings[NR_SETTINGS] = {0};

	spec_override(&spec, &axes, settings);
	cr_assert_eq(spec.nr_matrices, 0u);
	option(&axes.axis[AXIS_SYNC], "mutex", "--sync");
	spec_override(&spec, &axes, settings);
	cr_assert_eq(spec.nr_matrices, 1u);
	cr_assert_null(spec.matrices[0].name);
	cr_assert_null(spec.matrices[0].where);
	expect_given(&spec.matrices[0].axis[AXIS_SYNC], "mutex", "--sync");
}

Test(spec, override_by_ops_takes_the_place_of_a_window_and_back)
{
	struct axes axes = {0};
	struct given ops[NR_SETTINGS] = {0}, window[NR_SETTINGS] = {0};

	cr_assert_eq(load("[run]\nwindow = 5ms\n"), 0, "%s", c.text);
	option(&ops[SETTING_OPS], "1000", "--ops");
	spec_override(&spec, &axes, ops);
	cr_expect_null(spec.setting[SETTING_WINDOW].text);
	expect_given(&spec.setting[SETTING_OPS], "1000", "--ops");
	option(&window[SETTING_WINDOW], "1s", "--window");
	spec_override(&spec, &axes, window);
	cr_expect_null(spec.setting[SETTING_OPS].text);
	expect_given(&spec.setting[SETTING_WINDOW], "1s", "--window");
}

Test(spec, every_keyword_has_its_words)
{
	for (size_t i = 0; i < NR_AXES; i++)
		cr_expect(axis_keywords[i].name && axis_keywords[i].metavar &&
			      axis_keywords[i].initial[0] && axis_keywords[i].help,
			  "axis %zu", i);
	for (size_t i = 0; i < NR_SETTINGS; i++)
		cr_expect(setting_keywords[i].name && setting_keywords[i].metavar &&
			      setting_keywords[i].initial && setting_keywords[i].help,
			  "setting %zu", i);
}
