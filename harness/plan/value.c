// SPDX-License-Identifier: MIT

// Single values as people write them. Digits are read here or by strtoull, never by strtod, so that
// no locale's decimal comma changes what a spec file means.

#include "harness/plan/value.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define BLANKS " \t\r\n\v\f"

enum {
	QUOTED_BYTES = 80, /* of a value in a complaint, so that what would be right fits in, too */
};

static const struct unit {
	const char *name;
	uint64_t ns;
} units[] = {
    {"min", 60000000000}, {"s", 1000000000}, {"ms", 1000000}, {"us", 1000}, {"ns", 1},
};

enum {
	NR_UNITS = sizeof units / sizeof units[0],
};

// A stretch of text: what is left to read of a value.
struct word {
	const char *start;
	size_t length;
};

// For "%.*s".
static int quoted(struct word w)
{
	return w.length < QUOTED_BYTES ? (int)w.length : QUOTED_BYTES;
}

static struct word trim(const char *text)
{
	struct word w = {text + strspn(text, BLANKS), 0};

	w.length = strlen(w.start);
	while (w.length && strchr(BLANKS, w.start[w.length - 1]))
		w.length--;
	return w;
}

static bool is(struct word w, const char *text)
{
	return w.length == strlen(text) && !memcmp(w.start, text, w.length);
}

static struct word without(struct word w, size_t bytes)
{
	return (struct word){w.start + bytes, w.length - bytes};
}

// Takes `text` off the front of *w, if it is there.
static bool take(struct word *w, const char *text)
{
	size_t length = strlen(text);

	if (w->length < length || memcmp(w->start, text, length))
		return false;
	*w = without(*w, length);
	return true;
}

// Takes digits off the front of *w; a number too large for 64 bits is UINT64_MAX.
static bool take_whole(struct word *w, uint64_t *number)
{
	size_t nr_digits = strspn(w->start, DIGITS);

	if (!nr_digits)
		return false;
	*number = strtoull(w->start, NULL, 10);
	*w = without(*w, nr_digits);
	return true;
}

struct decimal {
	uint64_t whole;
	double fraction; /* at least 0, below 1 */
};

static bool take_decimal(struct word *w, struct decimal *d)
{
	size_t nr_digits;

	d->fraction = 0;
	if (!take_whole(w, &d->whole))
		return false;
	if (!take(w, "."))
		return true;
	nr_digits = strspn(w->start, DIGITS);
	for (size_t i = nr_digits; i > 0; i--)
		d->fraction = (d->fraction + (w->start[i - 1] - '0')) / 10;
	*w = without(*w, nr_digits);
	return nr_digits > 0;
}

// How many parts that is, if `unit` of them are 1. Units are below 2^53, so a double holds the
// fraction's parts exactly enough to round them. UINT64_MAX: too many.
static uint64_t in_parts(struct decimal d, uint64_t unit)
{
	uint64_t parts;

	if (__builtin_mul_overflow(d.whole, unit, &parts) ||
	    __builtin_add_overflow(parts, (uint64_t)llround(d.fraction * (double)unit), &parts))
		return UINT64_MAX;
	return parts;
}

static int check(uint64_t value, struct word w, uint64_t min, uint64_t max, const char *min_text,
		 const char *max_text, struct complaint *c)
{
	if (value >= min && value <= max)
		return 0;
	return complain(c, "%.*s is too %s; use %s to %s", quoted(w), w.start,
			value < min ? "small" : "large", min_text, max_text);
}

static int check_number(uint64_t value, struct word w, uint64_t min, uint64_t max,
			struct complaint *c)
{
	char min_text[32], max_text[32];

	snprintf(min_text, sizeof min_text, "%" PRIu64, min);
	snprintf(max_text, sizeof max_text, "%" PRIu64, max);
	return check(value, w, min, max, min_text, max_text, c);
}

static const struct unit *unit_find(struct word w)
{
	for (size_t i = 0; i < NR_UNITS; i++)
		if (is(w, units[i].name))
			return &units[i];
	return NULL;
}

