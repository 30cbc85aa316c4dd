// SPDX-License-Identifier: MIT

// racelab explore --list: the programs that racelab brings along. Strategies are in racelab list.

#include <jansson.h>
#include <libsmartcols.h>
#include <stdio.h>

#include "harness/cli/cli.h"
#include "harness/cli/explore_options.h"
#include "harness/cli/explore_ways.h"
#include "harness/explore/target.h"
#include "harness/terminal/paragraph.h"
#include "harness/terminal/terminal.h"

static void print_json(const struct told_program *programs, size_t nr)
{
	json_t *list = json_array();

	for (size_t i = 0; i < nr; i++)
		json_array_append_new(
		    list, json_pack("{s:s, s:s, s:s, s:s}", "name", programs[i].name, "looks_for",
				    programs[i].looks_for, "models", programs[i].models, "teaches",
				    programs[i].teaches));
	list = json_pack("{s:o}", "programs", list);
	json_dumpf(list, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(list);
}

static void print_table(const struct told_program *programs, size_t nr)
{
	static const char *const names[] = {"program", "looks for", "seen under",
					    "what it teaches"};
	struct libscols_table *table = scols_new_table();

	for (size_t i = 0; i < 4; i++)
		scols_table_new_column(table, names[i], 0, i == 3 ? SCOLS_FL_WRAP : 0);
	for (size_t i = 0; i < nr; i++) {
		struct libscols_line *line = scols_table_new_line(table, NULL);

		scols_line_set_data(line, 0, programs[i].name);
		scols_line_set_data(line, 1, programs[i].looks_for);
		scols_line_set_data(line, 2, programs[i].models[0] ? programs[i].models : "none");
		scols_line_set_data(line, 3, programs[i].teaches);
	}
	scols_print_table(table);
	scols_unref_table(table);
	putchar('\n');
	paragraph_put(
	    stdout,
	    "racelab explore NAME explores one of them, or a strategy of racelab list, or a "
	    "FILE.c of your own; benches/programs/README.md says how to write one.",
	    0, 0, terminal_width(stdout));
}

int explore_list(const struct explore_asked *asked)
{
	const struct told_program *programs;
	size_t nr = told_programs(&programs);

	if (asked->json)
		print_json(programs, nr);
	else
		print_table(programs, nr);
	return EXIT_DONE;
}
