// SPDX-License-Identifier: MIT

// racelab grade from end to end: full marks for what is right, the stage and the witness for what
// is not, "cannot be graded here" where nothing can race, and a class that goes on where it was.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/tests/program.h"

static const struct surroundings usual, one_cpu = {.one_cpu = true},
					on_terminal = {.terminal = true};

TestSuite(grade, .init = program_enter, .fini = program_leave, .timeout = 300);

static void need_pus(void)
{
	if (program_nr_cpus() < 2)
		cr_skip("one CPU alone: nothing can race");
}

// Grades as the arguments have it, as JSON; it ends with that status.
static json_t *graded(const struct surroundings *surroundings, int status, const char *arguments)
{
	struct program program;
	char words[4400];
	json_error_t error;
	json_t *json;

	snprintf(words, sizeof words, "grade %s --format json", arguments);
	program_start(&program, surroundings, words);
	program_wait(&program);
	cr_expect_eq(program.status, status, "%s: %d: %s%s", arguments, program.status,
		     program.out.text, program.err.text);
	cr_expect_str_empty(program.err.text);
	json = json_loads(program.out.text, 0, &error);
	cr_assert_not_null(json, "%s: %s", arguments, program.out.text);
	program_fini(&program);
	return json;
}

static const json_t *stage_of(const json_t *grade, const char *name)
{
	const json_t *stages = json_object_get(grade, "stages"), *one;
	size_t i;

	json_array_foreach(stages, i, one)
	{
		if (strcmp(json_string_value(json_object_get(one, "name")), name) == 0)
			return one;
	}
	cr_assert_fail("no stage %s", name);
	return NULL;
}

static const char *text_of(const json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text ? text : "";
}

static bool is_full(const json_t *json)
{
	return json_number_value(json_object_get(json, "points")) ==
	       json_number_value(json_object_get(json, "most"));
}

Test(grade, right_has_all_points)
{
	json_t *grade;

	need_pus();
	grade =
	    graded(&usual, 0, RACELAB_ROOT "/benches/exercises/lock/solution.c --exercise lock");
	cr_expect(is_full(grade));
	cr_expect_eq(json_number_value(json_object_get(grade, "points")), 20);
	cr_expect_not_null(
	    strstr(text_of(stage_of(grade, "proof"), "rests_on"),
		   "proved under sc, tso, rc11 for tasks x rounds of 2 x 2 and 3 x 1"));
	cr_expect_not_null(strstr(text_of(stage_of(grade, "races"), "rests_on"),
				  "would have been found with 95 %"));
	json_decref(grade);
}

// The mistake that no race on x86 shows is found by proof, and told by its lines.
Test(grade, a_relaxed_order_is_found_by_proof_alone)
{
	const json_t *proof;
	json_t *grade;

	need_pus();
	grade = graded(&usual, 1,
		       RACELAB_ROOT "/benches/mutants/double_checked_relaxed.c --exercise once");
	proof = stage_of(grade, "proof");
	cr_expect_str_eq(text_of(proof, "end"), "partly");
	cr_expect_not_null(strstr(text_of(proof, "killed_by"), "rc11: a data race on config.port"));
	cr_expect_not_null(strstr(text_of(proof, "output"), "double_checked_relaxed.c"));
	json_decref(grade);
}

Test(grade, no_lock_fails_by_proof_and_by_races)
{
	json_t *grade;

	need_pus();
	grade = graded(&usual, 1, RACELAB_ROOT "/benches/mutants/no_lock.c --exercise lock");
	cr_expect_str_eq(text_of(stage_of(grade, "proof"), "end"), "failed");
	cr_expect_str_eq(text_of(stage_of(grade, "races"), "end"), "failed");
	cr_expect_str_eq(text_of(stage_of(grade, "speed"), "end"), "skipped");
	cr_expect_not_null(strstr(text_of(stage_of(grade, "proof"), "output"), "task 1"));
	cr_expect_not_null(strstr(text_of(stage_of(grade, "proof"), "output"),
				  "racelab explore no_lock.c --exercise lock --page lock.html"));
	json_decref(grade);
}

