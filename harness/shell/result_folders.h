// SPDX-License-Identifier: MIT

// Result directories, and what else holds results, by the beginning of their path.

#ifndef RACELAB_RESULT_FOLDERS_H
#define RACELAB_RESULT_FOLDERS_H

#include <stdbool.h>

#include "harness/shell/asking.h"

// Offers the folders that have a trials.csv, files with that ending (".db"; NULL: none), and, with
// a slash at the end, folders that hold such folders. "~/" is the home directory. Returns whether
// there were any.
bool result_folders_offer(const struct asking *asking, const char *ending);

#endif
