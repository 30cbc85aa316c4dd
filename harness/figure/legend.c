// SPDX-License-Identifier: MIT

// Labels for a figure's lines: the strategy, and whatever else tells its cases apart.

#include "harness/figure/legend.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The axes besides structure, strategy and task.
static const struct further {
	enum chart_x x;	   /* the figure's axis that makes it no part of a label */
	const char *form;  /* of a count */
	size_t offset;	   /* in struct row */
	bool is_word, gap; /* gap: absence is a value, too (no pause at all) */
} furthers[] = {
    {X_NONE, NULL, offsetof(struct row, place), true, false},
    {X_DISTANCE, NULL, offsetof(struct row, pattern), true, false},
    {X_LOCKS, NULL, offsetof(struct row, granularity), true, false},
    {X_SLOTS, "%lld slots", offsetof(struct row, slots), false, false},
    {X_TASKS, "%lld tasks", offsetof(struct row, count), false, false},
    {X_NONE, "hold=%lldns", offsetof(struct row, hold_ns), false, true},
    {X_NONE, "think=%lldns", offsetof(struct row, think_ns), false, true},
    {X_NONE, "readers=%lld", offsetof(struct row, readers), false, true},
};

enum {
	NR_FURTHERS = sizeof furthers / sizeof furthers[0]
};

static const char *word(const struct row *row, const struct further *axis)
{
	return *(const char *const *)(const void *)((const char *)row + axis->offset);
}

static long long count(const struct row *row, const struct further *axis)
{
	int64_t n = *(const int64_t *)(const void *)((const char *)row + axis->offset);

	return n > 0 ? n : 0;
}

static bool absent(const struct row *row, const struct further *axis)
{
	return axis->is_word ? !*word(row, axis) : count(row, axis) == 0;
}

static bool same(const struct row *a, const struct row *b, const struct further *axis)
{
	if (axis->is_word)
		return strcmp(word(a, axis), word(b, axis)) == 0;
	return count(a, axis) == count(b, axis);
}

typedef const struct case_summary *const *cases_ptr;

// Whether `axis` has two values in the cases of one structure.
static bool varies(cases_ptr cases, size_t nr, const char *structure, const struct further *axis)
{
	const struct row *first = NULL;

	for (size_t i = 0; i < nr; i++) {
		const struct row *row = cases[i]->axes;

		if (strcmp(row->structure, structure) != 0 || (absent(row, axis) && !axis->gap))
			continue;
		if (!first)
			first = row;
		else if (!same(first, row, axis))
			return true;
	}
	return false;
}

static char *label(const struct row *row, const bool *varying)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fputs(row->sync, out);
	for (size_t i = 0; i < NR_FURTHERS; i++) {
		const struct further *axis = &furthers[i];

		if (!varying[i] || absent(row, axis))
			continue;
		fputc(' ', out);
		if (axis->is_word)
			fputs(word(row, axis), out);
		else
			fprintf(out, axis->form, count(row, axis));
	}
	return fclose(out) ? NULL : text;
}

// Labels all cases of the structure that case `first` is the first of.
static int label_structure(char **labels, cases_ptr cases, size_t nr, size_t first, enum chart_x x)
{
	const char *structure = cases[first]->axes->structure;
	bool varying[NR_FURTHERS];

	for (size_t i = 0; i < NR_FURTHERS; i++)
		varying[i] = (x == X_NONE || furthers[i].x != x) &&
			     varies(cases, nr, structure, &furthers[i]);
	for (size_t i = first; i < nr; i++) {
		if (strcmp(cases[i]->axes->structure, structure) != 0)
			continue;
		labels[i] = label(cases[i]->axes, varying);
		if (!labels[i])
			return -1;
	}
	return 0;
}

char **legend_labels(const struct case_summary *const *cases, size_t nr, enum chart_x x)
{
	char **labels = calloc(nr + 1, sizeof *labels);

	for (size_t i = 0; labels && i < nr; i++)
		if (!labels[i] && label_structure(labels, cases, nr, i, x)) {
			legend_free_labels(labels, nr);
			return NULL;
		}
	return labels;
}

void legend_free_labels(char **labels, size_t nr)
{
	for (size_t i = 0; labels && i < nr; i++)
		free(labels[i]);
	free(labels);
}

unsigned legend_style(const struct legend *legend, const char *sync)
{
	unsigned i = 0;

	while (i < legend->nr_syncs && strcmp(legend->syncs[i], sync) != 0)
		i++;
	return i + 1;
}

int legend_build(struct legend *legend, const struct summary *summary)
{
	*legend = (struct legend){.syncs = calloc(summary->nr_cases + 1, sizeof *legend->syncs)};
	if (!legend->syncs)
		return -1;
	for (size_t i = 0; i < summary->nr_cases; i++) {
		const char *sync = summary->cases[i].axes->sync;

		if (legend_style(legend, sync) > legend->nr_syncs)
			legend->syncs[legend->nr_syncs++] = sync;
	}
	return 0;
}

void legend_fini(struct legend *legend)
{
	free(legend->syncs);
	*legend = (struct legend){0};
}