// What is handed out compiles, and is not right.
Test(grade, stub_is_not_right)
{
	json_t *grade;

	need_pus();
	grade = graded(&usual, 1, RACELAB_ROOT "/benches/exercises/lock/lock.c");
	cr_expect_str_eq(text_of(stage_of(grade, "compile"), "end"), "passed");
	cr_expect_not(is_full(grade));
	json_decref(grade);
}

// On one CPU nothing races: a wrong lock would pass there, so nobody is graded.
Test(grade, one_cpu_cannot_grade)
{
	json_t *grade =
	    graded(&one_cpu, 2, RACELAB_ROOT "/benches/exercises/lock/solution.c --exercise lock");

	cr_expect(json_is_false(json_object_get(grade, "gradable")));
	cr_expect(json_is_null(json_object_get(grade, "points")));
	cr_expect_not_null(strstr(text_of(grade, "why_not"), "2 PUs"), "%s",
			   text_of(grade, "why_not"));
	json_decref(grade);
}

// Autolab gives a zero for each problem that its last line does not name.
Test(grade, who_is_not_graded_has_no_zero_in_any_problem)
{
	static const char *const problems[] = {"compile", "rules", "count",
					       "proof",	  "races", "speed"};
	struct program program;
	const json_t *scores;
	json_t *last;
	char *line;

	program_run(&program, &one_cpu,
		    "grade " RACELAB_ROOT
		    "/benches/exercises/lock/solution.c --exercise lock --format autolab",
		    2, "");
	line = strstr(program.out.text, "\n{");
	last = json_loads(line ? line : "", 0, NULL);
	cr_assert(last, "%s", program.out.text);
	cr_expect_eq(json_object_size(last), 1);
	scores = json_object_get(last, "scores");
	cr_expect_eq(json_object_size(scores), sizeof problems / sizeof problems[0]);
	for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++)
		cr_expect(json_is_null(json_object_get(scores, problems[i])), "%s", problems[i]);
	json_decref(last);
	program_fini(&program);
}

// A pass or a zero by what it is in the words of those who read these formats.
static const struct {
	const char *format, *points;
} pointed[] = {
    {"text", " of 20"},	      {"gradescope", "\"score\""}, {"prairielearn", "\"score\""},
    {"classroom50", "score"}, {"junit", "\"Compiles\""},   {"vpl", "Grade :=>>"},
};

Test(grade, who_is_not_graded_has_no_points_in_any_format)
{
	for (size_t i = 0; i < sizeof pointed / sizeof pointed[0]; i++) {
		char words[400];
		struct program program;

		snprintf(words, sizeof words,
			 "grade " RACELAB_ROOT
			 "/benches/exercises/lock/solution.c --exercise lock --format %s",
			 pointed[i].format);
		program_run(&program, &one_cpu, words, 2, "");
		cr_expect_null(strstr(program.out.text, pointed[i].points), "%s: %s",
			       pointed[i].format, program.out.text);
		program_fini(&program);
	}
}

// A control that is right after all is not caught, so the place is not fit.
Test(grade, a_control_that_is_not_caught)
{
	FILE *out = fopen("r.ini", "w");
	json_t *grade;

	need_pus();
	cr_assert_not_null(out);
	fputs("[count]\npoints = 1\nbad = no_lock\n", out); /* alone, it counts right */
	cr_assert_eq(fclose(out), 0);
	grade = graded(&usual, 2,
		       RACELAB_ROOT
		       "/benches/exercises/lock/solution.c --exercise lock --rubric r.ini");
	cr_expect(json_is_false(json_object_get(grade, "gradable")));
	cr_expect_not_null(strstr(text_of(grade, "why_not"), "no_lock"));
	json_decref(grade);
}

// Without a file it is only said whether any can be graded.
Test(grade, the_place_alone)
{
	struct program program;

	need_pus();
	program_run(&program, &usual, "grade --exercise lock", 0, "");
	cr_expect_not_null(strstr(program.out.text, "no_lock, which is known to be wrong"));
	cr_expect_not_null(
	    strstr(program.out.text, "\nFiles of the exercise lock can be graded here.\n"), "%s",
	    program.out.text);
	program_fini(&program);
}

