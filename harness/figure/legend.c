// SPDX-License-Identifier: MIT

// Labels for a run's lines: the strategy, and whatever else tells its cases apart.

#include "harness/figure/legend.h"

#include <stdlib.h>
#include <string.h>

// The axes besides structure, strategy, task and count.
enum {
	NR_FURTHER = 6
};

// One of them as a reader should see it ("64 slots"), "" where it is absent.
static void further_text(const struct row *row, unsigned axis, FILE *out)
{
	const char *const words[] = {row->place, row->pattern, row->granularity};
	const int64_t counts[] = {row->slots, row->hold_ns, row->think_ns};
	const char *const forms[] = {"%lld slots", "hold=%lldns", "think=%lldns"};

	if (axis < 3)
		fputs(words[axis], out);
	else if (counts[axis - 3] > 0)
		fprintf(out, forms[axis - 3], (long long)counts[axis - 3]);
}

static char *further(const struct row *row, unsigned axis)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	further_text(row, axis, out);
	return fclose(out) ? NULL : text;
}

// Whether `axis` has two values in the cases of one structure; -1 without memory. Absence is a
// value for pauses (none at all), but not for what a strategy cannot have (a lock-free one's
// locks).
static int varies(const struct summary *summary, const char *structure, unsigned axis)
{
	char *first = NULL;
	int result = 0;

	for (size_t i = 0; i < summary->nr_cases && result == 0; i++) {
		const struct row *row = summary->cases[i].axes;
		char *text;

		if (strcmp(row->structure, structure) != 0)
			continue;
		text = further(row, axis);
		if (!text) {
			result = -1;
		} else if (!first && (*text || axis > 3)) {
			first = text;
			continue;
		} else if (first && (*text || axis > 3)) {
			result = strcmp(first, text) != 0;
		}
		free(text);
	}
	free(first);
	return result;
}

static char *label(const struct row *row, const int *varying)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fputs(row->sync, out);
	for (unsigned axis = 0; axis < NR_FURTHER; axis++) {
		char *value = varying[axis] ? further(row, axis) : NULL;

		if (value && *value)
			fprintf(out, " %s", value);
		free(value);
	}
	return fclose(out) ? NULL : text;
}

// Enters a label (taking it over) and returns its index.
static size_t enter(struct legend *legend, char *text)
{
	for (size_t i = 0; i < legend->nr_labels; i++)
		if (strcmp(legend->labels[i], text) == 0) {
			free(text);
			return i;
		}
	legend->labels[legend->nr_labels] = text;
	return legend->nr_labels++;
}

// Labels all cases of the structure that case `first` is the first of.
static int label_structure(struct legend *legend, const struct summary *summary, size_t first)
{
	const char *structure = summary->cases[first].axes->structure;
	int varying[NR_FURTHER];

	for (unsigned axis = 0; axis < NR_FURTHER; axis++) {
		varying[axis] = varies(summary, structure, axis);
		if (varying[axis] < 0)
			return -1;
	}
	for (size_t i = first; i < summary->nr_cases; i++) {
		const struct row *row = summary->cases[i].axes;
		char *text;

		if (strcmp(row->structure, structure) != 0)
			continue;
		text = label(row, varying);
		if (!text)
			return -1;
		legend->label_of[i] = enter(legend, text);
	}
	return 0;
}

int legend_build(struct legend *legend, const struct summary *summary)
{
	size_t nr = summary->nr_cases;

	*legend = (struct legend){.labels = calloc(nr + 1, sizeof *legend->labels),
				  .label_of = calloc(nr + 1, sizeof *legend->label_of)};
	if (!legend->labels || !legend->label_of)
		goto fail;
	for (size_t i = 0; i < nr; i++)
		legend->label_of[i] = SIZE_MAX;
	for (size_t i = 0; i < nr; i++)
		if (legend->label_of[i] == SIZE_MAX && label_structure(legend, summary, i))
			goto fail;
	return 0;
fail:
	legend_fini(legend);
	return -1;
}

void legend_fini(struct legend *legend)
{
	for (size_t i = 0; i < legend->nr_labels; i++)
		free(legend->labels[i]);
	free(legend->labels);
	free(legend->label_of);
	*legend = (struct legend){0};
}
