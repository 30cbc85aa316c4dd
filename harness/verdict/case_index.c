// SPDX-License-Identifier: MIT

// A tree ordered by a hash of the axes, so that nearly all comparisons on the way down are of one
// number, and no file can make a look-up slow.

#include "harness/verdict/case_index.h"

#include <assert.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/column.h"

struct indexed {
	uint64_t hash;
	const struct row *row;
	const struct case_index *index;
	long nr; /* of its case */
};

struct case_index {
	void *tree; /* of struct indexed */
	struct indexed *entries;
	enum column_id axes[NR_COLUMNS];
	size_t nr_axes;
};

// FNV-1a (Fowler, Noll, Vo), 64 bits; a count goes in as one piece.
static const uint64_t basis = 14695981039346656037u, prime = 1099511628211u;

static uint64_t hash_axes(const struct case_index *index, const struct row *row)
{
	uint64_t h = basis;

	for (size_t i = 0; i < index->nr_axes; i++) {
		enum column_id id = index->axes[i];

		if (columns[id].kind == KIND_COUNT) {
			h = (h ^ (uint64_t)*column_count(id, row)) * prime;
			continue;
		}
		for (const char *s = *column_word(id, row); *s; s++)
			h = (h ^ (unsigned char)*s) * prime;
		h *= prime; /* the word's end: "ab" "c" is not "a" "bc" */
	}
	return h;
}

static int compare_axis(enum column_id id, const struct row *a, const struct row *b)
{
	if (columns[id].kind == KIND_COUNT)
		return (*column_count(id, a) > *column_count(id, b)) -
		       (*column_count(id, a) < *column_count(id, b));
	if (*column_word(id, a) == *column_word(id, b)) /* words of one file often are */
		return 0;
	return strcmp(*column_word(id, a), *column_word(id, b));
}

static int compare(const void *left, const void *right)
{
	const struct indexed *a = left, *b = right;
	int order = (a->hash > b->hash) - (a->hash < b->hash);

	for (size_t i = 0; i < a->index->nr_axes && !order; i++)
		order = compare_axis(a->index->axes[i], a->row, b->row);
	return order;
}

static struct indexed indexed_of(const struct case_index *index, const struct row *row, long nr)
{
	return (struct indexed){
	    .hash = hash_axes(index, row), .row = row, .index = index, .nr = nr};
}

struct case_index *case_index_create(const struct summary *summary)
{
	struct case_index *index = calloc(1, sizeof *index);

	assert(index);
	index->entries = calloc(summary->nr_cases + 1, sizeof *index->entries);
	assert(index->entries);
	for (int id = 0; id < NR_COLUMNS; id++)
		if (column_is_axis(id))
			index->axes[index->nr_axes++] = id;
	for (size_t i = 0; i < summary->nr_cases; i++) {
		index->entries[i] = indexed_of(index, summary->cases[i].axes, (long)i);
		if (!tsearch(&index->entries[i], &index->tree, compare))
			abort();
	}
	return index;
}

long case_index_find(const struct case_index *index, const struct row *row)
{
	struct indexed like = indexed_of(index, row, -1);
	struct indexed *const *node = tfind(&like, &index->tree, compare);

	return node ? (*node)->nr : -1;
}

static void keep(void *entry)
{
	(void)entry; /* they are one array */
}

void case_index_destroy(struct case_index *index)
{
	if (!index)
		return;
	tdestroy(index->tree, keep);
	free(index->entries);
	free(index);
}
