// SPDX-License-Identifier: MIT

// What options take. The first byte chooses the reader, from 'a' on; the rest is the text. What is
// read, written back, is read as the same.

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/fuzz/target.h"
#include "harness/machine/placement.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/plan/choices.h"
#include "harness/plan/plan.h"
#include "harness/plan/value.h"

enum {
	LEAST = 3,
	MOST = 1 << 20,
	MAX_VALUES = 512,
	MAX_LENGTH = 2048, /* longer ones are slow, and no different */
};

static const uint64_t million = 1000000, hour_ns = 3600000000000;

static void try_time(const char *text)
{
	uint64_t ns, again;
	struct complaint c;
	char written[64];

	if (value_time(&ns, text, LEAST, hour_ns, &c)) {
		target_check_complaint(&c);
		return;
	}
	MUST(ns >= LEAST && ns <= hour_ns);
	MUST(value_time(&again, value_format_time(ns, written, sizeof written), LEAST, hour_ns,
			&c) == 0);
	MUST(again == ns);
}

static void try_decimal(const char *text)
{
	uint64_t parts, again;
	struct complaint c;
	char written[64];

	if (value_decimal(&parts, text, million, LEAST, 10 * million, &c)) {
		target_check_complaint(&c);
		return;
	}
	MUST(parts >= LEAST && parts <= 10 * million);
	value_format_decimal(parts, million, written, sizeof written);
	MUST(value_decimal(&again, written, million, LEAST, 10 * million, &c) == 0);
	MUST(again == parts);
}

static void try_whole(const char *text)
{
	uint64_t number = 0, size;
	struct complaint c;
	bool is_number = value_number(&number, text, LEAST, MOST, &c) == 0;

	if (!is_number)
		target_check_complaint(&c);
	MUST(!is_number || (number >= LEAST && number <= MOST));
	if (value_size(&size, text, LEAST, MOST, &c)) {
		target_check_complaint(&c);
		MUST(!is_number); /* a number is a size */
		return;
	}
	MUST(size >= LEAST && size <= MOST);
	MUST(!is_number || size == number);
}

static void try_range(const char *text)
{
	uint64_t values[MAX_VALUES];
	struct complaint c;
	size_t nr = 0;

	if (value_range(values, &nr, MAX_VALUES, text, LEAST, MOST, 100, &c)) {
		target_check_complaint(&c);
		MUST(nr <= MAX_VALUES);
		return;
	}
	MUST(nr > 0 && nr <= MAX_VALUES);
	MUST(values[0] >= LEAST && values[nr - 1] <= MOST);
	for (size_t i = 1; i < nr; i++)
		MUST(values[i] > values[i - 1]);
}

// The items, joined again; the caller frees it.
static char *join(char **items, int nr)
{
	char *text = NULL;
	size_t size;
	FILE *list = open_memstream(&text, &size);

	MUST(list);
	for (int i = 0; i < nr; i++)
		fprintf(list, "%s%s", i ? "," : "", items[i]);
	fclose(list);
	return text;
}

static void try_split(const char *text)
{
	char *list = strdup(text), *items[MAX_VALUES], *again, *items_again[MAX_VALUES];
	struct complaint c;
	int nr = value_split(list, items, MAX_VALUES, &c);

	if (nr < 0)
		target_check_complaint(&c);
	MUST(nr != 0 && nr <= MAX_VALUES);
	if (nr > 0) {
		again = join(items, nr);
		MUST(value_split(again, items_again, MAX_VALUES, &c) == nr);
		for (int i = 0; i < nr; i++)
			MUST(items[i][0] && strcmp(items[i], items_again[i]) == 0);
		free(again);
	}
	free(list);
}

static void try_place(const char *text)
{
	static char written[16384];
	static struct place place, again;
	struct complaint c;

	if (place_parse(&place, text, &c)) {
		target_check_complaint(&c);
		return;
	}
	MUST(place_parse(&again, place_format(&place, written, sizeof written), &c) == 0);
	MUST(again.kind == place.kind && again.nr_cpus == place.nr_cpus);
	MUST(memcmp(again.cpus, place.cpus, place.nr_cpus * sizeof *place.cpus) == 0);
}

static void try_pattern(const char *text)
{
	struct pattern pattern, again;
	struct complaint c;
	char written[64];

	if (pattern_parse(&pattern, text, &c)) {
		target_check_complaint(&c);
		return;
	}
	MUST(pattern_parse(&again, pattern_format(&pattern, written, sizeof written), &c) == 0);
	MUST(again.kind == pattern.kind && again.stride_bytes == pattern.stride_bytes);
	MUST(pattern.kind != PATTERN_ZIPF || again.theta == pattern.theta);
}

static void try_granularity(const char *text)
{
	struct granularity granularity, again;
	struct complaint c;
	char written[64];

	if (granularity_parse(&granularity, text, &c)) {
		target_check_complaint(&c);
		return;
	}
	granularity_format(&granularity, written, sizeof written);
	MUST(granularity_parse(&again, written, &c) == 0);
	MUST(again.kind == granularity.kind && again.nr_stripes == granularity.nr_stripes);
}

// Of `ranks`, or, where that is NULL, of threads and processes.
static void try_axis(enum axis axis, const char *text, const unsigned *ranks)
{
	const char *name = axis_keywords[axis].name;
	const struct given given = {.text = (char *)text};
	struct choices choices = {0};
	struct plan plan = {0};
	struct complaint c;

	if (choices_read(&choices, axis, &given, &plan, target_machine(), ranks, &c)) {
		target_check_complaint(&c);
		MUST(strncmp(c.text, name, strlen(name)) == 0 && c.text[strlen(name)] == ':');
	} else {
		MUST(choices.nr > 0);
	}
	choices_fini(&choices);
	free(plan.places);
}

static void (*const readers[])(const char *text) = {
    try_time, try_decimal, try_whole, try_range, try_split, try_place, try_pattern, try_granularity,
};

enum {
	NR_READERS = sizeof readers / sizeof readers[0],
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const unsigned three_ranks = 3;
	unsigned reader;
	char *text;

	if (size == 0 || size > MAX_LENGTH)
		return 0;
	reader = (data[0] - 'a' + 256u) % (NR_READERS + NR_AXES);
	text = target_text(data + 1, size - 1);
	if (reader < NR_READERS) {
		readers[reader](text);
	} else {
		try_axis((enum axis)(reader - NR_READERS), text, NULL);
		try_axis((enum axis)(reader - NR_READERS), text, &three_ranks);
	}
	free(text);
	return 0;
}
