// SPDX-License-Identifier: MIT

#include "harness/explore/page/walk.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/byte_set.h"
#include "harness/explore/found.h"
#include "harness/explore/grow.h"
#include "harness/explore/page/digits.h"
#include "harness/explore/page/words.h"
#include "harness/explore/states/state.h"
#include "harness/explore/states/states.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/json_steps.h"
#include "harness/machine/host_json.h"

static const struct behaviour *behaviour_of(const struct walk *walk)
{
	return walk->states.space.behaviour;
}

static const struct deed *deed_at(const struct walk *walk, const struct state *state, unsigned task)
{
	return &behaviour_of(walk)->deed[state->task[task].node];
}

// How a walk can end.
struct end {
	enum wrong_kind kind; /* WRONG_LOST for an end with an outcome, right or wrong */
	uint64_t value;
	const char *text; /* the behaviour's */
};

struct writer {
	const struct walk *walk;
	FILE *out;
	struct state here, there;
	unsigned char packed[MOST_PACKED];
	uint8_t order[MOST_EXPLORED_TASKS];
	struct end *end;
	size_t nr_ends;
};

static const uint32_t *numbers_of(const struct byte_set *set, uint32_t number, size_t *nr)
{
	const unsigned char *bytes = byte_set_get(set, number, nr);

	*nr /= sizeof(uint32_t);
	return (const uint32_t *)(const void *)bytes;
}

static void put_memories(const struct walk *walk, FILE *out)
{
	for (uint32_t i = 0; i < walk->memories.nr; i++) {
		size_t nr;
		const uint32_t *value = numbers_of(&walk->memories, i, &nr);

		for (uint32_t place = 0; place < behaviour_of(walk)->nr_places; place++)
			if (walk->words->place[place].shown != WORDS_HIDDEN)
				digits_put(out, value[place]);
	}
}

static void put_standings(const struct walk *walk, FILE *out)
{
	for (uint32_t i = 0; i < walk->standings.nr; i++) {
		size_t nr;
		const uint32_t *number = numbers_of(&walk->standings, i, &nr);

		digits_put(out, walk->words->deed_of[number[0]]);
		digits_put(out, number[1]);
		for (size_t entry = 2; entry < nr; entry += 2) {
			digits_put(out, walk->words->place[number[entry]].shown);
			digits_put(out, number[entry + 1]);
		}
	}
}

static struct end end_of(const struct writer *writer)
{
	const struct space *space = &writer->walk->states.space;
	int fault = state_fault(space, &writer->here);
	struct end end = {WRONG_LOST, 0, NULL};
	struct deed deed;

	if (fault >= 0)
		deed = *deed_at(writer->walk, &writer->here, (unsigned)fault);
	else
		end.value = behaviour_outcome(space->behaviour, writer->here.value, &deed);
	if (deed.kind != STEP_END) {
		end.kind = wrong_kind_of(deed.kind);
		end.text = deed.text;
	}
	return end;
}

static bool is_same_end(const struct end *one, const struct end *other)
{
	return one->kind == other->kind && one->value == other->value &&
	       (one->text == other->text ||
		(one->text && other->text && strcmp(one->text, other->text) == 0));
}

static void put_end(struct writer *writer)
{
	struct end end = end_of(writer), *grown;
	size_t i = 0;

	while (i < writer->nr_ends && !is_same_end(&writer->end[i], &end))
		i++;
	if (i == writer->nr_ends) {
		grown = grow(writer->end, writer->nr_ends, sizeof *grown);
		if (!grown)
			abort();
		writer->end = grown;
		writer->end[writer->nr_ends++] = end;
	}
	digits_put(writer->out, i);
}

static unsigned wrong_here(const struct writer *writer, uint32_t number, unsigned race[2])
{
	const struct walk *walk = writer->walk;
	unsigned char good = walk->states.good[number];
	unsigned wrong = 0, pair[2];

	if (state_fault(&walk->states.space, &writer->here) >= 0)
		return 0;
	if (state_inside(&walk->states.space, &writer->here, pair))
		wrong |= WALK_INSIDE;
	if (state_race(&walk->states.space, &writer->here, race))
		wrong |= WALK_RACE;
	if (good & STATE_STUCK)
		wrong |= WALK_STUCK;
	else if (!(good & STATE_GOOD))
		wrong |= WALK_DOOMED;
	return wrong;
}

static void put_head(struct writer *writer, uint32_t number, const struct move *moves, unsigned nr)
{
	unsigned nr_tasks = writer->walk->states.space.nr_tasks, race[2];
	unsigned wrong = wrong_here(writer, number, race), possible = 0;

	for (unsigned i = 0; i < nr; i++)
		possible |= 1u << (moves[i].task + (moves[i].flush ? nr_tasks : 0));
	digits_put(writer->out, wrong << 2 * nr_tasks | possible);
	if (!nr)
		put_end(writer);
	if (wrong & WALK_RACE)
		digits_put(writer->out, race[0] * MOST_EXPLORED_TASKS + race[1]);
}

