// SPDX-License-Identifier: MIT

// A row and its line of trials.csv. Fields are quoted by libcsv, and only where they have to be, so
// that the file stays readable as it is.

#include "harness/data/row.h"

#include <csv.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "harness/control.h"
#include "harness/data/column.h"

static bool same_word(const char *a, const char *b)
{
	return a == b ||
	       strcmp(a, b) == 0; /* words read from one file are often the same pointer */
}

static bool same_field(enum column_id id, const struct row *a, const struct row *b)
{
	switch (columns[id].kind) {
	case KIND_WORD:
		return same_word(*column_word(id, a), *column_word(id, b));
	case KIND_COUNT:
		return *column_count(id, a) == *column_count(id, b);
	case KIND_REAL:
		return *column_real(id, a) == *column_real(id, b);
	}
	abort();
}

static bool is_blank(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

// Besides RFC 4180's reasons: libcsv, like many readers, takes blanks off the ends of a bare field.
static bool needs_quotes(const char *word)
{
	return strpbrk(word, ",\"") || is_blank(word[0]) || is_blank(word[strlen(word) - 1]);
}

static void put_word(FILE *line, const char *word)
{
	if (!*word)
		return;
	if (needs_quotes(word))
		csv_fwrite(line, word, strlen(word));
	else
		fputs(word, line);
}

static void put_field(FILE *line, enum column_id id, const struct row *row)
{
	switch (columns[id].kind) {
	case KIND_WORD:
		put_word(line, *column_word(id, row));
		break;
	case KIND_COUNT:
		if (*column_count(id, row) != COUNT_EMPTY)
			fprintf(line, "%lld", (long long)*column_count(id, row));
		break;
	case KIND_REAL:
		if (isfinite(*column_real(id, row)))
			fprintf(line, "%.9g", *column_real(id, row));
		break;
	}
}

static void put_name(FILE *line, enum column_id id, const struct row *row)
{
	(void)row;
	fputs(columns[id].name, line);
}

typedef void put_fn(FILE *line, enum column_id id, const struct row *row);

// Builds a line, without its newline, in memory: what reaches the file is whole or is not there.
// The caller frees *line. Returns 0, or an errno value.
static int build_line(char **line, size_t *size, put_fn *put, const struct row *row)
{
	FILE *memory = open_memstream(line, size);
	bool failed;

	if (!memory)
		return errno;
	for (int id = 0; id < NR_COLUMNS; id++) {
		if (id)
			fputc(',', memory);
		put(memory, id, row);
	}
	failed = ferror(memory);
	return fclose(memory) || failed ? ENOMEM : 0;
}

static int write_line(FILE *file, put_fn *put, const struct row *row)
{
	char *line = NULL;
	size_t size = 0;
	int error = build_line(&line, &size, put, row);

	if (!error) {
		control_replace(line, ' ');
		line[size] = '\n'; /* where open_memstream keeps a terminator that nobody reads */
		errno = 0;
		if (fwrite(line, 1, size + 1, file) != size + 1 || fflush(file))
			error = errno ? errno : EIO;
	}
	free(line);
	return error;
}

bool row_same_case(const struct row *a, const struct row *b)
{
	for (int id = 0; id < NR_COLUMNS; id++)
		if (column_is_axis(id) && !same_field(id, a, b))
			return false;
	return true;
}

void row_init(struct row *row)
{
	*row = (struct row){
#define WORD(name, meaning)  .name = "",
#define COUNT(name, meaning) .name = COUNT_EMPTY,
#define REAL(name, meaning)  .name = NAN,
#include "harness/data/row.def"
#undef WORD
#undef COUNT
#undef REAL
	};
}

int row_write_header(FILE *file)
{
	return write_line(file, put_name, NULL);
}

int row_write(FILE *file, const struct row *row)
{
	return write_line(file, put_field, row);
}
