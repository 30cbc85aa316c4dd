// SPDX-License-Identifier: MIT

#include "harness/explore/behaviour.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/grow.h"
#include "harness/explore/hash.h"
#include "harness/explore/program/fields.h"
#include "harness/explore/program/runner.h"

enum {
	MOST_NODES =
	    1 << 17, /* a strategy has some hundreds; who never stands where he stood has all */
};

// Where a node leads by a value. Free: from is 0.
struct way {
	uint64_t value;
	uint32_t from; /* 1 + number */
	uint32_t to;
};

// What program_outcome says of a memory.
struct ending {
	uint64_t outcome;
	struct deed end;
};

static void fail(struct behaviour *behaviour)
{
	behaviour->failed = true;
}

static int complain_memory(struct behaviour *behaviour)
{
	return complain_machine(&behaviour->why, "no memory");
}

static bool overlaps(const struct place *place, const struct step *step)
{
	return step->address < place->address + place->size &&
	       place->address < step->address + step->size;
}

static uint16_t find_place(struct behaviour *behaviour, const struct runner_answer *answer)
{
	const struct step *step = &answer->step;

	if (step->kind > STEP_COMPARE)
		return NOWHERE;
	for (uint32_t i = 0; i < behaviour->nr_places; i++) {
		const struct place *place = &behaviour->place[i];

		if (!overlaps(place, step))
			continue;
		if (place->address != step->address || place->size != step->size) {
			char name[96];

			program_learn(behaviour->program);
			complain(&behaviour->why,
				 "%s cannot be explored: %s is used in different sizes",
				 behaviour->program->what,
				 program_name(behaviour->program, step->address, FIELDS_WHOLE, name,
					      sizeof name));
			fail(behaviour);
		}
		return (uint16_t)i;
	}
	if (behaviour->nr_places == MOST_PLACES) {
		complain(&behaviour->why, "%s cannot be explored: more than %d places of memory",
			 behaviour->program->what, MOST_PLACES);
		fail(behaviour);
		return 0;
	}
	behaviour->place[behaviour->nr_places] =
	    (struct place){step->address, answer->initial, step->size};
	return (uint16_t)behaviour->nr_places++;
}

static bool is_of(const struct site *site, const struct step *step)
{
	return site->pc == step->pc && site->kind == step->kind && site->order == step->order &&
	       site->failure == step->failure;
}

// A call of the runtime's makes several accesses at the pc of its caller, so their orders tell them
// apart, too.
static uint32_t find_site(struct behaviour *behaviour, const struct step *step)
{
	struct site *grown;

	for (uint32_t i = 0; i < behaviour->nr_sites; i++)
		if (is_of(&behaviour->site[i], step))
			return i;
	grown = grow(behaviour->site, behaviour->nr_sites, sizeof *grown);
	if (!grown) {
		complain_memory(behaviour);
		fail(behaviour);
		return 0;
	}
	behaviour->site = grown;
	behaviour->site[behaviour->nr_sites] =
	    (struct site){step->pc,    step->kind,    step->order,  step->failure,
			  step->order, step->failure, step->written};
	return behaviour->nr_sites++;
}

static struct deed deed_of(struct behaviour *behaviour, const struct runner_answer *answer)
{
	const struct step *step = &answer->step;
	uint32_t site = find_site(behaviour, step);

	return (struct deed){
	    .kind = step->kind,
	    .operation = step->operation,
	    .order = behaviour->site[site].now_order,
	    .failure = behaviour->site[site].now_failure,
	    .size = step->size,
	    .inside = step->inside,
	    .place = find_place(behaviour, answer),
	    .site = site,
	    .operand = step->operand,
	    .expected = step->expected,
	    .text = step->kind >= STEP_END ? strdup(answer->text) : NULL,
	};
}

static int add_node(struct behaviour *behaviour, const struct runner_answer *answer)
{
	struct deed *grown;

	if (answer->node != behaviour->nr_nodes || behaviour->nr_nodes >= MOST_NODES)
		return complain_machine(&behaviour->why,
					"its tasks never stand where they stood: a waiting "
					"loop that counts its turns?");
	grown = grow(behaviour->deed, behaviour->nr_nodes, sizeof *grown);
	if (!grown)
		return complain_memory(behaviour);
	behaviour->deed = grown;
	behaviour->deed[behaviour->nr_nodes] = deed_of(behaviour, answer);
	behaviour->nr_nodes++;
	return 0;
}

static uint32_t slot_of(const struct behaviour *behaviour, uint32_t node, uint64_t value)
{
	uint32_t mask = behaviour->way_slots - 1, at = (uint32_t)hash_mix(node, value) & mask;

	while (behaviour->way[at].from &&
	       (behaviour->way[at].from != node + 1 || behaviour->way[at].value != value))
		at = (at + 1) & mask;
	return at;
}

static int grow_ways(struct behaviour *behaviour)
{
	struct way *old = behaviour->way;
	uint32_t slots = behaviour->way_slots;

	behaviour->way_slots = slots ? slots * 2 : 1024;
	behaviour->way = calloc(behaviour->way_slots, sizeof *old);
	if (!behaviour->way) {
		behaviour->way = old;
		behaviour->way_slots = slots;
		return complain_memory(behaviour);
	}
	for (uint32_t i = 0; i < slots; i++)
		if (old[i].from)
			behaviour->way[slot_of(behaviour, old[i].from - 1, old[i].value)] = old[i];
	free(old);
	return 0;
}

