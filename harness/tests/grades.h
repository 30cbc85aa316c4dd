// SPDX-License-Identifier: MIT

// Grades made by hand, for tests of what is written of them.

#ifndef RACELAB_TESTS_GRADES_H
#define RACELAB_TESTS_GRADES_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/grade/grade.h"

struct grade_sample {
	const char *name;
	bool gradable;
	void (*make)(struct grade *grade);
};

// full (all points), partly (one stage of each end), uncompiled, uncertified (it does not hold, and
// the stages are only named), unstaged (the same without stages), unsound (a stage's points are no
// number), tenths (2.5 points to give), hostile (texts that try to be what they are not), crowd (as
// many stages and as much output as can be).
extern const struct grade_sample grade_samples[];
extern const size_t nr_grade_samples;

// The one of that name, made; grade_fini is due.
void grade_sample_init(struct grade *grade, const char *name);

// What a format writes, on the heap; the test fails if it reports an error.
char *grade_written(const struct grade *grade, const char *format);

// Each sample, written in a format and handed to a reader of it, which frees nothing.
typedef void grade_reader(const struct grade *grade, const char *text, const char *sample);
void grades_read(const char *format, grade_reader *reader);

// Points as graders that know hundredths are told them.
double grade_rounded_down(double points);

// Fails the test unless the two are the same but for rounding.
void grade_expect_near(double x, double y, const char *sample);

// For a suite's .init, as program_enter is: pictures are left out, as they would be another
// gnuplot's elsewhere.
void grades_without_gnuplot(void);

#endif
