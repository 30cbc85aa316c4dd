// SPDX-License-Identifier: MIT

// Anybody may have written what is read here: nothing is taken that was not looked at.

#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/control.h"
#include "harness/explore/found.h"
#include "harness/explore/grow.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/schedule.h"

#define EXAMPLE "'program ticket tasks 2 ops 2 model sc'"

enum {
	HEADER = PATH_MAX + 128, /* of the line that names the program */
	WORD = 32,		 /* of a step, and more */
};

struct reader {
	FILE *in;
	const char *what;
	unsigned line; /* the one that is being read, from 1 */
	struct schedule *schedule;
	struct complaint *c;
};

static int complain_here(const struct reader *reader)
{
	char where[PATH_MAX + 32];

	snprintf(where, sizeof where, "%s:%u", reader->what, reader->line);
	return complain_at(reader->c, where);
}

// A whole line without its end. False if there is none, or nobody wrote it as text.
static bool read_line(struct reader *reader, char text[HEADER])
{
	int length = 0, c = getc(reader->in);

	if (c == EOF)
		return false;
	for (; c != EOF && c != '\n'; c = getc(reader->in)) {
		if (c == '\r')
			continue;
		if (length == HEADER - 1 || c == '\0')
			return false;
		text[length++] = (char)c;
	}
	text[length] = '\0';
	return true;
}

static int read_first_line(struct reader *reader)
{
	char text[HEADER];

	reader->line = 1;
	if (!read_line(reader, text) || strcmp(text, SCHEDULE_FIRST_LINE) != 0) {
		complain(reader->c, "no schedule: its first line is '" SCHEDULE_FIRST_LINE "'");
		return complain_here(reader);
	}
	return 0;
}

// Takes " KEY VALUE" off the end of text. Returns the value; NULL if it is not there.
static char *cut_last(char *text, const char *key)
{
	char *value = strrchr(text, ' '), *before;

	if (!value)
		return NULL;
	*value = '\0';
	before = strrchr(text, ' ');
	if (before && strcmp(before + 1, key) == 0) {
		*before = '\0';
		return value + 1;
	}
	*value = ' ';
	return NULL;
}

static int take_model(struct reader *reader, const char *name)
{
	const char *const names[] = {model_name(MODEL_SC), model_name(MODEL_TSO),
				     model_name(MODEL_RC11)};
	const char *nearest = nearest_name(name, names, NR_MODELS);
	int model = model_find(name);

	if (model < 0) {
		complain(reader->c, "model %s: %s%s%s", name, nearest ? "did you mean " : "",
			 nearest ? nearest : "there are sc, tso and rc11", nearest ? "?" : "");
		return complain_here(reader);
	}
	reader->schedule->model = (enum model)model;
	return 0;
}

// Digits alone, of at most that value. Returns -1 for anything else.
static long number_of(const char *text, long most)
{
	char *end;
	long number;

	if (text[strspn(text, "0123456789")] || !*text || strlen(text) > 9)
		return -1;
	number = strtol(text, &end, 10);
	return number > most ? -1 : number;
}

static int take_number(struct reader *reader, const char *key, const char *text, long most,
		       unsigned *number)
{
	long value = number_of(text, most);

	if (value < 1) {
		complain(reader->c, "%s %.40s: a number from 1 to %ld", key, text, most);
		return complain_here(reader);
	}
	*number = (unsigned)value;
	return 0;
}

static int complain_of_program(const struct reader *reader)
{
	complain(reader->c, "no program: a line like " EXAMPLE " is due here");
	return complain_here(reader);
}

static int take_name(struct reader *reader, const char *text)
{
	size_t length = strlen("program ");

	if (strncmp(text, "program ", length) != 0 || !text[length])
		return complain_of_program(reader);
	reader->schedule->program = strdup(text + length);
	if (!reader->schedule->program)
		return complain_machine(reader->c, "no memory");
	control_replace(reader->schedule->program, '?');
	return strcmp(reader->schedule->program, text + length) == 0 ? 0
								     : complain_of_program(reader);
}

static int take_exercise(struct reader *reader, const char *name)
{
	reader->schedule->exercise = strdup(name);
	return reader->schedule->exercise ? 0 : complain_machine(reader->c, "no memory");
}

