// SPDX-License-Identifier: MIT

// What tells whose a parcel is, taken from it.
//
// Of run.json only what is known to be harmless is kept, so that what a later racelab writes there
// is left out until somebody has looked at it.

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/column.h"
#include "harness/data/rows.h"
#include "harness/data/words.h"
#include "harness/store/parcel.h"
#include "harness/store/schema.h"

#define SEPARATORS " ,;:()'\"/=" /* between the words of a detail and of a list of hosts */

// What is kept, and of which object; NULL: of run.json itself.
static const struct {
	const char *object, *key;
} kept[] = {
    {NULL, "format"},
    {NULL, "turns_per_ns"},
    {NULL, "clock_ns"},
    {NULL, "counters"},
    {NULL, "start"},
    {NULL, "end"},
    {NULL, "plan"},
    {NULL, "shard"},
    {"racelab", "version"},
    {"racelab", "commit"},
    {"racelab", "compiler"},
    {"asked", "matrices"},
    {"host", "cpu_model"},
    {"host", "arch"},
    {"host", "governor"},
    {"host", "smt"},
    {"host", "virtualization"},
    {"host", "hwloc"},
    {"host", "topology"},
    {"host", "nr_pus"},
    {"host", "quota_pus"},
    {"host", "os"},
    {"host", "synthetic"},
};

static void keep(json_t *out, const json_t *about, const char *object, const char *key)
{
	const json_t *from = object ? json_object_get(about, object) : about;
	json_t *value = json_object_get(from, key), *to = out;

	if (object && !(to = json_object_get(out, object)))
		json_object_set_new(out, object, to = json_object());
	if (value)
		json_object_set(to, key, value);
}

// "Linux 6.1.0-18-amd64 #1 SMP ..." to "Linux 6.1.0": who builds a kernel can name it after a host.
static void keep_kernel(json_t *out, const json_t *about)
{
	const char *kernel =
	    json_string_value(json_object_get(json_object_get(about, "host"), "kernel"));
	char text[64];
	size_t length = kernel ? strcspn(kernel, "0123456789") : 0;

	if (!kernel)
		return;
	length += strspn(kernel + length, "0123456789.");
	snprintf(text, sizeof text, "%.*s", (int)length, kernel);
	json_object_set_new(json_object_get(out, "host"), "kernel", json_string(text));
}

static json_t *forget_manifest(const json_t *about)
{
	json_t *out = json_object();

	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		keep(out, about, kept[i].object, kept[i].key);
	keep_kernel(out, about);
	return out;
}

// The names that rows may hold, and a number for each: of the run's host, and of the hosts of
// ranks.
static void remember(json_t *names, const char *name, size_t length)
{
	char *copy = strndup(name, length);

	if (copy && *copy && !json_object_get(names, copy))
		json_object_set_new(names, copy, json_integer(json_object_size(names) + 1));
	free(copy);
}

// A host is called by its whole name, and by the part before the first dot.
static void remember_host(json_t *names, const char *name, size_t length)
{
	const char *dot = memchr(name, '.', length);

	remember(names, name, length);
	if (dot)
		remember(names, name, (size_t)(dot - name));
}

static void remember_hosts(json_t *names, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, SEPARATORS);

		remember_host(names, text, length);
		text += length + strspn(text + length, SEPARATORS);
	}
}

static const json_t *number_of(const json_t *names, const char *name, size_t length)
{
	char *copy = strndup(name, length);
	const json_t *number = copy ? json_object_get(names, copy) : NULL;

	free(copy);
	return number;
}

// The same text with "host1", "host2", ... in the place of names; on the heap.
static char *without(json_t *names, const char *text)
{
	char *out = NULL;
	size_t size;
	FILE *memory = open_memstream(&out, &size);

	while (memory && *text) {
		size_t length = strcspn(text, SEPARATORS), gap;
		const json_t *number = number_of(names, text, length);

		if (number)
			fprintf(memory, "host%" JSON_INTEGER_FORMAT, json_integer_value(number));
		else
			fwrite(text, 1, length, memory);
		text += length;
		gap = strspn(text, SEPARATORS);
		fwrite(text, 1, gap, memory);
		text += gap;
	}
	if (memory && fclose(memory)) {
		free(out);
		out = NULL;
	}
	return memory ? out : NULL;
}

static int forget_word(struct rows *rows, json_t *names, const char **word)
{
	char *text = without(names, *word);
	int error = text ? words_add(rows->words, text, strlen(text), word) : ENOMEM;

	free(text);
	return error ? -1 : 0;
}

// Equal words are the same pointer, and mostly come one after the other.
static int forget_column(struct rows *rows, json_t *names, enum column_id id)
{
	const char *last = NULL, *instead = NULL;

	for (size_t i = 0; i < rows->nr_rows; i++) {
		const char **word = column_word(id, &rows->row[i]);

		if (*word != last) {
			last = instead = *word;
			if (forget_word(rows, names, &instead))
				return -1;
		}
		*word = instead;
	}
	return 0;
}

static void remember_name(json_t *names, const json_t *host)
{
	const char *name = json_string_value(json_object_get(host, "name"));

	if (name)
		remember_host(names, name, strlen(name));
}

static void find_names(const struct parcel *parcel, json_t *names)
{
	json_t *moved = json_object_get(parcel->about, "hosts"), *host;
	int hosts = column_find("hosts");
	const char *last = NULL;
	size_t i;

	remember_name(names, json_object_get(parcel->about, "host"));
	json_array_foreach(moved, i, host) remember_name(names, host);
	for (i = 0; hosts >= 0 && i < parcel->rows.nr_rows; i++) {
		const char *word = *column_word((enum column_id)hosts, &parcel->rows.row[i]);

		if (word != last)
			remember_hosts(names, word);
		last = word;
	}
}

static int forget_rows(struct parcel *parcel)
{
	json_t *names = json_object();
	int result = names ? 0 : -1;

	if (names)
		find_names(parcel, names);
	for (int id = 0; id < NR_COLUMNS && !result; id++)
		if (schema_is_number_of_word((enum column_id)id))
			result = forget_column(&parcel->rows, names, (enum column_id)id);
	json_decref(names);
	return result;
}

int parcel_forget(struct parcel *parcel)
{
	json_t *about;

	if (forget_rows(parcel))
		return -1;
	about = forget_manifest(parcel->about);
	json_decref(parcel->about);
	parcel->about = about;
	free(parcel->topology);
	parcel->topology = NULL;
	return about ? 0 : -1;
}
