// SPDX-License-Identifier: MIT

// racelab explore --page from end to end: what is on the page, what is refused. How it is played is
// scripts/check-page's to say.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/explore/page/page.h"
#include "harness/tests/page_data.h"
#include "harness/tests/program.h"

TestSuite(page, .init = program_enter, .fini = program_leave, .timeout = 120);

static const char racy[] = "#include <stdatomic.h>\n"
			   "const unsigned program_tasks = 2;\n"
			   "static atomic_int n;\n"
			   "void program_task(unsigned task)\n"
			   "{\n"
			   "	(void)task;\n"
			   "	n = n + 1;\n"
			   "}\n";

static json_int_t states_told(const char *arguments)
{
	struct program program;
	json_t *json;
	json_int_t states;

	program_run(&program, &(struct surroundings){0}, arguments, 1, "");
	json = json_loads(program.out.text, 0, NULL);
	states = json_integer_value(json_object_get(json, "states"));
	json_decref(json);
	program_fini(&program);
	return states;
}

Test(page, has_all_states_of_both_models)
{
	json_t *json, *models;
	const char *model;

	program_expect("explore none --page it.html", 0, "to play it: xdg-open it.html\n");
	json = page_data("it.html");
	models = json_object_get(json, "models");
	cr_assert_eq(json_array_size(models), 2);
	for (size_t i = 0; i < 2; i++) {
		json_t *told = json_array_get(models, i);
		char *arguments;

		model = json_string_value(json_object_get(told, "model"));
		cr_assert(asprintf(&arguments, "explore none --json --model %s", model) > 0);
		cr_expect_eq(json_integer_value(json_object_get(told, "states")),
			     states_told(arguments));
		free(arguments);
	}
	json_decref(json);
}

Test(page, has_the_models_that_were_asked_for_and_says_what_was_weakened)
{
	json_t *json, *models;

	program_expect("explore peterson --ops 1 --model tso --weaken peterson.c:54=relaxed "
		       "--page it.html",
		       0, NULL);
	json = page_data("it.html");
	models = json_object_get(json, "models");
	cr_assert_eq(json_array_size(models), 1);
	cr_expect_str_eq(json_string_value(json_object_get(json_array_get(models, 0), "model")),
			 "tso");
	cr_expect_str_eq(json_string_value(json_array_get(json_object_get(json, "weakened"), 0)),
			 "peterson.c:54=relaxed");
	json_decref(json);
}

#define HOSTILE "</script><img src=x onerror=alert(1)>"

Test(page, a_hostile_file_stays_text)
{
	FILE *file = fopen("<b>.c", "w");
	bool shown = false;
	json_t *json, *line;
	char *page;
	size_t i;

	cr_assert(file);
	fprintf(file, "// " HOSTILE " {{title}} \033[31m \xff\n%s", racy);
	fclose(file);
	program_expect("explore <b>.c --page it.html", 0, NULL);
	page = program_read("it.html", NULL);
	cr_expect_null(strstr(page, "<img"));
	cr_expect_null(strstr(page, "<b>"));
	cr_expect_null(strchr(page, '\033'));
	cr_expect(strstr(page, "<title>Be the scheduler: &lt;b&gt;.c</title>"));
	cr_expect(
	    strstr(page, "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"));
	free(page);
	json = page_data("it.html");
	cr_expect_str_eq(json_string_value(json_object_get(json, "program")), "<b>.c");
	json_array_foreach(json_object_get(json, "source"), i, line)
	{
		shown |= strstr(json_string_value(json_array_get(line, 2)), HOSTILE) != NULL;
	}
	cr_expect(shown);
	json_decref(json);
}

static const struct {
	const char *arguments;
	int status;
	const char *said;
} wrong[] = {
    {"explore none --model rc11 --page it.html", 64,
     "racelab: --page: rc11 has executions but no states to walk on; a page can show sc and "
     "tso\n"},
    {"explore none --count 5 --ops 5 --page it.html", 64, NULL},
    {"explore --page it.html", 64, NULL},
    {"explore none --page=", 64, "racelab: --page: the name is empty; name a file\n"},
    {"explore none --page nowhere/it.html", 2,
     "racelab: nowhere/it.html.new: No such file or directory\n"},
    {"explore none --page .", 2, "racelab: .: Is a directory\n"},
};

Test(page, says_what_is_wrong_and_leaves_nothing)
{
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		program_expect(wrong[i].arguments, wrong[i].status, wrong[i].said);
	cr_expect_neq(access("it.html", F_OK), 0);
	cr_expect_neq(access("it.html.new", F_OK), 0);
}

Test(page, says_how_many_states_are_too_many)
{
	program_expect("explore peterson_unfenced --ops 3 --model tso --page it.html", 64,
		       "racelab: --page: peterson_unfenced has 168,137 states under tso, too many "
		       "for a page: try fewer increments, --ops\n");
	cr_expect_neq(access("it.html", F_OK), 0);
}

Test(page, goes_without_tso_where_that_is_too_large)
{
	json_t *json;

	program_expect("explore peterson_unfenced --ops 3 --page it.html", 0,
		       "racelab: --page: peterson_unfenced has 168,137 states under tso, too many "
		       "for a page: try fewer increments, --ops; this page has sc alone\n"
		       "to play it: xdg-open it.html\n");
	json = page_data("it.html");
	cr_expect_eq(json_array_size(json_object_get(json, "models")), 1);
	json_decref(json);
}

Test(page, the_largest_of_the_lecture_fits)
{
	size_t size;

	program_expect("explore peterson_unfenced --page it.html", 0,
		       "to play it: xdg-open it.html\n");
	free(program_read("it.html", &size));
	cr_expect_leq(size, PAGE_BYTES);
}

// It can be a pipe, or what root could replace by a file.
Test(page, what_is_no_file_is_written_to)
{
	struct program program;

	program_run(&program, &(struct surroundings){0}, "explore none --page /dev/stdout", 0,
		    NULL);
	cr_expect(strstr(program.out.text, "<!DOCTYPE html>") == program.out.text);
	program_fini(&program);
	program_expect("explore none --page /dev/full", 2,
		       "racelab: /dev/full: No space left on device\n");
}
