// SPDX-License-Identifier: MIT

// What a page of racelab explore --page walks on: numbers as digits, and states that lead where the
// explorer's witness does, read back here by means of our own.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/page/digits.h"
#include "harness/explore/page/walk.h"
#include "harness/explore/page/walks.h"
#include "harness/tests/exploring.h"
#include "harness/tests/told.h"

TestSuite(walk, .init = told_enter, .fini = told_leave, .timeout = 120);

// --- Digits ---------------------------------------------------------------------------------

static const struct {
	uint64_t number;
	const char *digits;
} written[] = {
    {0, "0"},	  {9, "9"},	 {59, "x"},	 {60, "y0"},	   {149, "y~"},		{150, "z0"},
    {2219, "^~"}, {2220, "_00"}, {42719, "}~~"}, {42720, "~0000"}, {65609999, "~~_%T"},
};

// Reads one number as plots/report/walk.js does.
static uint64_t read_number(const char **text)
{
	uint64_t first = (uint64_t)(strchr(digits_alphabet, *(*text)++) - digits_alphabet);
	unsigned more = first < 60 ? 0 : first < 84 ? 1 : first < 89 ? 2 : 4;
	uint64_t number = first < 60   ? first
			  : first < 84 ? first - 60
			  : first < 89 ? first - 84
				       : 0;

	for (unsigned i = 0; i < more; i++)
		number =
		    number * 90 + (uint64_t)(strchr(digits_alphabet, *(*text)++) - digits_alphabet);
	return number + (more == 0 ? 0 : more == 1 ? 60 : more == 2 ? 2220 : 42720);
}

static int64_t read_signed(const char **text)
{
	uint64_t number = read_number(text);

	return number % 2 ? -(int64_t)((number + 1) / 2) : (int64_t)(number / 2);
}

// A number, or a signed one, as text on the heap.
static char *digits_of(uint64_t number, int64_t with_sign)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (with_sign)
		digits_put_signed(out, with_sign);
	else
		digits_put(out, number);
	fclose(out);
	return text;
}

Test(walk, numbers_are_short_and_can_be_read)
{
	for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
		char *text = digits_of(written[i].number, 0);
		const char *rest = text;

		cr_expect_str_eq(text, written[i].digits);
		cr_expect_eq(read_number(&rest), written[i].number);
		free(text);
	}
	for (int64_t number = -5000; number <= 5000; number += 7) {
		char *text = digits_of(0, number);
		const char *rest = text;

		cr_expect(number == 0 || read_signed(&rest) == number);
		free(text);
	}
	cr_expect_null(strpbrk(digits_alphabet, "<&\"\\ "), "what means something elsewhere");
}

// --- The walk -------------------------------------------------------------------------------

enum {
	MOST_TASKS = 8,
	MOST_STATES = 4096,
};

struct record {
	int standing[MOST_TASKS];
	struct {
		int position, to;
		bool flush;
	} move[2 * MOST_TASKS];
	int nr_moves, end;
	unsigned wrong;
};

// A walk as JSON, read back. `turns`, in how many ways it can turn out, is of each standing.
struct reread {
	json_t *json, *told;
	int tasks, nr;
	size_t turns[MOST_STATES];
	struct record record[MOST_STATES];
};

static const char *text_of(const struct reread *walk, const char *key)
{
	return json_string_value(json_object_get(walk->told, key));
}

static void read_standings(struct reread *walk)
{
	const json_t *deeds = json_object_get(walk->json, "deeds");
	const char *text = text_of(walk, "standings");

	for (int i = 0; *text; i++) {
		const json_t *deed = json_array_get(deeds, read_number(&text));

		cr_assert(deed && i < MOST_STATES);
		walk->turns[i] = json_array_size(json_object_get(deed, "events"));
		for (uint64_t nr = read_number(&text); nr; nr--) {
			read_number(&text);
			read_number(&text);
		}
	}
}

static void read_moves(struct reread *walk, int number, unsigned possible, const char **text)
{
	struct record *record = &walk->record[number];

	for (int i = 0; i < 2 * walk->tasks; i++) {
		int position = i / 2, flush = i % 2;

		if (!(possible >> (position + flush * walk->tasks) & 1))
			continue;
		record->move[record->nr_moves].position = position;
		record->move[record->nr_moves].flush = flush;
		record->move[record->nr_moves++].to = number + (int)read_signed(text);
		if (!flush && walk->turns[record->standing[position]] > 1)
			read_number(text);
	}
}

static void read_states(struct reread *walk)
{
	const char *text = text_of(walk, "graph");
	unsigned all = (1u << 2 * walk->tasks) - 1;

	for (int i = 0; i < walk->nr; i++) {
		struct record *record = &walk->record[i];
		unsigned head;

		read_signed(&text); /* memory */
		for (int task = 0; task < walk->tasks; task++)
			record->standing[task] =
			    (i ? record[-1].standing[task] : 0) + (int)read_signed(&text);
		head = (unsigned)read_number(&text);
		record->wrong = head >> 2 * walk->tasks;
		record->end = head & all ? -1 : (int)read_number(&text);
		if (record->wrong & 2)
			read_number(&text);
		read_moves(walk, i, head & all, &text);
	}
	cr_expect_eq(*text, '\0', "nothing is left");
}

