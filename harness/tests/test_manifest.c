// SPDX-License-Identifier: MIT

// Reading run.json, as all do that want to know of a run. What --resume asks for besides:
// test_hostile.c.

#include "harness/data/manifest.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/tests/program.h"

static void write_manifest(const char *text)
{
	FILE *file = fopen("dir/run.json", "w");

	cr_assert(file && fputs(text, file) >= 0);
	cr_assert_eq(fclose(file), 0);
}

static void enter(void)
{
	program_enter();
	cr_assert_eq(mkdir("dir", 0777), 0);
}

static void expect_refused(const char *directory, const char *complaint)
{
	struct complaint c;

	cr_assert_null(manifest_json(directory, &c));
	cr_expect_str_eq(c.text, complaint, "%s", c.text);
	cr_expect_eq(c.kind, COMPLAINT_USER);
}

TestSuite(manifest, .init = enter, .fini = program_leave);

Test(manifest, is_read_as_it_stands)
{
	struct complaint c;
	json_t *about;

	write_manifest("{\"format\": 1, \"new\": [1.5]}");
	about = manifest_json("dir", &c);
	cr_assert(about, "%s", c.text);
	cr_expect_eq(json_object_size(about), 2);
	json_decref(about);
	about = manifest_json(RACELAB_ROOT "/results/reference/matrix", &c);
	cr_assert(about, "%s", c.text);
	json_decref(about);
}

Test(manifest, what_is_not_one_is_refused)
{
	expect_refused("dir", "'dir' holds no run.json; name a directory that racelab run wrote");
	expect_refused("none", "'none' holds no run.json; name a directory that racelab run wrote");
	write_manifest("");
	expect_refused("dir/run.json",
		       "'dir/run.json' holds no run.json; name a directory that racelab run wrote");
	expect_refused("dir", "dir/run.json:1:0: not JSON: '[' or '{' expected near end of file");
	write_manifest("{\"format\": 1,\n  \"plan\": nan}");
	expect_refused("dir", "dir/run.json:2:13: not JSON: invalid token near 'nan'");
	write_manifest("[1, 2]");
	expect_refused("dir", "dir/run.json is not a run.json of racelab: it is no object");
	write_manifest("{\"format\": 2}");
	expect_refused("dir", "dir/run.json was written by a newer racelab (format 2, ours is 1)");
}

Test(manifest, neither_a_folder_nor_a_giant_is_read)
{
	FILE *file;

	cr_assert_eq(mkdir("dir/run.json", 0777), 0);
	expect_refused("dir", "dir/run.json is no regular file; a run.json of racelab is one");
	cr_assert_eq(rmdir("dir/run.json"), 0);
	file = fopen("dir/run.json", "w");
	cr_assert(file && ftruncate(fileno(file), (256 << 20) + 1) == 0);
	fclose(file);
	expect_refused("dir", "dir/run.json is larger than 256 MiB; is it a run.json of racelab?");
}
