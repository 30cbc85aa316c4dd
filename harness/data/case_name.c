// SPDX-License-Identifier: MIT

// A case's name from the axes of one of its rows.

#include "harness/data/case_name.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "harness/data/column.h"
#include "harness/plan/value.h"
#include "harness/control.h"

static void put_word(FILE *name, const char *word)
{
	if (!*word)
		return;
	if (ftell(name))
		fputc(' ', name);
	fputs(word, name);
}

static void put_count(FILE *name, enum column_id id, int64_t count)
{
	char text[64];

	if (count == COUNT_EMPTY || (count == 0 && id != COLUMN_count && id != COLUMN_slots))
		return;
	if (ftell(name))
		fputc(' ', name);
	if (id == COLUMN_count || id == COLUMN_slots)
		fprintf(name, "%" PRId64, count);
	else if (id == COLUMN_readers)
		fprintf(name, "readers=%" PRId64, count);
	else /* hold_ns, think_ns: the name without its unit */
		fprintf(name, "%.*s=%s", (int)strcspn(columns[id].name, "_"), columns[id].name,
			value_format_time((uint64_t)count, text, sizeof text));
}

const char *case_name_by(const struct row *row, const bool shown[NR_COLUMNS], char *text,
			 size_t size)
{
	FILE *name = fmemopen(text, size, "w");

	text[0] = '\0';
	if (!name)
		return text;
	for (int id = 0; id < NR_COLUMNS; id++) {
		if (!shown[id])
			continue;
		if (columns[id].kind == KIND_WORD)
			put_word(name, *column_word(id, row));
		else
			put_count(name, id, *column_count(id, row));
	}
	fclose(name);
	text[size - 1] = '\0';
	return control_plain(text);
}

const char *case_name(const struct row *row, bool with_sync, char *text, size_t size)
{
	bool shown[NR_COLUMNS];

	for (int id = 0; id < NR_COLUMNS; id++)
		shown[id] = column_is_axis(id) && id != COLUMN_class;
	shown[COLUMN_sync] = with_sync;
	return case_name_by(row, shown, text, size);
}
