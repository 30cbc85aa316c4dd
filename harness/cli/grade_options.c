// SPDX-License-Identifier: MIT

#include "harness/cli/grade_options.h"

#include <errno.h>
#include <stdlib.h>

#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/grade/formats/formats.h"
#include "harness/plan/value.h"

enum {
	KEY_RUBRIC = 0x100,
	KEY_REFERENCE,
	KEY_MATRIX,
	MOST_JOBS = 256,
};

static error_t parse_format(struct grade_asked *asked, const char *argument)
{
	struct complaint c;

	asked->format = grade_format_find(argument, &c);
	return asked->format ? 0 : cli_refuse_at("--format", &c);
}

static error_t parse_jobs(struct grade_asked *asked, const char *argument)
{
	struct complaint c;

	return value_number(&asked->jobs, argument, 1, MOST_JOBS, &c) ? cli_refuse_at("--jobs", &c)
								      : 0;
}

static error_t parse_file(struct grade_asked *asked, char *argument)
{
	char **files = realloc(asked->files, (asked->nr_files + 1) * sizeof *files);

	if (!files)
		return ENOMEM;
	asked->files = files;
	asked->files[asked->nr_files++] = argument;
	return 0;
}

static error_t parse_end(const struct grade_asked *asked)
{
	if (asked->matrix && (asked->nr_files || asked->rubric || asked->reference))
		return cli_refuse_text("--matrix takes no file: it grades racelab's own");
	if (!asked->matrix && !asked->nr_files && !asked->exercise)
		return cli_refuse_text("what is to be graded? a FILE.c; or --exercise NAME alone, "
				       "to try whether it can be graded here");
	if ((asked->matrix || asked->nr_files > 1) && asked->format)
		return cli_refuse_text("--format is of one file; of many, -o DIR keeps each grade "
				       "as JSON");
	return 0;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct grade_asked *asked = state->input;

	switch (key) {
	case 'e':
		asked->exercise = argument;
		return 0;
	case 'f':
		return parse_format(asked, argument);
	case 'o':
		asked->output = argument;
		return 0;
	case 'j':
		return parse_jobs(asked, argument);
	case KEY_RUBRIC:
		asked->rubric = argument;
		return 0;
	case KEY_REFERENCE:
		asked->reference = argument;
		return 0;
	case KEY_MATRIX:
		asked->matrix = true;
		return 0;
	case ARGP_KEY_ARG:
		return parse_file(asked, argument);
	case ARGP_KEY_END:
		return parse_end(asked);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
    {"exercise", 'e', "NAME", 0, "Which exercise it is of [as the file is called]", 0},
    {"format", 'f', "FORMAT", 0,
     "What reads the grade: text, json, gradescope, autolab, prairielearn, classroom50, junit or "
     "vpl [text]",
     0},
    {"output", 'o', "FILE|DIR", 0,
     "Write the grade to FILE; of several files, each to DIR, with a table and figures of the "
     "class",
     0},
    {"jobs", 'j', "N", 0, "Grade so many at once; what is measured is measured alone [PUs]", 0},
    {"rubric", KEY_RUBRIC, "FILE", 0, "Points and stages of your own [the exercise's rubric.ini]",
     1},
    {"reference", KEY_REFERENCE, "FILE", 0,
     "The solution whose speed is the measure [the exercise's, where it is there]", 1},
    {"matrix", KEY_MATRIX, NULL, 0,
     "Grade racelab's own mutants and right solutions: which stage catches what", 2},
    {0},
};

const struct argp grade_argp = {
    .options = options,
    .parser = parse,
    .args_doc = "[FILE.c...]",
    .doc =
	"Points for a student's file, and what each rests on: proofs within bounds, real races, "
	"order, speed. The place is tried first: where known-bad locks are not caught nobody can "
	"be graded (exit 2)."
	"\vExamples:\n"
	"  racelab grade lock.c                      is it right, and how far is it?\n"
	"  racelab grade mine.c --exercise ticket --format json\n"
	"  racelab grade --exercise lock             can anybody be graded here?\n"
	"  racelab grade handed-in/*/lock.c --exercise lock -o grades --jobs 4\n"
	"  racelab grade --matrix                    which stage catches which mistake\n",
};
