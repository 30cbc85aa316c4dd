// SPDX-License-Identifier: MIT

// The protocol's messages, by jansson.

#include "harness/duet/protocol.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/control.h"
#include "harness/data/column.h"
#include "harness/data/manifest.h"
#include "harness/data/summary.h"
#include "harness/data/words.h"
#include "harness/version.h"

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		ssize_t nr = write(fd, bytes, size);

		if (nr < 0 && errno != EINTR)
			return errno;
		if (nr > 0) {
			bytes += nr;
			size -= (size_t)nr;
		}
	}
	return 0;
}

int message_write(int fd, json_t *message)
{
	char *line = message ? json_dumps(message, JSON_COMPACT | JSON_REAL_PRECISION(17)) : NULL;
	size_t length;
	int error;

	json_decref(message);
	if (!line)
		return ENOMEM;
	length = strlen(line);
	line[length] = '\n'; /* where the terminator was: one write, one line */
	error = write_all(fd, line, length + 1);
	free(line);
	return error;
}

json_t *message_read(const char *line, struct complaint *c)
{
	json_error_t error;
	json_t *message = json_loads(line, 0, &error);

	if (message && json_is_object(message))
		return message;
	json_decref(message);
	complain(c, "'%.60s' is no message of racelab serve", line);
	return NULL;
}

json_t *message_hello(void)
{
	return json_pack("{s:s, s:i, s:i, s:o}", "racelab", RACELAB_VERSION, "protocol",
			 PROTOCOL_NEWEST, "oldest", PROTOCOL_OLDEST, "build", manifest_build());
}

int message_protocol(const json_t *hello, struct complaint *c)
{
	json_int_t newest = json_integer_value(json_object_get(hello, "protocol"));
	json_int_t oldest = json_integer_value(json_object_get(hello, "oldest"));
	const char *version = json_string_value(json_object_get(hello, "racelab"));

	if (newest <= 0 || !version) {
		complain(c, "it does not say which protocol it speaks");
		return 0;
	}
	if (!oldest)
		oldest = newest;
	if (newest < PROTOCOL_OLDEST || oldest > PROTOCOL_NEWEST) {
		complain(c,
			 "racelab %s speaks protocol %" JSON_INTEGER_FORMAT
			 " to %" JSON_INTEGER_FORMAT ", this one (%s) %d to %d; build both from "
			 "nearer revisions",
			 version, oldest, newest, RACELAB_VERSION, PROTOCOL_OLDEST,
			 PROTOCOL_NEWEST);
		return 0;
	}
	return newest < PROTOCOL_NEWEST ? (int)newest : PROTOCOL_NEWEST;
}

// What an option or key would say.
static json_t *axis_text(enum column_id id, const struct row *axes)
{
	bool is_time = id == COLUMN_hold_ns || id == COLUMN_think_ns;

	if (columns[id].kind == KIND_WORD)
		return **column_word(id, axes) ? json_string(*column_word(id, axes)) : NULL;
	if (*column_count(id, axes) == COUNT_EMPTY)
		return NULL;
	return json_sprintf("%" PRId64 "%s", *column_count(id, axes), is_time ? "ns" : "");
}

static const enum column_id axis_columns[NR_AXES] = {
    [AXIS_STRUCTURE] = COLUMN_structure, [AXIS_SYNC] = COLUMN_sync,
    [AXIS_TASK] = COLUMN_task,		 [AXIS_COUNT] = COLUMN_count,
    [AXIS_PLACE] = COLUMN_place,	 [AXIS_PATTERN] = COLUMN_pattern,
    [AXIS_SLOTS] = COLUMN_slots,	 [AXIS_GRANULARITY] = COLUMN_granularity,
    [AXIS_HOLD] = COLUMN_hold_ns,	 [AXIS_THINK] = COLUMN_think_ns,
    [AXIS_READERS] = COLUMN_readers,
};

json_t *message_case(const struct row *axes, const struct request *request)
{
	json_t *values = json_object();

	for (int a = 0; a < NR_AXES; a++) {
		json_t *text = axis_text(axis_columns[a], axes);

		if (text)
			json_object_set_new(values, axis_keywords[a].name, text);
	}
	return json_pack("{s:o, s:I, s:I, s:I, s:{s:i, s:I}}", "case", values, "window_ns",
			 (json_int_t)request->window_ns, "timeout_ns",
			 (json_int_t)request->timeout_ns, "seed",
			 (json_int_t)(request->seed & INT64_MAX), "ground", "fd",
			 request->ground_fd, "offset", (json_int_t)request->ground_offset);
}

