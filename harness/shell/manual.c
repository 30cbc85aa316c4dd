// SPDX-License-Identifier: MIT

// The sections of the manual page, in the order that man-pages(7) asks for.

#include "harness/shell/manual.h"

#include <argp.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/labs/lab.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/shell/roff.h"
#include "harness/version.h"

static void print_section(FILE *out, const char *title)
{
	fprintf(out, ".SH %s\n", title);
}

// An entry of a list: its term in bold, and what it means.
static void print_fact(FILE *out, const char *name, const char *meaning)
{
	fputs(".TP\n.B \"", out);
	roff_word(out, name);
	fputs("\"\n", out);
	roff_line(out, meaning);
}

static void print_facts(FILE *out, const char *title, const struct fact *facts)
{
	print_section(out, title);
	for (; facts->name; facts++)
		print_fact(out, facts->name, facts->meaning);
}

static bool is_letter(int key)
{
	return key > ' ' && key < 0x7f;
}

static void print_option(FILE *out, const struct argp_option *option)
{
	bool may_lack = option->flags & OPTION_ARG_OPTIONAL;

	fputs(".TP\n", out);
	if (is_letter(option->key))
		fprintf(out, "\\fB\\-%c\\fR, ", option->key);
	fputs("\\fB\\-\\-", out);
	roff_word(out, option->name);
	fputs("\\fR", out);
	if (option->arg) {
		fputs(may_lack ? "[=\\fI" : "=\\fI", out);
		roff_word(out, option->arg);
		fputs(may_lack ? "\\fR]" : "\\fR", out);
	}
	fputc('\n', out);
	roff_line(out, option->doc);
}

// A table of options, with its headlines.
static void print_options(FILE *out, const struct argp_option *option)
{
	for (; option->name || option->doc; option++) {
		if (option->name) {
			print_option(out, option);
			continue;
		}
		fputs(".PP\n", out);
		roff_line(out, option->doc);
	}
}

// "racelab run [OPTION...] [SPEC.ini]" and what it does; returns what belongs behind
// the options.
static const char *print_head(FILE *out, const char *program, const struct argp *argp)
{
	const char *doc = argp->doc ? argp->doc : "", *behind = strchr(doc, '\v');

	fputs(".SS \"", out);
	roff_word(out, program);
	fputs(" [OPTION...]", out);
	if (argp->args_doc) {
		fputc(' ', out);
		roff_word(out, argp->args_doc);
	}
	fputs("\"\n", out);
	roff_text(out, doc, behind);
	return behind ? behind + 1 : "";
}

static void print_command(FILE *out, const char *program, const struct argp *argp)
{
	const char *behind = print_head(out, program, argp);

	print_options(out, argp->options);
	if (*behind)
		fputs(".PP\n", out);
	roff_text(out, behind, NULL);
}

// `racelab lab NAME`, with those options that not every lab has.
static void print_lab(FILE *out, const struct command *command, const struct lab *lab)
{
	char program[96], *argv[] = {"racelab lab", (char *)lab->name, NULL};
	struct argp_option own[LAB_MAX_OPTIONS + 1] = {0};
	struct argp argp = *cli_argp(command, 2, argv);

	for (size_t i = 0; i < LAB_MAX_OPTIONS && lab->options[i].name; i++)
		own[i] = argp.options[i];
	argp.options = own;
	snprintf(program, sizeof program, "racelab lab %s", lab->name);
	print_command(out, program, &argp);
}

static void print_commands(FILE *out, const struct contents *contents)
{
	print_section(out, "COMMANDS");
	for (size_t i = 0; i < contents->nr_commands; i++)
		print_fact(out, contents->commands[i].name, contents->commands[i].summary);
	for (size_t i = 0; i < contents->nr_commands; i++) {
		const struct command *command = &contents->commands[i];
		char program[64], *argv[] = {program, NULL};

		snprintf(program, sizeof program, "racelab %s", command->name);
		print_command(out, program, cli_argp(command, 1, argv));
		for (size_t l = 0; command->main == lab_main && l < catalog_nr_labs(); l++)
			print_lab(out, command, catalog_lab(l));
	}
}

static void print_strategy(FILE *out, const struct strategy *strategy)
{
	char meaning[512];

	snprintf(meaning, sizeof meaning, "%s: %s", class_name(strategy->about->class),
		 strategy->about->summary);
	print_fact(out, strategy->name, meaning);
}

static void print_catalog(FILE *out)
{
	print_section(out, "STRATEGIES");
	for (size_t i = 0; i < catalog_nr_strategies(); i++)
		print_strategy(out, catalog_strategy(i));
	for (size_t i = 0; i < catalog_nr_remotes(); i++)
		print_strategy(out, catalog_remote(i));
	print_section(out, "STRUCTURES");
	for (size_t i = 0; i < catalog_nr_structures(); i++)
		print_fact(out, catalog_structure(i)->name, catalog_structure(i)->summary);
	print_section(out, "FIGURES");
	for (size_t i = 0; i < catalog_nr_figures(); i++)
		print_fact(out, catalog_figure(i)->name, catalog_figure(i)->summary);
}

static void print_front(FILE *out)
{
	fputs(".TH RACELAB 1 " RACELAB_RELEASED " \"racelab " RACELAB_VERSION
	      "\" \"User Commands\"\n.nh\n",
	      out);
	print_section(out, "NAME");
	fputs("racelab \\- ", out);
	roff_word(out, contents_tagline);
	fputc('\n', out);
	print_section(out, "SYNOPSIS");
	fputs(".B racelab\n.I COMMAND\n.RI [ OPTION .\\|.\\|.]\n", out);
	print_section(out, "DESCRIPTION");
	fputs(".B racelab\nis ", out);
	roff_word(out, contents_tagline);
	fputs(".\n", out);
	roff_text(out, contents_about, NULL);
}

static void print_back(FILE *out)
{
	print_facts(out, "EXIT STATUS", contents_exits);
	print_facts(out, "ENVIRONMENT", contents_environment);
	print_facts(out, "FILES", contents_files);
	print_section(out, "EXAMPLES");
	roff_text(out, contents_examples, NULL);
	print_section(out, "SEE ALSO");
	fputs(".BR gnuplot (1),\n.BR lstopo (1)\n", out);
}

int manual_print(const struct contents *contents, FILE *out)
{
	struct complaint c;

	print_front(out);
	print_section(out, "OPTIONS");
	fputs("These are options of every command.\n", out);
	print_options(out, cli_common_options);
	print_commands(out, contents);
	print_catalog(out);
	print_back(out);
	if (fflush(out) == 0 && !ferror(out))
		return EXIT_DONE;
	complain_machine(&c, "standard output: %s", strerror(errno));
	return cli_complain(&c);
}
