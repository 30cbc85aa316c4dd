// SPDX-License-Identifier: MIT

// What a lab is: one statement of the lecture about tasks, made into an experiment of its own that
// ends with rows of figures and one sentence computed from them.
//
// A lab's file has its options, its columns, the experiment and the conclusion; everything else
// (reading options, the sandbox around it, the table, the CSV, the figure) is the harness's. The
// experiment runs in a sandbox: a process that may crash, hang or be killed, that dies with its
// controller and takes all its descendants with it. Rows that were ended stay, whatever happens
// next.

#ifndef RACELAB_LAB_H
#define RACELAB_LAB_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct lab_run; /* the harness's; a lab passes it on */
struct lab_table;

enum lab_kind {
	LAB_WORD,  /* text, at most 63 bytes */
	LAB_COUNT, /* a whole number */
	LAB_REAL,
};

struct lab_column {
	const char *name; /* with its unit: "start_join_us" */
	enum lab_kind kind;
	const char *meaning;
};

enum lab_option_kind {
	LAB_TIME,     /* "100ms"; a value is in ns */
	LAB_SIZE,     /* "64K"; in slots or bytes, as its help says */
	LAB_NUMBER,   /* "1000" */
	LAB_ADDRESS,  /* "127.0.0.1": IPv4, in host byte order */
	LAB_CHOICE,   /* one word of `initial`, "all|thread|pool"; the first holds; a value is its
			 index */
	LAB_FLAG,     /* given or not: 1 or 0; it takes no argument */
	LAB_PROGRAMS, /* "python3.9:./python": executables, looked for as a shell does; may be given
			 several times; its value is lab_programs's */
};

struct lab_option {
	const char *name; /* without dashes */
	enum lab_option_kind kind;
	const char *initial; /* what holds when it is not given, as a user would write it */
	uint64_t min, max;   /* in a value's unit */
	const char *help;
};

enum {
	LAB_MAX_COLUMNS = 32,
	LAB_MAX_TABLES = 3,
	LAB_MAX_OPTIONS = 12,
	LAB_MAX_ROWS = 4096,
	LAB_WORD_BYTES = 64,
};

struct lab {
	const char *name;    /* the command's word, and plots/lab-NAME.gp */
	const char *summary; /* one line: what is measured */
	const char
	    *statement;	     /* what the lecture says, in our words: a sentence without full stop */
	const char *example; /* "racelab lab spawn --touched 256M" */
	const struct lab_option options[LAB_MAX_OPTIONS]; /* the first without a name ends them */
	const struct lab_column columns[LAB_MAX_COLUMNS]; /* the same */
	// The columns shown on the terminal; none: all. A row in which the first of these is empty
	// is for the figure alone: a point of a curve.
	const char *const table[LAB_MAX_COLUMNS];
	// Further tables on the terminal, for rows of another kind: a row is shown in the last of
	// all tables whose first column it has. One without rows is left out.
	const char *const further[LAB_MAX_TABLES - 1][LAB_MAX_COLUMNS];
	// The experiment; in the sandbox.
	void (*run)(struct lab_run *run);
	// For --serve: lets people try by hand what the experiment measures, until they stop it;
	// says on standard output what they can do. In the controller; NULL: there is nothing to
	// try. Returns whether it went well; if not, it has written why, without newline.
	bool (*serve)(struct lab_run *run, FILE *why);
	// Writes one sentence that follows from the figures (no full stop, no newline; it gets its
	// capital letter). Returns whether what the lecture says came out; the sentence is true in
	// either case. Must cope with missing rows and empty fields: the experiment may have been
	// cut off. In the controller.
	bool (*conclude)(const struct lab_table *table, FILE *sentence);
};

// --- For the experiment -------------------------------------------------------------------------

// The value of an option; of that name, or the program ends.
uint64_t lab_option(const struct lab_run *run, const char *name);

// The paths that an option of LAB_PROGRAMS was given, joined by ':'; "" if it was not.
const char *lab_programs(const struct lab_run *run, const char *name);

// PUs that may be used, and pinning the calling thread (and what it starts from now on) to the i-th
// of them, modulo their number. lab_pin returns 0, or an errno value; lab_unpin allows all of them
// again.
unsigned lab_nr_pus(const struct lab_run *run);
int lab_pin(const struct lab_run *run, unsigned i);
void lab_unpin(const struct lab_run *run);

// One row: begin, fields by their columns' names in any order, end. What is not set is empty: never
// 0. A real that is not finite is empty.
void lab_row_begin(struct lab_run *run);
void lab_word(struct lab_run *run, const char *column, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void lab_count(struct lab_run *run, const char *column, int64_t count);
void lab_real(struct lab_run *run, const char *column, double real);
void lab_row_end(struct lab_run *run);

// Why a part of the experiment was left out ("no python3 here"): a row of its own with that in the
// column `detail`, which the lab must have.
void lab_skip(struct lab_run *run, const char *column, const char *what, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// The same n increments of a shared variable that racelab run would do, by `count` tasks ("thread",
// "process") under a strategy, in one trial. ns_per_op is system-wide: elapsed / ops. Returns 0, or
// -1 if the trial was not ok.
struct lab_raced {
	double ns_per_op;
	int64_t ops, lost;
};
int lab_race(struct lab_run *run, const char *sync, const char *task, unsigned count,
	     uint64_t ops_per_task, struct lab_raced *raced);

// For `serve`: waits so long, or until the user asks to stop. Returns whether they did.
bool lab_stop_asked(const struct lab_run *run, uint64_t most_ns);

// --- Clocks, memory, children -------------------------------------------------------------------

uint64_t lab_now_ns(void); /* CLOCK_MONOTONIC */
uint64_t lab_thread_cpu_ns(void);
uint64_t lab_process_cpu_ns(void); /* with all threads */
void lab_sleep_ns(uint64_t ns);

// Anonymous memory, zeroed: shared with children, or not. Ends the lab if there is none.
void *lab_map_shared(size_t bytes);
void *lab_map_private(size_t bytes);

// fork() whose child dies with its parent; ends the lab if it cannot. In the child it returns 0,
// and the child ends by _exit.
pid_t lab_fork(void);

// Waits for a child, at most so long (then it is killed). Returns its wait status.
int lab_wait(pid_t child, uint64_t most_ns);

// Whether a child has ended; lab_wait is still due.
bool lab_has_ended(pid_t child);

// The q-quantile of n values, which are reordered; NaN of none.
double lab_quantile(double *values, size_t n, double q);

// --- For the conclusion -------------------------------------------------------------------------

size_t lab_nr_rows(const struct lab_table *table);

// A field: "" or NaN where it is empty, or the row is -1; a count as a double.
const char *lab_word_at(const struct lab_table *table, long row, const char *column);
double lab_real_at(const struct lab_table *table, long row, const char *column);

// The first row, from `from` on, in which these columns hold these words: column, word, ..., NULL.
// -1 if there is none.
long lab_find(const struct lab_table *table, long from, ...) __attribute__((sentinel));

#endif
