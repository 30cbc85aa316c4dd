// SPDX-License-Identifier: MIT

#include "harness/cli/exercise_table.h"

#include <jansson.h>
#include <libsmartcols.h>
#include <stdio.h>

#include "harness/terminal/paragraph.h"
#include "harness/terminal/terminal.h"

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
		const struct exercise_row *row = &rows->row[i];
		struct libscols_line *line = scols_table_new_line(table, NULL);

		snprintf(points, sizeof points, "%g", rubric_points(&row->rubric));
		scols_line_set_data(line, 0, row->exercise.name);
		scols_line_set_data(line, 1, points);
		scols_line_set_data(line, 2, row->rubric.title);
		scols_line_set_data(line, 3, row->rubric.statement);
	}
	scols_print_table(table);
	scols_unref_table(table);
	putchar('\n');
	paragraph_put(stdout,
		      "Next: racelab exercise NAME -o DIR makes a folder to be handed out; in it, "
		      "make try says how far one is.",
		      0, 6, terminal_width(stdout));
}

static json_t *json_stages(const struct rubric *rubric)
{
	json_t *stages = json_array();

	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		if (rubric->points[stage] > 0)
			json_array_append_new(stages,
					      json_pack("{s:s, s:f}", "name", stage_name(stage),
							"points", rubric->points[stage]));
	return stages;
}

void exercise_print_json(const struct exercise_rows *rows)
{
	json_t *list = json_array();

	for (size_t i = 0; i < rows->nr; i++) {
		const struct exercise_row *row = &rows->row[i];

		json_array_append_new(
		    list,
		    json_pack("{s:s, s:s, s:s, s:f, s:o}", "name", row->exercise.name, "title",
			      row->rubric.title, "statement", row->rubric.statement, "points",
			      rubric_points(&row->rubric), "stages", json_stages(&row->rubric)));
	}
	list = json_pack("{s:o}", "exercises", list);
	json_dumpf(list, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(list);
}

void exercise_print_one(const struct exercise_row *row)
{
	const struct rubric *rubric = &row->rubric;

	printf("%s: %s\n\n", row->exercise.name, rubric->title);
	paragraph_put(stdout, rubric->statement, 0, 0, terminal_width(stdout));
	putchar('\n');
	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		if (rubric->points[stage] > 0)
			printf("%4g  %-8s  %s\n", rubric->points[stage], stage_name(stage),
			       stage_title(stage));
	printf("%4g  in all\n\nNext: racelab exercise %s -o DIR\n", rubric_points(rubric),
	       row->exercise.name);
}
