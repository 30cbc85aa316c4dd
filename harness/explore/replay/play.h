// SPDX-License-Identifier: MIT

// The replay itself, in its sandbox: loads the program, starts the tasks, and conducts their
// rounds, each of which is the schedule from its beginning to its end, and judges how each ended.

#ifndef RACELAB_EXPLORE_PLAY_H
#define RACELAB_EXPLORE_PLAY_H

#include "harness/explore/replay/scene.h"

// What all who take part in it work with.
struct play {
	const struct replay *replay;
	const struct turns *turns;
	const struct pins *pins;
	unsigned times;
	struct scene scene;
	struct stage *stage;
};

// As a sandbox's main: its context is the play. Returns 0; stage->why says why it could not be
// played.
int play_main(void *context);

#endif
