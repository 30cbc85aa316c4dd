// SPDX-License-Identifier: MIT

// The table of columns, made from row.def.

#include "harness/data/column.h"

#include <string.h>

const struct column columns[NR_COLUMNS] = {
#define WORD(name, meaning)  {#name, meaning, KIND_WORD, offsetof(struct row, name)},
#define COUNT(name, meaning) {#name, meaning, KIND_COUNT, offsetof(struct row, name)},
#define REAL(name, meaning)  {#name, meaning, KIND_REAL, offsetof(struct row, name)},
#include "harness/data/row.def"
#undef WORD
#undef COUNT
#undef REAL
};

int column_find(const char *name)
{
	for (int i = 0; i < NR_COLUMNS; i++)
		if (strcmp(columns[i].name, name) == 0)
			return i;
	return -1;
}

int column_compare(enum column_id axis, const struct row *a, const struct row *b)
{
	if (columns[axis].kind == KIND_WORD)
		return strcmp(*column_word(axis, a), *column_word(axis, b));
	return (*column_count(axis, a) > *column_count(axis, b)) -
	       (*column_count(axis, a) < *column_count(axis, b));
}
