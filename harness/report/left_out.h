// SPDX-License-Identifier: MIT

// Whether a lab whose rows lie in the directory was left out as a whole, and why.

#ifndef RACELAB_REPORT_LEFT_OUT_H
#define RACELAB_REPORT_LEFT_OUT_H

// Why, on the heap, if each of the rows in lab-NAME.csv at `path` only says that a part was left
// out: has a `detail`, and one word more. NULL if something was measured, or nothing can be read.
char *left_out(const char *path);

#endif
