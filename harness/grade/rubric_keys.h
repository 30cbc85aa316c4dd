// SPDX-License-Identifier: MIT

// The keys of a rubric's sections, a reader each: `[races] window = 2ms`. What is refused says what
// would be right, and where it is known what was meant, that.

#ifndef RACELAB_RUBRIC_KEYS_H
#define RACELAB_RUBRIC_KEYS_H

struct rubric_reading {
	struct rubric *rubric;
	unsigned nr_pus; /* what `max` tasks are */
	int stage;	 /* whose section the key is in; -1: no stage's */
	struct complaint *c;
};

// Reads one into the rubric. Returns 0, or -1 with a user's complaint about the value, or about a
// key or a section that there is not.
int rubric_read_key(struct rubric_reading *r, const char *section, const char *name,
		    const char *value);

#endif
