// SPDX-License-Identifier: MIT

// The strategies for ranks, as they are compiled; what is to be known of them without MPI is in the
// catalogue.

#ifndef RACELAB_REMOTES_H
#define RACELAB_REMOTES_H

// The one of that name, which is in the catalogue.
const struct remote *remotes_find(const char *name);

#endif
