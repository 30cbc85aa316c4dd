// SPDX-License-Identifier: MIT

// racelab exercise: the exercises there are, what one of them is worth, and its folder to be handed
// out.

#include <argp.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/assets.h"
#include "harness/cli/cli.h"
#include "harness/cli/exercise_table.h"
#include "harness/complaint.h"
#include "harness/grade/exercise.h"
#include "harness/grade/handout.h"
#include "harness/grade/rubric.h"

struct asked {
	const char *name;   /* NULL: all */
	const char *output; /* NULL: nothing is handed out */
	bool json;
};

static error_t parse_end(const struct asked *asked)
{
	if (asked->output && !asked->name)
		return cli_refuse_text("-o is for one exercise: racelab exercise lock -o %s",
				       asked->output);
	return 0;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct asked *asked = state->input;

	switch (key) {
	case 'o':
		if (!argument[0])
			return cli_refuse_text("--output: name a folder");
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
		return parse_end(asked);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
    {"output", 'o', "DIR", 0,
     "Make the folder to be handed out: the text, the header, the file to be written, a Makefile",
     0},
    {"json", 'j', NULL, 0, "As JSON", 0},
    {0},
};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "[NAME]",
    .doc = "Exercises that students solve in C and racelab grade grades: all of them, one of them, "
	   "or one to be handed out. A file that is there already is never overwritten."
	   "\vExamples:\n"
	   "  racelab exercise                     all of them\n"
	   "  racelab exercise lock                what it is worth, stage by stage\n"
	   "  racelab exercise lock -o hand-out    a folder to hand out\n"
	   "  make -C hand-out try                 what a student does then\n",
};

// Its rubric, where `max` tasks do not matter.
static int read_rubric(struct rubric *rubric, const struct exercise *exercise, struct complaint *c)
{
	char path[EXERCISE_PATH];

	return rubric_read(rubric, exercise_rubric(exercise, path), 1, c);
}

static int add(struct exercise_rows *rows, const char *name, const char *root, struct complaint *c)
{
	struct exercise_row *row = &rows->row[rows->nr++];

	return exercise_find(&row->exercise, name, root, c) ||
		       read_rubric(&row->rubric, &row->exercise, c)
		   ? -1
		   : 0;
}

static int tell_all(const struct asked *asked, const char *root)
{
	char names[MOST_EXERCISES][EXERCISE_NAME];
	size_t nr = exercise_names(root, names);
	static struct exercise_rows rows;
	struct complaint c;

	for (size_t i = 0; i < nr; i++)
		if (add(&rows, names[i], root, &c))
			return cli_complain(&c);
	if (asked->json)
		exercise_print_json(&rows);
	else
		exercise_print_table(&rows);
	return EXIT_DONE;
}

static int tell_one(const struct asked *asked, const char *root)
{
	static struct exercise_rows rows;
	struct complaint c;

	if (add(&rows, asked->name, root, &c))
		return cli_complain(&c);
	if (asked->json)
		exercise_print_json(&rows);
	else
		exercise_print_one(&rows.row[0]);
	return EXIT_DONE;
}

static void tell_handed_out(const struct asked *asked, const struct exercise *exercise)
{
	char names[HANDOUT_FILES][HANDOUT_NAME];

	handout_names(exercise, names);
	if (asked->json) {
		json_t *files = json_array();

		for (size_t i = 0; i < HANDOUT_FILES; i++)
			json_array_append_new(files, json_string(names[i]));
		files = json_pack("{s:s, s:s, s:o}", "exercise", exercise->name, "folder",
				  asked->output, "files", files);
		json_dumpf(files, stdout, JSON_INDENT(2));
		putchar('\n');
		json_decref(files);
		return;
	}
	printf("%s has", asked->output);
	for (size_t i = 0; i < HANDOUT_FILES; i++)
		printf("%s %s", i ? "," : "", names[i]);
	printf(".\nNext: cd %s; make try\n", asked->output);
}

static int hand_out(const struct asked *asked, const char *root)
{
	struct exercise exercise;
	struct complaint c;

	if (exercise_find(&exercise, asked->name, root, &c) ||
	    handout_make(&exercise, asked->output, &c))
		return cli_complain(&c);
	tell_handed_out(asked, &exercise);
	return EXIT_DONE;
}

int exercise_main(int argc, char **argv)
{
	struct asked asked = {0};
	int status = cli_parse(&argp, argc, argv, &asked);
	struct complaint c;
	char *root;

	if (status)
		return status;
	root = assets_root(&c);
	if (!root)
		return cli_complain(&c);
	if (asked.output)
		status = hand_out(&asked, root);
	else
		status = asked.name ? tell_one(&asked, root) : tell_all(&asked, root);
	free(root);
	return status;
}