// From its end, since a file's name may have spaces in it.
static int read_program(struct reader *reader)
{
	struct schedule *schedule = reader->schedule;
	char text[HEADER] = "", *model, *exercise, *ops, *tasks;

	reader->line = 2;
	if (!read_line(reader, text))
		return complain_of_program(reader);
	model = cut_last(text, "model");
	exercise = model ? cut_last(text, "exercise") : NULL;
	ops = model ? cut_last(text, "ops") : NULL;
	tasks = model ? cut_last(text, "tasks") : NULL;
	if (!tasks)
		return complain_of_program(reader);
	if (take_model(reader, model) ||
	    take_number(reader, "tasks", tasks, MOST_EXPLORED_TASKS, &schedule->tasks) ||
	    (ops && take_number(reader, "ops", ops, MOST_SCHEDULED_OPS, &schedule->ops)) ||
	    (exercise && take_exercise(reader, exercise)))
		return -1;
	return take_name(reader, text);
}

static bool is_space(int c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The next word that is no comment; too long ones are cut. Returns false at the end of the file.
static bool next_word(struct reader *reader, char word[WORD])
{
	bool comment = false;
	size_t length = 0;
	int c;

	while ((c = getc(reader->in)) != EOF) {
		comment = (comment || (c == '#' && !length)) && c != '\n';
		if (!comment && !is_space(c)) {
			if (length < WORD - 1)
				word[length++] = (char)c;
		} else if (length) {
			ungetc(c, reader->in); /* a newline counts for the word behind it */
			break;
		}
		reader->line += c == '\n';
	}
	word[length] = '\0';
	return length > 0;
}

static int complain_of_step(const struct reader *reader, const char *word)
{
	static const char *const flush[] = {
	    [MODEL_SC] = "", [MODEL_TSO] = ", ~0 for a write of its buffer", [MODEL_RC11] = ""};
	static const char *const from[] = {
	    [MODEL_SC] = "", [MODEL_TSO] = "", [MODEL_RC11] = ", 0<3 for one that reads of step 3"};
	enum model model = reader->schedule->model;

	complain(reader->c, "'%s' is no step under %s: 0 is one of task 0%s%s", word,
		 model_name(model), flush[model], from[model]);
	return complain_here(reader);
}

// What a read is from must be before it.
static int take_from(const struct reader *reader, const char *word, const char *text,
		     struct scheduled *step)
{
	long from = number_of(text, MOST_SCHEDULED);

	if (reader->schedule->model != MODEL_RC11 || from < 0)
		return complain_of_step(reader, word);
	if ((size_t)from > reader->schedule->nr) {
		complain(reader->c,
			 "'%s' is step %zu, and reads of step %ld, which is not before it", word,
			 reader->schedule->nr + 1, from);
		return complain_here(reader);
	}
	step->from = (int32_t)from - 1;
	return 0;
}

static int take_step(const struct reader *reader, char *word, struct scheduled *step)
{
	bool flush = word[0] == '~';
	char *from = strchr(word, '<'), copy[WORD];
	long task;

	memcpy(copy, word, WORD);
	*step = (struct scheduled){.flush = flush, .from = FROM_LAST};
	if ((flush && (reader->schedule->model != MODEL_TSO || from)) ||
	    (from && take_from(reader, copy, from + 1, step)))
		return flush ? complain_of_step(reader, copy) : -1;
	if (from)
		*from = '\0';
	task = number_of(word + flush, LONG_MAX);
	if (task < 0)
		return complain_of_step(reader, copy);
	if (task >= (long)reader->schedule->tasks) {
		complain(reader->c, "'%s': there is no task %ld, they are 0 to %u", copy, task,
			 reader->schedule->tasks - 1);
		return complain_here(reader);
	}
	step->task = (uint8_t)task;
	return 0;
}

static int add_step(const struct reader *reader, const struct scheduled *step)
{
	struct schedule *schedule = reader->schedule;
	struct scheduled *grown;

	if (schedule->nr == MOST_SCHEDULED) {
		complain(reader->c, "more than %d steps", MOST_SCHEDULED);
		return complain_here(reader);
	}
	grown = grow(schedule->step, schedule->nr, sizeof *grown);
	if (!grown)
		return complain_machine(reader->c, "no memory");
	schedule->step = grown;
	schedule->step[schedule->nr++] = *step;
	return 0;
}

static int read_steps(struct reader *reader)
{
	struct scheduled step;
	char word[WORD] = "";

	reader->line = 3;
	while (next_word(reader, word))
		if (take_step(reader, word, &step) || add_step(reader, &step))
			return -1;
	if (!reader->schedule->nr) {
		complain(reader->c, "no steps: 0 is one of task 0, 1 one of task 1");
		return complain_here(reader);
	}
	return 0;
}

int schedule_read(struct schedule *schedule, FILE *in, const char *what, struct complaint *c)
{
	struct reader reader = {in, what, 0, schedule, c};

	*schedule = (struct schedule){0};
	if (read_first_line(&reader) || read_program(&reader) || read_steps(&reader)) {
		schedule_fini(schedule);
		return -1;
	}
	return 0;
}
