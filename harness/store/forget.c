// SPDX-License-Identifier: MIT

// What tells whose a parcel is, taken from it.
//
// Of run.json only what is known to be harmless is kept, so that what a later racelab writes there
// is left out until somebody has looked at it.

#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/column.h"
#include "harness/data/rows.h"
#include "harness/data/words.h"
#include "harness/store/names.h"
#include "harness/store/parcel.h"
#include "harness/store/schema.h"

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
    {"mpi", "version"},
    {"mpi", "standard"},
    {"mpi", "device"},
};

static void keep(json_t *out, const json_t *about, const char *object, const char *key)
{
	const json_t *from = object ? json_object_get(about, object) : about;
	json_t *value = json_object_get(from, key), *to = out;

	if (object && !from)
		return;
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

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

// Hosts of ranks as run.json has them: of each its name, and the name of each rank's.
static void add_hosts_of_ranks(struct names *names, const json_t *mpi)
{
	const json_t *hosts = json_object_get(mpi, "hosts"), *ranks = json_object_get(mpi, "ranks");

	for (size_t i = 0; i < json_array_size(hosts); i++)
		names_add(names, text_of(json_array_get(hosts, i), "name"));
	for (size_t i = 0; i < json_array_size(ranks); i++)
		names_add(names, json_string_value(json_array_get(ranks, i)));
}

static void add_hosts_of_rows(struct names *names, const struct rows *rows)
{
	const char *last = NULL;

	for (size_t i = 0; i < rows->nr_rows; i++) {
		if (rows->row[i].hosts != last)
			names_add(names, rows->row[i].hosts);
		last = rows->row[i].hosts;
	}
}

// Whoever measured: the rows' hosts come first, as it is these that the numbers tell apart.
static void find_names(struct names *names, const struct parcel *parcel)
{
	const json_t *about = parcel->about, *moved = json_object_get(about, "hosts");

	add_hosts_of_rows(names, &parcel->rows);
	add_hosts_of_ranks(names, json_object_get(about, "mpi"));
	names_add(names, text_of(json_object_get(about, "host"), "name"));
	for (size_t i = 0; i < json_array_size(moved); i++)
		names_add(names, text_of(json_array_get(moved, i), "name"));
	names_add(names, text_of(json_object_get(about, "job"), "node"));
}

// Not the numbers that racelab itself puts into words: a host may be called 0.
static bool may_name(enum column_id id)
{
	return schema_is_number_of_word(id) && id != COLUMN_cpus && id != COLUMN_nodes;
}

static int forget_word(struct rows *rows, struct names *names, const char **word)
{
	char *text = names_replace(names, *word);
	int error = text ? words_add(rows->words, text, strlen(text), word) : ENOMEM;

	free(text);
	return error ? -1 : 0;
}

// A column's word last seen, and what stands for it.
struct seen {
	const char *word, *instead;
};

static int forget_field(struct parcel *parcel, struct names *names, struct seen *seen,
			const char **word)
{
	if (*word != seen->word) {
		seen->word = seen->instead = *word;
		if (forget_word(&parcel->rows, names, &seen->instead))
			return -1;
		parcel->renamed |= strcmp(seen->word, seen->instead) != 0;
	}
	*word = seen->instead;
	return 0;
}

// Row by row, as that is the order in which hosts have their numbers. Equal words are the same
// pointer, and mostly come one after the other.
static int forget_words(struct parcel *parcel, struct names *names)
{
	struct seen seen[NR_COLUMNS] = {0};

	for (size_t i = 0; i < parcel->rows.nr_rows; i++)
		for (int id = 0; id < NR_COLUMNS; id++)
			if (may_name((enum column_id)id) &&
			    forget_field(parcel, names, &seen[id],
					 column_word((enum column_id)id, &parcel->rows.row[i])))
				return -1;
	return 0;
}

static int forget_rows(struct parcel *parcel)
{
	struct names *names = names_create();
	int result;

	if (!names)
		return -1;
	find_names(names, parcel);
	result = forget_words(parcel, names);
	names_destroy(names);
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
