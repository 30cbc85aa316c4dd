// SPDX-License-Identifier: MIT

// The catalogue's tables, made of catalog.def.

#include "benches/catalog.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "benches/labs/lab.h"

#define STRATEGY(name) extern const struct strategy strategy_##name;
/* Of those for ranks there are descriptions only. */
#define REMOTE(id, form, loses, what, from)                                                        \
	static const struct strategy remote_##id = {                                               \
	    .abi = SYNC_ABI,                                                                       \
	    .name = #id,                                                                           \
	    .locks = (form) != REMOTE_CELL,                                                        \
	    .about = &(const struct about){                                                        \
		.class = CLASS_REMOTE,                                                             \
		.summary = (what),                                                                 \
		.source = (from),                                                                  \
		.may_lose = (loses),                                                               \
		.calls = true,                                                                     \
		.one_lock = (form) == REMOTE_ONE_LOCK ? "MPI has one lock for a window" : NULL,    \
		.unexplored = "it is for ranks, and MPI's library cannot be seen into",            \
	    }};
#define STRUCTURE(name) extern const struct structure structure_##name;
#define LAB(name)	extern const struct lab lab_##name;
#include "benches/catalog.def"

static const struct strategy *const strategies[] = {
#define STRATEGY(name) &strategy_##name,
#include "benches/catalog.def"
};

static const struct strategy *const remotes[] = {
#define REMOTE(name, form, may_lose, summary, source) &remote_##name,
#include "benches/catalog.def"
};

static const struct strategy *added[CATALOG_MAX_ADDED]; /* behind those */
static size_t nr_added;

static const struct structure *const structures[] = {
#define STRUCTURE(name) &structure_##name,
#include "benches/catalog.def"
};

static const struct lab *const all_labs[] = {
#define LAB(name) &lab_##name,
#include "benches/catalog.def"
};

static const struct figure figures[] = {
#define FIGURE(name, summary, lesson) {#name, summary, lesson},
#include "benches/catalog.def"
};

static const char *const class_names[NR_CLASSES] = {
    [CLASS_UNSYNCHRONIZED] = "unsynchronized",
    [CLASS_BROKEN] = "broken",
    [CLASS_ATOMIC] = "atomic",
    [CLASS_LOCKED] = "locked",
    [CLASS_SCALABLE] = "scalable",
    [CLASS_REMOTE] = "remote",
};

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

size_t catalog_nr_strategies(void)
{
	return COUNT_OF(strategies) + nr_added;
}

const struct strategy *catalog_strategy(size_t i)
{
	return i < COUNT_OF(strategies) ? strategies[i] : added[i - COUNT_OF(strategies)];
}

int catalog_add(const struct strategy *strategy)
{
	if (catalog_find_strategy(strategy->name))
		return EEXIST;
	if (nr_added == CATALOG_MAX_ADDED)
		return ENOSPC;
	added[nr_added++] = strategy;
	return 0;
}

size_t catalog_nr_remotes(void)
{
	return COUNT_OF(remotes);
}

const struct strategy *catalog_remote(size_t i)
{
	return remotes[i];
}

size_t catalog_nr_structures(void)
{
	return COUNT_OF(structures);
}

const struct structure *catalog_structure(size_t i)
{
	return structures[i];
}

size_t catalog_nr_labs(void)
{
	return COUNT_OF(all_labs);
}

const struct lab *catalog_lab(size_t i)
{
	return all_labs[i];
}

const struct lab *catalog_find_lab(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(all_labs); i++)
		if (strcmp(all_labs[i]->name, name) == 0)
			return all_labs[i];
	return NULL;
}

size_t catalog_nr_figures(void)
{
	return COUNT_OF(figures);
}

const struct figure *catalog_figure(size_t i)
{
	return &figures[i];
}

// True if `name` is that name, or that name with a parameter behind a colon.
static bool is_named(const char *own, const char *name)
{
	size_t length = strcspn(name, ":");

	return strlen(own) == length && memcmp(own, name, length) == 0;
}

const struct strategy *catalog_find_strategy(const char *name)
{
	for (size_t i = 0; i < catalog_nr_strategies(); i++)
		if (is_named(catalog_strategy(i)->name, name))
			return catalog_strategy(i);
	for (size_t i = 0; i < COUNT_OF(remotes); i++)
		if (is_named(remotes[i]->name, name))
			return remotes[i];
	return NULL;
}

const struct structure *catalog_find_structure(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(structures); i++)
		if (strcmp(structures[i]->name, name) == 0)
			return structures[i];
	return NULL;
}

kernel_fn *catalog_kernel(const struct structure *structure, const struct strategy *strategy)
{
	if (structure->kernel)
		return structure->kernel(strategy);
	return strategy->kernel[structure->id];
}

uint64_t strategy_batch(const struct strategy *strategy)
{
	/* Leaving the inner loop costs one mispredicted branch, some 20 cycles. That has to be lost
	   in a batch of increments of 1.5 cycles (plain memory), 5 (atomic), 20 (a lock of our
	   own), or 50 and more (calls). A contended increment takes ten to a hundred times as long.
	 */
	static const uint64_t batches[NR_CLASSES] = {
	    [CLASS_UNSYNCHRONIZED] = 4096, [CLASS_BROKEN] = 256,    [CLASS_ATOMIC] = 512,
	    [CLASS_LOCKED] = 256,	   [CLASS_SCALABLE] = 4096,
	};

	return strategy->about->calls ? 64 : batches[strategy->about->class];
}

const char *class_name(enum sync_class class)
{
	return class_names[class];
}

int class_find(const char *name)
{
	for (int i = 0; i < NR_CLASSES; i++)
		if (strcmp(class_names[i], name) == 0)
			return i;
	return -1;
}
