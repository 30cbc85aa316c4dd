// SPDX-License-Identifier: MIT

// Groups rows into cases, and summarises each. A row finds its group in a tree ordered by a hash of
// the axes, so that for a million rows nearly all comparisons are of one number.

#include "harness/data/summary.h"

#include <math.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/data/column.h"
#include "harness/trial/tasks.h"

static const double confidence = 0.95;

const char *const outcome_names[NR_OUTCOMES] = {
    [OUTCOME_OK] = "ok",	 [OUTCOME_CRASHED] = "crashed", [OUTCOME_HUNG] = "hung",
    [OUTCOME_BROKEN] = "broken", [OUTCOME_SKIPPED] = "skipped",
};

// The rows of one case, in the file's order; once they have been counted, the ok ones only.
struct group {
	uint64_t hash; /* of the axes */
	const struct row *axes;
	const struct row **rows;
	size_t nr, capacity;
	struct group *next; /* the one found after it */
};

struct groups {
	void *tree; /* of struct group, by compare_groups */
	struct group *first, **last;
	size_t nr;
	size_t most; /* rows of the largest */
};

// FNV-1a (Fowler, Noll, Vo), 64 bits; a count goes in as one piece.
static const uint64_t prime = 1099511628211u;

static uint64_t hash_bytes(uint64_t h, const void *bytes, size_t size)
{
	for (const unsigned char *p = bytes; size--; p++)
		h = (h ^ *p) * prime;
	return h;
}

// Of words that were read (`interned`) the addresses do: equal ones are the same.
static uint64_t hash_axes(const struct row *row, bool interned)
{
	uint64_t h = 14695981039346656037u;

	for (int id = 0; id < NR_COLUMNS; id++) {
		if (!column_is_axis(id))
			continue;
		if (columns[id].kind != KIND_WORD)
			h = (h ^ (uint64_t)*column_count(id, row)) * prime;
		else if (interned)
			h = (h ^ (uintptr_t)*column_word(id, row)) * prime;
		else
			h = hash_bytes(h, *column_word(id, row), strlen(*column_word(id, row)) + 1);
	}
	return h;
}

static size_t rank_of_sync(const char *word)
{
	size_t i = 0, nr = catalog_nr_strategies(), remote = 0;

	while (i < nr && strcmp(catalog_strategy(i)->name, word) != 0)
		i++;
	while (i == nr && remote < catalog_nr_remotes() &&
	       strcmp(catalog_remote(remote)->name, word) != 0)
		remote++;
	return i + remote;
}

// A word's rank in its catalogue; behind all of them if it is not there.
static size_t rank_of(enum column_id id, const char *word)
{
	size_t i = 0;

	if (id == COLUMN_structure)
		while (i < catalog_nr_structures() && strcmp(catalog_structure(i)->name, word) != 0)
			i++;
	else if (id == COLUMN_sync)
		return rank_of_sync(word);
	else if (id == COLUMN_task)
		while (i < task_kinds() && strcmp(task_kind(i)->name, word) != 0)
			i++;
	return i;
}

static int compare_words(enum column_id id, const char *a, const char *b)
{
	size_t rank_a, rank_b;

	if (a == b || strcmp(a, b) == 0)
		return 0;
	rank_a = rank_of(id, a);
	rank_b = rank_of(id, b);
	if (rank_a != rank_b)
		return rank_a < rank_b ? -1 : 1;
	return strverscmp(a, b); /* striped:2 before striped:16 */
}

static int compare_axes(const struct row *a, const struct row *b)
{
	int order = 0;

	for (int id = 0; id < NR_COLUMNS && !order; id++) {
		if (!column_is_axis(id))
			continue;
		if (columns[id].kind == KIND_WORD)
			order = compare_words(id, *column_word(id, a), *column_word(id, b));
		else
			order = (*column_count(id, a) > *column_count(id, b)) -
				(*column_count(id, a) < *column_count(id, b));
	}
	return order;
}

static int compare_groups(const void *left, const void *right)
{
	const struct group *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return compare_axes(a->axes, b->axes);
}

static int compare_order(const void *left, const void *right)
{
	const struct group *const *a = left, *const *b = right;

	return compare_axes((*a)->axes, (*b)->axes);
}

static int compare_with_case(const void *axes, const void *element)
{
	const struct case_summary *c = element;

	return compare_axes(axes, c->axes);
}

static struct group *add_group(struct groups *groups, const struct group *like)
{
	struct group *group = malloc(sizeof *group);

	if (!group)
		return NULL;
	*group = *like;
	if (!tsearch(group, &groups->tree, compare_groups)) {
		free(group);
		return NULL;
	}
	*groups->last = group;
	groups->last = &group->next;
	groups->nr++;
	return group;
}

static int add_row(struct groups *groups, const struct row *row, bool interned)
{
	struct group like = {.hash = hash_axes(row, interned), .axes = row}, *const * node, *group;

	node = tfind(&like, &groups->tree, compare_groups);
	group = node ? *node : add_group(groups, &like);
	if (!group)
		return -1;
	if (group->nr == group->capacity) {
		size_t capacity = group->capacity ? 2 * group->capacity : 8;
		const struct row **rows = reallocarray(group->rows, capacity, sizeof *rows);

		if (!rows)
			return -1;
		group->rows = rows;
		group->capacity = capacity;
	}
	group->rows[group->nr++] = row;
	if (group->nr > groups->most)
		groups->most = group->nr;
	return 0;
}

static int groups_init(struct groups *groups, const struct rows *rows)
{
	*groups = (struct groups){.last = &groups->first};
	for (size_t i = 0; i < rows->nr_rows; i++)
		if (add_row(groups, &rows->row[i], rows->words != NULL))
			return -1;
	return 0;
}

