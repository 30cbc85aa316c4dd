// SPDX-License-Identifier: MIT

// racelab exercise: what there is, and a folder to be handed out, which builds, has no solution in
// it, and never replaces what a student has written.

#include <criterion/criterion.h>
#include <dirent.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/tests/program.h"

static const struct surroundings usual;

TestSuite(exercise, .init = program_enter, .fini = program_leave, .timeout = 120);

static void run(struct program *program, const char *arguments, int status)
{
	program_start(program, &usual, arguments);
	program_wait(program);
	cr_assert_eq(program->status, status, "%s: %d: %s%s", arguments, program->status,
		     program->out.text, program->err.text);
}

// What it says as JSON. json_decref is due.
static json_t *told(const char *arguments)
{
	struct program program;
	json_error_t error;
	json_t *json;

	run(&program, arguments, 0);
	cr_expect_str_empty(program.err.text);
	json = json_loads(program.out.text, 0, &error);
	cr_assert_not_null(json, "%s: %s", arguments, program.out.text);
	program_fini(&program);
	return json;
}

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static double number_of(const json_t *object, const char *key)
{
	return json_number_value(json_object_get(object, key));
}

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

// A shell's command in the test's folder. Returns what it printed, errors too, on the heap.
static char *shell(const char *command)
{
	FILE *said = popen(command, "re");
	char *text = calloc(1, 1 << 16);
	size_t nr = fread(text, 1, (1 << 16) - 1, said);

	text[nr] = '\0';
	cr_expect_eq(pclose(said), 0, "%s: %s", command, text);
	return text;
}

static unsigned count_files(const char *folder)
{
	DIR *all = opendir(folder);
	unsigned nr = 0;

	cr_assert_not_null(all);
	for (const struct dirent *entry; (entry = readdir(all));)
		nr += entry->d_name[0] != '.';
	closedir(all);
	return nr;
}

static void write_file(const char *path, const char *text)
{
	FILE *out = fopen(path, "we");

	cr_assert_not_null(out);
	fputs(text, out);
	fclose(out);
}

static json_t *exercises(void)
{
	json_t *all = told("exercise --json"), *list = json_object_get(all, "exercises");

	json_incref(list);
	json_decref(all);
	return list;
}

Test(exercise, lists_them_with_points_that_add_up)
{
	json_t *list = exercises(), *one, *stage;
	size_t i, k;

	cr_assert(json_array_size(list) >= 7);
	json_array_foreach(list, i, one)
	{
		const json_t *stages = json_object_get(one, "stages");
		double sum = 0;

		json_array_foreach(stages, k, stage) sum += number_of(stage, "points");
		cr_expect_float_eq(sum, 20, 1e-9, "%s", text_of(one, "name"));
		cr_expect_float_eq(number_of(one, "points"), sum, 1e-9);
		cr_expect(strlen(text_of(one, "title")) > 5);
		cr_expect(strlen(text_of(one, "statement")) > 20);
	}
	json_decref(list);
}

Test(exercise, shows_all_as_a_table_and_one_with_its_stages)
{
	struct program program;

	run(&program, "exercise", 0);
	cr_expect(strstr(program.out.text, "\nlock "));
	cr_expect(strstr(program.out.text, "Protect a counter"));
	program_fini(&program);
	run(&program, "exercise lock", 0);
	cr_expect(strstr(program.out.text, "Protect a counter"));
	cr_expect(strstr(program.out.text, "proof"));
	program_fini(&program);
}

// The text that is handed out begins with the lecture's statement, as the table has it.
static void expect_statement(const json_t *exercise, const char *folder)
{
	char path[200], command[300], *text;

	snprintf(path, sizeof path, "%s/README.md", folder);
	snprintf(command, sizeof command, "head -c 4000 %s", path);
	text = shell(command);
	cr_expect(strstr(text, text_of(exercise, "statement")), "%s: %s", path, text);
	cr_expect(strstr(text, "make try"), "%s", path);
	free(text);
}

// It compiles, and no compiler has anything to say.
static void expect_builds(const char *folder, const char *compiler)
{
	char command[300], *text;

	snprintf(command, sizeof command, "env -u MAKEFLAGS make -s -B -C %s CC=%s 2>&1", folder,
		 compiler);
	text = shell(command);
	cr_expect_str_empty(text, "%s: %s", command, text);
	free(text);
}

