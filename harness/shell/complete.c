// SPDX-License-Identifier: MIT

// Walks the words typed so far as the command would parse them, to find what the last one is.

#include "harness/shell/complete.h"

#include <argp.h>
#include <stdbool.h>
#include <string.h>

#include "benches/catalog.h"
#include "harness/shell/asking.h"
#include "harness/shell/candidates.h"
#include "harness/cli/cli.h"

static const struct command *find_command(const struct contents *contents, const char *name)
{
	for (size_t i = 0; i < contents->nr_commands; i++)
		if (strcmp(contents->commands[i].name, name) == 0)
			return &contents->commands[i];
	return NULL;
}

// The option that a word means: "--sync", "--sync=none", "-o". NULL if it is none.
static const struct argp_option *find_option(const struct argp *argp, const char *word)
{
	size_t length = strcspn(word, "=");

	for (const struct argp_option *o = argp->options; o->name || o->doc; o++) {
		if (!o->name)
			continue;
		if (strncmp(word, "--", 2) == 0 ? strlen(o->name) == length - 2 &&
						      strncmp(o->name, word + 2, length - 2) == 0
						: word[0] == '-' && word[1] == o->key && !word[2])
			return o;
	}
	return NULL;
}

// The option whose value is the next word; NULL if the next word is something else.
static const struct argp_option *waits_for_value(const struct argp *argp, const char *word)
{
	const struct argp_option *option = find_option(argp, word);

	return option && option->arg && !(option->flags & OPTION_ARG_OPTIONAL) && !strchr(word, '=')
		   ? option
		   : NULL;
}

static void offer_options(const struct asking *asking, const struct argp_option *option)
{
	char word[64];

	for (; option->name || option->doc; option++)
		if (option->name) {
			snprintf(word, sizeof word, "--%s", option->name);
			asking_offer(asking, word, option->doc);
		}
}

static bool is_repeated(const char *word)
{
	const char *dots = strstr(word, "...");

	return dots && (size_t)(dots - word) < strcspn(word, " ");
}

// What --help calls the i-th argument of a command, without brackets; "" if there is no such one.
// One that ends in "..." is all that follow, too.
static const char *metavar_of(const struct argp *argp, size_t i, char *metavar, size_t size)
{
	const char *word = argp->args_doc ? argp->args_doc : "";

	for (; i && *word; i--) {
		if (is_repeated(word))
			break;
		word += strcspn(word, " ");
		word += strspn(word, " ");
	}
	word += strspn(word, "[");
	snprintf(metavar, size, "%.*s", (int)strcspn(word, " ]"), word);
	if (is_repeated(word))
		*strstr(metavar, "...") = '\0';
	return metavar;
}

// How many of the words are arguments, not options or their values.
static size_t count_arguments(const struct argp *argp, int nr, char **words)
{
	size_t nr_arguments = 0;

	for (int i = 0; i < nr; i++) {
		if (waits_for_value(argp, words[i]))
			i++;
		else if (words[i][0] != '-')
			nr_arguments++;
	}
	return nr_arguments;
}

// What follows the last "=" of the word that is being typed.
static const char *value_of(const char *word)
{
	const char *equals = strrchr(word, '=');

	return equals ? equals + 1 : word;
}

static void print_value(const struct argp_option *option, const char *typed, FILE *out)
{
	const char *metavar = option->arg;

	if (strchr(typed, '=') && strstr(metavar, "[=FILE]"))
		metavar = "FILE";
	candidates_print(out, option->name, metavar, value_of(typed));
}

static void print_argument(const struct command *command, const struct argp *argp, int nr,
			   char **words, FILE *out)
{
	char metavar[64];

	candidates_print(
	    out, command->name,
	    metavar_of(argp, count_arguments(argp, nr - 1, words), metavar, sizeof metavar),
	    words[nr - 1]);
}

// The last of the words that follow a command.
static void print_word(const struct command *command, const struct argp *argp, int nr, char **words,
		       FILE *out)
{
	const char *typed = words[nr - 1];
	const struct argp_option *waiting = nr > 1 ? waits_for_value(argp, words[nr - 2]) : NULL;
	const struct argp_option *option = find_option(argp, typed);

	if (waiting) {
		print_value(waiting, typed, out);
	} else if (option && option->arg && strchr(typed, '=')) {
		print_value(option, strchr(typed, '=') + 1, out);
	} else if (typed[0] == '-') {
		offer_options(&(struct asking){"", typed, out}, argp->options);
		offer_options(&(struct asking){"", typed, out}, cli_common_options);
	} else {
		print_argument(command, argp, nr, words, out);
	}
}

static void print_commands(const struct contents *contents, const char *typed, FILE *out)
{
	const struct asking asking = {"", typed, out};

	for (size_t i = 0; i < contents->nr_commands; i++)
		asking_offer(&asking, contents->commands[i].name, contents->commands[i].summary);
	if (typed[0] == '-')
		offer_options(&asking, cli_common_options);
}

int complete_print(const struct contents *contents, int nr_words, char **words, FILE *out)
{
	const struct command *command = nr_words > 1 ? find_command(contents, words[0]) : NULL;
	const struct argp *argp;
	char program[64];
	/* a lab has options of its own */
	bool lab =
	    nr_words > 2 && command && command->main == lab_main && catalog_find_lab(words[1]);

	if (nr_words <= 1)
		print_commands(contents, nr_words ? words[0] : "", out);
	if (!command)
		return EXIT_DONE;
	snprintf(program, sizeof program, "racelab %s", command->name);
	argp = cli_argp(command, lab ? 2 : 1, (char *[]){program, words[1], NULL});
	if (lab)
		print_word(command, argp, nr_words - 2, words + 2, out);
	else if (argp)
		print_word(command, argp, nr_words - 1, words + 1, out);
	return EXIT_DONE;
}
