// SPDX-License-Identifier: MIT

// What the report says of what was proved: of each strategy that the run raced, and no more than
// was found; and that what was explored since the figures were drawn is drawn.

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/tests/drawn.h"
#include "harness/tests/program.h"

TestSuite(proofs, .init = program_enter, .fini = program_leave, .timeout = 60);

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file, "%s", path);
	fputs(text, file);
	fclose(file);
}

static void touch(const char *path, time_t when)
{
	struct timespec times[2] = {{.tv_sec = when}, {.tv_sec = when}};

	cr_assert_eq(utimensat(AT_FDCWD, path, times, 0), 0, "%s", path);
}

// A run whose figures are drawn already, as far as can be told: there are none.
static void take_run(void)
{
	drawn_take_run("run");
	cr_assert_eq(mkdir("run/figures", 0777), 0);
	write_file("run/figures/figures.json", "[]");
}

static void has(const char *words)
{
	char *page = program_read("run/report.html", NULL);

	cr_expect(strstr(page, words), "'%s' is not there", words);
	free(page);
}

static void lacks(const char *words)
{
	char *page = program_read("run/report.html", NULL);

	cr_expect_null(strstr(page, words), "'%s' is there", words);
	free(page);
}

Test(proofs, stand_beside_what_was_measured)
{
	drawn_take_run("run");
	drawn_explore("run");
	cr_assert_eq(mkdir("run/figures", 0777), 0);
	write_file("run/figures/figures.json", "[]");
	program_expect("report run", 0, NULL);
	has("<th scope=\"row\">none</th><td class=\"fail\">violated: lost update</td>"
	    "<td class=\"fail\">violated: lost update, hang</td>"
	    "<td class=\"missing\">incomplete: no &lt;more&gt; memory</td>"
	    "<td>2 tasks x 2 increments, 3 x 1</td>");
	has("<th scope=\"row\">mutex</th><td class=\"missing\" colspan=\"3\">cannot be explored: "
	    "it "
	    "calls &lt;flock&gt;</td>");
	has("<th scope=\"row\">fetch_add</th><td class=\"missing\">not explored</td>");
	lacks("<th scope=\"row\">clh</th>"); /* it was not raced */
}

Test(proofs, that_are_missing_are_missed)
{
	take_run();
	program_expect("report run", 0, NULL);
	has("Not explored. To find out: <code>racelab explore --figures run</code>");
}

Test(proofs, that_cannot_be_read_are_none)
{
	take_run();
	write_file("run/explore-verdicts.csv", "strategy,<b>\n");
	touch("run/explore-verdicts.csv", 1);
	program_expect("report run", 0, NULL);
	has("Not explored, as far as can be told: explore-verdicts.csv:1: these are not the "
	    "columns "
	    "of such a table. To find out: <code>racelab explore --figures run</code>");
}

Test(proofs, figures_older_than_what_was_explored_are_drawn_anew)
{
	struct program program;

	take_run();
	drawn_explore("run");
	touch("run/trials.csv", 1);
	touch("run/figures/figures.json", 2);
	program_run(&program, &(struct surroundings){0}, "report run", 0, NULL);
	cr_expect(strstr(program.out.text, "run/figures/models.svg\n"));
	program_fini(&program);
	has("This machine showed 1 of the 5 outcomes that rc11 allows");
}