static int read_axes(const json_t *values, struct axes *axes, struct complaint *c)
{
	for (int a = 0; a < NR_AXES; a++) {
		const json_t *text = json_object_get(values, axis_keywords[a].name);

		if (text && !json_is_string(text))
			return complain(c, "case: %s is no text", axis_keywords[a].name);
		if (text)
			given_set(&axes->axis[a], json_string_value(text), axis_keywords[a].name);
	}
	return 0;
}

static int read_number(const json_t *message, const char *name, uint64_t min, uint64_t *number,
		       struct complaint *c)
{
	const json_t *value = json_object_get(message, name);
	json_int_t n = json_integer_value(value);

	if (!json_is_integer(value) || n < (json_int_t)min)
		return complain(c, "%s is no whole number from %" PRIu64, name, min);
	*number = (uint64_t)n;
	return 0;
}

static void set_setting(struct spec *spec, enum setting setting, uint64_t value, const char *unit)
{
	char text[32];

	snprintf(text, sizeof text, "%" PRIu64 "%s", value, unit);
	given_set(&spec->setting[setting], text, setting_keywords[setting].name);
}

static void read_ground(const json_t *ground, struct request *request)
{
	const json_t *fd = json_object_get(ground, "fd");
	json_int_t offset = json_integer_value(json_object_get(ground, "offset"));

	request->ground_fd = json_is_integer(fd) ? (int)json_integer_value(fd) : -1;
	request->ground_offset = offset > 0 ? (size_t)offset : 0;
}

int message_read_case(const json_t *message, struct spec *spec, struct request *request,
		      struct complaint *c)
{
	const json_t *values = json_object_get(message, "case");

	if (!json_is_object(values))
		return complain(c, "case is no object");
	if (read_number(message, "window_ns", 1, &request->window_ns, c) ||
	    read_number(message, "timeout_ns", 1, &request->timeout_ns, c) ||
	    read_number(message, "seed", 0, &request->seed, c))
		return -1;
	read_ground(json_object_get(message, "ground"), request);
	set_setting(spec, SETTING_WINDOW, request->window_ns, "ns");
	set_setting(spec, SETTING_TIMEOUT, request->timeout_ns, "ns");
	set_setting(spec, SETTING_SEED, request->seed, "");
	set_setting(spec, SETTING_BLOCKS, 1, "");
	return read_axes(values, spec_add(spec, NULL, NULL), c);
}

// As row_write would write it: what a strategy said before it died may be anything.
static json_t *word(const char *text)
{
	char *plain = strdup(text);
	json_t *string;

	if (!plain)
		return NULL;
	control_replace(plain, ' ');
	string = json_string(plain);
	free(plain);
	return string;
}

static json_t *field(enum column_id id, const struct row *row)
{
	switch (columns[id].kind) {
	case KIND_WORD:
		return **column_word(id, row) ? word(*column_word(id, row)) : NULL;
	case KIND_COUNT:
		return *column_count(id, row) != COUNT_EMPTY ? json_integer(*column_count(id, row))
							     : NULL;
	case KIND_REAL:
		return isfinite(*column_real(id, row)) ? json_real(*column_real(id, row)) : NULL;
	}
	abort();
}

json_t *message_row(const struct row *row)
{
	json_t *fields = json_object();

	for (int id = 0; id < NR_COLUMNS; id++) {
		json_t *value = field(id, row);

		if (value)
			json_object_set_new(fields, columns[id].name, value);
	}
	return json_pack("{s:o}", "row", fields);
}

static int read_field(enum column_id id, const json_t *value, struct words *words, struct row *row,
		      struct complaint *c)
{
	bool fits = columns[id].kind == KIND_WORD    ? json_is_string(value)
		    : columns[id].kind == KIND_COUNT ? json_is_integer(value)
						     : json_is_number(value);

	if (!fits)
		return complain(c, "column '%s' has a value of another kind", columns[id].name);
	if (columns[id].kind == KIND_COUNT)
		*column_count(id, row) = json_integer_value(value);
	else if (columns[id].kind == KIND_REAL)
		*column_real(id, row) = json_number_value(value);
	else if (words_add(words, json_string_value(value), json_string_length(value),
			   column_word(id, row)))
		return complain(c, "column '%s' is not text", columns[id].name);
	return 0;
}

int message_read_row(const json_t *message, struct words *words, struct row *row,
		     struct complaint *c)
{
	const json_t *fields = json_object_get(message, "row");

	row_init(row);
	for (int id = 0; id < NR_COLUMNS; id++) {
		const json_t *value = json_object_get(fields, columns[id].name);

		if (value && read_field(id, value, words, row, c))
			return -1;
	}
	if (outcome_find(row->outcome) < 0)
		return complain(c, "a row without an outcome that is known");
	return 0;
}
