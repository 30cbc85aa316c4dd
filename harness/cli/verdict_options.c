// SPDX-License-Identifier: MIT

// The options that make a verdict, and its last words.

#include "harness/cli/verdict_options.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/export/export.h"
#include "harness/plan/percentage.h"

enum {
	KEY_THRESHOLD = 0x400,
	KEY_STRICT,
	KEY_FORMAT,
};

const char verdict_options_formats[] = "Formats:\n"
#define FORMAT(id, name, meaning) "  " name ": " meaning "\n"
#include "harness/export/formats.def"
#undef FORMAT
    ;

static const struct argp_option known[] = {
    {.doc = "Verdict:"},
    {.name = "threshold",
     .key = KEY_THRESHOLD,
     .arg = "PCT",
     .doc = "So much slower is too slow [10%]"},
    {.name = "strict", .key = KEY_STRICT, .doc = "Warnings fail, too"},
    {.name = "format",
     .key = KEY_FORMAT,
     .arg = "NAME[=FILE]",
     .doc = "How to write the verdict [text], see below; repeatable"},
    {.name = "output",
     .key = 'o',
     .arg = "FILE",
     .doc = "Write it to FILE, not to standard output"},
};

struct argp_option *verdict_options_add(struct argp_option *option, int group)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		*option = known[i];
		option++->group = group;
	}
	return option;
}

static error_t parse_threshold(struct verdict_options *options, const char *argument)
{
	struct complaint c;

	if (percentage_read(&options->threshold, argument, 0, 99, &c))
		return cli_refuse_at("--threshold", &c);
	if (options->threshold == 0)
		return cli_refuse_text("--threshold: 0 would call any difference too slow; "
				       "give a percentage above 0");
	return 0;
}

static error_t parse_format(struct verdict_options *options, const char *argument)
{
	const char *equals = strchr(argument, '=');
	char *name = strndup(argument, equals ? (size_t)(equals - argument) : strlen(argument));
	struct output output = {.path = equals ? equals + 1 : NULL};
	struct complaint c;

	assert(name);
	output.format = export_find(name, &c);
	free(name);
	if (!output.format)
		return cli_refuse_at("--format", &c);
	if (output.path && !output.path[0])
		return cli_refuse_text("--format: the file's name is empty; name a file");
	if (options->nr_outputs == MOST_OUTPUTS)
		return cli_refuse_text("--format: %d at most", MOST_OUTPUTS);
	options->outputs[options->nr_outputs++] = output;
	return 0;
}

// Gives -o to the one format that has no file of its own.
static error_t settle_outputs(struct verdict_options *options)
{
	size_t nr_without = 0;

	if (!options->nr_outputs)
		options->outputs[options->nr_outputs++].format = export_format(0);
	for (size_t i = 0; i < options->nr_outputs; i++) {
		struct output *output = &options->outputs[i];

		nr_without += !output->path;
		if (!output->path && options->file)
			output->path = options->file;
	}
	if (nr_without > 1)
		return cli_refuse_text("--format: two formats cannot go to one place; give them "
				       "files: --format NAME=FILE");
	if (!nr_without && options->file)
		return cli_refuse_text("-o: every format has a file of its own already");
	return 0;
}

error_t verdict_options_parse(struct verdict_options *options, int key, char *argument)
{
	switch (key) {
	case KEY_THRESHOLD:
		return parse_threshold(options, argument);
	case KEY_STRICT:
		options->strict = true;
		return 0;
	case KEY_FORMAT:
		return parse_format(options, argument);
	case 'o':
		return cli_take_name(&options->file, argument, "-o", "file");
	case ARGP_KEY_END:
		return settle_outputs(options);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int write_output(const struct output *output, const struct verdict *verdict)
{
	char line[4096];
	struct complaint c;

	if (export_write(output->format, verdict, output->path, &c))
		return cli_complain(&c);
	if (output->path)
		fprintf(stderr, "racelab: %s: %s\n", output->path,
			verdict_line(verdict, line, sizeof line));
	return EXIT_DONE;
}

int verdict_options_finish(const struct verdict_options *options, struct verdict *verdict)
{
	int status = verdict_passed(verdict) ? EXIT_DONE : EXIT_FAIL;

	verdict_sort(verdict);
	for (size_t i = 0; i < options->nr_outputs; i++) {
		int written = write_output(&options->outputs[i], verdict);

		status = written ? written : status; /* the others are written all the same */
	}
	return status;
}
