// SPDX-License-Identifier: MIT

// How large the things are that a strategy and the harness hand each other. A strategy carries the
// sizes it was built with, so that one that was built with other headers is noticed before anything
// of it is used, also where nobody thought of SYNC_ABI.

#ifndef RACELAB_LAYOUT_H
#define RACELAB_LAYOUT_H

// What the macro names.
#include "benches/structure/hashtable.h" // IWYU pragma: keep
#include "benches/structure/loop.h"	 // IWYU pragma: keep
#include "benches/sync/sync.h"		 // IWYU pragma: keep

#define SYNC_LAYOUT                                                                                \
	{                                                                                          \
		.strategy_bytes = sizeof(struct strategy), .about_bytes = sizeof(struct about),    \
		.setup_bytes = sizeof(struct setup), .work_bytes = sizeof(struct work),            \
		.key_bytes = sizeof(struct key), .node_bytes = sizeof(struct node),                \
		.pool_bytes = sizeof(struct node_pool),                                            \
	}

#endif
