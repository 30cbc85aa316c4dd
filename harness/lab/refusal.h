// SPDX-License-Identifier: MIT

// What a lab's processes said of what the machine would not do: lines that begin with "racelab: ",
// as must() (benches/sync/must.h) writes them. A lab of many processes says the same many times.

#ifndef RACELAB_LAB_REFUSAL_H
#define RACELAB_LAB_REFUSAL_H

#include <stddef.h>
#include <stdio.h>

// The first of these lines, without its beginning, and how many more there are: "fork: Resource
// temporarily unavailable (and 7 more like it)"; "" if there is none. All other lines are passed on
// to `others`.
void refusal_find(const char *said, char *text, size_t size, FILE *others);

#endif
