// SPDX-License-Identifier: MIT

// One grade from beginning to end: the file through all stages of its rubric; and the certificate,
// which is the same for known-bad files, before anybody's.

#ifndef RACELAB_GRADE_CONDUCT_H
#define RACELAB_GRADE_CONDUCT_H

#include <signal.h>

#include "harness/complaint.h"
#include "harness/grade/exercise.h"
#include "harness/grade/grade.h"
#include "harness/grade/rubric.h"

// What is the same for all files of an exercise.
struct course {
	struct exercise exercise;
	struct rubric rubric;
	const struct submission *reference; /* whose speed is the measure; NULL: none */
	const struct topology *topology;
	const volatile sig_atomic_t *interrupted;
	int quiet_fd; /* a file whose lock is held shared while something computes, and alone while
			 something is measured, by all who grade at the same time; -1: nobody else
		       */
};

// Tries the place: PUs, quota, clock, the sandbox, and that each stage catches what it must.
// Returns 0, also if it does not hold; 1 if interrupted; -1 with a complaint (a known-bad file that
// is not there, or does not compile).
int course_certify(const struct course *course, struct certificate *certificate,
		   struct complaint *c);

// Grades a file under a certificate that holds. Returns 0; 1 if interrupted; -1 with a complaint if
// it cannot be judged here. grade_fini is due in any case.
int course_grade(const struct course *course, const char *file,
		 const struct certificate *certificate, struct grade *grade, struct complaint *c);

// A grade without points, for a certificate that does not hold, or for nobody's file (""): all
// stages of the rubric, skipped. grade_fini is due.
void course_ungraded(const struct course *course, const char *file,
		     const struct certificate *certificate, struct grade *grade);

// Whose file it is: its name without .c; or, where all are called as the exercise is, its folder's.
void grade_student(const char *file, const char *exercise, char *student, size_t size);

// One stage of a file, as the certificate needs it.
int course_judge(const struct course *course, const char *file, enum stage stage,
		 struct stage_result *result, struct complaint *c);

#endif
