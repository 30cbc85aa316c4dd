// SPDX-License-Identifier: MIT

// The columns of row.def as a table, for all that treats every column alike: reading, writing,
// comparing, exporting.

#ifndef RACELAB_COLUMN_H
#define RACELAB_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/data/row.h"

enum column_kind {
	KIND_WORD,
	KIND_COUNT,
	KIND_REAL,
};

// COLUMN_block, COLUMN_position, ...: indices into columns[].
enum column_id {
#define WORD(name, meaning)  COLUMN_##name,
#define COUNT(name, meaning) COLUMN_##name,
#define REAL(name, meaning)  COLUMN_##name,
#include "harness/data/row.def"
#undef WORD
#undef COUNT
#undef REAL
	NR_COLUMNS,
};

struct column {
	const char *name;
	const char *meaning;
	enum column_kind kind;
	size_t offset; /* of its field in struct row */
};

extern const struct column columns[NR_COLUMNS];

// The column of that name, or -1.
int column_find(const char *name);

// True for what a case is made of: all before `outcome` but block, position and cpus.
static inline bool column_is_axis(enum column_id id)
{
	return id == COLUMN_readers || (id < COLUMN_outcome && id != COLUMN_block &&
					id != COLUMN_position && id != COLUMN_cpus);
}

// Compares two rows by an axis: below, at or above 0, as strcmp does.
int column_compare(enum column_id axis, const struct row *a, const struct row *b);

// A column's field in a row; the column must be of that kind.
static inline const char **column_word(enum column_id id, const struct row *row)
{
	return (const char **)(void *)((char *)row + columns[id].offset);
}

static inline int64_t *column_count(enum column_id id, const struct row *row)
{
	return (int64_t *)(void *)((char *)row + columns[id].offset);
}

static inline double *column_real(enum column_id id, const struct row *row)
{
	return (double *)(void *)((char *)row + columns[id].offset);
}

#endif
