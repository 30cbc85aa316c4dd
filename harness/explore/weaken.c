// SPDX-License-Identifier: MIT

#include "harness/explore/weaken.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/explore.h"
#include "harness/explore/step.h"

// Weakened accesses can lead where none led before, to accesses that are to be weakened, too.
#define MOST_ROUNDS 16

static const char *const order_names[] = {
    [ORDER_PLAIN] = "plain",	 [ORDER_RELAXED] = "relaxed", [ORDER_ACQUIRE] = "acquire",
    [ORDER_RELEASE] = "release", [ORDER_ACQ_REL] = "acq_rel", [ORDER_SEQ_CST] = "seq_cst",
};

const char *order_name(uint8_t order)
{
	return order_names[order];
}

int order_find(const char *name, size_t length)
{
	for (int i = ORDER_RELAXED; i <= ORDER_SEQ_CST; i++)
		if (strlen(order_names[i]) == length && strncmp(order_names[i], name, length) == 0)
			return i;
	return -1;
}

int bench_open(struct bench *bench, const struct source *source, const char *name,
	       struct complaint *c)
{
	*bench = (struct bench){.root = source->root};
	return program_open(&bench->program, source, name, c);
}

void bench_close(struct bench *bench)
{
	lines_fini(&bench->lines);
	behaviour_close(&bench->behaviour);
	program_close(&bench->program);
}

static int complain_form(const char *text, struct complaint *c)
{
	return complain(c,
			"'%s' is no line with an order: ticket.c:47=relaxed, or 47=relaxed; the "
			"orders are relaxed, acquire, release, acq_rel, seq_cst",
			text);
}

int weakening_parse(struct weakening *weakening, const char *text, struct complaint *c)
{
	const char *equals = strchr(text, '='), *colon = strrchr(text, ':'), *slash;
	const char *number = colon && equals && colon < equals ? colon + 1 : text;
	char *end;

	*weakening = (struct weakening){.kind = -1, .order = -1, .failure = -1};
	if (!equals || (number != text && number - text > (long)sizeof weakening->file))
		return complain_form(text, c);
	if (number != text)
		snprintf(weakening->file, sizeof weakening->file, "%.*s", (int)(number - text - 1),
			 text);
	weakening->line = (unsigned)strtoul(number, &end, 10);
	slash = strchr(equals, '/');
	weakening->order =
	    order_find(equals + 1, slash ? (size_t)(slash - equals - 1) : strlen(equals + 1));
	if (slash)
		weakening->failure = order_find(slash + 1, strlen(slash + 1));
	if (end != equals || !weakening->line || weakening->order < 0 ||
	    (slash && weakening->failure < 0))
		return complain_form(text, c);
	return 0;
}

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), its = strlen(end);

	return length >= its && strcmp(text + length - its, end) == 0;
}

bool weakening_fits(const struct weakening *weakening, const struct line *line, int kind)
{
	return weakening->line == line->number && ends_with(line->file, weakening->file) &&
	       (weakening->kind < 0 || weakening->kind == kind);
}

// The orders that a site is to have.
static struct site wanted(const struct bench *bench, uint32_t number,
			  const struct weakening *weakenings, size_t nr)
{
	struct site site = bench->behaviour.site[number];

	site.now_order = site.order;
	site.now_failure = site.failure;
	for (size_t i = 0; i < nr && site.written; i++) {
		if (!weakening_fits(&weakenings[i], lines_at(&bench->lines, number), site.kind))
			continue;
		if (weakenings[i].order >= 0)
			site.now_order = (uint8_t)weakenings[i].order;
		if (weakenings[i].failure >= 0)
			site.now_failure = (uint8_t)weakenings[i].failure;
	}
	return site;
}

// Returns true if something changed.
static bool apply(struct bench *bench, const struct weakening *weakenings, size_t nr)
{
	bool changed = false;

	if (bench->lines.nr != bench->behaviour.nr_sites) {
		lines_fini(&bench->lines);
		lines_load(&bench->lines, &bench->behaviour, bench->root);
	}
	for (uint32_t i = 0; i < bench->behaviour.nr_sites; i++) {
		struct site site = wanted(bench, i, weakenings, nr),
			    *now = &bench->behaviour.site[i];

		if (site.now_order == now->now_order && site.now_failure == now->now_failure)
			continue;
		behaviour_weaken(&bench->behaviour, i, site.now_order, site.now_failure);
		changed = true;
	}
	return changed;
}

static bool is_met(const struct bench *bench, const struct weakening *weakening)
{
	for (uint32_t i = 0; i < bench->behaviour.nr_sites; i++)
		if (bench->behaviour.site[i].written &&
		    weakening_fits(weakening, lines_at(&bench->lines, i),
				   bench->behaviour.site[i].kind))
			return true;
	return false;
}

static int check_met(const struct bench *bench, const struct weakening *weakenings, size_t nr,
		     struct complaint *c)
{
	for (size_t i = 0; i < nr; i++)
		if (!is_met(bench, &weakenings[i]))
			return complain(c,
					"%s%s%u: no atomic access was met on this line; see "
					"--orders for those that were",
					weakenings[i].file, weakenings[i].file[0] ? ":" : "line ",
					weakenings[i].line);
	return 0;
}

int explore_weakened(struct bench *bench, const struct weakening *weakenings, size_t nr,
		     enum model model, struct limit *limit, struct found *found,
		     struct complaint *c)
{
	for (unsigned round = 0; round < MOST_ROUNDS; round++) {
		if (bench->behaviour.program)
			apply(bench, weakenings, nr);
		if (explore(&bench->program, &bench->behaviour, model, limit, found, c))
			return -1;
		if (!apply(bench, weakenings, nr))
			break;
		found_fini(found);
	}
	return check_met(bench, weakenings, nr, c);
}
