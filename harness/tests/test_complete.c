// SPDX-License-Identifier: MIT

// racelab complete: offers everything there is, and nothing that is then refused.

#include "harness/shell/complete.h"

#include <argp.h>
#include <criterion/criterion.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/cli/cli.h"
#include "harness/shell/contents.h"
#include "harness/tests/help.h"
#include "harness/tests/program.h"
#include "harness/trial/tasks.h"

static const struct surroundings usual;

TestSuite(complete, .init = program_enter, .fini = program_leave, .timeout = 120);

// What it prints for these words, on the heap. A blank at their end is an empty last word.
static char *candidates(const char *words)
{
	struct program program;
	char *line, *text;

	cr_assert(asprintf(&line, "complete %s", words) > 0);
	program_run(&program, &usual, line, 0, "");
	text = strdup(program.out.text);
	program_fini(&program);
	free(line);
	return text;
}

// The candidates alone, separated by blanks, are exactly these.
static void assert_candidates(const char *words, const char *wanted)
{
	char *text = candidates(words), *rest = text, *line, found[1024] = "";

	while ((line = strsep(&rest, "\n")) && *line) {
		line[strcspn(line, "\t")] = '\0';
		if (found[0])
			strncat(found, " ", sizeof found - strlen(found) - 1);
		strncat(found, line, sizeof found - strlen(found) - 1);
	}
	cr_expect_str_eq(found, wanted, "'%s': %s", words, found);
	free(text);
}

Test(complete, offers_every_command)
{
	struct help commands;
	char *text = candidates("");

	help_commands(&commands);
	for (size_t i = 0; i < commands.nr; i++)
		cr_expect(help_has_line(text, commands.name[i]), "%s", commands.name[i]);
	help_fini(&commands);
	free(text);
}

static void assert_options(const char *command)
{
	char words[128], option[128], *text;
	struct help options;

	snprintf(words, sizeof words, "%s --", command);
	text = candidates(words);
	help_options(&options, command);
	for (size_t o = 0; o < options.nr; o++) {
		snprintf(option, sizeof option, "--%s", options.name[o]);
		cr_expect(help_has_line(text, option), "%s %s", command, option);
	}
	help_fini(&options);
	free(text);
}

Test(complete, offers_every_option_of_every_command)
{
	struct help commands;

	help_commands(&commands);
	for (size_t i = 0; i < commands.nr; i++)
		assert_options(commands.name[i]);
	help_fini(&commands);
	assert_options("lab echo");
	assert_options("lab spawn");
}

// A plan with this value of an axis is made; or it cannot be made on this machine.
static void assert_accepted(const char *axis, const char *value, const char *others)
{
	struct program program;
	char words[256];

	if (strcmp(value, "smt") == 0)
		return; /* not every machine has siblings */
	snprintf(words, sizeof words, "run --%s %s %s--dry-run", axis, value, others);
	program_run(&program, &usual, words, 0, "");
	program_fini(&program);
}

// What is accepted under mpiexec only.
static bool is_for_ranks(const char *value)
{
	const struct strategy *strategy = catalog_find_strategy(value);

	return (strategy && strategy->about->class == CLASS_REMOTE) ||
	       class_find(value) == CLASS_REMOTE || strcmp(value, task_ranks.name) == 0;
}

Test(complete, the_values_offered_are_accepted)
{
	static const struct {
		const char *axis, *others;
		size_t nr;
	} axes[] = {
	    {"structure", "", 4},
	    {"sync", "--structure variable ", 30},
	    {"task", "", 2},
	    {"count", "", 2},
	    {"place", "", 5},
	    {"pattern", "--structure array ", 5},
	    {"granularity", "--structure array --sync mutex ", 3},
	};

	for (size_t a = 0; a < sizeof axes / sizeof *axes; a++) {
		char words[64], *text, *rest, *line;
		size_t nr = 0;

		snprintf(words, sizeof words, "run --%s ", axes[a].axis);
		text = rest = candidates(words);
		while ((line = strsep(&rest, "\n")) && *line) {
			line[strcspn(line, "\t")] = '\0';
			if (line[strlen(line) - 1] == ':')
				continue; /* to be gone on with */
			if (!is_for_ranks(line))
				assert_accepted(axes[a].axis, line, axes[a].others);
			nr++;
		}
		cr_expect_geq(nr, axes[a].nr, "%s: %zu", axes[a].axis, nr);
		free(text);
	}
}

