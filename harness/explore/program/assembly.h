// SPDX-License-Identifier: MIT

// What a compiler made of a program, before it is an object: there inline assembly can be told from
// what it made itself, and what that does to memory nobody could see; and so can functions that are
// called as soon as an object is loaded.

#ifndef RACELAB_EXPLORE_ASSEMBLY_H
#define RACELAB_EXPLORE_ASSEMBLY_H

#include "harness/complaint.h"

// Refuses both in FOLDER/ASSEMBLY; `what` names the program. Returns 0, or -1 with a complaint.
int assembly_check(const char *folder, const char *assembly, const char *what, struct complaint *c);

#endif