int value_time(uint64_t *ns, const char *text, uint64_t min, uint64_t max, struct complaint *c)
{
	const struct word w = trim(text);
	struct word rest = w;
	struct decimal d;
	bool number = take_decimal(&rest, &d);
	bool zero = number && d.whole == 0 && d.fraction == 0;
	const struct unit *unit = number ? unit_find(rest) : NULL;
	char min_text[32], max_text[32];

	if (number && !rest.length && !zero)
		return complain(c, "'%.*s' needs a unit; use ns, us, ms, s or min, as 20ms",
				quoted(w), w.start);
	if (!unit && !(zero && !rest.length))
		return complain(
		    c, "'%.*s' is no time; use a number with ns, us, ms, s or min, as 20ms",
		    quoted(w), w.start);
	*ns = zero ? 0 : in_parts(d, unit->ns);
	if (check(*ns, w, min, max, value_format_time(min, min_text, sizeof min_text),
		  value_format_time(max, max_text, sizeof max_text), c))
		return -1;
	if (*ns == 0 && !zero)
		return complain(c, "%.*s is less than 1ns; use 0 or 1ns at least", quoted(w),
				w.start);
	return 0;
}

int value_size(uint64_t *size, const char *text, uint64_t min, uint64_t max, struct complaint *c)
{
	const struct word w = trim(text);
	struct word rest = w;
	uint64_t number = 0, unit;

	if (!take_whole(&rest, &number))
		rest = (struct word){"?", 1};
	unit = is(rest, "K") ? 1024 : is(rest, "M") ? 1024 * 1024 : 1;
	if (unit == 1 && rest.length)
		return complain(c, "'%.*s' is no size; use a whole number, as 64, 4K or 1M",
				quoted(w), w.start);
	if (__builtin_mul_overflow(number, unit, size))
		*size = UINT64_MAX;
	return check_number(*size, w, min, max, c);
}

int value_number(uint64_t *number, const char *text, uint64_t min, uint64_t max,
		 struct complaint *c)
{
	const struct word w = trim(text);
	struct word rest = w;

	if (!take_whole(&rest, number) || rest.length)
		return complain(c, "'%.*s' is no whole number; use %" PRIu64 " to %" PRIu64,
				quoted(w), w.start, min, max);
	return check_number(*number, w, min, max, c);
}

int value_decimal(uint64_t *parts, const char *text, uint64_t unit, uint64_t min, uint64_t max,
		  struct complaint *c)
{
	const struct word w = trim(text);
	struct word rest = w;
	struct decimal d;
	char min_text[48], max_text[48];

	value_format_decimal(min, unit, min_text, sizeof min_text);
	value_format_decimal(max, unit, max_text, sizeof max_text);
	if (!take_decimal(&rest, &d) || rest.length)
		return complain(c, "'%.*s' is no decimal number; use %s to %s", quoted(w), w.start,
				min_text, max_text);
	*parts = in_parts(d, unit);
	return check(*parts, w, min, max, min_text, max_text, c);
}

// One end of a range.
struct end {
	struct word word;
	uint64_t value;
};

static bool take_end(struct word *w, struct end *end, uint64_t max_value)
{
	end->word = *w;
	end->value = max_value;
	if (!take(w, "max") && !take_whole(w, &end->value))
		return false;
	end->word.length -= w->length;
	return true;
}

// A number or a range with its step.
struct range {
	struct end first, last;
	uint64_t step;
};

static bool take_range(struct word *w, struct range *range, uint64_t max_value)
{
	range->step = 1;
	if (!take_end(w, &range->first, max_value))
		return false;
	range->last = range->first;
	if (!take(w, "-"))
		return true;
	if (!take_end(w, &range->last, max_value))
		return false;
	return !take(w, "/") || take_whole(w, &range->step);
}

static int complain_backwards(const struct range *range, uint64_t max_value, struct complaint *c)
{
	const struct word first = range->first.word, last = range->last.word;

	if (is(first, "max") || is(last, "max"))
		return complain(c, "%.*s-%.*s runs backwards; max is %" PRIu64 " here",
				quoted(first), first.start, quoted(last), last.start, max_value);
	return complain(c, "%.*s-%.*s runs backwards; write %.*s-%.*s", quoted(first), first.start,
			quoted(last), last.start, quoted(last), last.start, quoted(first),
			first.start);
}

