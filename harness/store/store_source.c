// SPDX-License-Identifier: MIT

#include "harness/store/store_source.h"

#include <assert.h>
#include <ctype.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/rows.h"
#include "harness/store/reading.h"
#include "harness/store/store.h"

// What a path says.
struct place {
	char *file;
	const char *numbers; /* behind the '#' */
	int64_t runs[STORE_SOURCE_RUNS];
	size_t nr;
};

// Reads "3+4". False if it is something else.
static bool read_numbers(struct place *place)
{
	const char *text = place->numbers;
	char *end;

	for (place->nr = 0; place->nr < STORE_SOURCE_RUNS; text = end + 1) {
		if (!isdigit((unsigned char)*text))
			return false;
		place->runs[place->nr++] = strtoll(text, &end, 10);
		if (*end != '+')
			return !*end;
	}
	return false;
}

// Takes a path apart. False if it is not of a store; then nothing is to be freed.
static bool read_place(struct place *place, const char *path)
{
	const char *mark = strrchr(path, '#');

	if (!mark)
		return false;
	place->numbers = mark + 1;
	place->file = strndup(path, (size_t)(mark - path));
	assert(place->file);
	if (read_numbers(place) && store_is(place->file))
		return true;
	free(place->file);
	return false;
}

static bool owns(const char *path)
{
	struct place place;
	bool is = read_place(&place, path);

	if (is)
		free(place.file);
	return is;
}

static int load_rows(struct rows *rows, const char *path, struct complaint *c)
{
	struct store store;
	struct place place;
	int result;

	if (!read_place(&place, path))
		return complain(c, "'%s' is no store", path);
	result = store_open(&store, place.file, c);
	if (!result)
		result = reading_rows(rows, &store, place.runs, place.nr, c);
	store_close(&store);
	free(place.file);
	return result;
}

// A text of a run, on the heap; NULL with a complaint, or where it is NULL.
static char *run_text(const struct store *store, int64_t run, const char *sql, struct complaint *c)
{
	sqlite3_stmt *statement = store_prepare(store, sql, c);
	const char *found;
	char *text = NULL;
	int code;

	if (!statement)
		return NULL;
	sqlite3_bind_int64(statement, 1, run);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		found = (const char *)sqlite3_column_text(statement, 0);
		text = found ? strdup(found) : NULL;
	} else if (code == SQLITE_DONE) {
		complain(c, "%s has no run %lld", store->path, (long long)run);
	} else {
		store_complain(store, c);
	}
	sqlite3_finalize(statement);
	return text;
}

static json_t *load_about(const struct store *store, int64_t run, struct complaint *c)
{
	json_error_t error;
	json_t *about;
	char *text;

	complain(c, "%s: run %lld has no run.json in it", store->path, (long long)run);
	text = run_text(store, run, "SELECT manifest FROM runs WHERE id = ?", c);
	if (!text)
		return NULL;
	about = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	free(text);
	if (json_is_object(about))
		return about;
	json_decref(about);
	complain(c, "%s: what it has of run %lld is no run.json", store->path, (long long)run);
	return NULL;
}

// Parts of a plan have the blocks of all of them, and have ended when all have.
static void add_part(json_t *about, const json_t *part)
{
	json_t *shard = json_object_get(about, "shard");
	json_int_t blocks =
	    json_integer_value(json_object_get(json_object_get(part, "shard"), "blocks"));

	if (!json_is_string(json_object_get(part, "end")))
		json_object_set_new(about, "end", json_null());
	if (json_is_object(shard) && blocks > 0)
		json_object_set_new(
		    shard, "blocks",
		    json_integer(blocks + json_integer_value(json_object_get(shard, "blocks"))));
}

static json_t *load_abouts(const struct place *place, const struct store *store,
			   struct complaint *c)
{
	json_t *about = load_about(store, place->runs[0], c);

	for (size_t i = 1; i < place->nr && about; i++) {
		json_t *part = load_about(store, place->runs[i], c);

		if (!part) {
			json_decref(about);
			return NULL;
		}
		add_part(about, part);
		json_decref(part);
	}
	return about;
}

static json_t *about(const char *path, struct complaint *c)
{
	struct store store;
	struct place place;
	json_t *json = NULL;

	if (!read_place(&place, path)) {
		complain(c, "'%s' is no store", path);
		return NULL;
	}
	if (store_open(&store, place.file, c) == 0)
		json = load_abouts(&place, &store, c);
	store_close(&store);
	free(place.file);
	return json;
}

static char *topology(const char *path)
{
	struct store store;
	struct place place;
	struct complaint c;
	char *text = NULL;

	if (!read_place(&place, path))
		return NULL;
	if (store_open(&store, place.file, &c) == 0)
		text =
		    run_text(&store, place.runs[0], "SELECT topology FROM runs WHERE id = ?", &c);
	store_close(&store);
	free(place.file);
	return text;
}

char *store_source_folder(const char *store)
{
	const char *slash = strrchr(store, '/'), *name = slash ? slash + 1 : store;
	const char *dot = strrchr(name, '.');
	char *folder;
	int length = dot && dot != name ? (int)(dot - store) : (int)strlen(store);

	return asprintf(&folder, "%.*s-report", length, store) < 0 ? NULL : folder;
}

// Of parts, the first one's.
static char *folder(const char *path)
{
	struct place place;
	char *whole, *folder_of_run = NULL;

	if (!read_place(&place, path))
		return NULL;
	whole = store_source_folder(place.file);
	if (whole && asprintf(&folder_of_run, "%s/run-%lld", whole, (long long)place.runs[0]) < 0)
		folder_of_run = NULL;
	free(whole);
	free(place.file);
	assert(folder_of_run);
	return folder_of_run;
}

const struct source store_source = {owns, load_rows, about, topology, folder};

char *store_source_path(const char *store, const int64_t *runs, size_t nr)
{
	char *path = NULL;
	size_t size;
	FILE *memory = open_memstream(&path, &size);

	if (!memory)
		return NULL;
	fputs(store, memory);
	for (size_t i = 0; i < nr; i++)
		fprintf(memory, "%c%lld", i ? '+' : '#', (long long)runs[i]);
	if (fclose(memory) == 0)
		return path;
	free(path);
	return NULL;
}
