// SPDX-License-Identifier: MIT

// Two tasks append to a list, insert into a dict, clear one while the other looks, or increment.
// Each race here is meant, and defined: it goes through the relaxed atomics of racy.h, so that all
// there is to see is what comes in between two steps.

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "benches/labs/operations/acts.h"
#include "harness/trial/racy.h"

#define INLINE static inline __attribute__((always_inline))
#define STEPS  OPERATION_STEPS

// --- Append to a list ---------------------------------------------------------------------------

static void empty_list(struct place *place)
{
	memset(&place->list, 0, sizeof place->list);
}

static void act_on_list(struct place *place, unsigned task, struct seen *seen)
{
	struct list *list = &place->list;

	for (uint64_t i = 0; i < STEPS; i++) {
		uint64_t length = racy_load(&list->length);

		racy_store(&list->item[length], task * STEPS + i + 1);
		racy_store(&list->length, length + 1);
	}
	seen->ops += STEPS;
}

// Adds what is not there once.
static void count_times(const unsigned char *times, const bool *expected, uint64_t nr,
			struct seen *seen)
{
	for (uint64_t i = 0; i < nr; i++) {
		uint64_t missing = expected[i] && times[i] == 0, twice = times[i] > 1;

		seen->missing += missing;
		seen->twice += twice;
		seen->wrong += missing + twice;
	}
}

static void check_list(const struct place *place, struct seen *seen)
{
	unsigned char times[2 * STEPS] = {0};
	bool expected[2 * STEPS];

	memset(expected, true, sizeof expected);
	for (uint64_t i = 0; i < place->list.length; i++)
		if (place->list.item[i])
			times[place->list.item[i] - 1]++;
	count_times(times, expected, 2 * STEPS, seen);
}

// --- Insert into a dict -------------------------------------------------------------------------

static void empty_dict(struct place *place)
{
	memset(&place->dict, 0, sizeof place->dict);
}

// Every other key is inserted by both tasks, the rest by one; in either case into the same bucket.
INLINE uint64_t key_of(uint64_t step, unsigned task)
{
	return 2 * step + (step % 2 ? task : 0);
}

static bool has(const struct dict *dict, uint64_t bucket, uint64_t key)
{
	uint64_t at = racy_load(&dict->head[bucket]);

	/* No chain is longer than all entries: one that is seen half made may lead in a circle. */
	for (uint64_t n = 0; at && n < 2 * STEPS; n++) {
		if (racy_load(&dict->entry[at - 1].key) == key)
			return true;
		at = racy_load(&dict->entry[at - 1].next);
	}
	return false;
}

// Inserts a key by an entry that is this task's, unless it is there.
static void insert(struct dict *dict, uint64_t key, uint64_t entry)
{
	uint64_t bucket = key / 2 % OPERATION_BUCKETS;

	if (has(dict, bucket, key))
		return;
	racy_store(&dict->entry[entry - 1].key, key);
	racy_store(&dict->entry[entry - 1].next, racy_load(&dict->head[bucket]));
	racy_store(&dict->head[bucket], entry);
}

static void act_on_dict(struct place *place, unsigned task, struct seen *seen)
{
	for (uint64_t i = 0; i < STEPS; i++)
		insert(&place->dict, key_of(i, task), task * STEPS + i + 1);
	seen->ops += STEPS;
}

static void check_dict(const struct place *place, struct seen *seen)
{
	unsigned char times[2 * STEPS] = {0};
	bool expected[2 * STEPS] = {false};

	for (uint64_t bucket = 0; bucket < OPERATION_BUCKETS; bucket++) {
		uint64_t at = place->dict.head[bucket];

		for (uint64_t n = 0; at && n < 2 * STEPS; n++) {
			times[place->dict.entry[at - 1].key]++;
			at = place->dict.entry[at - 1].next;
		}
	}
	for (uint64_t i = 0; i < STEPS; i++)
		expected[key_of(i, 0)] = expected[key_of(i, 1)] = true;
	count_times(times, expected, 2 * STEPS, seen);
}

// --- Clear a dict -------------------------------------------------------------------------------

static void fill(struct place *place)
{
	for (unsigned i = 0; i < OPERATION_SLOTS; i++)
		racy_store(&place->slot[i], 1);
}

// One clears from the first entry to the last. To the other, if the first one is gone, so must be
// the last one that it looks at afterwards: what it sees cannot be blamed on its own two looks.
static void act_on_slots(struct place *place, unsigned task, struct seen *seen)
{
	bool first, last = true, half = false;

	for (unsigned i = 0; i < OPERATION_SLOTS && task == 0; i++)
		racy_store(&place->slot[i], 0);
	while (last && task == 1) {
		/* acquire: the last entry is looked at after the first */
		first = __atomic_load_n(&place->slot[0], __ATOMIC_ACQUIRE);
		last = racy_load(&place->slot[OPERATION_SLOTS - 1]);
		half |= !first && last;
	}
	seen->wrong += half;
	seen->ops += task;
}

// --- x = x + 1 ----------------------------------------------------------------------------------

static void zero(struct place *place)
{
	place->counter = 0;
}

static void act_on_counter(struct place *place, unsigned task, struct seen *seen)
{
	(void)task;
	for (uint64_t i = 0; i < STEPS; i++)
		racy_add(&place->counter, 1);
	seen->ops += STEPS;
}

static void check_counter(const struct place *place, struct seen *seen)
{
	seen->wrong += 2 * STEPS - place->counter;
}

const struct operation operation_append = {
    .name = "append to a list",
    .deck = "append: atomic",
    .wrong = "items missing",
    .has_items = true,
    .prepare = empty_list,
    .act = act_on_list,
    .check = check_list,
};
const struct operation operation_insert = {
    .name = "insert into a dict",
    .deck = "adding an item: atomic",
    .wrong = "keys missing or twice",
    .has_items = true,
    .prepare = empty_dict,
    .act = act_on_dict,
    .check = check_dict,
};
const struct operation operation_clear = {
    .name = "clear a dict",
    .deck = "clear: atomic",
    .wrong = "seen half done",
    .prepare = fill,
    .act = act_on_slots,
};
const struct operation operation_increment = {
    .name = "x = x + 1",
    .deck = "not atomic",
    .wrong = "increments lost",
    .prepare = zero,
    .act = act_on_counter,
    .check = check_counter,
};
