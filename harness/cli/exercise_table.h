// SPDX-License-Identifier: MIT

// What racelab exercise prints of exercises.

#ifndef RACELAB_EXERCISE_TABLE_H
#define RACELAB_EXERCISE_TABLE_H

#include <stddef.h>

#include "harness/grade/exercise.h"
#include "harness/grade/rubric.h"

struct exercise_row {
	struct exercise exercise;
	struct rubric rubric;
};

struct exercise_rows {
	struct exercise_row row[MOST_EXERCISES];
	size_t nr;
};

// All, as a table, and what to do next.
void exercise_print_table(const struct exercise_rows *rows);

// All, as {"exercises": [{"name", "title", "statement", "points", "stages": [{"name",
// "points"}]}]}.
void exercise_print_json(const struct exercise_rows *rows);

// One, and what its points are given for.
void exercise_print_one(const struct exercise_row *row);

#endif
