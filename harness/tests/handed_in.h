// SPDX-License-Identifier: MIT

// Students' files for tests, handed in for the exercise `lock`: what becomes of a text on its way
// to an object. Whatever is no fault of the text's fails the test.

#ifndef RACELAB_TESTS_HANDED_IN_H
#define RACELAB_TESTS_HANDED_IN_H

#include <stddef.h>

#include "harness/grade/submission/submission.h"

// All that a lock needs but acquire and release; and one that lets everybody in.
#define HANDED_IN_BEGIN                                                                            \
	"#include \"lock.h\"\n"                                                                    \
	"struct lock { int taken; };\n"                                                            \
	"const size_t lock_bytes = sizeof(struct lock);\n"                                         \
	"void lock_init(struct lock *lock, unsigned n) { (void)lock; (void)n; }\n"
#define HANDED_IN_OPEN                                                                             \
	"void lock_acquire(struct lock *lock, unsigned task) { (void)lock; (void)task; }\n"        \
	"void lock_release(struct lock *lock, unsigned task) { (void)lock; (void)task; }\n"

struct handed_in {
	struct submission submission;
	char *fault; /* NULL: none */
	double seconds;
};

// For a suite's .init and .fini: each test works in a folder of its own.
void handed_in_enter(void);
void handed_in_leave(void);

// As lock.c in the folder where we are; handed_in_close is due.
void handed_in_text(struct handed_in *handed, const char *text, size_t size);

// What is there already.
void handed_in_file(struct handed_in *handed, const char *file);
void handed_in_close(struct handed_in *handed);

// The same, and it must be refused in bounded time, with these words.
void handed_in_refused(const char *text, const char *words);

// Or be taken.
void handed_in_taken(const char *text);

// Explores what was taken: 2 tasks, 1 round, sc. Returns how many ways there are in which it goes
// wrong; if it cannot be explored, -1, and why in `text`.
int handed_in_explore(const struct handed_in *handed, char *text, size_t size);

#endif
