// SPDX-License-Identifier: MIT

// The real program, run as a person runs it, for tests from end to end: what it says, how it ends
// and what it leaves behind. It is the one that the environment variable RACELAB names, else the
// release build.
//
// A suite takes program_enter and program_leave as its .init and .fini: each test then works in an
// empty directory of its own, so that paths in options and messages are short and always the same.
// Whatever these functions cannot do fails the test.

#ifndef RACELAB_TESTS_PROGRAM_H
#define RACELAB_TESTS_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "harness/data/rows.h"

// What it meets with. All zero: our own CPUs, pipes, no limits.
struct surroundings {
	bool one_cpu;	     /* only program_last_cpu() is allowed */
	bool terminal;	     /* standard error is a terminal, not a pipe */
	bool terminal_out;   /* standard output is one, too */
	unsigned columns;    /* of these terminals; 0: 80. They have 25 lines */
	int ignored;	     /* a signal that whoever starts it has ignored, as nohup; 0: none */
	bool full_output;    /* standard output is /dev/full */
	uint64_t file_bytes; /* files cannot grow beyond it, as on a full disk; 0: they can */
};

// What comes out of one end.
struct capture {
	int fd; /* -1 after its end */
	FILE *stream;
	char *text;
	size_t length;
};

struct program {
	pid_t pid; /* and its process group and its session */
	struct capture out, err;
	int status; /* exit code; 128 + the signal that killed it */
};

void program_enter(void);
void program_leave(void);

// The CPUs we are allowed: how many, and the one with the highest number.
int program_nr_cpus(void);
int program_last_cpu(void);

// Starts "racelab ARGUMENTS" as a terminal's shell would, whatever the tests were started by: words
// separated by one space each; there is no shell and no quoting, and a tab stands for a space
// within a word. program_wait (once) and program_fini are due.
void program_start(struct program *program, const struct surroundings *surroundings,
		   const char *arguments);

// Sends a signal to its whole group, as the terminal does; waits until there is one, which takes a
// busy machine a while.
void program_interrupt(const struct program *program, int signal);

// Waits for its end and closes out.text and err.text. A minute is too long.
void program_wait(struct program *program);

void program_fini(struct program *program);

// Starts it, waits, and fails the test unless it ends with that status and, if err is not NULL,
// has written exactly that to standard error. program_fini is due.
void program_run(struct program *program, const struct surroundings *surroundings,
		 const char *arguments, int status, const char *err);

// The same where all that counts is what it leaves behind.
void program_expect(const char *arguments, int status, const char *err);

// Processes of its session that have not ended, children that outlived it included.
unsigned program_nr_processes(const struct program *program);

// The rows of a result directory. rows_fini is due.
void program_rows(struct rows *rows, const char *directory);

// How many there are so far; 0 while there is no run in it.
size_t program_nr_rows(const char *directory);

// Waits until there are so many.
void program_await_rows(const char *directory, size_t nr);

void sleep_ms(long ms);

// Removes a directory and all that is in it.
void program_remove(const char *path);

// A whole file, and a zero byte after it, on the heap; its length in *length, which may be NULL.
char *program_read(const char *path, size_t *length);

#endif