static void expect_handed_out(const json_t *exercise)
{
	const char *name = text_of(exercise, "name");
	char words[200], folder[80];
	struct program program;

	snprintf(folder, sizeof folder, "for-%s", name);
	snprintf(words, sizeof words, "exercise %s -o %s", name, folder);
	run(&program, words, 0);
	cr_expect(strstr(program.out.text, "make try"));
	program_fini(&program);
	cr_expect_eq(count_files(folder), 4, "%s: README.md, header, stub and Makefile", name);
	expect_statement(exercise, folder);
	expect_builds(folder, "gcc");
}

Test(exercise, hands_out_what_builds_without_a_warning_and_no_solution)
{
	json_t *list = exercises(), *one;
	size_t i;

	json_array_foreach(list, i, one) expect_handed_out(one);
	json_decref(list);
}

Test(exercise, what_is_handed_out_can_be_tried_and_is_not_done_yet)
{
	const char *racelab = getenv("RACELAB");
	char command[4400], *text;

	program_expect("exercise echo -o mine", 0, "");
	snprintf(command, sizeof command, "env -u MAKEFLAGS make -s -C mine try RACELAB='%s' 2>&1",
		 racelab ? racelab : "racelab");
	if (!racelab)
		cr_skip("the environment variable RACELAB does not name the program");
	text = shell(command);
	cr_expect(strstr(text, "Hold nobody up"), "%s", text);
	cr_expect(strstr(text, "of 20  in all") || strstr(text, "Cannot be graded here"), "%s",
		  text);
	cr_expect_not(strstr(text, "20 of 20"), "%s", text);
	free(text);
}

Test(exercise, never_overwrites_a_file)
{
	char *text;

	cr_assert_eq(mkdir("mine", 0777), 0);
	write_file("mine/lock.c", "a night's work\n");
	program_expect("exercise lock -o mine", 64,
		       "racelab: mine/lock.c is there already, and may be somebody's work; name "
		       "another folder, or move it away\n");
	text = shell("cat mine/lock.c");
	cr_expect_str_eq(text, "a night's work\n");
	free(text);
	cr_expect_eq(count_files("mine"), 1, "nothing else was written");
}

Test(exercise, a_link_to_nowhere_is_in_the_way_too)
{
	cr_assert_eq(mkdir("mine", 0777), 0);
	cr_assert_eq(symlink("../elsewhere", "mine/lock.c"), 0);
	program_expect("exercise lock -o mine", 64,
		       "racelab: mine/lock.c is there already, and may be somebody's work; name "
		       "another folder, or move it away\n");
	cr_expect_not(is_there("elsewhere"));
}

Test(exercise, other_files_may_be_in_the_folder)
{
	cr_assert_eq(mkdir("mine", 0777), 0);
	write_file("mine/notes.txt", "mine\n");
	program_expect("exercise lock -o mine", 0, "");
	cr_expect_eq(count_files("mine"), 5);
}

Test(exercise, bad_input_is_one_line)
{
	program_expect("exercise lokc", 64,
		       "racelab: 'lokc' is no exercise; did you mean 'lock'?\n");
	program_expect("exercise lokc -o mine", 64,
		       "racelab: 'lokc' is no exercise; did you mean 'lock'?\n");
	cr_expect_not(is_there("mine"), "nothing is made of what is not known");
	program_expect("exercise -o mine", 64,
		       "racelab: -o is for one exercise: racelab exercise lock -o mine\n");
	program_expect("exercise lock -o a/b/c", 64,
		       "racelab: a/b/c: the folder above it is not there; mkdir -p it first\n");
	write_file("file", "");
	program_expect("exercise lock -o file", 64,
		       "racelab: file: Not a directory; name a folder\n");
}

Test(exercise, a_folder_that_is_cut_short_is_not_left)
{
	const struct surroundings full = {.file_bytes = 1000};
	struct program program;

	program_start(&program, &full, "exercise lock -o mine");
	program_wait(&program);
	cr_expect_eq(program.status, 2, "%d: %s", program.status, program.err.text);
	cr_expect_not(is_there("mine"));
	program_fini(&program);
}
