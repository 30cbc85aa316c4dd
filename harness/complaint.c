// SPDX-License-Identifier: MIT

// One-line complaints, and the guess at what a misspelt name was meant to be.

#include "harness/complaint.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "harness/control.h"

static void fill(struct complaint *c, enum complaint_kind kind, const char *format, va_list args)
{
	c->kind = kind;
	vsnprintf(c->text, sizeof c->text, format, args);
	control_replace(c->text, '?');
}

int complain(struct complaint *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(c, COMPLAINT_USER, format, args);
	va_end(args);
	return -1;
}

int complain_machine(struct complaint *c, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fill(c, COMPLAINT_MACHINE, format, args);
	va_end(args);
	return -1;
}

int complain_at(struct complaint *c, const char *where)
{
	char text[sizeof c->text];

	snprintf(text, sizeof text, "%s", c->text);
	return c->kind == COMPLAINT_USER ? complain(c, "%s: %s", where, text)
					 : complain_machine(c, "%s: %s", where, text);
}

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

// Levenshtein's distance, by one row of the Wagner-Fischer table (J. ACM 21, 1974). Names longer
// than the row are as far away as can be.
static size_t edit_distance(const char *a, const char *b)
{
	size_t row[64], n = strlen(b);

	if (n >= sizeof row / sizeof row[0] || strnlen(a, sizeof row) >= sizeof row)
		return (size_t)-1;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 0; a[i]; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < n; j++) {
			size_t above = row[j + 1];

			row[j + 1] = min3(above + 1, row[j] + 1, diagonal + (a[i] != b[j]));
			diagonal = above;
		}
	}
	return row[n];
}

const char *nearest_name(const char *wrong, const char *const *names, size_t nr_names)
{
	const char *best = NULL;
	size_t best_distance = (size_t)-1;

	for (size_t i = 0; i < nr_names; i++) {
		size_t distance = edit_distance(wrong, names[i]);

		if (distance < best_distance) {
			best = names[i];
			best_distance = distance;
		}
	}
	if (!best || best_distance > (strlen(best) + 2) / 3)
		return NULL;
	return best;
}

int complain_no_such(struct complaint *c, const char *what, const char *wrong,
		     const char *const *names, size_t nr_names)
{
	const char *guess = nearest_name(wrong, names, nr_names);
	char all[256] = "";

	for (size_t i = 0; i < nr_names; i++) {
		size_t used = strlen(all);

		snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
	}
	if (guess)
		return complain(c, "'%.100s' is no %s; did you mean '%s'? there are %s", wrong,
				what, guess, all);
	return complain(c, "'%.100s' is no %s; there are %s", wrong, what, all);
}
