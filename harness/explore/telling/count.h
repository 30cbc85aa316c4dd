// SPDX-License-Identifier: MIT

// Counts as text, in full: how many interleavings there are is not a number to be rounded.

#ifndef RACELAB_EXPLORE_COUNT_H
#define RACELAB_EXPLORE_COUNT_H

#include "harness/explore/found.h"

enum {
	COUNT_TEXT = 56, /* 39 digits of 128 bits, 12 commas, the end */
};

// "17153136", and for people "17,153,136". Both return text.
const char *count_plain(big_count count, char text[COUNT_TEXT]);
const char *count_grouped(big_count count, char text[COUNT_TEXT]);

#endif
