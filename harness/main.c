// SPDX-License-Identifier: MIT

// The program: finds the command and hands over. This table is racelab's table of contents.

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/shell/complete.h"
#include "harness/shell/contents.h"
#include "harness/shell/manual.h"
#include "harness/version.h"

static const struct command commands[] = {
    {"run", "measure a matrix of cases, count what was lost", run_main},
    {"list", "the strategies, structures and figures there are", list_main},
    {"topo", "the machine, and which PU each task would get", topo_main},
    {"show", "the summary table of a run", show_main},
    {"plot", "the graphs of a run", plot_main},
    {"report", "all that a run tells, as one HTML file", report_main},
    {"check", "the verdict on a run, alone or against an earlier one", check_main},
    {"pack", "a run as one small file, to be sent", pack_main},
    {"merge", "runs of many machines into one store", merge_main},
    {"duet", "two executables or strategies against each other, in pairs", duet_main},
    {"lab", "the other experiments of the lecture", lab_main},
    {"explore", "every interleaving of a few tasks: a proof, or a witness", explore_main},
    {"exercise", "what students can be asked to write", exercise_main},
    {"grade", "points for a student's file, and what they rest on", grade_main},
    {"serve", "measure for another racelab (what duet starts)", serve_main},
};

#define NR_COMMANDS (sizeof commands / sizeof *commands)

static const struct contents contents = {commands, NR_COMMANDS};

static void print_help(FILE *out)
{
	fprintf(out, "racelab: %s. %s\n\nUsage: racelab COMMAND [OPTION...]\n\n", contents_tagline,
		contents_about);
	for (size_t i = 0; i < NR_COMMANDS; i++)
		fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].summary);
	fprintf(out, "\nExamples:\n%s\nExit codes:\n", contents_examples);
	for (const struct fact *fact = contents_exits; fact->name; fact++)
		fprintf(out, "  %-7s %s\n", fact->name, fact->meaning);
}

static int complain_command(const char *name)
{
	const char *names[NR_COMMANDS], *guess;
	struct complaint c;

	for (size_t i = 0; i < NR_COMMANDS; i++)
		names[i] = commands[i].name;
	guess = nearest_name(name, names, NR_COMMANDS);
	if (guess)
		complain(&c, "'%s' is no command; did you mean '%s'? see racelab --help", name,
			 guess);
	else
		complain(&c, "'%s' is no command; see racelab --help", name);
	return cli_complain(&c);
}

int main(int argc, char **argv)
{
	char program[64];

	setlocale(LC_CTYPE, ""); /* names beyond ASCII are shown as they are, not as \xNN */
	if (argc < 2) {
		print_help(stderr);
		return EXIT_USER;
	}
	/* for make, for the shells and for racelab itself; not among the commands that people are
	 * shown */
	if (strcmp(argv[1], "man") == 0)
		return manual_print(&contents, stdout);
	if (strcmp(argv[1], "complete") == 0)
		return complete_print(&contents, argc - 2, argv + 2, stdout);
	if (strcmp(argv[1], "stage") == 0) { /* for run */
		argv[1] = "racelab stage";
		return stage_main(argc - 1, argv + 1);
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help(stdout);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		puts("racelab " RACELAB_VERSION);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < NR_COMMANDS; i++) {
		if (strcmp(commands[i].name, argv[1]) != 0)
			continue;
		snprintf(program, sizeof program, "racelab %s", argv[1]);
		argv[1] = program;
		return commands[i].main(argc - 1, argv + 1);
	}
	return complain_command(argv[1]);
}
