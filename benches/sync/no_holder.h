// SPDX-License-Identifier: MIT

// For a lock that keeps nothing of its own for each task: an empty holder. To be included after
// sync.h.

#ifndef RACELAB_NO_HOLDER_H
#define RACELAB_NO_HOLDER_H

#include "benches/sync/sync.h"

struct holder {
	char nothing;
};

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)holder;
	(void)setup;
	(void)task;
}

#endif
