// SPDX-License-Identifier: MIT

// The stages of a grade, a file each; stages.c is the table.

#ifndef RACELAB_GRADE_STAGES_H
#define RACELAB_GRADE_STAGES_H

#include <signal.h>
#include <stdbool.h>

#include "harness/complaint.h"
#include "harness/grade/grade.h"
#include "harness/grade/rubric.h"

// What all stages of one grade see.
struct grading {
	const struct rubric *rubric;
	const struct submission *submission;
	const struct submission *reference; /* whose speed is the measure; NULL: none here */
	const struct topology *topology;
	const volatile sig_atomic_t *interrupted;
};

// Fills in what *result comes to: points (of result->most), end, rests_on, output, killed_by.
// Returns 0; 1 if interrupted; -1 with a machine's complaint if it cannot be judged here.
typedef int stage_fn(const struct grading *grading, struct stage_result *result,
		     struct complaint *c);

stage_fn stage_compile, stage_rules, stage_count, stage_proof, stage_races, stage_faults,
    stage_serve, stage_fairness, stage_speed;

// One stage, timed.
int stage_judge(enum stage stage, const struct grading *grading, struct stage_result *result,
		struct complaint *c);

// Whether nothing else may run beside it.
bool stage_measures(enum stage stage);

// What stages have to say: the share (0 to 1) of the points, and the sentence it rests on.
void stage_end(struct stage_result *result, double share, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Not judged: for no fault of the student's, so it is left out of what can be had.
void stage_unjudged(struct stage_result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// What is asked could not be done with the student's file: no points.
void stage_undone(struct stage_result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// What found the mistake, and what it is; the first that is said stays.
void stage_found(struct stage_result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// More to read, a line or several; added to what is there.
void stage_say(struct stage_result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
