// SPDX-License-Identifier: MIT

// What an interpreter says of an operation becomes a row, and a verdict:
//
//   races        it was seen to go wrong, or tears where this interpreter does switch
//   unreachable  it tears if it is switched within, but this interpreter never does: with its GIL
//                it lets others in only at the end of a loop and in a call, since 3.10
//   impossible   no boundary tears it, and within one bytecode the GIL lets nobody in
//   safe         without a GIL: nothing was seen, no boundary tears it, and it is documented so
//   unseen       nothing was seen, but nothing says that it cannot be
//
// What does hold today without a promise (unreachable, unseen) is what breaks tomorrow.

#include "benches/labs/python/operations.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "benches/labs/python/talk.h"

#define FIRST_WITHOUT_SWITCHES 10 /* 3.10 */

enum {
	MOST_OPERATIONS = 40,
	NR_FIELDS = 8,
};

// operations.py, and a zero byte.
extern const char operations_py[];
__asm__(".pushsection .rodata\n"
	".global operations_py\n"
	"operations_py:\n"
	".incbin \"benches/labs/python/operations.py\"\n"
	".byte 0\n"
	".popsection\n");

struct operation {
	char text[LAB_WORD_BYTES], lecture[16], documentation[LAB_WORD_BYTES],
	    source[LAB_WORD_BYTES];
	uint64_t tries, wrong;
	int64_t boundaries, torn; /* -1: it cannot be switched within */
};

struct tried {
	struct operation each[MOST_OPERATIONS];
	size_t nr;
	char why_not[LAB_WORD_BYTES]; /* "": it ended well */
};

// --- In one interpreter -------------------------------------------------------------------------

static bool read_count(const char *text, uint64_t *count)
{
	char *end;

	*count = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end;
}

static bool read_optional(const char *text, int64_t *count)
{
	uint64_t some;

	*count = -1;
	if (!*text)
		return true;
	if (!read_count(text, &some))
		return false;
	*count = (int64_t)some;
	return true;
}

static bool parse(char *line, struct operation *operation)
{
	char *fields[NR_FIELDS], *rest = line;
	size_t nr = 0;

	while (nr < NR_FIELDS && rest)
		fields[nr++] = strsep(&rest, "\t");
	if (nr < NR_FIELDS || rest)
		return false;
	snprintf(operation->text, sizeof operation->text, "%s", fields[0]);
	snprintf(operation->lecture, sizeof operation->lecture, "%s", fields[1]);
	snprintf(operation->documentation, sizeof operation->documentation, "%s", fields[2]);
	snprintf(operation->source, sizeof operation->source, "%s", fields[3]);
	return *operation->text && read_count(fields[4], &operation->tries) &&
	       read_count(fields[5], &operation->wrong) &&
	       read_optional(fields[6], &operation->boundaries) &&
	       read_optional(fields[7], &operation->torn);
}

static void explain(struct tried *tried, int status, const char *said)
{
	snprintf(tried->why_not, sizeof tried->why_not, "%s %d after %zu operations%s%.24s",
		 WIFSIGNALED(status) ? "signal" : "exit",
		 WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), tried->nr,
		 *said ? ": " : "", said);
}

// Its time is what it may race for, twice, and the option `most` for the rest.
static void try(const struct lab_run *run, const char *python, uint64_t race_ns,
		struct tried *tried)
{
	char ns[24], line[512], heard[sizeof line], said[sizeof line] = "";
	struct talk talk;
	int status;

	*tried = (struct tried){.nr = 0};
	snprintf(ns, sizeof ns, "%" PRIu64, race_ns);
	talk_begin(&talk, (const char *const[]){python, "-I", "-c", operations_py, ns, NULL},
		   2 * race_ns + lab_option(run, "most"));
	while (talk_line(&talk, line, sizeof line)) {
		snprintf(heard, sizeof heard, "%s", line);
		if (tried->nr < MOST_OPERATIONS && parse(line, &tried->each[tried->nr]))
			tried->nr++;
		else
			snprintf(said, sizeof said, "%s", heard);
	}
	status = talk_end(&talk);
	if (status || !tried->nr)
		explain(tried, status, said);
}

// --- Rows ---------------------------------------------------------------------------------------

static bool switches_anywhere(const struct interpreter *who)
{
	return !who->has_gil || strcmp(who->name, "cpython") != 0 ||
	       who->minor < FIRST_WITHOUT_SWITCHES;
}

static bool is_documented_as_safe(const char *documentation)
{
	return strcmp(documentation, "safe") == 0 || strcmp(documentation, "atomic") == 0;
}

static const char *verdict_of(const struct operation *operation, const struct interpreter *who)
{
	if (operation->wrong)
		return "races";
	if (operation->torn > 0)
		return switches_anywhere(who) ? "races" : "unreachable";
	if (operation->torn < 0)
		return "unseen";
	if (who->has_gil)
		return "impossible";
	return is_documented_as_safe(operation->documentation) ? "safe" : "unseen";
}

