// SPDX-License-Identifier: MIT

// Many files graded, by several processes at once. What only computes (compiling, proving) they do
// side by side; while one of them measures, all others wait. Each grade is a file of its own as
// soon as it is made, so a batch that is stopped goes on where it was.

#ifndef RACELAB_GRADE_BATCH_H
#define RACELAB_GRADE_BATCH_H

#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/complaint.h"
#include "harness/grade/grade.h"

// One file, and what is known of it afterwards.
struct assignment {
	const char *file;
	struct course *course;
	const struct certificate *certificate;
	char student[128];
	char stored[PATH_MAX]; /* where its grade is */
	struct grade grade;
	bool done;     /* it is there: made now, or before; */
	bool earlier;  /* before */
	char why[512]; /* why it could not be made; "": it could */
};

struct batch {
	struct assignment *assignment;
	size_t nr;
	unsigned jobs; /* processes, at most */
	const char *folder;
	/* before the first is made, and after each that is done; NULL: nobody wants to know */
	void (*tell)(void *context, const struct batch *batch, size_t nr_done);
	void *context;
};

// Makes a file's name of its place in the folder: STUDENT.json, or where two have the same name
// STUDENT-2.json. All that are there already, and are newer than what was graded, are taken as
// they are. Returns 0; 1 if interrupted (what was made stands); -1 with a complaint.
int batch_grade(struct batch *batch, const volatile sig_atomic_t *interrupted, struct complaint *c);

// Whether the rubric of any of them asks for the stage (enum stage): of a class one rubric, of
// several exercises all of theirs.
bool batch_asks(const struct batch *batch, int stage);

// The grades, and the assignments, which are on the heap.
void batch_fini(struct batch *batch);

#endif
