// SPDX-License-Identifier: MIT

// Numbers are written so that they are read back as the same ones; those of a trials.csv look as
// they do there.

#include "harness/store/export.h"

#include <csv.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/column.h"
#include "harness/data/directory.h"
#include "harness/data/manifest.h"
#include "harness/data/rows.h"
#include "harness/store/reading.h"
#include "harness/store/store.h"

// Where a row is from.
struct origin {
	const char *machine;
	int64_t run;
};

struct export_format {
	const char *name;
	void (*header)(FILE *out); /* NULL: none */
	void (*row)(const struct origin *origin, const struct row *row, FILE *out);
};

static void put_real(double real, FILE *out)
{
	char text[32];

	snprintf(text, sizeof text, "%.9g", real);
	if (strtod(text, NULL) != real)
		snprintf(text, sizeof text, "%.17g", real);
	fputs(text, out);
}

static void put_csv_word(const char *word, FILE *out)
{
	if (strpbrk(word, ",\" ") && *word)
		csv_fwrite(out, word, strlen(word));
	else
		fputs(word, out);
}

static void put_csv_field(enum column_id id, const struct row *row, FILE *out)
{
	switch (columns[id].kind) {
	case KIND_WORD:
		put_csv_word(*column_word(id, row), out);
		break;
	case KIND_COUNT:
		if (*column_count(id, row) != COUNT_EMPTY)
			fprintf(out, "%" PRId64, *column_count(id, row));
		break;
	case KIND_REAL:
		if (isfinite(*column_real(id, row)))
			put_real(*column_real(id, row), out);
		break;
	}
}

static void put_csv_header(FILE *out)
{
	fputs("machine,run", out);
	for (int id = 0; id < NR_COLUMNS; id++)
		fprintf(out, ",%s", columns[id].name);
	fputc('\n', out);
}

static void put_csv_row(const struct origin *origin, const struct row *row, FILE *out)
{
	put_csv_word(origin->machine, out);
	fprintf(out, ",%" PRId64, origin->run);
	for (int id = 0; id < NR_COLUMNS; id++) {
		fputc(',', out);
		put_csv_field((enum column_id)id, row, out);
	}
	fputc('\n', out);
}

static bool is_simple(const char *word)
{
	for (const char *p = word; *p; p++)
		if ((unsigned char)*p < ' ' || (unsigned char)*p > '~' || *p == '"' || *p == '\\')
			return false;
	return true;
}

static void put_json_word(const char *word, FILE *out)
{
	json_t *string;

	if (!*word) {
		fputs("null", out);
	} else if (is_simple(word)) {
		fprintf(out, "\"%s\"", word);
	} else {
		string = json_string(word);
		json_dumpf(string ? string : json_null(), out, JSON_ENCODE_ANY);
		json_decref(string);
	}
}

static void put_json_field(enum column_id id, const struct row *row, FILE *out)
{
	switch (columns[id].kind) {
	case KIND_WORD:
		put_json_word(*column_word(id, row), out);
		return;
	case KIND_COUNT:
		if (*column_count(id, row) == COUNT_EMPTY)
			fputs("null", out);
		else
			fprintf(out, "%" PRId64, *column_count(id, row));
		return;
	case KIND_REAL:
		if (isfinite(*column_real(id, row)))
			put_real(*column_real(id, row), out);
		else
			fputs("null", out);
		return;
	}
}

static void put_json_row(const struct origin *origin, const struct row *row, FILE *out)
{
	fputs("{\"machine\": ", out);
	put_json_word(origin->machine, out);
	fprintf(out, ", \"run\": %" PRId64, origin->run);
	for (int id = 0; id < NR_COLUMNS; id++) {
		fprintf(out, ", \"%s\": ", columns[id].name);
		put_json_field((enum column_id)id, row, out);
	}
	fputs("}\n", out);
}

static const struct export_format formats[] = {
    {"csv", put_csv_header, put_csv_row},
    {"ndjson", NULL, put_json_row},
};

#define NR_FORMATS (sizeof formats / sizeof formats[0])

const struct export_format *export_format_find(const char *name, struct complaint *c)
{
	const char *names[NR_FORMATS];

	for (size_t i = 0; i < NR_FORMATS; i++) {
		names[i] = formats[i].name;
		if (strcmp(names[i], name) == 0)
			return &formats[i];
	}
	complain_no_such(c, "format", name, names, NR_FORMATS);
	return NULL;
}

static void begin(const struct export_format *format, FILE *out)
{
	if (format->header)
		format->header(out);
}

// Who reads may have had enough: then there is no use in going on.
static int put_rows(const struct export_format *format, const struct origin *origin,
		    const struct rows *rows, FILE *out, struct complaint *c)
{
	errno = 0;
	for (size_t i = 0; i < rows->nr_rows && !ferror(out); i++)
		format->row(origin, &rows->row[i], out);
	if (fflush(out) || ferror(out))
		return complain_machine(c, "standard output: %s", strerror(errno ? errno : EIO));
	return 0;
}

int export_store(const struct export_format *format, const char *file, const struct runs *runs,
		 FILE *out, struct complaint *c)
{
	struct store store;
	int result = store_open(&store, file, c);

	if (!result)
		begin(format, out);
	for (size_t i = 0; i < runs->nr && !result; i++) {
		const struct origin origin = {runs->run[i].label, runs->run[i].id};
		struct rows rows;

		result = reading_rows(&rows, &store, &origin.run, 1, c);
		if (result)
			break;
		result = put_rows(format, &origin, &rows, out, c);
		rows_fini(&rows);
	}
	store_close(&store);
	return result;
}

int export_directory(const struct export_format *format, const char *directory, FILE *out,
		     struct complaint *c)
{
	struct complaint unknown; /* a run without run.json has rows all the same */
	json_t *about = manifest_json(directory, &unknown);
	const char *name =
	    json_string_value(json_object_get(json_object_get(about, "host"), "name"));
	const struct origin origin = {name ? name : "", 1};
	struct rows rows;
	int result = directory_load(&rows, directory, c);

	if (!result) {
		begin(format, out);
		result = put_rows(format, &origin, &rows, out, c);
		rows_fini(&rows);
	}
	json_decref(about);
	return result;
}
