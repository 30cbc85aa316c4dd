// SPDX-License-Identifier: MIT

// Reads the two labs' tables (libcsv). A file that is damaged gives what could be read of it: the
// ladder is the shorter, and the run can still be drawn.

#include <csv.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/figure/rungs.h"
#include "harness/statistics/estimate.h"

enum {
	MAX_VALUES = 1024,
	NO_COLUMN = -1,
};

// Which values are wanted: those of column `value` in rows with that `name` in column `by`; of
// spawn's, only where the parent has touched no memory.
struct wanted {
	const char *by, *name, *value, *zero; /* zero: a column that must hold 0; NULL: none */
};

struct reading {
	struct wanted wanted;
	bool header_read;
	int by, value, zero; /* the columns' numbers */
	int field;	     /* of the current row */
	bool fits;	     /* the current row is wanted, as far as is known */
	double found;	     /* its value; NaN: none yet */
	double values[MAX_VALUES];
	size_t nr;
};

static void on_name(struct reading *r, const char *name)
{
	if (strcmp(name, r->wanted.by) == 0)
		r->by = r->field;
	if (strcmp(name, r->wanted.value) == 0)
		r->value = r->field;
	if (r->wanted.zero && strcmp(name, r->wanted.zero) == 0)
		r->zero = r->field;
}

static void on_field(void *text, size_t length, void *reading)
{
	struct reading *r = reading;
	const char *field = text ? text : "";

	(void)length;
	if (!r->header_read)
		on_name(r, field);
	else if (r->field == r->by)
		r->fits = r->fits && strcmp(field, r->wanted.name) == 0;
	else if (r->field == r->zero)
		r->fits = r->fits && strtod(field, NULL) == 0;
	else if (r->field == r->value && *field)
		r->found = strtod(field, NULL);
	r->field++;
}

static void on_row(int terminator, void *reading)
{
	struct reading *r = reading;

	(void)terminator;
	if (r->header_read && r->fits && r->found > 0 && isfinite(r->found) && r->nr < MAX_VALUES)
		r->values[r->nr++] = 1000 * r->found; /* the labs give us */
	r->header_read = true;
	r->field = 0;
	r->fits = r->by != NO_COLUMN && r->value != NO_COLUMN;
	r->found = NAN;
}

static void read_file(struct reading *r, FILE *file, struct csv_parser *parser)
{
	char chunk[4096];
	size_t length;

	while ((length = fread(chunk, 1, sizeof chunk, file)) > 0)
		if (csv_parse(parser, chunk, length, on_field, on_row, r) != length)
			return;
	csv_fini(parser, on_field, on_row, r);
}

static int load(struct estimate *ns, const char *dir, const char *name, struct wanted wanted,
		struct complaint *c)
{
	struct reading *r = calloc(1, sizeof *r);
	struct csv_parser parser;
	char path[4096];
	FILE *file;

	*ns = (struct estimate){0};
	if (!r || csv_init(&parser, CSV_APPEND_NULL)) {
		free(r);
		return complain_machine(c, "%s: no memory", name);
	}
	r->wanted = wanted;
	r->by = r->value = r->zero = NO_COLUMN;
	snprintf(path, sizeof path, "%s/%s", dir, name);
	file = fopen(path, "re");
	if (file) {
		read_file(r, file, &parser);
		fclose(file);
	}
	*ns = median_estimate(r->values, r->nr, 0.95);
	csv_free(&parser);
	free(r);
	return 0;
}

int lab_prices_load(struct lab_prices *prices, const char *dir, struct complaint *c)
{
	static const struct wanted wake = {"lock", "mutex", "handover_us", NULL};
	static const struct wanted thread = {"task", "thread", "start_join_us", "touched_mib"};
	static const struct wanted fork = {"task", "fork", "start_join_us", "touched_mib"};

	if (load(&prices->switch_ns, dir, "lab-blocking.csv", wake, c) ||
	    load(&prices->thread_ns, dir, "lab-spawn.csv", thread, c))
		return -1;
	return load(&prices->process_ns, dir, "lab-spawn.csv", fork, c);
}
