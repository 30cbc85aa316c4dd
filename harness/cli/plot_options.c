// SPDX-License-Identifier: MIT

// The options of racelab plot.

#include <argp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "harness/cli/choice.h"
#include "harness/cli/cli.h"
#include "harness/cli/draw.h"
#include "harness/cli/look.h"
#include "harness/cli/plot.h"
#include "harness/complaint.h"
#include "harness/data/fleet.h"
#include "harness/store/fleet_load.h"
#include "harness/store/store_source.h"
#include "harness/store/runs.h"

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

struct asked {
	struct plot_wishes wishes;
	struct choice choice;
};

static error_t parse_further(struct asked *asked, int key, const char *argument)
{
	error_t error = choice_parse(&asked->choice, key, argument);

	return error == ARGP_ERR_UNKNOWN ? look_parse(&asked->wishes.look, key, argument) : error;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
	struct asked *asked = state->input;
	struct plot_wishes *wishes = &asked->wishes;
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
		return parse_further(asked, key, argument);
	}
}

// Runs of a store to lay over, which are named: one at a time.
static int load_overlays(struct plot_wishes *wishes, struct chosen *chosen, struct complaint *c)
{
	static const struct choice none;

	for (size_t i = 0; i < wishes->nr_overlays; i++) {
		if (strcmp(wishes->overlays[i], "published") == 0)
			continue;
		if (chosen_one(&chosen[i], wishes->overlays[i], &none, c))
			return complain_at(c, "--overlay");
		wishes->overlays[i] = chosen[i].paths[0];
	}
	return 0;
}

// All machines in one picture.
static int draw_many(struct asked *asked, const struct chosen *chosen)
{
	char *folder = store_source_folder(chosen->path);
	struct fleet fleet;
	struct complaint c;
	int code;

	if (!folder)
		abort();
	if (fleet_load(&fleet, chosen->path, &chosen->runs, &c)) {
		code = cli_complain(&c);
	} else {
		asked->wishes.dir = folder;
		asked->wishes.fleet = &fleet;
		code = plot_draw(&asked->wishes);
		asked->wishes.dir = NULL;
		asked->wishes.fleet = NULL;
	}
	fleet_fini(&fleet);
	free(folder);
	return code;
}

static int draw_chosen(struct asked *asked, const struct chosen *chosen)
{
	chosen_tell(chosen);
	if (chosen->nr_paths > 1)
		return draw_many(asked, chosen);
	asked->wishes.dir = chosen->paths[0];
	return plot_draw(&asked->wishes);
}

static int draw_asked(struct asked *asked)
{
	struct chosen chosen, overlays[PLOT_MAX_OVERLAYS] = {0};
	struct complaint c;
	int code;

	if (chosen_load(&chosen, asked->wishes.dir, &asked->choice, &c) ||
	    load_overlays(&asked->wishes, overlays, &c))
		code = cli_complain(&c);
	else
		code = draw_chosen(asked, &chosen);
	for (size_t i = 0; i < PLOT_MAX_OVERLAYS; i++)
		chosen_fini(&overlays[i]);
	chosen_fini(&chosen);
	return code;
}

int plot_main(int argc, char **argv)
{
	static struct argp_option options[LOOK_OPTIONS + CHOICE_OPTIONS + 3] = {
	    {"only", 'n', "NAME,...", 0, "Only these figures (racelab list), or topology", 0},
	    {"overlay", 'l', "WHAT", 0,
	     "Lay other figures over these: 'published', or another run's directory; repeatable",
	     0},
	};
	static const struct argp argp = {
	    options,
	    parse_option,
	    "DIR|STORE",
	    "Draws the graphs of a run, into DIR/figures, with the figures (.csv) and the script "
	    "(.gp) that each was drawn from, and the machine with the tasks' PUs (topology.svg). "
	    "Of a "
	    "store fleet.db (racelab merge), into fleet-report/figures: all machines in one "
	    "picture, or one run, if it is chosen."
	    "\vExamples:\n"
	    "  racelab plot mine\n"
	    "  racelab plot mine --format png,pdf --only cost\n"
	    "  racelab plot mine --theme dark --size 4:3 --format png\n"
	    "  racelab plot mine --overlay published --overlay yesterday",
	    NULL,
	    NULL,
	    NULL};
	struct asked asked = {
	    .wishes = {.look.formats = 1u << DRAW_SVG, .figures = PLOT_ALL_FIGURES}};
	int code;

	choice_add(look_add(options + 2, 0), 1);
	code = cli_parse(&argp, argc, argv, &asked);
	return code ? code : draw_asked(&asked);
}
