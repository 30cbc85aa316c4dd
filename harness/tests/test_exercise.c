// SPDX-License-Identifier: MIT

// racelab exercise: what there is, and a folder that students can work in.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/grade/exercise.h"
#include "harness/tests/program.h"

static const struct surroundings usual;

TestSuite(exercise, .init = program_enter, .fini = program_leave, .timeout = 120);

Test(exercise, lists_all)
{
	struct program program;
	json_t *all;

	program_run(&program, &usual, "exercise --json", 0, "");
	all = json_loads(program.out.text, 0, NULL);
	cr_assert_not_null(all, "%s", program.out.text);
	cr_expect_geq(json_array_size(all), 9);
	cr_expect_eq(json_number_value(json_object_get(json_array_get(all, 0), "points")), 20);
	json_decref(all);
	program_fini(&program);
}

// Each is handed out whole, compiles without a warning, and has no solution, frame or rubric in it.
Test(exercise, hand_outs_compile)
{
	char names[MOST_EXERCISES][EXERCISE_NAME], words[200];
	size_t nr = exercise_names(RACELAB_ROOT, names);

	for (size_t i = 0; i < nr; i++) {
		snprintf(words, sizeof words, "exercise %s -o %s", names[i], names[i]);
		program_expect(words, 0, "");
		snprintf(words, sizeof words,
			 "make -s -C %s CFLAGS='-std=gnu11 -O2 -Wall -Wextra -Werror' && test "
			 "$(ls %s | wc -l) = 5",
			 names[i], names[i]);
		cr_expect_eq(system(words), 0, "%s", words);
	}
}

Test(exercise, nobodys_work_is_written_over)
{
	program_expect("exercise lock -o mine", 0, "");
	program_expect("exercise lock -o mine", 64,
		       "racelab: mine/README.md is there already, and may be somebody's work: name "
		       "another folder\n");
	cr_assert_eq(unlink("mine/README.md"), 0);
	program_expect("exercise lock -o mine", 64,
		       "racelab: mine/lock.h is there already, and may be somebody's work: name "
		       "another folder\n");
}

Test(exercise, asked_wrongly)
{
	program_expect("exercise lokc -o x", 64,
		       "racelab: 'lokc' is no exercise; did you mean 'lock'?\n");
	program_expect("exercise -o x", 64,
		       "racelab: which exercise? racelab exercise NAME -o DIR\n");
	program_expect("exercise lock -o /none/there", 2,
		       "racelab: /none/there: No such file or directory\n");
}
