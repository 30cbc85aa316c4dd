// SPDX-License-Identifier: MIT

// The three tables, and what must hold for their rows: who draws them computes shares of these
// counts, and must find them possible.

#include "harness/data/explored_columns.h"

#include <string.h>

#include "harness/data/row.h"
#include "harness/explore/step.h"

enum {
	MOST_OPS = 64,
};

static const char *const allowances[] = {"allowed", "forbidden", NULL};
static const char *const verdicts[] = {
    "proved", "violated", "incomplete", "cannot be explored", "not explored", NULL};
static const char *const models[] = {"sc", "tso", "rc11", NULL};

#define COUNT(row, field, low, high)                                                               \
	{                                                                                          \
		.name = #field, .offset = offsetof(row, field), .needed = true, .least = low,      \
		.most = high                                                                       \
	}
#define MAYBE(row, field)                                                                          \
	{                                                                                          \
		.name = #field, .offset = offsetof(row, field), .most = INT64_MAX                  \
	}
#define WORD(row, field)                                                                           \
	{                                                                                          \
		.name = #field, .offset = offsetof(row, field), .word = true                       \
	}
#define NAME(row, field)                                                                           \
	{                                                                                          \
		.name = #field, .offset = offsetof(row, field), .word = true, .needed = true       \
	}
#define ONE_OF(row, field, must, list)                                                             \
	{                                                                                          \
		.name = #field, .offset = offsetof(row, field), .word = true, .needed = must,      \
		.words = list                                                                      \
	}
#define MODEL(i, label)                                                                            \
	{                                                                                          \
		.name = label,                                                                     \
		.offset = offsetof(struct explored_program, verdict) + (size_t)(i)*EXPLORED_WORD,  \
		.word = true, .words = allowances                                                  \
	}

static const struct explored_column counter_columns[] = {
    COUNT(struct explored_counter, tasks, 1, MOST_EXPLORED_TASKS),
    COUNT(struct explored_counter, ops, 1, MOST_OPS),
    COUNT(struct explored_counter, value, 0, INT64_MAX),
    COUNT(struct explored_counter, interleavings, 0, INT64_MAX / EXPLORED_ROWS),
    MAYBE(struct explored_counter, raced),
    MAYBE(struct explored_counter, seen),
    WORD(struct explored_counter, machine),
};

static const struct explored_column program_columns[] = {
    NAME(struct explored_program, program),
    COUNT(struct explored_program, outcome, 0, INT64_MAX),
    COUNT(struct explored_program, tasks, 1, MOST_EXPLORED_TASKS),
    MODEL(0, "sc"),
    MODEL(1, "tso"),
    MODEL(2, "rc11"),
    MAYBE(struct explored_program, raced),
    MAYBE(struct explored_program, seen),
    WORD(struct explored_program, detail),
    WORD(struct explored_program, machine),
};

static const struct explored_column verdict_columns[] = {
    NAME(struct explored_verdict, strategy),
    ONE_OF(struct explored_verdict, model, false, models),
    ONE_OF(struct explored_verdict, verdict, true, verdicts),
    WORD(struct explored_verdict, wrongs),
    WORD(struct explored_verdict, bounds),
    MAYBE(struct explored_verdict, states),
    MAYBE(struct explored_verdict, executions),
    WORD(struct explored_verdict, detail),
};

static const char *wrong_races(int64_t raced, int64_t seen)
{
	if ((raced == COUNT_EMPTY) != (seen == COUNT_EMPTY))
		return "raced and seen belong together";
	if (raced != COUNT_EMPTY && (raced < 1 || seen > raced))
		return "more was seen than raced";
	return NULL;
}

// Each value once, and one number of tasks for all: they are drawn side by side.
static const char *wrong_counter(const void *row, const void *rows, size_t nr)
{
	const struct explored_counter *own = row, *last = rows;

	if (own->value > own->tasks * own->ops)
		return "the value is more than all increments";
	if (nr) {
		last += nr - 1;
		if (last->tasks != own->tasks)
			return "another number of tasks than before";
		if (last->ops > own->ops || (last->ops == own->ops && last->value >= own->value))
			return "rows are not by ops and value";
	}
	return wrong_races(own->raced, own->seen);
}

static const char *wrong_program(const void *row, const void *rows, size_t nr)
{
	const struct explored_program *own = row, *others = rows;

	for (size_t i = 0; i < nr; i++)
		if (strcmp(others[i].program, own->program) == 0)
			return "the program stands there twice";
	return wrong_races(own->raced, own->seen);
}

static const char *wrong_verdict(const void *row, const void *rows, size_t nr)
{
	const struct explored_verdict *own = row, *others = rows;

	for (size_t i = 0; i < nr; i++)
		if (strcmp(others[i].strategy, own->strategy) == 0 &&
		    strcmp(others[i].model, own->model) == 0)
			return "the strategy stands there twice";
	return NULL;
}

#define TABLE(file, columns, row, check)                                                           \
	{                                                                                          \
		.name = file, .column = columns, .nr_columns = sizeof columns / sizeof *columns,   \
		.row_bytes = sizeof(row), .wrong = check                                           \
	}

const struct explored_table explored_tables[NR_EXPLORED] = {
    [EXPLORED_INTERLEAVINGS] =
	TABLE("explore-interleavings.csv", counter_columns, struct explored_counter, wrong_counter),
    [EXPLORED_MODELS] =
	TABLE("explore-models.csv", program_columns, struct explored_program, wrong_program),
    [EXPLORED_VERDICTS] =
	TABLE("explore-verdicts.csv", verdict_columns, struct explored_verdict, wrong_verdict),
};

char *explored_field_word(void *row, const struct explored_column *column)
{
	return (char *)row + column->offset;
}

int64_t *explored_field_count(void *row, const struct explored_column *column)
{
	return (int64_t *)(void *)((char *)row + column->offset);
}
