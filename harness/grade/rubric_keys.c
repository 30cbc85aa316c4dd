// SPDX-License-Identifier: MIT

#include "harness/grade/rubric_keys.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/bounds.h"
#include "harness/explore/found.h"
#include "harness/explore/step.h"
#include "harness/grade/rubric.h"
#include "harness/plan/value.h"

enum {
	MOST_POINTS = 1000,
	MOST_TASKS = 256,
	MOST_TRIALS = 100000,
};

#define SECOND_NS UINT64_C(1000000000)

// What reads a value into the rubric. Returns 0, or -1 with a complaint about the value alone.
typedef int read_fn(struct rubric_reading *r, const char *value);

static int read_text(char *text, size_t size, const char *value, struct complaint *c)
{
	if (strlen(value) >= size)
		return complain(c, "has more than %zu letters", size - 1);
	strcpy(text, value);
	return 0;
}

// A decimal that is not negative; `most` is the largest.
static int read_real(double *real, const char *value, unsigned most, struct complaint *c)
{
	uint64_t parts;

	if (value_decimal(&parts, value, 1000, 0, (uint64_t)most * 1000, c))
		return -1;
	*real = (double)parts / 1000;
	return 0;
}

static int read_unsigned(unsigned *number, const char *value, unsigned least, unsigned most,
			 struct complaint *c)
{
	uint64_t read;

	if (value_number(&read, value, least, most, c))
		return -1;
	*number = (unsigned)read;
	return 0;
}

// Goes through a list; each word is read by `read`. Returns 0, or -1 with a complaint.
static int read_list(struct rubric_reading *r, const char *value,
		     int (*read)(struct rubric_reading *r, const char *word))
{
	char list[2048], *items[MOST_CALLS];
	int nr;

	if (read_text(list, sizeof list, value, r->c))
		return -1;
	nr = value_split(list, items, MOST_CALLS, r->c);
	for (int i = 0; i < nr; i++)
		if (read(r, items[i]))
			return -1;
	return nr < 0 ? -1 : 0;
}

static int read_title(struct rubric_reading *r, const char *value)
{
	return read_text(r->rubric->title, sizeof r->rubric->title, value, r->c);
}

static int read_statement(struct rubric_reading *r, const char *value)
{
	return read_text(r->rubric->statement, sizeof r->rubric->statement, value, r->c);
}

static int read_pus(struct rubric_reading *r, const char *value)
{
	return read_unsigned(&r->rubric->least_pus, value, 1, MOST_TASKS, r->c);
}

static int read_quota(struct rubric_reading *r, const char *value)
{
	return read_real(&r->rubric->least_quota, value, MOST_TASKS, r->c);
}

static int read_bad_word(struct rubric_reading *r, const char *word)
{
	struct controls *bad = &r->rubric->bad[r->stage];

	if (bad->nr == MOST_BAD)
		return complain(r->c, "names more than %d", MOST_BAD);
	return read_text(bad->name[bad->nr++], RUBRIC_WORD, word, r->c);
}

static int read_bad(struct rubric_reading *r, const char *value)
{
	return read_list(r, value, read_bad_word);
}

static int read_call(struct rubric_reading *r, const char *word)
{
	const char *star = strchr(word, '*');

	if (star && star[1])
		return complain(r->c, "'%s': a * stands at the end alone", word);
	if (r->rubric->nr_calls == MOST_CALLS)
		return complain(r->c, "names more than %d", MOST_CALLS);
	return read_text(r->rubric->call[r->rubric->nr_calls++], RUBRIC_WORD, word, r->c);
}

static int read_calls(struct rubric_reading *r, const char *value)
{
	return read_list(r, value, read_call);
}

static int read_steps(struct rubric_reading *r, const char *value)
{
	return read_unsigned(&r->rubric->most_steps, value, 1, 10000, r->c);
}

static int read_forbids(struct rubric_reading *r, const char *value)
{
	if (strcmp(value, "modify") != 0)
		return complain(r->c,
				"'%s' is nothing to forbid; there is modify: any "
				"read-modify-write in a round",
				value);
	r->rubric->forbids_modify = true;
	return 0;
}

static int read_model(struct rubric_reading *r, const char *word)
{
	int model = model_find(word);

	if (model < 0)
		return complain(r->c, "'%s' is no model; there are sc, tso and rc11", word);
	r->rubric->model[model] = true;
	return 0;
}

static int read_models(struct rubric_reading *r, const char *value)
{
	return read_list(r, value, read_model);
}

static int read_bound(struct rubric_reading *r, const char *value)
{
	struct rubric *rubric = r->rubric;
	char word[32], *x;
	struct bounds *bounds;

	if (read_text(word, sizeof word, value, r->c))
		return -1;
	x = strchr(word, 'x');
	if (!x || rubric->nr_bounds == MOST_BOUNDS)
		return complain(r->c, "'%s': bounds are at most %d of TASKSxROUNDS, as 2x2, 3x1",
				value, MOST_BOUNDS);
	*x = '\0';
	bounds = &rubric->bounds[rubric->nr_bounds++];
	return read_unsigned(&bounds->tasks, word, 1, MOST_EXPLORED_TASKS, r->c) ||
		       read_unsigned(&bounds->ops, x + 1, 1, 64, r->c)
		   ? -1
		   : 0;
}

static int read_bounds(struct rubric_reading *r, const char *value)
{
	return read_list(r, value, read_bound);
}

