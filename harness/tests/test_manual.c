// SPDX-License-Identifier: MIT

// The manual page has everything that --help and the catalogue have, and is one that man accepts.

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "benches/labs/lab.h"
#include "benches/sync/sync.h"
#include "harness/shell/roff.h"
#include "harness/tests/help.h"
#include "harness/tests/program.h"

static struct program page;

static void set_up(void)
{
	program_enter();
	program_run(&page, &(struct surroundings){0}, "man", 0, "");
}

static void tear_down(void)
{
	program_fini(&page);
	program_leave();
}

TestSuite(manual, .init = set_up, .fini = tear_down, .timeout = 60);

// What stands under ".SS "racelab COMMAND [", to the next headline, on the heap.
static char *section_of(const char *command)
{
	char headline[128], *begin, *end, *section;

	snprintf(headline, sizeof headline, "\n.SS \"racelab %s [", command);
	begin = strstr(page.out.text, headline);
	cr_assert(begin, "no section about %s", command);
	end = strstr(begin + 1, "\n.S");
	section = strndup(begin, (size_t)(end - begin));
	return section;
}

static void assert_option(const char *section, const char *command, const char *name)
{
	char *escaped, *wanted;
	size_t size;
	FILE *out = open_memstream(&escaped, &size);

	roff_word(out, name);
	fclose(out);
	cr_assert(asprintf(&wanted, "\\fB\\-\\-%s\\fR", escaped) > 0);
	cr_expect(strstr(section, wanted), "%s: --%s is not there", command, name);
	free(wanted);
	free(escaped);
}

Test(manual, has_every_option_of_every_command)
{
	struct help commands, options;

	help_commands(&commands);
	for (size_t i = 0; i < commands.nr; i++) {
		char *section = section_of(commands.name[i]);

		help_options(&options, commands.name[i]);
		for (size_t o = 0; o + 2 < options.nr; o++) /* the last two are everyone's */
			assert_option(section, commands.name[i], options.name[o]);
		help_fini(&options);
		free(section);
	}
	help_fini(&commands);
	assert_option(page.out.text, "all", "help");
	assert_option(page.out.text, "all", "version");
}

Test(manual, has_every_lab_with_its_own_options)
{
	for (size_t i = 0; i < catalog_nr_labs(); i++) {
		const struct lab *lab = catalog_lab(i);
		char command[64], *section;

		snprintf(command, sizeof command, "lab %s", lab->name);
		section = section_of(command);
		for (size_t o = 0; o < LAB_MAX_OPTIONS && lab->options[o].name; o++)
			assert_option(section, command, lab->options[o].name);
		free(section);
	}
}

Test(manual, has_the_whole_catalogue)
{
	char entry[128];

	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		snprintf(entry, sizeof entry, ".TP\n.B \"%s\"\n", catalog_strategy(i)->name);
		cr_expect(strstr(page.out.text, entry), "%s", entry);
	}
	for (size_t i = 0; i < catalog_nr_figures(); i++) {
		snprintf(entry, sizeof entry, ".TP\n.B \"%s\"\n", catalog_figure(i)->name);
		cr_expect(strstr(page.out.text, entry), "%s", entry);
	}
}

Test(manual, man_has_nothing_to_say_against_it)
{
	FILE *file = fopen("racelab.1", "w"), *said;
	char line[256];

	if (system("command -v man >/dev/null") != 0)
		cr_skip_test("no man here");
	fputs(page.out.text, file);
	fclose(file);
	said = popen("man --warnings -E UTF-8 -l racelab.1 2>&1 >/dev/null", "r");
	cr_expect_null(fgets(line, sizeof line, said), "%s", line);
	cr_expect_eq(pclose(said), 0);
	unlink("racelab.1");
}

static char *roff_of(const char *text)
{
	char *written;
	size_t size;
	FILE *out = open_memstream(&written, &size);

	roff_text(out, text, NULL);
	fclose(out);
	return written;
}

Test(roff, nothing_is_taken_for_a_command)
{
	static const struct {
		const char *text, *written;
	} known[] = {
	    {"", ""},
	    {"one\ntwo", "one\ntwo\n"},
	    {"one\n\ntwo", "one\n.PP\ntwo\n"},
	    {".so 'x' \\n a-b", "\\&.so \\(aqx\\(aq \\en a\\-b\n"},
	    {"this is exactly so long that the next word, if it were not for the full stop .TH",
	     "this is exactly so long that the next word, if it were not for the full\n"
	     "stop \\&.TH\n"},
	    {"Examples:\n  a  b\n  .c\nafter",
	     "Examples:\n.RS 2\n.EX\na  b\n\\&.c\n.EE\n.RE\n.PP\nafter\n"},
	    {"  only", ".RS 2\n.EX\nonly\n.EE\n.RE\n"},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		char *written = roff_of(known[i].text);

		cr_expect_str_eq(written, known[i].written, "'%s' became:\n%s", known[i].text,
				 written);
		free(written);
	}
}
