// SPDX-License-Identifier: MIT

// Patterns, granularities and whole cases as text, and which cases cannot exist.

#include "harness/plan/case.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/machine/placement.h"
#include "harness/plan/value.h"
#include "harness/trial/tasks.h"

enum {
	THETA_UNIT = 1000000, /* theta is kept to six decimals */
	MAX_THETA = 10,
	MAX_STRIPES = 65536,
	CELL_BYTES = 8,
};

// What follows `prefix` in `text`, or NULL if it does not begin so.
static const char *after(const char *text, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(text, prefix, length) ? NULL : text + length;
}

static int parse_stride(struct pattern *pattern, const char *text, struct complaint *c)
{
	uint64_t bytes;

	if (value_size(&bytes, text, CELL_BYTES, MAX_STRIDE, c))
		return complain_at(c, "own:STRIDE");
	if (bytes % CELL_BYTES)
		return complain(c, "own:%s: the stride must be a multiple of %d bytes", text,
				CELL_BYTES);
	*pattern = (struct pattern){.kind = PATTERN_OWN, .stride_bytes = (uint32_t)bytes};
	return 0;
}

static int parse_theta(struct pattern *pattern, const char *text, struct complaint *c)
{
	uint64_t parts;

	if (value_decimal(&parts, text, THETA_UNIT, 1, (uint64_t)MAX_THETA * THETA_UNIT, c))
		return complain_at(c, "zipf:THETA");
	*pattern =
	    (struct pattern){.kind = PATTERN_ZIPF, .theta = (double)parts / (double)THETA_UNIT};
	return 0;
}

static int complain_unknown(struct complaint *c, const char *text, const char *what,
			    const char *const *names, size_t nr, const char *forms)
{
	const char *nearest = nearest_name(text, names, nr);

	if (nearest)
		return complain(c, "'%.80s' is no %s; did you mean '%s'?", text, what, nearest);
	return complain(c, "'%.80s' is no %s; use %s", text, what, forms);
}

int pattern_parse(struct pattern *pattern, const char *text, struct complaint *c)
{
	static const char *const names[] = {"same", "own", "uniform", "zipf:0.99"};
	const char *rest;

	if ((rest = after(text, "own:")))
		return parse_stride(pattern, rest, c);
	if ((rest = after(text, "zipf:")))
		return parse_theta(pattern, rest, c);
	if (!strcmp(text, "zipf"))
		return complain(c, "'zipf' needs its theta; write it as zipf:0.99");
	*pattern = (struct pattern){.kind = PATTERN_ABSENT};
	if (!strcmp(text, "same"))
		pattern->kind = PATTERN_SAME;
	else if (!strcmp(text, "own"))
		pattern->kind = PATTERN_OWN;
	else if (!strcmp(text, "uniform"))
		pattern->kind = PATTERN_UNIFORM;
	else
		return complain_unknown(c, text, "pattern", names, sizeof names / sizeof names[0],
					"same, own, own:STRIDE, uniform or zipf:THETA");
	return 0;
}

int granularity_parse(struct granularity *granularity, const char *text, struct complaint *c)
{
	static const char *const names[] = {"global", "striped:8", "each"};
	const char *rest = after(text, "striped:");
	uint64_t nr_stripes = 0;

	if (rest && value_number(&nr_stripes, rest, 1, MAX_STRIPES, c))
		return complain_at(c, "striped:K");
	if (!strcmp(text, "striped"))
		return complain(c, "'striped' needs its number of locks; write it as striped:8");
	*granularity = (struct granularity){.nr_stripes = (uint32_t)nr_stripes};
	if (rest)
		granularity->kind = GRANULARITY_STRIPED;
	else if (!strcmp(text, "global"))
		granularity->kind = GRANULARITY_GLOBAL;
	else if (!strcmp(text, "each"))
		granularity->kind = GRANULARITY_EACH;
	else
		return complain_unknown(c, text, "granularity", names,
					sizeof names / sizeof names[0],
					"global, striped:K or each");
	return 0;
}

static void format_theta(double theta, char *text, size_t size)
{
	char number[48];

	value_format_decimal((uint64_t)llround(theta * THETA_UNIT), THETA_UNIT, number,
			     sizeof number);
	snprintf(text, size, "zipf:%s", number);
}

const char *pattern_format(const struct pattern *pattern, char *text, size_t size)
{
	static const char *const names[] = {
	    [PATTERN_ABSENT] = "",
	    [PATTERN_SAME] = "same",
	    [PATTERN_OWN] = "own",
	    [PATTERN_UNIFORM] = "uniform",
	};

	if (pattern->kind == PATTERN_ZIPF)
		format_theta(pattern->theta, text, size);
	else if (pattern->kind == PATTERN_OWN && pattern->stride_bytes)
		snprintf(text, size, "own:%" PRIu32, pattern->stride_bytes);
	else
		snprintf(text, size, "%s", names[pattern->kind]);
	return text;
}

const char *granularity_format(const struct granularity *granularity, char *text, size_t size)
{
	static const char *const names[] = {
	    [GRANULARITY_ABSENT] = "",
	    [GRANULARITY_GLOBAL] = "global",
	    [GRANULARITY_EACH] = "each",
	};

	if (granularity->kind == GRANULARITY_STRIPED)
		snprintf(text, size, "striped:%" PRIu32, granularity->nr_stripes);
	else
		snprintf(text, size, "%s", names[granularity->kind]);
	return text;
}