static int take(struct behaviour *behaviour, const struct runner_answer *answer)
{
	if (answer->apart || answer->numbered) {
		behaviour->shares_stack = true;
		return complain(&behaviour->why,
				"%s cannot be explored: its tasks share too much "
				"of their stacks",
				behaviour->program->what);
	}
	if (answer->fresh)
		return add_node(behaviour, answer);
	return answer->node < behaviour->nr_nodes ? 0 : complain(&behaviour->why, "a lost node");
}

uint32_t behaviour_next(struct behaviour *behaviour, uint32_t node, uint64_t value)
{
	struct runner_answer answer = {0};
	uint32_t at = slot_of(behaviour, node, value);

	if (behaviour->way[at].from)
		return behaviour->way[at].to;
	if (behaviour->failed)
		return node;
	if (program_next(behaviour->program, node, value, &answer, &behaviour->why) ||
	    take(behaviour, &answer)) {
		fail(behaviour);
		return node;
	}
	if (behaviour->nr_ways >= behaviour->way_slots / 2) {
		if (grow_ways(behaviour)) {
			fail(behaviour);
			return node;
		}
		at = slot_of(behaviour, node, value);
	}
	behaviour->way[at] = (struct way){value, node + 1, answer.node};
	behaviour->nr_ways++;
	return answer.node;
}

int behaviour_open(struct behaviour *behaviour, struct program *program, struct complaint *c)
{
	struct runner_answer answer = {0};

	*behaviour = (struct behaviour){.program = program};
	behaviour->place = calloc(MOST_PLACES, sizeof *behaviour->place);
	if (!behaviour->place || grow_ways(behaviour))
		return complain_machine(c, "no memory");
	for (unsigned task = 0; task < program->runner.facts.nr_tasks; task++) {
		if (program_begin(program, task, &answer, c))
			return -1;
		if (take(behaviour, &answer) || behaviour->failed) {
			fail(behaviour);
			*c = behaviour->why;
			return behaviour->shares_stack ? 0 : -1;
		}
		behaviour->begin[task] = answer.node;
	}
	return 0;
}

void behaviour_close(struct behaviour *behaviour)
{
	for (uint32_t i = 0; i < behaviour->nr_nodes; i++)
		free((char *)(uintptr_t)behaviour->deed[i].text);
	for (uint32_t i = 0; i < behaviour->memories.nr; i++)
		free((char *)(uintptr_t)behaviour->ending[i].end.text);
	free(behaviour->ending);
	byte_set_fini(&behaviour->memories);
	free(behaviour->deed);
	free(behaviour->place);
	free(behaviour->site);
	free(behaviour->way);
	*behaviour = (struct behaviour){0};
}

static int ask_outcome(struct behaviour *behaviour, const uint64_t *value, struct ending *ending)
{
	struct runner_value values[MOST_PLACES];
	struct runner_answer answer = {0};

	for (uint32_t i = 0; i < behaviour->nr_places; i++)
		values[i] = (struct runner_value){behaviour->place[i].address, value[i],
						  behaviour->place[i].size};
	if (runner_outcome(&behaviour->program->runner, values, behaviour->nr_places,
			   &ending->outcome, &answer, &behaviour->why))
		return -1;
	ending->end.kind = answer.step.kind;
	ending->end.site = find_site(behaviour, &answer.step);
	if (answer.step.kind > STEP_END)
		ending->end.text = strdup(answer.text);
	return 0;
}

// The last places that are as in the beginning do not count: a place that is met later is one.
static uint32_t add_memory(struct behaviour *behaviour, const uint64_t *value)
{
	uint32_t nr = behaviour->nr_places;

	while (nr && value[nr - 1] == behaviour->place[nr - 1].initial)
		nr--;
	return byte_set_add(&behaviour->memories, (const unsigned char *)value, nr * sizeof *value);
}

// Room for what is said of one more memory, before that is one: none is without.
static bool make_room(struct behaviour *behaviour)
{
	struct ending *grown = grow(behaviour->ending, behaviour->memories.nr, sizeof *grown);

	if (grown)
		behaviour->ending = grown;
	return grown != NULL;
}

uint64_t behaviour_outcome(struct behaviour *behaviour, const uint64_t *value, struct deed *end)
{
	uint32_t nr = behaviour->memories.nr, number = UINT32_MAX;

	*end = (struct deed){.kind = STEP_END, .place = NOWHERE};
	if (!behaviour->program->runner.facts.has_outcome || behaviour->failed)
		return 0;
	if (make_room(behaviour))
		number = add_memory(behaviour, value);
	if (number == UINT32_MAX) {
		complain_memory(behaviour);
		fail(behaviour);
		return 0;
	}
	if (number == nr) {
		behaviour->ending[nr] = (struct ending){0, *end};
		if (ask_outcome(behaviour, value, &behaviour->ending[nr]))
			fail(behaviour);
	}
	*end = behaviour->ending[number].end;
	return behaviour->ending[number].outcome;
}

void behaviour_weaken(struct behaviour *behaviour, uint32_t number, uint8_t order, uint8_t failure)
{
	behaviour->site[number].now_order = order;
	behaviour->site[number].now_failure = failure;
	for (uint32_t i = 0; i < behaviour->nr_nodes; i++)
		if (behaviour->deed[i].site == number && behaviour->deed[i].kind <= STEP_FENCE) {
			behaviour->deed[i].order = order;
			behaviour->deed[i].failure = failure;
		}
}

bool deed_writes(const struct deed *deed, uint64_t old, uint64_t *value)
{
	switch (deed->kind) {
	case STEP_WRITE:
		*value = deed->operand;
		return true;
	case STEP_COMPARE:
		*value = deed->operand;
		return old == deed->expected;
	case STEP_MODIFY:
		*value =
		    step_truncated(step_modified(deed->operation, old, deed->operand), deed->size);
		return true;
	default:
		return false;
	}
}