static void free_group(void *node)
{
	struct group *group = node;

	free(group->rows);
	free(group);
}

static void groups_fini(struct groups *groups)
{
	tdestroy(groups->tree, free_group);
}

// Stays at the limit: a file may hold any number.
static int64_t add_counts(int64_t a, int64_t b)
{
	int64_t sum;

	if (__builtin_add_overflow(a, b, &sum))
		return b < 0 ? INT64_MIN + 1 : INT64_MAX;
	return sum;
}

static bool has_loss(const struct row *row)
{
	return row->lost != COUNT_EMPTY && row->ops > 0; /* COUNT_EMPTY is below 0 */
}

// Counts the group's rows by outcome, and keeps the ok ones.
static void count_outcomes(struct case_summary *c, struct group *group)
{
	size_t nr_ok = 0;

	for (size_t i = 0; i < group->nr; i++) {
		const struct row *row = group->rows[i];
		int outcome = outcome_find(row->outcome);

		if (strstr(row->detail, "oversubscribed"))
			c->oversubscribed = true;
		if (outcome >= 0)
			c->outcomes[outcome]++;
		if (outcome == OUTCOME_OK)
			group->rows[nr_ok++] = row;
	}
	group->nr = nr_ok;
}

// The estimate of a REAL column over the rows that have it. `values` has room for all rows.
static struct estimate estimate(const struct group *group, enum column_id id, double *values)
{
	size_t n = 0;

	for (size_t i = 0; i < group->nr; i++) {
		double value = *column_real(id, group->rows[i]);

		if (isfinite(value))
			values[n++] = value;
	}
	return median_estimate(values, n, confidence);
}

static void summarise_lost(struct case_summary *c, const struct group *group, double *values)
{
	size_t n = 0;

	for (size_t i = 0; i < group->nr; i++) {
		const struct row *row = group->rows[i];

		if (!has_loss(row))
			continue;
		values[n++] = (double)row->lost / (double)row->ops;
		c->lost = add_counts(c->lost, row->lost);
		c->ops = add_counts(c->ops, row->ops);
	}
	c->lost_share = median_estimate(values, n, confidence);
}

static struct estimate handover_share(const struct group *group, double *values)
{
	size_t n = 0;

	for (size_t i = 0; i < group->nr; i++) {
		const struct row *row = group->rows[i];

		if (row->handovers >= 0 && row->ops > 0)
			values[n++] = (double)row->handovers / (double)row->ops;
	}
	return median_estimate(values, n, confidence);
}

static void summarise(struct case_summary *c, struct group *group, double *values)
{
	*c = (struct case_summary){.axes = group->axes};
	count_outcomes(c, group);
	summarise_lost(c, group, values);
	c->throughput = estimate(group, COLUMN_throughput_per_s, values);
	c->goodput = estimate(group, COLUMN_goodput_per_s, values);
	c->ns_per_op = estimate(group, COLUMN_ns_per_op, values);
	c->overlap = estimate(group, COLUMN_overlap, values);
	c->jain = estimate(group, COLUMN_jain, values);
	c->handoff_ns = estimate(group, COLUMN_handoff_ns, values);
	c->handover_share = handover_share(group, values);
	c->ok = group->rows;
	c->nr_ok = group->nr;
	group->rows = NULL; /* the case's now */
}

// The groups in the order of the catalogue, on the heap; NULL without memory.
static struct group **sort_groups(const struct groups *groups)
{
	struct group **sorted = calloc(groups->nr, sizeof *sorted);
	size_t nr = 0;

	if (!sorted)
		return NULL;
	for (struct group *group = groups->first; group; group = group->next)
		sorted[nr++] = group;
	qsort(sorted, nr, sizeof *sorted, compare_order);
	return sorted;
}

static void number_rows(struct summary *summary, const struct rows *rows, const struct group *group)
{
	for (size_t i = 0; i < group->nr; i++)
		summary->case_of[group->rows[i] - rows->row] = (uint32_t)summary->nr_cases;
}

static int summarise_all(struct summary *summary, const struct groups *groups,
			 const struct rows *rows)
{
	struct group **sorted = sort_groups(groups);
	double *values = calloc(groups->most, sizeof *values);
	bool failed;

	summary->cases = calloc(groups->nr, sizeof *summary->cases);
	summary->case_of = calloc(rows->nr_rows, sizeof *summary->case_of);
	failed = !sorted || !values || !summary->cases || !summary->case_of;
	for (size_t i = 0; i < groups->nr && !failed; i++) {
		number_rows(summary, rows, sorted[i]);
		summarise(&summary->cases[summary->nr_cases++], sorted[i], values);
	}
	free(values);
	free(sorted);
	if (failed)
		summary_fini(summary);
	return failed ? -1 : 0;
}

int outcome_find(const char *name)
{
	for (int i = 0; i < NR_OUTCOMES; i++)
		if (strcmp(outcome_names[i], name) == 0)
			return i;
	return -1;
}

int summary_build(struct summary *summary, const struct rows *rows)
{
	struct groups groups;
	int failed;

	*summary = (struct summary){0};
	failed = groups_init(&groups, rows);
	if (!failed && groups.nr)
		failed = summarise_all(summary, &groups, rows);
	groups_fini(&groups);
	return failed;
}

const struct case_summary *summary_find(const struct summary *summary, const struct row *axes)
{
	if (!summary->nr_cases)
		return NULL;
	return bsearch(axes, summary->cases, summary->nr_cases, sizeof *summary->cases,
		       compare_with_case);
}

void summary_fini(struct summary *summary)
{
	for (size_t i = 0; summary->cases && i < summary->nr_cases; i++)
		free(summary->cases[i].ok);
	free(summary->cases);
	free(summary->case_of);
	*summary = (struct summary){0};
}