static void write_row(struct lab_run *run, const struct interpreter *who,
		      const struct operation *operation)
{
	lab_row_begin(run);
	lab_word(run, "implementation", "%s", who->name);
	lab_word(run, "version", "%s", who->version);
	lab_word(run, "path", "%s", interpreters_word(who).text);
	lab_word(run, "gil", "%s", interpreters_gil(who));
	lab_word(run, "operation", "%s", operation->text);
	lab_word(run, "lecture", "%s", operation->lecture);
	lab_word(run, "documentation", "%s", operation->documentation);
	lab_word(run, "source", "%s", operation->source);
	lab_count(run, "tries", (int64_t)operation->tries);
	lab_count(run, who->has_gil ? "wrong_gil" : "wrong_nogil", (int64_t)operation->wrong);
	if (operation->torn >= 0) {
		lab_count(run, "boundaries", operation->boundaries);
		lab_count(run, "torn", operation->torn);
	}
	lab_word(run, "verdict", "%s", verdict_of(operation, who));
	lab_row_end(run);
}

static void write_rows(struct lab_run *run, const struct interpreters *interpreters,
		       const struct tried *tried)
{
	for (size_t operation = 0; operation < MOST_OPERATIONS; operation++)
		for (size_t i = 0; i < interpreters->nr; i++)
			if (operation < tried[i].nr)
				write_row(run, &interpreters->each[i], &tried[i].each[operation]);
	for (size_t i = 0; i < interpreters->nr; i++)
		if (*tried[i].why_not)
			lab_skip(run, "path", interpreters_word(&interpreters->each[i]).text, "%s",
				 tried[i].why_not);
}

static size_t nr_running(const struct interpreters *interpreters)
{
	size_t nr = 0;

	for (size_t i = 0; i < interpreters->nr; i++)
		nr += !*interpreters->each[i].why_not;
	return nr;
}

void operations_run(struct lab_run *run, const struct interpreters *interpreters)
{
	size_t nr = nr_running(interpreters);
	struct tried *tried = calloc(INTERPRETERS_MOST, sizeof *tried);

	for (size_t i = 0; i < interpreters->nr; i++)
		if (!*interpreters->each[i].why_not)
			try(run, interpreters->each[i].path, lab_option(run, "operations") / nr,
			    &tried[i]);
	write_rows(run, interpreters, tried);
	free(tried);
}

// --- The conclusion -----------------------------------------------------------------------------

static bool says(const struct lab_table *table, long row, const char *column, const char *word)
{
	return strcmp(lab_word_at(table, row, column), word) == 0;
}

static bool has_gil(const struct lab_table *table, long row)
{
	return !says(table, row, "gil", "without");
}

// Operations, each counted once for all Pythons that are with a GIL, or without.
struct count {
	unsigned nr, races, unreachable; /* the last: in none of them it races */
};

// Whether one of the rows of that operation, from `row` on, has this verdict.
static bool has_verdict(const struct lab_table *table, long row, bool gil, const char *verdict)
{
	const char *operation = lab_word_at(table, row, "operation");

	while ((row = lab_find(table, row, "operation", operation, "verdict", verdict, NULL)) >= 0)
		if (has_gil(table, row++) == gil)
			return true;
	return false;
}

static struct count count_operations(const struct lab_table *table, bool gil)
{
	struct count count = {0};
	const char *last = "";

	for (long row = 0; row < (long)lab_nr_rows(table); row++) {
		const char *operation = lab_word_at(table, row, "operation");

		if (!*operation || strcmp(operation, last) == 0 || has_gil(table, row) != gil)
			continue;
		last = operation;
		count.nr++;
		if (has_verdict(table, row, gil, "races"))
			count.races++;
		else
			count.unreachable += has_verdict(table, row, gil, "unreachable");
	}
	return count;
}

// What is said of it with a GIL holds of bytecodes, so injected switches show it; without one,
// what is documented.
static bool is_as_said(const struct lab_table *table, long row)
{
	double torn = lab_real_at(table, row, "torn");

	if (!has_gil(table, row))
		return !is_documented_as_safe(lab_word_at(table, row, "documentation")) ||
		       lab_real_at(table, row, "wrong_nogil") == 0;
	if (says(table, row, "lecture", "atomic"))
		return lab_real_at(table, row, "wrong_gil") == 0 && !(torn > 0);
	return !says(table, row, "lecture", "not") || isnan(torn) || torn > 0;
}

static long find_surprise(const struct lab_table *table)
{
	for (long row = 0; row < (long)lab_nr_rows(table); row++)
		if (*lab_word_at(table, row, "operation") && !is_as_said(table, row))
			return row;
	return -1;
}

static void tell_counts(const struct count *with, const struct count *without, FILE *sentence)
{
	if (with->nr && with->races)
		fprintf(sentence, "; %u of %u operations race", with->races, with->nr);
	else if (with->nr)
		fprintf(sentence, "; of %u operations none races", with->nr);
	if (with->unreachable)
		fprintf(sentence, ", %u would if switched within", with->unreachable);
	if (without->nr)
		fprintf(sentence, "; without a GIL %u of %u race", without->races, without->nr);
	else
		fputs("; no Python without a GIL is here", sentence);
}

bool operations_conclude(const struct lab_table *table, FILE *sentence)
{
	const struct count with = count_operations(table, true),
			   without = count_operations(table, false);
	long surprise = find_surprise(table);

	tell_counts(&with, &without, sentence);
	if (surprise >= 0)
		fprintf(sentence, ", but %s is not what it is said to be in Python %s",
			lab_word_at(table, surprise, "operation"),
			lab_word_at(table, surprise, "version"));
	return surprise < 0;
}
