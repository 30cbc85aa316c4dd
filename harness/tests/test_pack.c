// SPDX-License-Identifier: MIT

// A run as one file: what is sent is what arrives, and what was made up does no harm.

#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/store/pack.h"
#include "harness/tests/made_fleet.h"
#include "harness/tests/program.h"

static const struct surroundings usual;

static void set_up(void)
{
	const struct made_host host = {
	    .directory = "run", .name = "east", .nr_rows = MADE_ROWS, .seed = 1};

	program_enter();
	made_host_write(&host);
	made_file("run/topology.xml", "<topology/>\n");
	cr_assert_eq(mkdir("out", 0777), 0);
}

TestSuite(pack, .init = set_up, .fini = program_leave, .timeout = 120);

static void expect_equal(const char *a, const char *b)
{
	char *x = program_read(a, NULL), *y = program_read(b, NULL);

	cr_assert_str_eq(x, y, "%s and %s", a, b);
	free(x);
	free(y);
}

Test(pack, brings_everything_as_it_was)
{
	struct complaint c;
	struct stat status;

	program_expect("pack run", 0, NULL);
	cr_assert_eq(stat("run.racelab", &status), 0);
	cr_assert_lt(status.st_size, 20000);
	cr_assert_eq(pack_read("run.racelab", "out", &c), 0, "%s", c.text);
	expect_equal("run/run.json", "out/run.json");
	expect_equal("run/trials.csv", "out/trials.csv");
	expect_equal("run/topology.xml", "out/topology.xml");
}

Test(pack, says_what_is_not_in_it)
{
	struct program program;

	made_file("run/lab-echo.csv", "");
	program_run(&program, &usual, "pack run", 0, NULL);
	cr_assert(strstr(program.err.text,
			 "racelab: pack: run: a pack has a run; left out: its labs (echo)\n"),
		  "%s", program.err.text);
	program_fini(&program);
}

Test(pack, is_merged_like_the_directory)
{
	struct program program;

	program_expect("pack run -o sent.racelab", 0, NULL);
	program_run(&program, &usual, "merge sent.racelab run -o fleet.db", 0, "");
	cr_assert_str_eq(program.out.text,
			 "fleet.db: 1 machine, 1 run, 60 trials (1 new, 0 grown, 1 known, 0 "
			 "refused)\n");
	program_fini(&program);
}

Test(pack, leaves_out_a_torn_row)
{
	char *text = program_read("run/trials.csv", NULL);
	size_t length;

	text[strlen(text) - 3] = '\0';
	made_file("run/trials.csv", text);
	*(strrchr(text, '\n') + 1) = '\0';
	program_expect("pack run -o sent.racelab", 0, NULL);
	cr_assert_eq(pack_read("sent.racelab", "out", &(struct complaint){0}), 0);
	length = strlen(text);
	free(text);
	text = program_read("out/trials.csv", NULL);
	cr_assert_eq(strlen(text), length);
	free(text);
}

Test(pack, is_the_same_file_each_time)
{
	size_t one, other;
	char *a, *b;

	program_expect("pack run -o a.racelab", 0, NULL);
	program_expect("pack run -o b.racelab", 0, NULL);
	a = program_read("a.racelab", &one);
	b = program_read("b.racelab", &other);
	cr_assert(one == other && memcmp(a, b, one) == 0);
	free(a);
	free(b);
}

Test(pack, refuses_what_is_no_run)
{
	program_expect("pack nowhere", 64, "racelab: pack: 'nowhere': No such file or directory\n");
	program_expect("pack out", 64, "racelab: pack: out/run.json: No such file or directory\n");
	program_expect("pack", 64,
		       "racelab: pack: which result directory? see racelab pack --help\n");
	program_expect("pack run -o nowhere/x.racelab", 2, NULL);
}

