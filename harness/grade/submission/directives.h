// SPDX-License-Identifier: MIT

// The lines of a student's file that talk to the preprocessor. All that follows relies on the line
// markers that the preprocessor writes ("# 12 "lock.c" 1"), so nobody else may write any, and
// nothing may be read but by #include.

#ifndef RACELAB_GRADE_DIRECTIVES_H
#define RACELAB_GRADE_DIRECTIVES_H

// Looks for others than #include, #define, #if and the like. Takes more lines for directives than a
// compiler does, never fewer. Returns 0, or 1 with what is wrong.
int directives_check(const char *text, char **fault);

#endif
