// SPDX-License-Identifier: MIT

// The ways of racelab explore. Each prints what it finds, and returns an exit code.

#ifndef RACELAB_EXPLORE_WAYS_H
#define RACELAB_EXPLORE_WAYS_H

#include "harness/cli/explore_options.h"

int explore_one(const struct explore_asked *asked, const char *root);
int explore_all(const struct explore_asked *asked, const char *root);
int explore_orders(const struct explore_asked *asked, const char *root);
int explore_replay(const struct explore_asked *asked, const char *root);
int explore_figures(const struct explore_asked *asked, const char *root);
int explore_page(const struct explore_asked *asked, const char *root);
int explore_list(const struct explore_asked *asked);

#endif
