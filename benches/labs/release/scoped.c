// SPDX-License-Identifier: MIT

// The critical section that is released by leaving its scope: what C has in place of `with lock`.
//
// Built with -fexceptions: only then does the compiler tell the unwinder of the cleanup, so that it
// also runs when the thread exits or is cancelled. Without it the lock would stay held, and nothing
// would warn. The cancellation handlers of pthread.h change with that option, too; hence a file of
// its own.

#include "benches/labs/release/scene.h"

static void leave(struct scene **held)
{
	scene_release(*held);
}

void section_scoped(struct scene *scene)
{
	__attribute__((cleanup(leave))) struct scene *held = scene;

	scene_acquire(held);
	if (scene_meets_fault(held))
		return;
}