const char *sync_format(const struct case_spec *spec, char *text, size_t size)
{
	if (spec->strategy->about->parameter.name)
		snprintf(text, size, "%s:%" PRIu64, spec->strategy->name, spec->parameter);
	else
		snprintf(text, size, "%s", spec->strategy->name);
	return text;
}

// Text that grows until it is full.
struct line {
	char *text;
	size_t size, length;
};

static void __attribute__((format(printf, 2, 3))) append(struct line *l, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(l->text + l->length, l->size - l->length, format, args);
	va_end(args);
	l->length += (size_t)n;
	if (l->length >= l->size)
		l->length = l->size - 1;
}

static void append_place(struct line *l, const struct place *place)
{
	append(l, " ");
	if (l->length + 1 >= l->size)
		return;
	place_format(place, l->text + l->length, l->size - l->length);
	l->length += strlen(l->text + l->length);
}

static void append_pause(struct line *l, const char *name, uint64_t ns)
{
	char text[64];

	if (ns)
		append(l, " %s=%s", name, value_format_time(ns, text, sizeof text));
}

const char *case_format(const struct case_spec *spec, char *text, size_t size)
{
	struct line l = {.text = text, .size = size};
	char word[64];

	assert(size > 0);
	append(&l, "%s %s %s %u", spec->structure->name, sync_format(spec, word, sizeof word),
	       spec->task->name, spec->count);
	append_place(&l, spec->place);
	if (spec->pattern.kind != PATTERN_ABSENT)
		append(&l, " %s", pattern_format(&spec->pattern, word, sizeof word));
	if (spec->slots)
		append(&l, " %" PRIu64, spec->slots);
	if (spec->granularity.kind != GRANULARITY_ABSENT)
		append(&l, " %s", granularity_format(&spec->granularity, word, sizeof word));
	append_pause(&l, "hold", spec->hold_ns);
	append_pause(&l, "think", spec->think_ns);
	if (spec->readers)
		append(&l, " readers=%u", spec->readers);
	return text;
}

// The same if ranks are to race what is not theirs, or others what is.
static bool kind_refuses(const struct case_spec *spec, char *why, size_t size)
{
	bool ranks = spec->task == &task_ranks;

	if (ranks != (spec->strategy->about->class == CLASS_REMOTE))
		snprintf(why, size,
			 ranks ? "%s is for threads and processes; ranks race those of "
				 "class remote"
			       : "%s is for ranks: give --task rank under mpiexec",
			 spec->strategy->name);
	else if (ranks && spec->readers)
		snprintf(why, size, "ranks have no readers");
	else
		return false;
	return true;
}

// True, with the reason in `why`, if the structure's own memory or kernels forbid the case.
static bool structure_refuses(const struct case_spec *spec, char *why, size_t size)
{
	const struct structure *structure = spec->structure;

	if (structure->raced_by && !catalog_kernel(structure, spec->strategy))
		snprintf(why, size, "%s is raced by %s only", structure->name, structure->raced_by);
	else if (structure->threads_only && spec->task->processes)
		snprintf(why, size, "%s works for threads only: %s", structure->name,
			 structure->threads_only);
	else
		return false;
	return true;
}

const char *case_impossible(const struct case_spec *spec, char *why, size_t size)
{
	const struct strategy *strategy = spec->strategy;
	const struct about *about = strategy->about;
	const struct pattern *pattern = &spec->pattern;

	if (kind_refuses(spec, why, size) || structure_refuses(spec, why, size))
		return why;
	if (about->max_tasks && spec->count > about->max_tasks)
		snprintf(why, size, "%s works for at most %u tasks, not for %u", strategy->name,
			 about->max_tasks, spec->count);
	else if (about->threads_only && spec->task->processes)
		snprintf(why, size, "%s works for threads only: %s", strategy->name,
			 about->threads_only);
	else if (about->one_lock && spec->granularity.kind > GRANULARITY_GLOBAL)
		snprintf(why, size, "%s works with granularity global only: %s", strategy->name,
			 about->one_lock);
	else if (spec->readers >= spec->count)
		snprintf(why, size, "%u readers of %u tasks leave none to increment", spec->readers,
			 spec->count);
	else if (spec->readers && spec->structure->has_entries)
		snprintf(why, size, "readers read a variable or an array, not a %s",
			 spec->structure->name);
	else if (strategy->counter_bytes && spec->structure->has_entries)
		snprintf(why, size, "%s has counters of its own, and a %s's nodes hold plain ones",
			 strategy->name, spec->structure->name);
	else if (pattern->kind == PATTERN_OWN && pattern->stride_bytes && strategy->counter_bytes)
		snprintf(why, size,
			 "own:%" PRIu32 " spaces plain cells; %s has counters of its own",
			 pattern->stride_bytes, strategy->name);
	else if (pattern->kind == PATTERN_OWN && pattern->stride_bytes &&
		 spec->structure->has_entries)
		snprintf(why, size, "own:%" PRIu32 " is for arrays; for a %s use own",
			 pattern->stride_bytes, spec->structure->name);
	else if (pattern->kind == PATTERN_OWN && spec->slots < spec->count)
		snprintf(why, size,
			 "own needs a slot for each task: --slots %" PRIu64
			 " is fewer than %u tasks",
			 spec->slots, spec->count);
	else
		return NULL;
	return why;
}