static uint32_t number_after(struct writer *writer, struct move move)
{
	/* nothing overflows here that did not before, and all nodes are known */
	struct space space = writer->walk->states.space;
	size_t size;

	state_move(&space, &writer->here, move, &writer->there);
	size =
	    state_pack(&space, &writer->there, MOST_EXPLORED_TASKS, writer->packed, writer->order);
	return byte_set_find(&writer->walk->states.set, writer->packed, size);
}

// Which of what its deed can read a task reads.
static uint32_t event_of(const struct writer *writer, struct move move)
{
	const struct task_state *task = &writer->here.task[move.task];

	return words_read(writer->walk->words, task->node,
			  state_read(&writer->here, move.task,
				     deed_at(writer->walk, &writer->here, move.task)->place));
}

static void put_state(struct writer *writer, uint32_t number)
{
	const struct walk *walk = writer->walk;
	unsigned nr_tasks = walk->states.space.nr_tasks, nr;
	struct move moves[MOST_MOVES];
	size_t first = (size_t)number * nr_tasks;

	walk_load(walk, number, &writer->here);
	nr = state_moves(&walk->states.space, &writer->here, moves);
	digits_put_signed(writer->out, (int64_t)walk->memory_of[number] -
					   (number ? walk->memory_of[number - 1] : 0));
	for (size_t i = first; i < first + nr_tasks; i++)
		digits_put_signed(writer->out, (int64_t)walk->standing_of[i] -
						   (number ? walk->standing_of[i - nr_tasks] : 0));
	put_head(writer, number, moves, nr);
	for (unsigned i = 0; i < nr; i++) {
		digits_put_signed(writer->out, (int64_t)number_after(writer, moves[i]) - number);
		if (!moves[i].flush &&
		    words_reads(walk->words, writer->here.task[moves[i].task].node) > 1)
			digits_put(writer->out, event_of(writer, moves[i]));
	}
}

static json_t *end_json(const struct end *end)
{
	return json_pack("{s:s, s:o, s:o}", "kind",
			 end->kind == WRONG_LOST ? "end" : wrong_name(end->kind), "value",
			 json_count(end->value), "text", json_text_or_null(end->text));
}

static json_t *ends_json(const struct writer *writer)
{
	json_t *ends = json_array();

	for (size_t i = 0; i < writer->nr_ends; i++)
		json_array_append_new(ends, end_json(&writer->end[i]));
	return ends;
}

static json_t *outcomes_json(const struct found *found)
{
	json_t *outcomes = json_array();

	for (size_t i = 0; i < found->nr_outcomes; i++)
		json_array_append_new(outcomes,
				      json_pack("[o, o]", json_count(found->outcome[i].value),
						found->counts_interleavings
						    ? json_count(found->outcome[i].interleavings)
						    : json_null()));
	return outcomes;
}

// Who is at which position in the beginning.
static json_t *first_json(struct writer *writer)
{
	const struct space *space = &writer->walk->states.space;
	json_t *first = json_array();

	state_begin(space, &writer->here);
	state_pack(space, &writer->here, MOST_EXPLORED_TASKS, writer->packed, writer->order);
	for (unsigned i = 0; i < space->nr_tasks; i++)
		json_array_append_new(first, json_integer(writer->order[i]));
	return first;
}

static json_t *stream_json(FILE *out, char **text)
{
	json_t *json = out && fclose(out) == 0 ? json_string(*text) : NULL;

	free(*text);
	return json ? json : json_null();
}

static json_t *digits_json(const struct walk *walk, void (*put_all)(const struct walk *, FILE *))
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out)
		put_all(walk, out);
	return stream_json(out, &text);
}

static json_t *graph_json(struct writer *writer)
{
	char *text = NULL;
	size_t size;

	writer->out = open_memstream(&text, &size);
	for (uint32_t i = 0; writer->out && i < writer->walk->states.set.nr; i++)
		put_state(writer, i);
	return stream_json(writer->out, &text);
}

json_t *walk_json(const struct walk *walk)
{
	const struct found *found = walk->found;
	struct writer *writer = calloc(1, sizeof *writer);
	json_t *json, *graph;

	if (!writer)
		return NULL;
	writer->walk = walk;
	graph = graph_json(writer);
	json =
	    json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "model",
		      model_name(walk->states.space.model), "states",
		      (json_int_t)walk->states.set.nr, "interleavings",
		      found->counts_interleavings ? json_count(found->interleavings) : json_null(),
		      "outcomes", outcomes_json(found), "ends", ends_json(writer), "first",
		      first_json(writer), "memories", digits_json(walk, put_memories), "standings",
		      digits_json(walk, put_standings), "graph", graph);
	free(writer->end);
	free(writer);
	return json;
}
