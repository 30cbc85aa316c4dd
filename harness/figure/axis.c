// SPDX-License-Identifier: MIT

// The axes that a figure can have: one line each in the table.

#include "harness/figure/axis.h"

#include "benches/catalog.h"
#include "benches/structure/structure.h"
#include "harness/complaint.h"
#include "harness/plan/case.h"

enum {
	CELL_BYTES = 8,
};

static int64_t one(const struct row *row)
{
	(void)row;
	return 1;
}

static int64_t tasks(const struct row *row)
{
	return row->count;
}

static int64_t slots(const struct row *row)
{
	return row->slots;
}

static int64_t distance(const struct row *row)
{
	struct pattern pattern;
	struct complaint c;

	if (row->count < 2 || pattern_parse(&pattern, row->pattern, &c) ||
	    pattern.kind != PATTERN_OWN)
		return 0;
	return pattern.stride_bytes ? pattern.stride_bytes : CELL_BYTES;
}

static int64_t locks(const struct row *row)
{
	const struct structure *structure = catalog_find_structure(row->structure);
	struct granularity granularity;
	struct complaint c;

	if (granularity_parse(&granularity, row->granularity, &c))
		return 0;
	if (granularity.kind == GRANULARITY_STRIPED)
		return granularity.nr_stripes;
	if (granularity.kind == GRANULARITY_GLOBAL)
		return 1;
	if (!structure || row->slots < 1 || row->slots > MAX_SLOTS)
		return 0;
	return (int64_t)structure->nr_guards(&(struct extent){.slots = (uint64_t)row->slots});
}

static void forget_nothing(struct row *row)
{
	(void)row;
}

static void forget_count(struct row *row)
{
	row->count = 0;
}

static void forget_slots(struct row *row)
{
	row->slots = 0;
}

static void forget_pattern(struct row *row)
{
	row->pattern = "";
}

static void forget_granularity(struct row *row)
{
	row->granularity = "";
}

static const struct {
	const char *word, *label;
	int64_t (*value)(const struct row *row);
	void (*forget)(struct row *row);
} axes[NR_CHART_X] = {
    [X_NONE] = {"none", "", one, forget_nothing},
    [X_TASKS] = {"tasks", "tasks (N)", tasks, forget_count},
    [X_SLOTS] = {"slots", "slots", slots, forget_slots},
    [X_DISTANCE] = {"distance", "distance, bytes", distance, forget_pattern},
    [X_LOCKS] = {"locks", "locks", locks, forget_granularity},
};

const char *axis_label(enum chart_x x)
{
	return axes[x].label;
}

const char *axis_word(enum chart_x x)
{
	return axes[x].word;
}

int64_t axis_value(enum chart_x x, const struct row *row)
{
	int64_t value = axes[x].value(row);

	return value > 0 ? value : 0;
}

bool axis_same_series(enum chart_x x, const struct row *a, const struct row *b)
{
	struct row left = *a, right = *b;

	axes[x].forget(&left);
	axes[x].forget(&right);
	return row_same_case(&left, &right);
}
