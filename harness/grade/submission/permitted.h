// SPDX-License-Identifier: MIT

// Which of a compiler's own words a student's file may use, and why not the others.

#ifndef RACELAB_GRADE_PERMITTED_H
#define RACELAB_GRADE_PERMITTED_H

#include <stdbool.h>
#include <stddef.h>

// Words that are never allowed, and what to do instead; NULL if the word is none of them.
const char *permitted_not(const char *word, size_t length);

// "__builtin_expect": yes; "__builtin_return_address": no. Other words: yes.
bool permitted_builtin(const char *word, size_t length);

// Of attributes, with or without the underscores around: "aligned", "__unused__".
bool permitted_attribute(const char *word, size_t length);

// Attributes by which something hides from what looks at the object, or from an exploration. They
// may not even come from a system header, whose macros a student's file may have defined.
bool permitted_nowhere(const char *word, size_t length);

// The same of a #pragma in a system header, without that word: "GCC diagnostic push".
bool permitted_pragma(const char *text, size_t length);

#endif
