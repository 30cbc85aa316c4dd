// SPDX-License-Identifier: MIT

// Two run.json side by side, by jansson: one table says what of them decides a throughput.

#include "harness/verdict/comparable.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/plan/value.h"
#include "harness/control.h"

enum {
	VALUE_BYTES = 128, /* of a value as it is shown */
};

enum value_kind {
	VALUE_TEXT,
	VALUE_NUMBER, /* 0 is as good as none */
	VALUE_SHARE,  /* the same, with decimals */
	VALUE_TIME,   /* ns, the same */
};

static const struct decides {
	const char *object, *key; /* where it is in run.json */
	const char *name;	  /* for people */
	enum value_kind kind;
} decides[] = {
    {"host", "cpu_model", "CPU model", VALUE_TEXT},
    {"host", "nr_pus", "PUs", VALUE_NUMBER},
    {"host", "quota_pus", "CPU quota", VALUE_SHARE},
    {"host", "governor", "governor", VALUE_TEXT},
    {"host", "virtualization", "virtualization", VALUE_TEXT},
    {"host", "arch", "architecture", VALUE_TEXT},
    {"racelab", "compiler", "compiler", VALUE_TEXT},
    {"racelab", "flags", "compiler's flags", VALUE_TEXT},
    {"plan", "window_ns", "window", VALUE_TIME},
    {"plan", "ops", "ops per trial", VALUE_NUMBER},
};

// "20 ms"
static void format_time(uint64_t ns, char text[VALUE_BYTES])
{
	char time[64];
	size_t digits;

	value_format_time(ns, time, sizeof time);
	digits = strspn(time, ".0123456789");
	snprintf(text, VALUE_BYTES, "%.*s %s", (int)digits, time, time + digits);
}

static const json_t *value_in(const json_t *about, const struct decides *d)
{
	return json_object_get(json_object_get(about, d->object), d->key);
}

// A text, "" if it is missing or none; all of it counts, however little is shown.
static const char *text_in(const json_t *about, const struct decides *d)
{
	const char *text = json_string_value(value_in(about, d));

	return text ? text : "";
}

static json_int_t number_in(const json_t *about, const struct decides *d)
{
	json_int_t number = json_integer_value(value_in(about, d));

	return number > 0 ? number : 0;
}

static double share_in(const json_t *about, const struct decides *d)
{
	return fmax(0, json_number_value(value_in(about, d)));
}

static bool differ(const json_t *head, const json_t *base, const struct decides *d)
{
	switch (d->kind) {
	case VALUE_TEXT:
		return strcmp(text_in(head, d), text_in(base, d)) != 0;
	case VALUE_SHARE:
		return share_in(head, d) != share_in(base, d);
	case VALUE_NUMBER:
	case VALUE_TIME:
		break;
	}
	return number_in(head, d) != number_in(base, d);
}

static const char *show(const json_t *about, const struct decides *d, char text[VALUE_BYTES])
{
	char cut[VALUE_BYTES - 2]; /* two quotes go around it */

	snprintf(cut, sizeof cut, "%s", text_in(about, d));
	snprintf(text, VALUE_BYTES, "none");
	if (d->kind == VALUE_TEXT && cut[0])
		snprintf(text, VALUE_BYTES, "'%s'", control_plain(cut));
	else if (d->kind == VALUE_NUMBER && number_in(about, d))
		snprintf(text, VALUE_BYTES, "%" JSON_INTEGER_FORMAT, number_in(about, d));
	else if (d->kind == VALUE_SHARE && share_in(about, d) > 0)
		snprintf(text, VALUE_BYTES, "%.3g", share_in(about, d));
	else if (d->kind == VALUE_TIME && number_in(about, d))
		format_time((uint64_t)number_in(about, d), text);
	return text;
}

const char *comparable_differences(const json_t *head, const json_t *base, char *text, size_t size)
{
	char ours[VALUE_BYTES], theirs[VALUE_BYTES];
	size_t used = 0;

	assert(size > 0);
	text[0] = '\0';
	for (size_t i = 0; i < sizeof decides / sizeof *decides && used < size; i++) {
		const struct decides *d = &decides[i];

		if (differ(head, base, d))
			used += (size_t)snprintf(text + used, size - used, "%s%s %s and %s",
						 used ? "; " : "", d->name, show(head, d, ours),
						 show(base, d, theirs));
	}
	return control_plain(text);
}