static int append_range(uint64_t *values, size_t *nr, size_t size, const struct range *range,
			struct complaint *c)
{
	for (uint64_t v = range->first.value;; v += range->step) {
		if (*nr == size)
			return complain(c, "more than %zu numbers; name fewer", size);
		values[(*nr)++] = v;
		if (range->last.value - v < range->step)
			return 0;
	}
}

int value_range(uint64_t *values, size_t *nr, size_t size, const char *text, uint64_t min,
		uint64_t max, uint64_t max_value, struct complaint *c)
{
	const struct word w = trim(text);
	struct word rest = w;
	struct range range;

	if (!take_range(&rest, &range, max_value) || rest.length)
		return complain(c,
				"'%.*s' is no number or range; write it as 3, 1-8, 1-max or "
				"1-max/2",
				quoted(w), w.start);
	if (range.step == 0)
		return complain(c, "'%.*s' has a step of 0; use 1 or more", quoted(w), w.start);
	if (check_number(range.first.value, range.first.word, min, max, c) ||
	    check_number(range.last.value, range.last.word, min, max, c))
		return -1;
	if (range.last.value < range.first.value)
		return complain_backwards(&range, max_value, c);
	return append_range(values, nr, size, &range, c);
}

const char *value_format_decimal(uint64_t parts, uint64_t unit, char *text, size_t size)
{
	char digits[24]; /* of 10^19, the largest unit, and then the end */
	const char *decimals;

	for (; unit > 1 && parts % 10 == 0; unit /= 10) /* drop trailing zeros */
		parts /= 10;
	snprintf(digits, sizeof digits, "%019" PRIu64, parts % unit);
	decimals = digits + 19;
	for (uint64_t u = unit; u > 1; u /= 10)
		decimals--;
	snprintf(text, size, "%" PRIu64 "%s%s", parts / unit, *decimals ? "." : "", decimals);
	return text;
}

const char *value_format_time(uint64_t ns, char *text, size_t size)
{
	const struct unit *minutes = &units[0], *unit = &units[1];
	char number[48];

	if (ns == 0) {
		snprintf(text, size, "0");
		return text;
	}
	while (unit->ns > ns)
		unit++;
	if (ns % minutes->ns == 0) /* only whole ones: a minute has no decimals */
		snprintf(text, size, "%" PRIu64 "%s", ns / minutes->ns, minutes->name);
	else
		snprintf(text, size, "%s%s",
			 value_format_decimal(ns, unit->ns, number, sizeof number), unit->name);
	return text;
}

// Where the list's next item ends: at its comma, or at the end of the list.
static char *item_end(char *item)
{
	char *end = item + strcspn(item, ",");

	if (strncmp(item + strspn(item, BLANKS), "cpus:", strlen("cpus:")))
		return end;
	while (*end) {
		const char *next = end + 1 + strspn(end + 1, BLANKS);

		if (!*next || !strchr(DIGITS, *next))
			break;
		end += 1 + strcspn(end + 1, ",");
	}
	return end;
}

static char *trim_in_place(char *item)
{
	struct word w = trim(item);

	item += w.start - item;
	item[w.length] = '\0';
	return item;
}

// Looks at all items before any is cut off, so that a complaint can quote the list. Returns 0, or
// -1.
static int check_items(char *list, size_t size, struct complaint *c)
{
	const struct word whole = trim(list);
	size_t nr = 0;
	char *end;

	if (!whole.length)
		return complain(c, "nothing is given; give one value at least");
	for (char *item = list;; item = end + 1) {
		end = item_end(item);
		if (item + strspn(item, BLANKS) >= end)
			return complain(c, "'%.*s' has an empty item; write one comma between two",
					quoted(whole), whole.start);
		if (++nr > size)
			return complain(c, "more than %zu items in a list; name fewer", size);
		if (!*end)
			return 0;
	}
}

int value_split(char *list, char **items, size_t size, struct complaint *c)
{
	size_t nr = 0;
	bool more = true;

	if (check_items(list, size, c))
		return -1;
	for (char *item = list, *end; more; item = end + 1) {
		end = item_end(item);
		more = *end != '\0';
		*end = '\0';
		items[nr++] = trim_in_place(item);
	}
	return (int)nr;
}
