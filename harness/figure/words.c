// SPDX-License-Identifier: MIT

// Numbers, tasks and strategies as a title says them.

#include "harness/figure/words.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/data/summary.h"

// Two significant digits, and never an exponent for what a counter can cost.
const char *words_number(double x, char *text, size_t size)
{
	int decimals = x >= 9.95 || x <= 0 ? 0 : 1;

	if (x > 0 && x < 0.995)
		decimals = x < 1e-6 ? 9 : 1 - (int)floor(log10(x));
	snprintf(text, size, "%.*f", decimals, x);
	return text;
}

double words_two_digits(double x)
{
	double unit = x > 0 ? pow(10, floor(log10(x)) - 1) : 1;

	return unit * round(x / unit);
}

// "61 million"
const char *words_amount(double x, char *text, size_t size)
{
	char digits[32];

	if (x >= 1e6)
		snprintf(text, size, "%s million", words_number(x / 1e6, digits, sizeof digits));
	else
		snprintf(text, size, "%.0f", x);
	return text;
}

const char *words_time(double ns, char *text, size_t size)
{
	char digits[32];
	const char *unit = ns < 1e3 ? "ns" : ns < 1e6 ? "us" : "ms";

	ns *= ns < 1e3 ? 1 : ns < 1e6 ? 1e-3 : 1e-6;
	snprintf(text, size, "%s %s", words_number(ns, digits, sizeof digits), unit);
	return text;
}

// "2 threads", "1 process": the count and kind of a point's tasks.
const char *words_tasks(const struct chart_point *point, char *text, size_t size)
{
	const struct row *axes = point->of->axes;
	size_t length = strlen(axes->task);
	const char *ending = length && axes->task[length - 1] == 's' ? "es" : "s";

	snprintf(text, size, "%" PRId64 " %.32s%s", axes->count, axes->task,
		 axes->count == 1 ? "" : ending);
	return text;
}

const char *words_crowd(const struct chart_point *point)
{
	return point->of->oversubscribed ? " (more tasks than PUs)" : "";
}

bool words_unsynchronized(const struct chart_point *point)
{
	return class_find(point->of->axes->class) == CLASS_UNSYNCHRONIZED;
}

// "a variable", "an array", "a hash table"
const char *words_structure(const struct chart_point *point, char *text, size_t size)
{
	const char *name = point->of->axes->structure;

	if (strcmp(name, "hashtable") == 0)
		name = "hash table";
	snprintf(text, size, "%s %.48s", strchr("aeiou", name[0]) && name[0] ? "an" : "a", name);
	return text;
}

// The kind of tasks a title speaks of: threads, if the panel has any.
unsigned words_spoken_kind(const struct chart *chart, unsigned panel)
{
	unsigned best = 0;

	for (size_t i = 0; i < chart->nr_points; i++) {
		unsigned kind = chart->points[i].kind;

		if (chart->points[i].panel == panel &&
		    (!best || chart->kinds.key[kind - 1].style < chart->kinds.key[best - 1].style))
			best = kind;
	}
	return best;
}

// The line's point at the largest count that fits; where only one task does, at the next count, so
// that there is something to tell of more than one. NULL if the line has none.
const struct chart_point *words_largest(const struct chart *chart, unsigned panel, unsigned line)
{
	const struct chart_point *best = NULL;
	unsigned kind = words_spoken_kind(chart, panel);

	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct chart_point *point = &chart->points[i];
		bool fits = !point->of->oversubscribed;

		if (point->panel != panel || point->line != line || point->kind != kind)
			continue;
		if (!best || (fits && point->of->axes->count > best->of->axes->count) ||
		    (!fits && best->of->axes->count < 2))
			best = point;
	}
	return best;
}

// "unsynchronized", or "by mutex"
const char *words_manner(const struct chart *chart, const struct chart_point *point, char *text,
			 size_t size)
{
	if (words_unsynchronized(point))
		snprintf(text, size, "unsynchronized");
	else
		snprintf(text, size, "by %.48s", chart->lines.key[point->line - 1].label);
	return text;
}

// "unsynchronized increments of a variable", "increments of an array by mutex"
void words_what_of(const struct chart *chart, const struct chart_point *point, char *text,
		   size_t size)
{
	char where[64], how[80];

	words_structure(point, where, sizeof where);
	words_manner(chart, point, how, sizeof how);
	if (words_unsynchronized(point))
		snprintf(text, size, "%s increments of %s", how, where);
	else
		snprintf(text, size, "increments of %s %s", where, how);
}

// Never rounds a share up to all, nor a loss down to nothing.
const char *words_percent(double share, char *text, size_t size)
{
	if (share < 0.99 || share >= 1)
		return words_number(100 * share, text, size);
	snprintf(text, size, "%.2f", floor(1e4 * share) / 100);
	return text;
}