// Where the mover is in the next state: all others keep their standings and order.
static int position_after(const struct reread *walk, int from, int position, int to)
{
	for (int mover = 0; mover < walk->tasks; mover++) {
		bool fits = true;

		for (int i = 0, j = 0; i < walk->tasks; i++) {
			if (i == position)
				continue;
			j += j == mover;
			fits &= walk->record[from].standing[i] == walk->record[to].standing[j++];
		}
		if (fits)
			return mover;
	}
	cr_assert(false, "state %d does not follow from %d", to, from);
	return -1;
}

struct place_of {
	int state, who[MOST_TASKS];
};

static void go(const struct reread *walk, struct place_of *here, int task, bool flush)
{
	const struct record *record = &walk->record[here->state];
	int position = 0, mover, others[MOST_TASKS], nr = 0, to = -1;

	while (here->who[position] != task)
		position++;
	for (int i = 0; i < record->nr_moves; i++)
		if (record->move[i].position == position && record->move[i].flush == flush)
			to = record->move[i].to;
	cr_assert_geq(to, 0, "task %d cannot go on", task);
	mover = position_after(walk, here->state, position, to);
	for (int i = 0; i < walk->tasks; i++)
		if (i != position)
			others[nr++] = here->who[i];
	for (int i = 0, other = 0; i < walk->tasks; i++)
		here->who[i] = i == mover ? task : others[other++];
	here->state = to;
}

// The end that the explorer's first witness leads to on the walk; its state's record.
static const struct record *follow(const struct reread *walk, const struct witness *witness)
{
	struct place_of here = {0};

	for (int i = 0; i < walk->tasks; i++)
		here.who[i] = (int)json_integer_value(
		    json_array_get(json_object_get(walk->told, "first"), (size_t)i));
	for (size_t i = 0; i < witness->nr; i++)
		go(walk, &here, witness->event[i].task, witness->event[i].flush);
	return &walk->record[here.state];
}

static json_t *walk_of(struct told *told, enum model model)
{
	struct walks walks = {.bench = &told->explored.bench, .subject = told->subject};
	bool models[NR_MODELS] = {false};
	struct limit limit = {0};
	struct complaint c;
	json_t *json;

	models[model] = true;
	cr_assert_eq(walks_explore(&walks, model, &limit, &c), 0, "%s", c.text);
	cr_assert_eq(walks_json(&walks, models, &json, &c), 0, "%s", c.text);
	walks_fini(&walks);
	return json;
}

static const struct record *follow_witness(struct reread *walk, struct told *told, enum model model)
{
	*walk = (struct reread){.json = walk_of(told, model)};
	walk->told = json_array_get(json_object_get(walk->json, "models"), 0);
	walk->tasks = (int)json_integer_value(json_object_get(walk->json, "tasks"));
	walk->nr = (int)json_integer_value(json_object_get(walk->told, "states"));
	cr_assert(walk->nr < MOST_STATES);
	cr_expect_eq((uint64_t)walk->nr, told->explored.found.states);
	read_standings(walk);
	read_states(walk);
	return follow(walk, &told->explored.found.wrong[0].witness);
}

static const struct {
	const char *name, *text; /* one of them */
	unsigned tasks, ops;
	enum model model;
	unsigned wrong;	  /* of the state where the witness ends */
	const char *kind; /* of the end there; NULL: it is none */
	int value;
} walked[] = {
    {"none", NULL, 2, 2, MODEL_SC, 0, "end", 2},
    {"none", NULL, 3, 1, MODEL_TSO, 0, "end", 1},
    {"check_then_act", NULL, 2, 2, MODEL_SC, WALK_INSIDE, NULL, 0},
    {"peterson_unfenced", NULL, 2, 1, MODEL_TSO, WALK_INSIDE, NULL, 0},
    {NULL, told_waiting, 0, 0, MODEL_SC, WALK_STUCK, NULL, 0},
    {NULL, told_racing, 0, 0, MODEL_SC, WALK_RACE, NULL, 0},
    {NULL, told_buffered, 0, 0, MODEL_TSO, 0, "assertion", 0},
};

Test(walk, the_walk_leads_where_the_witness_does)
{
	static struct reread walk;

	for (size_t i = 0; i < sizeof walked / sizeof walked[0]; i++) {
		const struct record *record;
		struct told told;

		if (walked[i].text)
			told_open_text(&told, walked[i].text, walked[i].model);
		else
			told_open(&told, walked[i].name, walked[i].tasks, walked[i].ops,
				  walked[i].model);
		record = follow_witness(&walk, &told, walked[i].model);
		cr_expect_eq(record->wrong, walked[i].wrong, "%zu: %u", i, record->wrong);
		cr_expect_eq(record->end >= 0, walked[i].kind != NULL, "%zu", i);
		if (record->end >= 0 && walked[i].kind) {
			const json_t *end =
			    json_array_get(json_object_get(walk.told, "ends"), (size_t)record->end);

			cr_expect_str_eq(json_string_value(json_object_get(end, "kind")),
					 walked[i].kind);
			cr_expect_eq(json_integer_value(json_object_get(end, "value")),
				     walked[i].value);
		}
		json_decref(walk.json);
		told_close(&told);
	}
}
