// SPDX-License-Identifier: MIT

// What is asked for on the command line of those commands that measure: axes, settings, plug-ins.

#ifndef RACELAB_ASKED_H
#define RACELAB_ASKED_H

#include <argp.h>

#include "harness/complaint.h"
#include "harness/plan/axes.h"
#include "harness/trial/plugin.h"

struct asked {
	struct axes axes;
	struct given setting[NR_SETTINGS];
	struct plugins plugins;
};

// The options of all axes, and --load, written from *option on under a headline; returns where the
// next one goes. There is room for NR_AXES + 2.
struct argp_option *asked_axes_options(struct argp_option *option, int group);

// The option of a setting. `initial` is what holds when it is not given; NULL: as for racelab run.
struct argp_option asked_setting_option(enum setting setting, const char *initial, int group);

// For a command's argp parser: takes one of these options. ARGP_ERR_UNKNOWN if it is none of them.
error_t asked_parse(struct asked *asked, int key, char *argument);

// From that to a spec, after the plug-ins are loaded: the spec file (NULL: none; see specs.h for
// bare names) with the options laid over it. Returns 0, or -1 with a complaint. spec must be
// initialized.
int asked_spec(struct asked *asked, const char *spec_file, struct spec *spec, struct complaint *c);

#endif
