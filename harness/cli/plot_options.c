// SPDX-License-Identifier: MIT

// The options of racelab plot.

#include <argp.h>
#include <stddef.h>

#include "benches/catalog.h"
#include "harness/cli/cli.h"
#include "harness/cli/draw.h"
#include "harness/cli/look.h"
#include "harness/cli/plot.h"
#include "harness/complaint.h"

static const char *figure_name(size_t i)
{
	if (i == catalog_nr_figures())
		return "topology";
	return i < catalog_nr_figures() ? catalog_figure(i)->name : NULL;
}

static error_t add_overlay(struct plot_wishes *wishes, const char *argument)
{
	if (!*argument)
		return cli_refuse_text("--overlay: name a result directory, or 'published'");
	if (wishes->nr_overlays == PLOT_MAX_OVERLAYS)
		return cli_refuse_text("--overlay: %d at most", PLOT_MAX_OVERLAYS);
	wishes->overlays[wishes->nr_overlays++] = argument;
	return 0;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
	struct plot_wishes *wishes = state->input;
	struct complaint c;

	switch (key) {
	case 'n':
		return look_bits(&wishes->figures, argument, figure_name, "figure", &c)
			   ? cli_refuse_at("--only", &c)
			   : 0;
	case 'l':
		return add_overlay(wishes, argument);
	case ARGP_KEY_ARG:
		if (wishes->dir)
			return ARGP_ERR_UNKNOWN;
		wishes->dir = argument;
		return 0;
	case ARGP_KEY_NO_ARGS:
		return cli_refuse_text("plot: which result directory? see racelab plot --help");
	default:
		return look_parse(&wishes->look, key, argument);
	}
}

int plot_main(int argc, char **argv)
{
	static struct argp_option options[LOOK_OPTIONS + 3] = {
	    {"only", 'n', "NAME,...", 0, "Only these figures (racelab list), or topology", 0},
	    {"overlay", 'l', "WHAT", 0,
	     "Lay other figures over these: 'published', or another run's directory; repeatable",
	     0},
	};
	static const struct argp argp = {
	    options,
	    parse_option,
	    "DIR",
	    "Draws the graphs of a run, into DIR/figures, with the figures (.csv) and the script "
	    "(.gp) that each was drawn from, and the machine with the tasks' PUs (topology.svg)."
	    "\vExamples:\n"
	    "  racelab plot mine\n"
	    "  racelab plot mine --format png,pdf --only cost\n"
	    "  racelab plot mine --theme dark --size 4:3 --format png\n"
	    "  racelab plot mine --overlay published --overlay yesterday",
	    NULL,
	    NULL,
	    NULL};
	struct plot_wishes wishes = {.look.formats = 1u << DRAW_SVG, .figures = PLOT_ALL_FIGURES};
	int code;

	look_add(options + 2, 0);
	code = cli_parse(&argp, argc, argv, &wishes);
	return code ? code : plot_draw(&wishes);
}
