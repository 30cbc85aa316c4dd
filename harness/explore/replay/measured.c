// SPDX-License-Identifier: MIT

#include "harness/explore/replay/measured.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "harness/explore/found.h"
#include "harness/explore/replay/measure.h"

// The first entry that is not below the value, by bisection.
static size_t find(const struct measured *measured, uint64_t value)
{
	size_t low = 0, high = measured->nr_seen;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (measured->seen[middle].value < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct measured *measured, size_t at, uint64_t value)
{
	return at < measured->nr_seen && measured->seen[at].value == value;
}

void measured_add(struct measured *measured, uint64_t value)
{
	size_t at = find(measured, value);

	if (is_at(measured, at, value)) {
		measured->seen[at].times++;
		return;
	}
	if (measured->nr_seen == MOST_OUTCOMES) {
		measured->others++;
		return;
	}
	memmove(&measured->seen[at + 1], &measured->seen[at],
		(measured->nr_seen - at) * sizeof measured->seen[0]);
	measured->seen[at] = (struct seen){value, 1};
	measured->nr_seen++;
}

unsigned long measured_times(const struct measured *measured, uint64_t value)
{
	size_t at = find(measured, value);

	return is_at(measured, at, value) ? measured->seen[at].times : 0;
}

static bool found_has(const struct found *found, enum wrong_kind kind)
{
	for (size_t i = 0; i < found->nr_wrongs; i++)
		if (found->wrong[i].kind == kind)
			return true;
	return false;
}

static bool found_allows(const struct found *found, uint64_t value)
{
	for (size_t i = 0; i < found->nr_outcomes; i++)
		if (found->outcome[i].value == value)
			return true;
	return found->more_outcomes;
}

bool measured_forbidden(const struct measured *measured, const struct found *found, char *what,
			size_t size)
{
	if (!found->complete || found_has(found, WRONG_RACE))
		return false;
	for (size_t i = 0; i < measured->nr_seen; i++) {
		const struct seen *seen = &measured->seen[i];

		if (found_allows(found, seen->value))
			continue;
		snprintf(what, size, "outcome %" PRIu64 ", %lu times", seen->value, seen->times);
		return true;
	}
	if (measured->failed && !found_has(found, WRONG_ASSERT))
		snprintf(what, size, "a failed assertion (%s), %lu times", measured->text,
			 measured->failed);
	else if (measured->crashed && !found_has(found, WRONG_CRASH))
		snprintf(what, size, "a crash (%s), %lu times", measured->text, measured->crashed);
	else
		return false;
	return true;
}
