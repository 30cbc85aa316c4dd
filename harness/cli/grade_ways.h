// SPDX-License-Identifier: MIT

// The ways of racelab grade. Each prints what comes out, and returns an exit code.

#ifndef RACELAB_GRADE_WAYS_H
#define RACELAB_GRADE_WAYS_H

#include "harness/complaint.h"
#include "harness/grade/class/batch.h"
#include "harness/grade/conduct.h"
#include "harness/grade/grade.h"
#include "harness/grade/submission/submission.h"
#include "harness/machine/topology.h"

struct grade_scene {
	const struct grade_asked *asked;
	const char *root; /* racelab's own files */
	struct topology topology;
	int quiet_fd;
};

// An exercise with its rubric and reference.
struct graded_course {
	struct course course;
	struct submission reference;
};

// One file, or none: then it is only said whether any can be graded here.
int grade_one(struct grade_scene *scene);

// Many files of one exercise; racelab's own of all exercises.
int grade_class(struct grade_scene *scene);
int grade_matrix(struct grade_scene *scene);

// Grades a batch whose assignments are filled in: with progress, in the folder that was asked for.
// Returns as batch_grade.
int grade_batch(struct grade_scene *scene, struct batch *batch, struct complaint *c);

// As course_certify; one that does not hold is a machine's complaint.
int grade_certify(struct graded_course *graded, struct certificate *certificate,
		  struct complaint *c);

// Opens an exercise of that name; graded_close is due. Returns 0, or -1 with a complaint.
int graded_open(struct graded_course *graded, const struct grade_scene *scene, const char *exercise,
		struct complaint *c);
void graded_close(struct graded_course *graded);

// What is going on, on a terminal; NULL: nothing any more.
void grade_tell(const char *what);

#endif
