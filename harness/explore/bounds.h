// SPDX-License-Identifier: MIT

// How far an exploration goes.

#ifndef RACELAB_EXPLORE_BOUNDS_H
#define RACELAB_EXPLORE_BOUNDS_H

// So many tasks do so many increments each.
struct bounds {
	unsigned tasks, ops;
};

#endif
