// SPDX-License-Identifier: MIT

// What is wrong with a student's file, in words for the student: one line or several, plain text.

#ifndef RACELAB_GRADE_FAULT_H
#define RACELAB_GRADE_FAULT_H

// Replaces *fault (NULL, or on the heap) with a text in printf format; *fault is NULL if there is
// no memory. Returns 1, so that `return fault_say(fault, ...)` reads as it should.
int fault_say(char **fault, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
