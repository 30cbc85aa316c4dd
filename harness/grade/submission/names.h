// SPDX-License-Identifier: MIT

// What a student's object calls and defines, held against what it may and has to.

#ifndef RACELAB_GRADE_NAMES_H
#define RACELAB_GRADE_NAMES_H

struct making;

// Refuses calls that the rubric does not name, and objects that lack what the frame calls; writes
// the list of that to FOLDER/exports. A step as in making.h.
int names_check(struct making *making, const char *frame, const char *student);

#endif
