// SPDX-License-Identifier: MIT

// --load of those commands that racelab itself starts.

#ifndef RACELAB_LOADING_H
#define RACELAB_LOADING_H

#include <argp.h>

struct plugins;

extern const struct argp_option loading_options[];

// For the command's argp parser: takes that option. ARGP_ERR_UNKNOWN if it is another one.
error_t loading_parse(struct plugins *plugins, int key, char *argument);

#endif
