// SPDX-License-Identifier: MIT

// racelab exercise: what students can be asked to write; one of them as a folder to hand out.

#include <argp.h>
#include <jansson.h>
#include <libsmartcols.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/assets.h"
#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/grade/exercise.h"
#include "harness/grade/handout.h"
#include "harness/grade/rubric.h"
#include "harness/terminal/terminal.h"

enum {
	ANY_PUS = 2, /* counts of tasks are not shown */
};

struct exercise_asked {
	const char *name, *output; /* NULL: not given */
	bool json;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct exercise_asked *asked = state->input;

	switch (key) {
	case 'o':
		asked->output = argument;
		return 0;
	case 'j':
		asked->json = true;
		return 0;
	case ARGP_KEY_ARG:
		if (asked->name)
			return ARGP_ERR_UNKNOWN;
		asked->name = argument;
		return 0;
	case ARGP_KEY_END:
		if (asked->output && !asked->name)
			return cli_refuse_text("which exercise? racelab exercise NAME -o DIR");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
    {"output", 'o', "DIR", 0, "Make the folder that students are given: text, stub, Makefile", 0},
    {"json", 'j', NULL, 0, "As JSON", 0},
    {0},
};

static const struct argp exercise_argp = {
    .options = options,
    .parser = parse,
    .args_doc = "[NAME]",
    .doc = "What students can be asked to write; with a NAME, that exercise alone."
	   "\vExamples:\n"
	   "  racelab exercise                    all of them\n"
	   "  racelab exercise lock -o hand-out   one as a folder to hand out\n"
	   "  cd hand-out && make try             what a student does then\n",
};

static double all_points(const struct rubric *rubric)
{
	double sum = 0;

	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		sum += rubric->points[stage];
	return sum;
}

static int load(const char *name, const char *root, struct exercise *exercise,
		struct rubric *rubric, struct complaint *c)
{
	char file[PATH_MAX + 16];

	if (exercise_find(exercise, name, root, c))
		return -1;
	snprintf(file, sizeof file, "%s/rubric.ini", exercise->folder);
	return rubric_read(rubric, file, ANY_PUS, c);
}

static json_t *exercise_json(const char *name, const struct rubric *rubric)
{
	return json_pack("{s:s, s:s, s:s, s:f}", "name", name, "title", rubric->title, "statement",
			 rubric->statement, "points", all_points(rubric));
}

static void add_line(struct libscols_table *table, const char *name, const struct rubric *rubric)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	char points[16];

	snprintf(points, sizeof points, "%g", all_points(rubric));
	scols_line_set_data(line, 0, name);
	scols_line_set_data(line, 1, points);
	scols_line_set_data(line, 2, rubric->title);
	scols_line_set_data(line, 3, rubric->statement);
}

static struct libscols_table *make_table(void)
{
	struct libscols_table *table = scols_new_table();

	scols_table_new_column(table, "exercise", 0, 0);
	scols_table_new_column(table, "points", 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table, "title", 0, 0);
	scols_table_new_column(table, "the lecture says", 0.4, SCOLS_FL_WRAP);
	if (terminal_width(stdout))
		scols_table_set_termwidth(table, (size_t)terminal_width(stdout));
	return table;
}

// The one that was named, or all.
static size_t choose(const struct exercise_asked *asked, const char *root,
		     char names[MOST_EXERCISES][EXERCISE_NAME])
{
	if (!asked->name)
		return exercise_names(root, names);
	snprintf(names[0], EXERCISE_NAME, "%s", asked->name);
	return 1;
}

static int list(const struct exercise_asked *asked, const char *root, struct complaint *c)
{
	char names[MOST_EXERCISES][EXERCISE_NAME];
	size_t nr = choose(asked, root, names);
	struct libscols_table *table = make_table();
	json_t *all = json_array();
	int status = 0;

	for (size_t i = 0; i < nr && !status; i++) {
		static struct exercise exercise;
		static struct rubric rubric;

		status = load(asked->name ? asked->name : names[i], root, &exercise, &rubric, c);
		if (!status) {
			json_array_append_new(all, exercise_json(names[i], &rubric));
			add_line(table, names[i], &rubric);
		}
	}
	if (!status && asked->json)
		json_dumpf(all, stdout, JSON_INDENT(2)), putchar('\n');
	else if (!status)
		scols_print_table(table);
	scols_unref_table(table);
	json_decref(all);
	if (!status && (fflush(stdout) || ferror(stdout)))
		return complain_machine(c, "standard output cannot be written");
	return status;
}

static int hand_out(const struct exercise_asked *asked, const char *root, struct complaint *c)
{
	static struct exercise exercise;

	if (exercise_find(&exercise, asked->name, root, c) ||
	    handout_make(&exercise, asked->output, c))
		return -1;
	printf("%s has all that students need: README.md, %s.h, %s.c to be filled in, and a "
	       "Makefile; there: make try\n",
	       asked->output, asked->name, asked->name);
	return 0;
}

int exercise_main(int argc, char **argv)
{
	struct exercise_asked asked = {0};
	int status = cli_parse(&exercise_argp, argc, argv, &asked);
	struct complaint c;
	char *root;

	if (status)
		return status;
	root = assets_root(&c);
	status = !root ? -1 : asked.output ? hand_out(&asked, root, &c) : list(&asked, root, &c);
	free(root);
	return status ? cli_complain(&c) : EXIT_DONE;
}
