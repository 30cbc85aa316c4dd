// SPDX-License-Identifier: MIT

#include "harness/cli/exercise_table.h"

#include <jansson.h>
#include <libsmartcols.h>
#include <stdio.h>

#include "harness/terminal/paragraph.h"
#include "harness/terminal/terminal.h"

static double points_of(const struct exercise_row *row)
{
	double sum = 0;

	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		sum += row->points[stage];
	return sum;
}

void exercise_print_table(const struct exercise_rows *rows)
{
	static const char *const names[] = {"exercise", "points", "title", "what it is about"};
	struct libscols_table *table = scols_new_table();
	char points[24];

	for (size_t i = 0; i < 4; i++)
		scols_table_new_column(table, names[i], 0,
				       i == 3	? SCOLS_FL_WRAP
				       : i == 1 ? SCOLS_FL_RIGHT
						: 0);
	for (size_t i = 0; i < rows->nr; i++) {
		struct libscols_line *line = scols_table_new_line(table, NULL);

		snprintf(points, sizeof points, "%g", points_of(&rows->row[i]));
		scols_line_set_data(line, 0, rows->row[i].name);
		scols_line_set_data(line, 1, points);
		scols_line_set_data(line, 2, rows->row[i].title);
		scols_line_set_data(line, 3, rows->row[i].statement);
	}
	scols_print_table(table);
	scols_unref_table(table);
	putchar('\n');
	paragraph_put(stdout,
		      "Next: racelab exercise NAME -o DIR makes a folder to be handed out; in it, "
		      "make try says how far one is.",
		      0, 6, terminal_width(stdout));
}

static json_t *json_stages(const struct exercise_row *row)
{
	json_t *stages = json_array();

	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		if (row->points[stage] > 0)
			json_array_append_new(stages,
					      json_pack("{s:s, s:f}", "name", stage_name(stage),
							"points", row->points[stage]));
	return stages;
}

void exercise_print_json(const struct exercise_rows *rows)
{
	json_t *list = json_array();

	for (size_t i = 0; i < rows->nr; i++) {
		const struct exercise_row *row = &rows->row[i];

		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:f, s:o}", "name",
						      row->name, "title", row->title, "statement",
						      row->statement, "points", points_of(row),
						      "stages", json_stages(row)));
	}
	list = json_pack("{s:o}", "exercises", list);
	json_dumpf(list, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(list);
}

void exercise_print_one(const struct exercise_row *row)
{
	printf("%s: %s\n\n", row->name, row->title);
	paragraph_put(stdout, row->statement, 0, 0, terminal_width(stdout));
	putchar('\n');
	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		if (row->points[stage] > 0)
			printf("%4g  %-8s  %s\n", row->points[stage], stage_name(stage),
			       stage_title(stage));
	printf("%4g  in all\n\nNext: racelab exercise %s -o DIR\n", points_of(row), row->name);
}
