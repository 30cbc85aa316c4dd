// SPDX-License-Identifier: MIT

// What holds of every format, whatever is in the verdict; and that a file is whole or not there.

#include "harness/export/export.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/tests/harmless.h"
#include "harness/tests/program.h"
#include "harness/tests/verdicts.h"

static struct made made;

TestSuite(export, .init = program_enter, .fini = program_leave, .timeout = 60);

Test(export, has_the_formats_of_the_table)
{
	static const char *const names[] = {
	    "text",    "markdown",	   "junit", "github", "json", "benchmark-action",
	    "bencher", "google-benchmark", "lines"};
	struct complaint c;

	cr_assert_eq(export_nr_formats(), sizeof names / sizeof names[0]);
	for (size_t i = 0; i < export_nr_formats(); i++) {
		cr_expect_str_eq(export_format(i)->name, names[i]);
		cr_expect_eq(export_find(names[i], &c), export_format(i));
		cr_expect(*export_format(i)->meaning);
	}
}

Test(export, names_the_nearest_of_a_wrong_format)
{
	static const char all[] =
	    "there are text, markdown, junit, github, json, benchmark-action, bencher, "
	    "google-benchmark, lines";
	struct complaint c;
	char *expected;

	cr_assert_null(export_find("junitt", &c));
	cr_assert_eq(c.kind, COMPLAINT_USER);
	cr_assert(asprintf(&expected, "'junitt' is no format; did you mean 'junit'? %s", all) > 0);
	cr_expect_str_eq(c.text, expected);
	free(expected);
	cr_assert_null(export_find("", &c));
	cr_assert(asprintf(&expected, "'' is no format; %s", all) > 0);
	cr_expect_str_eq(c.text, expected);
	free(expected);
}

// The C1 characters of a row's words stay in the axes of `json`: they are data there.
Test(export, text_is_harmless_in_every_format)
{
	for (size_t s = 0; s < nr_samples; s++) {
		made_init(&made, samples[s].name);
		for (size_t f = 0; f < export_nr_formats(); f++) {
			const char *format = export_format(f)->name;
			char *text = made_export(&made, format);

			cr_expect_not(has_bad_number(text), "%s, %s", samples[s].name, format);
			cr_expect_not(strcmp(format, "json") != 0 && has_control(text), "%s, %s",
				      samples[s].name, format);
			cr_expect(is_utf8(text), "%s, %s", samples[s].name, format);
			cr_expect_eq(text[strlen(text) - 1], '\n', "%s, %s", samples[s].name,
				     format);
			free(text);
		}
		made_fini(&made);
	}
}

Test(export, a_full_device_is_an_error_and_stays_a_device)
{
	struct complaint c;
	struct stat there;

	made_init(&made, "empty");
	for (size_t f = 0; f < export_nr_formats(); f++) {
		cr_expect_eq(export_write(export_format(f), &made.verdict, "/dev/full", &c), -1,
			     "%s", export_format(f)->name);
		cr_expect_eq(c.kind, COMPLAINT_MACHINE);
		cr_expect_str_eq(c.text, "cannot write /dev/full: No space left on device", "%s",
				 export_format(f)->name);
	}
	cr_assert_eq(stat("/dev/full", &there), 0);
	cr_assert(S_ISCHR(there.st_mode));
	made_fini(&made);
}

static size_t count_files(void)
{
	DIR *here = opendir(".");
	struct dirent *entry;
	size_t nr = 0;

	while ((entry = readdir(here)))
		nr += *entry->d_name != '.';
	closedir(here);
	return nr;
}

Test(export, a_file_is_whole_or_as_it_was)
{
	const struct rlimit small = {512, 512};
	struct complaint c;
	char *text;

	made_init(&made, "crowd");
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	fclose(fopen("old", "w"));
	for (size_t f = 0; f < export_nr_formats(); f++) {
		cr_expect_eq(export_write(export_format(f), &made.verdict, "new", &c), -1);
		cr_expect_eq(export_write(export_format(f), &made.verdict, "old", &c), -1);
		cr_expect_str_eq(c.text, "cannot write old: File too large");
	}
	cr_expect_eq(count_files(), 1, "left behind");
	text = program_read("old", NULL);
	cr_expect_str_eq(text, "");
	free(text);
	made_fini(&made);
}

Test(export, a_file_is_replaced_and_a_link_stays_one)
{
	struct complaint c;
	struct stat there;
	char *text, *expected;

	made_init(&made, "fail");
	expected = made_export(&made, "text");
	fclose(fopen("file", "w"));
	cr_assert_eq(symlink("file", "link"), 0);
	umask(022);
	cr_assert_eq(export_write(export_find("text", &c), &made.verdict, "link", &c), 0);
	text = program_read("file", NULL);
	cr_expect_str_eq(text, expected);
	cr_expect_eq(lstat("link", &there), 0);
	cr_expect(S_ISLNK(there.st_mode));
	cr_expect_eq(stat("file", &there), 0);
	cr_expect_eq(there.st_mode & 0777, 0644);
	cr_expect_eq(count_files(), 2);
	free(text);
	free(expected);
	made_fini(&made);
}

Test(export, what_cannot_be_written_is_named)
{
	static const struct {
		const char *path, *line;
	} wrong[] = {
	    {"none/file", "cannot write none/file: No such file or directory"},
	    {".", "cannot write .: Is a directory"},
	};
	struct complaint c;

	made_init(&made, "pass");
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		cr_expect_eq(
		    export_write(export_find("json", &c), &made.verdict, wrong[i].path, &c), -1);
		cr_expect_str_eq(c.text, wrong[i].line);
	}
	made_fini(&made);
}

Test(export, without_a_path_it_goes_to_standard_output)
{
	struct complaint c;
	int fd = open("out", O_WRONLY | O_CREAT, 0666);
	char *text, *expected;

	made_init(&made, "pass");
	expected = made_export(&made, "bencher");
	cr_assert_eq(dup2(fd, STDOUT_FILENO), STDOUT_FILENO);
	cr_expect_eq(export_write(export_find("bencher", &c), &made.verdict, NULL, &c), 0);
	text = program_read("out", NULL);
	cr_expect_str_eq(text, expected);
	dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
	cr_expect_eq(export_write(export_find("bencher", &c), &made.verdict, NULL, &c), -1);
	cr_expect_str_eq(c.text, "cannot write standard output: No space left on device");
	free(text);
	free(expected);
	made_fini(&made);
}
