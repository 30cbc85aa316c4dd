// SPDX-License-Identifier: MIT

// Options by argp, with errors of one line that say where to look.
//
// argp's own messages take two lines and an exit code that differs per call site, so it is told to
// stay silent (ARGP_NO_ERRS) and what went wrong is said here.

#include "harness/cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/version.h"

enum {
	KEY_HELP = 'h',
	KEY_VERSION = 0x1000
};

static struct complaint refused; /* by the parser that is running */

error_t cli_refuse(const struct complaint *c)
{
	refused = *c;
	return EINVAL;
}

error_t cli_refuse_at(const char *where, struct complaint *c)
{
	complain_at(c, where);
	return cli_refuse(c);
}

error_t cli_refuse_text(const char *format, ...)
{
	char text[sizeof refused.text];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	complain(&refused, "%s", text);
	return EINVAL;
}

error_t cli_take_name(const char **name, const char *argument, const char *option, const char *what)
{
	if (!*argument)
		return cli_refuse_text("%s: the name is empty; name a %s", option, what);
	*name = argument;
	return 0;
}

int cli_complain(const struct complaint *c)
{
	fprintf(stderr, "racelab: %s\n", c->text);
	return c->kind == COMPLAINT_USER ? EXIT_USER : EXIT_MACHINE;
}

struct parsing {
	const struct argp *whole;   /* the command's options and ours */
	const struct argp *command; /* the command's alone */
	char *program;
	void *input;
	int next; /* argv index behind the last option that was accepted */
	int bad;  /* argv index of the option that was not; 0: none */
};

// The command's own parser, and a note of how far it came.
static error_t parse_command(int key, char *argument, struct argp_state *state)
{
	struct parsing *parsing = state->input;
	error_t error;

	if (key == ARGP_KEY_ERROR)
		return 0;
	if (key > ARGP_KEY_ARG && key < ARGP_KEY_END) /* an option */
		parsing->next = state->next;
	state->input = parsing->input;
	error = parsing->command->parser(key, argument, state);
	state->input = parsing;
	return error;
}

// getopt stands behind a word it did not accept, but still on it if letters follow the wrong one.
static int refused_word(const struct parsing *parsing, const struct argp_state *state)
{
	int last = state->next - 1;

	return last >= parsing->next && last > 0 && state->argv[last][0] == '-' ? last
										: state->next;
}

static error_t parse_common(int key, char *argument, struct argp_state *state)
{
	struct parsing *parsing = state->input;

	(void)argument;
	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = parsing;
		return 0;
	case ARGP_KEY_ERROR:
		parsing->bad = refused_word(parsing, state);
		return 0;
	case KEY_HELP:
		argp_help(parsing->whole, stdout, ARGP_HELP_STD_HELP & ~ARGP_HELP_EXIT_OK,
			  parsing->program);
		exit(EXIT_DONE);
	case KEY_VERSION:
		puts("racelab " RACELAB_VERSION);
		exit(EXIT_DONE);
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp_option cli_common_options[] = {
    {"help", KEY_HELP, NULL, 0, "Show this help and end", -1},
    {"version", KEY_VERSION, NULL, 0, "Show the version and end", -1},
    {0},
};

static size_t collect_names(const struct argp_option *options, const char **names, size_t size)
{
	size_t nr = 0;

	for (const struct argp_option *o = options; o->name || o->key || o->doc; o++)
		if (o->name && nr < size)
			names[nr++] = o->name;
	return nr;
}

// The option of `options` that a word of the command line means by its whole name or its letter.
static const struct argp_option *find_option(const struct argp_option *options, const char *word)
{
	const char *name = word + 2;

	for (const struct argp_option *o = options; o->name || o->key || o->doc; o++)
		if (word[1] != '-' ? o->key == word[1]
				   : o->name && strlen(o->name) == strcspn(name, "=") &&
					 strncmp(o->name, name, strlen(o->name)) == 0)
			return o;
	return NULL;
}

// Says what is wrong with a word that getopt did not accept as an option.
static int complain_option(struct complaint *c, const struct argp *argp, const char *program,
			   const char *word)
{
	const struct argp_option *known = find_option(argp->options, word);
	const char *names[64], *guess = NULL;
	size_t nr = collect_names(argp->options, names, 60);
	char name[64];

	if (!known)
		known = find_option(cli_common_options, word);
	if (known)
		return complain(c, "%.*s %s; see %s --help", (int)strcspn(word, "="), word,
				known->arg ? "needs a value" : "takes no value", program);
	nr += collect_names(cli_common_options, names + nr, 4);
	snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
	if (word[1] == '-')
		guess = nearest_name(name + 2, names, nr);
	if (guess)
		return complain(c, "unknown option '%s'; did you mean --%s? see %s --help", name,
				guess, program);
	return complain(c, "unknown option '%s'; see %s --help", name, program);
}

static const struct argp **wanted; /* by cli_argp, which does not want them used */

const struct argp *cli_argp(const struct command *command, int argc, char **argv)
{
	const struct argp *argp = NULL;

	wanted = &argp;
	command->main(argc, argv);
	wanted = NULL;
	return argp;
}

int cli_parse(const struct argp *argp, int argc, char **argv, void *input)
{
	const struct argp own = {.options = argp->options, .parser = parse_command};
	const struct argp_child children[] = {{&own, 0, NULL, 0}, {0}};
	const struct argp whole = {
	    .options = cli_common_options,
	    .parser = parse_common,
	    .args_doc = argp->args_doc,
	    .doc = argp->doc,
	    .children = children,
	};
	struct parsing parsing = {
	    .whole = &whole, .command = argp, .program = argv[0], .input = input};
	struct complaint c;
	int index = argc;

	if (wanted) {
		*wanted = argp;
		return EXIT_USER; /* so that the command goes no further */
	}
	refused.text[0] = '\0';
	if (argp_parse(&whole, argc, argv, ARGP_NO_ERRS | ARGP_NO_HELP, &index, &parsing) == 0 &&
	    index == argc)
		return 0;
	if (refused.text[0])
		return cli_complain(&refused);
	if (parsing.bad)
		complain_option(&c, argp, argv[0], argv[parsing.bad]);
	else
		complain(&c, "superfluous argument '%s'; see %s --help", argv[index], argv[0]);
	return cli_complain(&c);
}
