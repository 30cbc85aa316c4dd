// SPDX-License-Identifier: MIT

// Each axis has one function that reads one item of its list; the rest is the same for all of them.

#include "harness/plan/choices.h"

#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/machine/placement.h"
#include "harness/plan/value.h"
#include "harness/trial/tasks.h"

enum {
	MAX_ITEMS = 1024, /* of one list */
	MAX_NAMES = 256,  /* looked through for the nearest one */
};

static const uint64_t max_pause_ns = 1000000000; /* hold, think: 1 s */

// What the readers need, and what they fill.
struct reading {
	struct choices *choices;
	struct plan *plan;
	const struct topology *t;
	const unsigned *ranks; /* how many can race; NULL: they are no ranks */
	bool given;	       /* the list is the user's, not the default */
	struct complaint *c;
};

static int add(struct reading *r, struct choice choice)
{
	size_t nr = r->choices->nr;

	if ((nr & (nr - 1)) == 0) { /* full: room is for powers of two */
		struct choice *grown =
		    reallocarray(r->choices->choice, nr ? 2 * nr : 1, sizeof *grown);

		if (!grown)
			return complain_machine(r->c, "no memory for the plan");
		r->choices->choice = grown;
	}
	r->choices->choice[r->choices->nr++] = choice;
	return 0;
}

static int complain_name(struct reading *r, const char *item, const char *what,
			 const char *const *names, size_t nr)
{
	const char *nearest = nearest_name(item, names, nr);

	if (nearest)
		return complain(r->c, "'%.80s' is no %s; did you mean '%s'? see racelab list", item,
				what, nearest);
	return complain(r->c, "'%.80s' is no %s; see racelab list", item, what);
}

static int read_structure(struct reading *r, const char *item)
{
	const struct structure *structure = catalog_find_structure(item);
	const char *names[MAX_NAMES];
	size_t nr = 0;

	if (structure)
		return add(r, (struct choice){.structure = structure});
	for (size_t i = 0; i < catalog_nr_structures() && nr < MAX_NAMES; i++)
		names[nr++] = catalog_structure(i)->name;
	return complain_name(r, item, "structure", names, nr);
}

static int add_if(struct reading *r, const struct strategy *strategy, bool all, int class)
{
	if (!all && (int)strategy->about->class != class)
		return 0;
	return add(r, (struct choice){.strategy = strategy,
				      .parameter = strategy->about->parameter.usual});
}

// Adds all strategies, or those of one class.
static int add_strategies(struct reading *r, const char *item, bool all, int class)
{
	size_t before = r->choices->nr;

	for (size_t i = 0; i < catalog_nr_strategies(); i++)
		if (add_if(r, catalog_strategy(i), all, class))
			return -1;
	for (size_t i = 0; i < catalog_nr_remotes(); i++)
		if (add_if(r, catalog_remote(i), all, class))
			return -1;
	if (r->choices->nr == before)
		return complain(r->c, "no strategy is of class '%s'; see racelab list", item);
	return 0;
}

static int complain_strategy(struct reading *r, const char *item)
{
	const char *names[MAX_NAMES] = {"all"};
	size_t nr = 1;

	for (size_t i = 0; i < catalog_nr_strategies() && nr < MAX_NAMES - NR_CLASSES; i++)
		names[nr++] = catalog_strategy(i)->name;
	for (size_t i = 0; i < catalog_nr_remotes() && nr < MAX_NAMES - NR_CLASSES; i++)
		names[nr++] = catalog_remote(i)->name;
	for (int i = 0; i < NR_CLASSES; i++)
		names[nr++] = class_name((enum sync_class)i);
	return complain_name(r, item, "strategy", names, nr);
}

// Reads what follows the strategy's name after a colon.
static int read_parameter(struct reading *r, const struct strategy *strategy, const char *item,
			  uint64_t *value)
{
	const struct parameter *parameter = &strategy->about->parameter;
	const char *colon = strchr(item, ':');

	*value = parameter->usual;
	if (!colon)
		return 0;
	if (!parameter->name)
		return complain(r->c, "'%.80s': %s takes no parameter", item, strategy->name);
	return value_size(value, colon + 1, parameter->least, parameter->most, r->c);
}

static int read_sync(struct reading *r, const char *item)
{
	const struct strategy *strategy = catalog_find_strategy(item);
	struct choice choice = {.strategy = strategy, .named = r->given};
	bool all = !strcmp(item, "all");
	int class = class_find(item);

	if (strategy) {
		if (read_parameter(r, strategy, item, &choice.parameter))
			return -1;
		return add(r, choice);
	}
	if (all || class >= 0)
		return add_strategies(r, item, all, class);
	return complain_strategy(r, item);
}

static int read_task(struct reading *r, const char *item)
{
	const struct task_kind *task = task_kind_find(item);
	const char *names[MAX_NAMES];
	size_t nr = 0;

	if (task)
		return add(r, (struct choice){.task = task});
	for (size_t i = 0; i < task_kinds() && nr < MAX_NAMES - 1; i++)
		names[nr++] = task_kind(i)->name;
	names[nr++] = task_ranks.name;
	return complain_name(r, item, "kind of task", names, nr);
}

