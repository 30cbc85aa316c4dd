// SPDX-License-Identifier: MIT

// Drawn by libsmartcols.

#include "harness/terminal/run_table.h"

#include <errno.h>
#include <libsmartcols.h>
#include <stdint.h>

#include "harness/machine/host_json.h"
#include "harness/terminal/terminal.h"

static const struct {
	const char *name;
	int flags;
} heads[] = {
    {"run", SCOLS_FL_RIGHT},
    {"machine", SCOLS_FL_TRUNC},
    {"CPU", SCOLS_FL_TRUNC},
    {"PUs", SCOLS_FL_RIGHT},
    {"started", 0},
    {"trials", SCOLS_FL_RIGHT},
    {"ended", 0},
};

enum {
	NR_HEADS = sizeof heads / sizeof heads[0],
};

static int set(struct libscols_line *line, size_t column, const char *text)
{
	return scols_line_set_data(line, column, *text ? text : "-");
}

static int set_number(struct libscols_line *line, size_t column, int64_t number)
{
	char text[32];

	snprintf(text, sizeof text, "%lld", (long long)number);
	return scols_line_set_data(line, column, text);
}

static int add(struct libscols_table *table, const struct run_info *run)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	if (!line)
		return ENOMEM;
	return set_number(line, 0, run->id) || set(line, 1, run->label) ||
		       set(line, 2, run->cpu_model) || set_number(line, 3, run->nr_pus) ||
		       set(line, 4, run->started) || set_number(line, 5, run->nr_trials) ||
		       set(line, 6, *run->ended ? "yes" : "no")
		   ? ENOMEM
		   : 0;
}

static int fill(struct libscols_table *table, const struct runs *runs)
{
	for (size_t i = 0; i < NR_HEADS; i++)
		if (!scols_table_new_column(table, heads[i].name, 0, heads[i].flags))
			return ENOMEM;
	for (size_t i = 0; i < runs->nr; i++)
		if (add(table, &runs->run[i]))
			return ENOMEM;
	return 0;
}

int run_table_print(const struct runs *runs, FILE *out)
{
	struct libscols_table *table = scols_new_table();
	size_t width = terminal_width(out);
	int error = table ? fill(table, runs) : ENOMEM;

	if (!error) {
		scols_table_enable_minout(table, 1);
		scols_table_set_termforce(table,
					  width ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
		if (width)
			scols_table_set_termwidth(table, width);
		scols_table_set_stream(table, out);
		error = -scols_print_table(table);
	}
	scols_unref_table(table);
	return error ? error : fflush(out) ? errno : 0;
}

static json_t *run_json(const struct run_info *run)
{
	return json_pack("{s:I, s:o, s:o, s:I, s:o, s:o, s:I}", "run", (json_int_t)run->id,
			 "machine", json_text_or_null(run->label), "cpu_model",
			 json_text_or_null(run->cpu_model), "nr_pus", (json_int_t)run->nr_pus,
			 "started", json_text_or_null(run->started), "ended",
			 json_text_or_null(run->ended), "trials", (json_int_t)run->nr_trials);
}

json_t *run_table_json(const struct runs *runs)
{
	json_t *list = json_array();

	for (size_t i = 0; list && i < runs->nr; i++)
		json_array_append_new(list, run_json(&runs->run[i]));
	return list;
}
