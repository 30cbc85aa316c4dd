// SPDX-License-Identifier: MIT

// What all formats tell of a grade, and text from data made harmless line by line.

#ifndef RACELAB_TOLD_H
#define RACELAB_TOLD_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "harness/grade/grade.h"

enum {
	POINTS_TEXT = 32,
	/* Of a stage's output, in bytes: MOST_STAGES of them, each byte as two in JSON, and a
	   picture are less than the MB that PrairieLearn takes. */
	TOLD_MOST = 20000,
};

// Whether there are points to give: the certificate holds, and all points are numbers from 0 to
// what the stage is worth.
bool told_gradable(const struct grade *grade);

// Whether a stage has all that can be had of it: one that could not be asked for here is worth 0.
bool told_passed(const struct stage_result *stage);

// Points with at most two digits after the point, which is one in every locale: "13.5", "8"; "-"
// for what is no number. Rounded down, so that "8" of 8 has nothing missing. Returns text.
const char *told_points(double points, char text[POINTS_TEXT]);

// Writes text of several lines, each behind `before` and ended by a newline: whole characters of
// UTF-8, '?' for what is none or would be obeyed, spaces for tabs. After `most` bytes a line says
// how many are left out. Nothing for NULL and "".
void told_lines(FILE *out, const char *text, const char *before, size_t most);

// What follows is on the heap, of one or more lines, the last one without a newline; without memory
// they abort.

// "cannot be graded here: WHAT: FOUND", by the first check that does not hold.
char *told_why_not(const struct grade *grade);

// Each check, a line: "yes" or "no", what, and what was found; before it a heading.
char *told_certificate(const struct grade *grade);

// What a stage rests on, and its output.
char *told_stage(const struct stage_result *stage);

// What to do next, a sentence.
char *told_next(const struct grade *grade);

// The same as a new JSON string; frees it.
json_t *told_json(char *text);

// Points as a JSON number with those digits; null for what is no number.
json_t *told_points_json(double points);

#endif