static int read_limit(struct rubric_reading *r, const char *value)
{
	return value_time(&r->rubric->proof_limit_ns, value, SECOND_NS / 10, 3600 * SECOND_NS,
			  r->c);
}

static int read_task(struct rubric_reading *r, const char *word)
{
	bool thread = strcmp(word, "thread") == 0;

	if (!thread && strcmp(word, "process") != 0)
		return complain(r->c, "'%s' is neither thread nor process", word);
	*(thread ? &r->rubric->threads : &r->rubric->processes) = true;
	return 0;
}

static int read_tasks(struct rubric_reading *r, const char *value)
{
	return read_list(r, value, read_task);
}

// "4", "max", "2*max": max are the PUs. On two PUs 2 and max are the same, and raced once.
static int read_count(struct rubric_reading *r, const char *word)
{
	struct rubric *rubric = r->rubric;
	const char *times = strchr(word, '*'), *last = times ? times + 1 : word;
	unsigned factor = 1, count;
	char number[16];

	snprintf(number, sizeof number, "%.*s", times ? (int)(times - word) : 0, word);
	if (times && read_unsigned(&factor, number, 1, 16, r->c))
		return -1;
	if (strcmp(last, "max") == 0)
		count = r->nr_pus > 1 ? r->nr_pus : 2;
	else if (read_unsigned(&count, last, 1, MOST_TASKS, r->c))
		return -1;
	count = count * factor < MOST_TASKS ? count * factor : MOST_TASKS;
	for (size_t i = 0; i < rubric->nr_counts; i++)
		if (rubric->count[i] == count)
			return 0;
	if (rubric->nr_counts == MOST_COUNTS)
		return complain(r->c, "has more than %d counts", MOST_COUNTS);
	rubric->count[rubric->nr_counts++] = count;
	return 0;
}

static int read_counts(struct rubric_reading *r, const char *value)
{
	return read_list(r, value, read_count);
}

static int read_trials(struct rubric_reading *r, const char *value)
{
	return read_unsigned(&r->rubric->trials, value, 1, MOST_TRIALS, r->c);
}

static int read_window(struct rubric_reading *r, const char *value)
{
	return value_time(&r->rubric->window_ns, value, SECOND_NS / 10000, SECOND_NS, r->c);
}

static int read_order(struct rubric_reading *r, const char *value)
{
	return read_real(&r->rubric->least_order, value, 1, r->c);
}

static int read_clients(struct rubric_reading *r, const char *value)
{
	return read_unsigned(&r->rubric->clients, value, 1, 64, r->c);
}

static int read_speed_count(struct rubric_reading *r, const char *value)
{
	return read_unsigned(&r->rubric->speed_count, value, 1, MOST_TASKS, r->c);
}

static int read_speed(struct rubric_reading *r, const char *value)
{
	return read_real(&r->rubric->least_speed, value, 100, r->c);
}

// All keys but those that each stage has: `points`, and `bad`.
static const struct key {
	const char *section, *name;
	read_fn *read;
} keys[] = {
    {"exercise", "title", read_title},	  {"exercise", "statement", read_statement},
    {"place", "pus", read_pus},		  {"place", "quota", read_quota},
    {"rules", "calls", read_calls},	  {"rules", "steps", read_steps},
    {"rules", "forbids", read_forbids},	  {"proof", "models", read_models},
    {"proof", "bounds", read_bounds},	  {"proof", "limit", read_limit},
    {"races", "tasks", read_tasks},	  {"races", "counts", read_counts},
    {"races", "trials", read_trials},	  {"races", "window", read_window},
    {"fairness", "order", read_order},	  {"serve", "clients", read_clients},
    {"speed", "count", read_speed_count}, {"speed", "least", read_speed},
};

#define NR_KEYS (sizeof keys / sizeof *keys)

static int stage_of(const char *section)
{
	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		if (strcmp(stage_name((enum stage)stage), section) == 0)
			return stage;
	return -1;
}

static int complain_key(const char *section, const char *name, struct complaint *c)
{
	const char *names[NR_KEYS + 2], *guess;
	size_t nr = 0;

	for (size_t i = 0; i < NR_KEYS; i++)
		if (strcmp(keys[i].section, section) == 0)
			names[nr++] = keys[i].name;
	if (stage_of(section) >= 0)
		names[nr++] = "points", names[nr++] = "bad";
	if (!section[0])
		return complain(c, "'%s' is in no [section]: is a ] missing above it?", name);
	if (!nr)
		return complain(c, "there is no such section; there are exercise, place, compile, "
				   "rules, count, proof, races, faults, serve, fairness, speed");
	guess = nearest_name(name, names, nr);
	return guess ? complain(c, "there is no such key here; did you mean '%s'?", guess)
		     : complain(c, "there is no such key here");
}

int rubric_read_key(struct rubric_reading *r, const char *section, const char *name,
		    const char *value)
{
	r->stage = stage_of(section);
	if (r->stage >= 0 && strcmp(name, "points") == 0)
		return read_real(&r->rubric->points[r->stage], value, MOST_POINTS, r->c);
	if (r->stage >= 0 && strcmp(name, "bad") == 0)
		return read_bad(r, value);
	for (size_t i = 0; i < NR_KEYS; i++)
		if (strcmp(keys[i].section, section) == 0 && strcmp(keys[i].name, name) == 0)
			return keys[i].read(r, value);
	return complain_key(section, name, r->c);
}