Test(complete, takes_a_word_for_what_the_command_would)
{
	static const struct {
		const char *words, *wanted;
	} known[] = {
	    {"ru", "run"},
	    {"--v", "--version"},
	    {"nosuch ", ""},
	    {"run --sync tick", "ticket"},
	    {"run --sync=tick", "ticket"},
	    {"run --sync none,tick", "none,ticket"},
	    {"run --sync ticket,none,tick", ""}, /* stands there already */
	    {"run --place cpus:0,2,sca", "cpus:0,2,scatter"},
	    {"run --place cp", "cpus:"},
	    {"run --latency --task p", "process"}, /* its value is optional */
	    {"run --window 5ms --task=th", "thread"},
	    {"run --load ", ":files so"},
	    {"run -o ", ":directories"},
	    {"run --output=x", ":directories"},
	    {"run my.ini ", ""},
	    {"run lec", "lecture.ini :files ini"},
	    {"run --blocks 5 lec", "lecture.ini :files ini"},
	    {"run --blocks ", ""},
	    {"plot --format p", "png pdf"},
	    {"plot -f svg,", "svg,png svg,pdf"},
	    {"show --columns sync,goodp", "sync,goodput_per_s sync,goodput"},
	    {"plot --overlay publ", "published :directories"},
	    {"plot -n lost_sh", "lost_share"},
	    {"check --format ju", "junit"},
	    {"check --format junit=a", ":files"},
	    {"check --format=junit=a", ":files"},
	    {"check -o ", ":files"},
	    {"duet sy", "sync: :files"},
	    {"duet sync:tick", "sync:ticket"},
	    {"duet a sync:tick", "sync:ticket"},
	    {"duet a b lec", "lecture.ini :files ini"},
	    {"duet a b c ", ""},
	    {"lab ec", "echo"},
	    {"lab echo ", ""},
	    {"lab echo --st", "--stallers"},
	    {"lab nosuch --st", ""},
	    {"topo --place sc", "scatter"},
	    {"topo -p sc", "scatter"},
	    {"topo --input a", ":files xml"},
	    {"topo -i ", ":files xml"},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		assert_candidates(known[i].words, known[i].wanted);
}

static void make_result(const char *path)
{
	char file[128];

	cr_assert_eq(mkdir(path, 0777), 0);
	snprintf(file, sizeof file, "%s/trials.csv", path);
	fclose(fopen(file, "w"));
}

Test(complete, knows_a_result_directory)
{
	char here[PATH_MAX];

	assert_candidates("show ", ":directories");
	make_result("mine");
	make_result("with blank");
	mkdir("plain", 0777);
	mkdir("runs", 0777);
	make_result("runs/first");
	assert_candidates("show ", "mine runs/ with blank");
	assert_candidates("show m", "mine");
	assert_candidates("show ./m", "./mine");
	assert_candidates("show runs/", "runs/first");
	assert_candidates("check mine --baseline=ru", "runs/");
	assert_candidates("show pl", ":directories");
	fclose(fopen("fleet.db", "w"));
	assert_candidates("show f", "fleet.db");
	assert_candidates("merge f", ":directories");
	assert_candidates("topo --input m", "mine :files xml");
	assert_candidates("show mine ", "");
	assert_candidates("merge mine ru", "runs/");
	assert_candidates("merge mine -o ", ":files");
	cr_assert(realpath(".", here));
	setenv("HOME", here, 1);
	assert_candidates("show ~/m", "~/mine");
}

static int theme_main(int argc, char **argv)
{
	static const struct argp_option options[] = {{"theme", 't', "light|dark|print", 0, "", 0},
						     {0}};
	static const struct argp argp = {.options = options};

	return cli_parse(&argp, argc, argv, NULL);
}

static int silent_main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return EXIT_DONE;
}

static char *complete_in(const struct contents *contents, int nr, char **words)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	cr_assert_eq(complete_print(contents, nr, words, out), EXIT_DONE);
	fclose(out);
	return text;
}

Test(complete, a_value_that_help_lists_is_known)
{
	static const struct command commands[] = {{"draw", "", theme_main},
						  {"silent", "", silent_main}};
	const struct contents contents = {commands, 2};
	char *text = complete_in(&contents, 3, (char *[]){"draw", "--theme", ""});

	cr_expect_str_eq(text, "light\ndark\nprint\n");
	free(text);
	text = complete_in(&contents, 3, (char *[]){"draw", "-t", "d"});
	cr_expect_str_eq(text, "dark\n");
	free(text);
	text = complete_in(&contents, 2, (char *[]){"silent", "--"});
	cr_expect_str_eq(text, "", "a command without options: %s", text);
	free(text);
	text = complete_in(&contents, 0, NULL);
	cr_expect_str_eq(text, "draw\nsilent\n");
	free(text);
}
