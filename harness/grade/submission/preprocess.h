// SPDX-License-Identifier: MIT

// From a student's file to preprocessed text that may be compiled.

#ifndef RACELAB_GRADE_PREPROCESS_H
#define RACELAB_GRADE_PREPROCESS_H

struct making;

// Copies the file, preprocesses the copy, judges what that includes and is made of, and leaves it
// in making->text, and with the file's own name in FOLDER/student.i. A step as in making.h.
int preprocess(struct making *making);

#endif
