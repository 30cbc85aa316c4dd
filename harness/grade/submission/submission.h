// SPDX-License-Identifier: MIT

// A student's file on its way to what can be explored and raced. Until it runs in the sandbox it is
// hostile: it is read and compiled by children with bounds of their own, what it includes is known
// before anything it says is shown, and what it may call is looked up in the object itself.
//
//     FILE.c -> preprocessed (what it includes: system headers and NAME.h alone) -> tokens (no
//     assembly, no section, no constructor, ...) -> object -> its calls and names -> linked with
//     the frame

#ifndef RACELAB_SUBMISSION_H
#define RACELAB_SUBMISSION_H

#include <limits.h>

#include "harness/complaint.h"
#include "harness/explore/program/compile.h"
#include "harness/grade/exercise.h"
#include "harness/grade/rubric.h"

struct submission {
	const struct exercise *exercise;
	char file[PATH_MAX];	   /* as it was named */
	char folder[64];	   /* private, made on the way; removed at the end */
	char source[128];	   /* FOLDER/student.i: preprocessed and screened */
	char object[128];	   /* FOLDER/raced.so: with the frame, to be raced */
	char exports[128];	   /* FOLDER/exports: what the frame sees of it, one name a line */
	char frame[PATH_MAX + 16]; /* the exercise's frame.c */
	char *warnings;		   /* what the compiler said of it; NULL: nothing */
};

// Screens, compiles and links it. Returns 0; 1 if the student's file is at fault: `fault` (on the
// heap) says it in the words a student is to read, "line 12: ..." or several lines; -1 with a
// complaint if it cannot be done here (no compiler, no room). submission_close is due in any case.
//
// What breaks a rule is at fault like what does not compile: no object is made of it. A call that
// the rubric does not name may be harmless, but who could say so without looking at each?
int submission_open(struct submission *submission, const struct exercise *exercise,
		    const char *file, const struct rubric *rubric, char **fault,
		    struct complaint *c);
void submission_close(struct submission *submission);

// What is to be explored of it, with so many tasks and rounds each.
struct source submission_source(const struct submission *submission, unsigned tasks,
				unsigned rounds);

#endif