static int read_count(struct reading *r, const char *item)
{
	uint64_t most = r->ranks ? *r->ranks : r->t->nr_pus;
	uint64_t max = most > MAX_TASKS ? MAX_TASKS : most ? most : 1;
	uint64_t counts[MAX_TASKS];
	size_t nr = 0;

	if (value_range(counts, &nr, MAX_TASKS, item, 1, MAX_TASKS, max, r->c))
		return -1;
	for (size_t i = 0; i < nr; i++)
		if (add(r, (struct choice){.number = counts[i]}))
			return -1;
	return 0;
}

static bool same_place(const struct place *a, const struct place *b)
{
	return a->kind == b->kind && a->nr_cpus == b->nr_cpus &&
	       !memcmp(a->cpus, b->cpus, a->nr_cpus * sizeof *a->cpus);
}

// The index of that place among the plan's, where each stands once. -1 without memory.
static int intern(struct plan *plan, const struct place *place)
{
	struct place *grown;

	for (size_t i = 0; i < plan->nr_places; i++)
		if (same_place(&plan->places[i], place))
			return (int)i;
	grown = reallocarray(plan->places, plan->nr_places + 1, sizeof *grown);
	if (!grown)
		return -1;
	plan->places = grown;
	plan->places[plan->nr_places++] = *place;
	return (int)plan->nr_places - 1;
}

// Whether tasks can be placed so on this machine.
static int try_place(struct reading *r, const struct place *place)
{
	size_t size = r->t->nr_pus > PLACE_MAX_CPUS ? r->t->nr_pus : PLACE_MAX_CPUS;
	unsigned *pus = calloc(size, sizeof *pus);
	int result;

	if (!pus)
		return complain_machine(r->c, "no memory for the plan");
	result = placement_order(r->t, place, pus, size, r->c);
	free(pus);
	return result < 0 ? -1 : 0;
}

static int read_place(struct reading *r, const char *item)
{
	struct place place;
	int index;

	if (place_parse(&place, item, r->c) || try_place(r, &place))
		return -1;
	index = intern(r->plan, &place);
	if (index < 0)
		return complain_machine(r->c, "no memory for the plan");
	return add(r, (struct choice){.place = (size_t)index});
}

static int read_pattern(struct reading *r, const char *item)
{
	struct pattern pattern;

	if (pattern_parse(&pattern, item, r->c))
		return -1;
	return add(r, (struct choice){.pattern = pattern});
}

static int read_slots(struct reading *r, const char *item)
{
	uint64_t slots;

	if (value_size(&slots, item, 1, MAX_SLOTS, r->c))
		return -1;
	return add(r, (struct choice){.number = slots});
}

static int read_granularity(struct reading *r, const char *item)
{
	struct granularity granularity;

	if (granularity_parse(&granularity, item, r->c))
		return -1;
	return add(r, (struct choice){.granularity = granularity});
}

static int read_readers(struct reading *r, const char *item)
{
	uint64_t readers;

	if (value_number(&readers, item, 0, MAX_TASKS - 1, r->c))
		return -1;
	return add(r, (struct choice){.number = readers});
}

static int read_pause(struct reading *r, const char *item)
{
	uint64_t ns;

	if (value_time(&ns, item, 0, max_pause_ns, r->c))
		return -1;
	return add(r, (struct choice){.number = ns});
}

static int (*const read_item[NR_AXES])(struct reading *r, const char *item) = {
    [AXIS_STRUCTURE] = read_structure, [AXIS_SYNC] = read_sync,
    [AXIS_TASK] = read_task,	       [AXIS_COUNT] = read_count,
    [AXIS_PLACE] = read_place,	       [AXIS_PATTERN] = read_pattern,
    [AXIS_SLOTS] = read_slots,	       [AXIS_GRANULARITY] = read_granularity,
    [AXIS_HOLD] = read_pause,	       [AXIS_THINK] = read_pause,
    [AXIS_READERS] = read_readers,
};

static int read_list(struct reading *r, enum axis axis, char *list)
{
	char *items[MAX_ITEMS];
	int nr = value_split(list, items, MAX_ITEMS, r->c);

	for (int i = 0; i < nr; i++)
		if (read_item[axis](r, items[i]))
			return -1;
	return nr < 0 ? -1 : 0;
}

static const char *default_list(enum axis axis, const struct topology *t, bool ranks)
{
	if (axis == AXIS_SYNC && ranks)
		return "rma_rw,rma_win_lock,rma_fetch_op"; /* what the usual three are to threads */
	if (axis == AXIS_COUNT && ranks)
		return "max"; /* who starts so many wants so many */
	if (axis == AXIS_COUNT && t->nr_pus == 1)
		return "1-2"; /* one task alone loses nothing: there would be nothing to see */
	return axis_keywords[axis].initial;
}

int choices_read(struct choices *choices, enum axis axis, const struct given *given,
		 struct plan *plan, const struct topology *t, const unsigned *ranks,
		 struct complaint *c)
{
	struct reading r = {choices, plan, t, ranks, given->text != NULL, c};
	char *list = strdup(given->text ? given->text : default_list(axis, t, ranks));
	int result;

	if (!list)
		return complain_machine(c, "no memory for the plan");
	result = read_list(&r, axis, list);
	free(list);
	if (result)
		complain_at(c, given->where ? given->where : axis_keywords[axis].name);
	return result;
}

void choices_fini(struct choices *choices)
{
	free(choices->choice);
	*choices = (struct choices){0};
}
