// SPDX-License-Identifier: MIT

// The machine's portrait: the right PUs have the right colours, in `topo` and in `plot`.

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "harness/figure/theme.h"
#include "harness/topo/portrait.h"
#include "harness/tests/drawn.h"
#include "harness/tests/program.h"

TestSuite(portrait, .init = program_enter, .fini = program_leave, .timeout = 60);

// PU number `pu`, by hwloc's count, is of that colour.
static void pu_is(xmlNode *root, unsigned pu, const char *colour)
{
	unsigned is[3], wanted[3];
	char id[32], *fill;
	xmlNode *rectangle;

	snprintf(id, sizeof id, "PU_%u_rect", pu);
	rectangle = drawn_find(root, id);
	cr_assert(rectangle, "there is no %s", id);
	fill = drawn_attribute(rectangle, "fill");
	cr_assert(drawn_colour(fill, is) && drawn_colour(colour, wanted));
	cr_expect_eq(memcmp(is, wanted, sizeof is), 0, "PU %u: %s instead of %s", pu, fill, colour);
	xmlFree(fill);
}

Test(portrait, topo_colours_the_pus_of_tasks_and_no_others)
{
	xmlDoc *svg;
	xmlNode *root;
	/* scatter: task 0 on the first package, task 1 on the second, task 2 on the next core */
	static const int task_of[8] = {0, -1, 2, -1, 1, -1, -1, -1};
	char *box;

	cr_assert_eq(
	    system("${RACELAB:-" RACELAB_ROOT "/build/release/racelab} topo --synthetic "
		   "'pack:2 core:2 pu:2' --count 3 --place scatter -o machine.svg >/dev/null"),
	    0);
	svg = drawn_read("machine.svg");
	root = xmlDocGetRootElement(svg);
	for (unsigned pu = 0; pu < 8; pu++)
		pu_is(root, pu,
		      task_of[pu] < 0 ? "#ffffff"
				      : portrait_colour(THEME_LIGHT, (size_t)task_of[pu]));
	cr_expect(drawn_says(root, "task 2"));
	cr_expect(drawn_says(root, "PUs of 3 tasks, place scatter"));
	box = drawn_attribute(root, "viewBox");
	cr_expect_null(strstr(box, "px"), "%s", box);
	xmlFree(box);
	xmlFreeDoc(svg);
}

Test(portrait, tasks_that_share_a_pu_are_named_together)
{
	xmlDoc *svg;

	cr_assert_eq(system("${RACELAB:-" RACELAB_ROOT "/build/release/racelab} topo --synthetic "
			    "'core:2 pu:1' --count 5 -o machine.svg >/dev/null"),
		     0);
	svg = drawn_read("machine.svg");
	cr_expect(drawn_says(xmlDocGetRootElement(svg), "tasks 0, 2, 4"));
	cr_expect(drawn_says(xmlDocGetRootElement(svg), "tasks 1, 3"));
	xmlFreeDoc(svg);
}

Test(portrait, tasks_without_pins_colour_nothing)
{
	xmlDoc *svg;

	program_expect("topo --place none --count 2 -o machine.svg", 0, "");
	svg = drawn_read("machine.svg");
	cr_expect_not(drawn_says(xmlDocGetRootElement(svg), "task 0"));
	pu_is(xmlDocGetRootElement(svg), 0, "#ffffff");
	xmlFreeDoc(svg);
}

Test(portrait, a_file_that_cannot_be_is_refused)
{
	program_expect("topo -o machine.png", 64,
		       "racelab: --output: 'machine.png' does not end in .svg, and only SVG can be "
		       "drawn\n");
	program_expect("topo -o nowhere/machine.svg", 2,
		       "racelab: cannot write nowhere/machine.svg: No such file or directory\n");
}

Test(portrait, plot_draws_the_largest_case_in_its_theme)
{
	xmlDoc *svg;

	drawn_take_run("run");
	program_expect("plot run --only topology --theme dark", 0,
		       "to look at them: xdg-open run/figures/topology.svg\n");
	svg = drawn_read("run/figures/topology.svg");
	pu_is(xmlDocGetRootElement(svg), 0, portrait_colour(THEME_DARK, 0));
	pu_is(xmlDocGetRootElement(svg), 1, portrait_colour(THEME_DARK, 1));
	cr_expect(drawn_says(xmlDocGetRootElement(svg), "PUs of 2 tasks, place compact"));
	xmlFreeDoc(svg);
}

Test(portrait, a_run_without_its_topology_is_plotted_without_it)
{
	drawn_take_run("run");
	unlink("run/topology.xml");
	program_expect("plot run --only cost,topology", 0,
		       "racelab: left out topology: run/topology.xml: not there\n"
		       "to look at them: xdg-open run/figures/cost.svg\n");
	cr_expect_neq(access("run/figures/topology.svg", F_OK), 0);
}

Test(portrait, without_lstopo_plot_goes_on_and_topo_says_what_to_install)
{
	char here[128], path[160];

	drawn_take_run("run");
	cr_assert_eq(mkdir("bin", 0777), 0);
	cr_assert_eq(symlink("/usr/bin/gnuplot", "bin/gnuplot"), 0);
	snprintf(path, sizeof path, "%s/bin",
		 getcwd(here, sizeof here)); /* gnuplot runs elsewhere */
	setenv("PATH", path, 1);
	program_expect("topo -o machine.svg", 2,
		       "racelab: lstopo-no-graphics was not found: install it (Debian: apt "
		       "install hwloc-nox)\n");
	program_expect("plot run --only cost,topology", 0,
		       "racelab: left out topology: lstopo-no-graphics was not found: install it "
		       "(Debian: apt install hwloc-nox)\n"
		       "to look at them: xdg-open run/figures/cost.svg\n");
}
