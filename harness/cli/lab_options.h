// SPDX-License-Identifier: MIT

// A lab's own options: as argp has them, and their values as people write them.

#ifndef RACELAB_LAB_OPTIONS_H
#define RACELAB_LAB_OPTIONS_H

#include <argp.h>
#include <stddef.h>
#include <stdint.h>

#include "benches/labs/lab.h"

// Fills in what holds when nothing is given. A lab whose own default is refused is wrong: the
// program ends.
void lab_options_default(const struct lab *lab, uint64_t *values);

// Reads one of them. Returns 0, or what cli_refuse does.
error_t lab_options_read(const struct lab *lab, size_t i, const char *argument, uint64_t *values);

// Adds them to a table of argp's, the first with that key, the others with the following ones.
// Returns where to go on.
struct argp_option *lab_options_add(struct argp_option *table, const struct lab *lab, int key);

#endif
