// SPDX-License-Identifier: MIT

// What racelab brings along besides its executable.

#ifndef RACELAB_ASSETS_H
#define RACELAB_ASSETS_H

#include "harness/complaint.h"

// The absolute path of a folder that racelab brings along ("plots"), on the heap: in
// $RACELAB_SHARE if that is set; else in ../share/racelab beside the executable's folder, or where
// racelab was built. NULL with a machine's complaint if it is not there.
char *assets_folder(const char *name, struct complaint *c);

// Where racelab's own sources are: the folder that benches/ is in. As assets_folder.
char *assets_root(struct complaint *c);

#endif