// An archive with one entry of that name and kind, before a run's two.
static void make_archive(const char *file, const char *name, unsigned kind, const char *link)
{
	const char *const names[] = {name, "run/run.json", "run/trials.csv"};
	struct archive *archive = archive_write_new();

	archive_write_set_format_ustar(archive);
	cr_assert_eq(archive_write_open_filename(archive, file), ARCHIVE_OK);
	for (int i = name ? 0 : 1; i < 3; i++) {
		struct archive_entry *entry = archive_entry_new();
		char *text = i ? program_read(names[i], NULL) : strdup("harm");

		archive_entry_set_pathname(entry, names[i]);
		archive_entry_set_filetype(entry, i ? AE_IFREG : kind);
		archive_entry_set_perm(entry, 0644);
		archive_entry_set_size(entry, i || kind == AE_IFREG ? (long)strlen(text) : 0);
		if (!i && link && kind == AE_IFLNK)
			archive_entry_set_symlink(entry, link);
		else if (!i && link)
			archive_entry_set_hardlink(entry, link);
		cr_assert_eq(archive_write_header(archive, entry), ARCHIVE_OK);
		if (i || kind == AE_IFREG)
			archive_write_data(archive, text, strlen(text));
		free(text);
		archive_entry_free(entry);
	}
	archive_write_free(archive);
}

static void expect_refused(const char *name, unsigned kind, const char *link, const char *why)
{
	char line[512];

	make_archive("made.racelab", name, kind, link);
	snprintf(line, sizeof line, "racelab: merge: made.racelab: %s; is it by racelab pack?\n",
		 why);
	program_expect("merge made.racelab -o fleet.db", 64, line);
}

Test(pack, nothing_is_written_outside)
{
	make_archive("made.racelab", NULL, 0, NULL);
	program_expect("merge made.racelab -o other.db", 0, "");
	expect_refused("../evil", AE_IFREG, NULL, "'../evil' in it is no file of a run");
	expect_refused("../trials.csv", AE_IFREG, NULL,
		       "'../trials.csv' in it is no file of a run");
	expect_refused("/tmp/trials.csv", AE_IFREG, NULL,
		       "'/tmp/trials.csv' in it is no file of a run");
	expect_refused("run/../../trials.csv", AE_IFREG, NULL,
		       "'run/../../trials.csv' in it is no file of a run");
	expect_refused("run/trials.csv", AE_IFLNK, "/etc/passwd",
		       "'run/trials.csv' in it is no regular file");
	expect_refused("run/trials.csv", AE_IFREG, "/etc/passwd",
		       "'run/trials.csv' in it is no regular file");
	expect_refused("run/run.json", AE_IFCHR, NULL, "'run/run.json' in it is no regular file");
	expect_refused("other/topology.xml", AE_IFREG, NULL,
		       "'run/run.json' in it is of a second run");
	cr_assert_neq(access("../evil", F_OK), 0);
	cr_assert_neq(access("evil", F_OK), 0);
}

Test(pack, refuses_what_is_torn_or_none)
{
	size_t length;
	char *text;
	FILE *file;

	program_expect("pack run -o sent.racelab", 0, NULL);
	text = program_read("sent.racelab", &length);
	file = fopen("sent.racelab", "w");
	fwrite(text, 1, length / 2, file);
	fclose(file);
	free(text);
	made_file("empty.racelab", "");
	made_file("text.racelab", "Dear lecturer, here is my run.\n");
	program_expect("merge sent.racelab -o fleet.db", 64, NULL);
	program_expect("merge empty.racelab text.racelab -o fleet.db", 64,
		       "racelab: merge: 'empty.racelab' is neither a result directory nor a "
		       ".racelab file\n"
		       "racelab: merge: 'text.racelab' is neither a result directory nor a "
		       ".racelab file\n");
}

// What is wrong in a pack is said of the pack, not of the folder that it was read into.
Test(pack, is_named_in_complaints)
{
	made_file("run/trials.csv", "block\n0\n");
	make_archive("made.racelab", NULL, 0, NULL);
	program_expect(
	    "merge made.racelab -o fleet.db", 64,
	    "racelab: merge: made.racelab/trials.csv:1: column 'position' is missing; is "
	    "this a trials.csv of racelab?\n");
}