static void copy(const char *from, const char *to)
{
	size_t length;
	char *text = program_read(from, &length);
	FILE *out = fopen(to, "w");

	cr_assert_not_null(out);
	cr_assert_eq(fwrite(text, 1, length, out), length);
	cr_assert_eq(fclose(out), 0);
	free(text);
}

static void class_of_three(void)
{
	mkdir("ada", 0777);
	mkdir("bob", 0777);
	copy(RACELAB_ROOT "/benches/exercises/lock/solution.c", "ada/lock.c");
	copy(RACELAB_ROOT "/benches/mutants/no_lock.c", "bob/lock.c");
	copy(RACELAB_ROOT "/benches/exercises/lock/lock.c", "eve.c");
}

static time_t written_at(const char *file)
{
	struct stat there;

	cr_assert_eq(stat(file, &there), 0, "%s", file);
	return there.st_mtim.tv_sec * 1000 + there.st_mtim.tv_nsec / 1000000;
}

#define CLASS "grade ada/lock.c bob/lock.c eve.c --exercise lock -o grades --jobs 2"

// Each grade is kept; with the same command, those that are there are not made again.
Test(grade, class_is_kept_and_gone_on_with)
{
	struct program program;
	time_t ada;
	char *csv;

	need_pus();
	class_of_three();
	program_run(&program, &usual, CLASS, 1, NULL);
	cr_expect_not_null(strstr(program.out.text, "3 of 3 graded: 1 with full points"), "%s",
			   program.out.text);
	program_fini(&program);
	cr_expect_eq(access("grades/class-points.csv", R_OK), 0);
	cr_expect_eq(access("grades/class-stages.gp", R_OK), 0);
	ada = written_at("grades/ada.json");
	cr_assert_eq(unlink("grades/bob.json"), 0);
	program_run(&program, &usual, CLASS, 1, NULL);
	program_fini(&program);
	cr_expect_eq(written_at("grades/ada.json"), ada);
	cr_expect_eq(access("grades/bob.json", R_OK), 0);
	csv = program_read("grades/class.csv", NULL);
	cr_expect_not_null(strstr(csv, "\r\n\"ada\",\"ada/lock.c\",\"lock\",20,20,"), "%s", csv);
	free(csv);
}

// Where it all goes, what need not be done again, and how far it is.
Test(grade, class_on_a_terminal_says_where_and_how_far)
{
	struct program program;

	need_pus();
	setenv("TERM", "xterm", 1);
	class_of_three();
	mkdir("grades", 0777);
	copy(RACELAB_ROOT "/benches/exercises/lock/README.md", "eve.c"); /* soon refused */
	program_run(&program, &usual, "grade eve.c bob/lock.c --exercise lock -o grades", 1, NULL);
	program_fini(&program);
	program_run(&program, &on_terminal, CLASS, 1, NULL);
	cr_expect_not_null(
	    strstr(program.err.text,
		   "grading 3 files into grades, 2 at once; 2 are there already\r\n"),
	    "%s", program.err.text);
	cr_expect_not_null(strstr(program.err.text, "100 %  0 s left  3 of 3 graded"), "%s",
			   program.err.text);
	program_fini(&program);
}

Test(grade, asked_wrongly)
{
	program_expect("grade", 64,
		       "racelab: what is to be graded? a FILE.c; or --exercise NAME alone, to try "
		       "whether it can be graded here\n");
	program_expect("grade none.c --exercise lock", 64,
		       "racelab: none.c: No such file or directory\n");
	program_expect("grade x.c --exercise lokc", 64,
		       "racelab: 'lokc' is no exercise; did you mean 'lock'?\n");
	program_expect("grade x.c", 64,
		       "racelab: 'x' is no exercise; racelab exercise lists them, --exercise names "
		       "one\n");
	program_expect(
	    "grade a.c b.c", 64,
	    "racelab: of which exercise? --exercise NAME; racelab exercise lists them\n");
	program_expect("grade a.c b.c --exercise lock --format json", 64,
		       "racelab: --format is of one file; of many, -o DIR keeps each grade as "
		       "JSON\n");
	program_expect("grade --matrix a.c", 64,
		       "racelab: --matrix takes no file: it grades racelab's own\n");
}
