// SPDX-License-Identifier: MIT

// JSON lines, appended and flushed one by one.

#include "harness/power/records.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void read_all(struct records *records)
{
	char *line = NULL;
	size_t size = 0;

	rewind(records->file);
	while (getline(&line, &size, records->file) > 0)
		json_array_append_new(records->all, json_loads(line, 0, NULL));
	free(line);
}

void records_init(struct records *records, const char *path)
{
	records->all = json_array();
	assert(records->all);
	records->file = fopen(path, "a+e");
	if (!records->file) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	read_all(records);
}

void records_fini(struct records *records)
{
	json_decref(records->all);
	fclose(records->file);
}

static bool is_of(const json_t *record, const char *part, const char *name)
{
	return strcmp(json_string_value(json_object_get(record, "part")), part) == 0 &&
	       (!name || strcmp(json_string_value(json_object_get(record, "case")), name) == 0);
}

const json_t *records_next(const struct records *records, const char *part, const char *name,
			   size_t *i)
{
	while (*i < json_array_size(records->all)) {
		const json_t *record = json_array_get(records->all, (*i)++);

		if (is_of(record, part, name))
			return record;
	}
	return NULL;
}

bool records_have(const struct records *records, const char *part, const char *name, unsigned trial)
{
	const json_t *record;
	size_t i = 0;

	while ((record = records_next(records, part, name, &i)))
		if (json_integer_value(json_object_get(record, "trial")) == trial)
			return true;
	return false;
}

void records_add(struct records *records, const char *part, const char *name, unsigned trial,
		 json_t *what)
{
	json_object_set_new(what, "part", json_string(part));
	json_object_set_new(what, "case", json_string(name));
	json_object_set_new(what, "trial", json_integer(trial));
	json_dumpf(what, records->file, JSON_COMPACT | JSON_REAL_PRECISION(9));
	fputc('\n', records->file);
	if (fflush(records->file)) {
		perror("power: the records cannot be written");
		exit(EXIT_FAILURE);
	}
	json_array_append_new(records->all, what);
}

double record_number(const json_t *record, const char *key)
{
	const json_t *number = json_object_get(record, key);

	return json_is_number(number) ? json_number_value(number) : NAN;
}
