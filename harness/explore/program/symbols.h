// SPDX-License-Identifier: MIT

// What a compiled program calls, and what its variables are called, as nm says it.

#ifndef RACELAB_EXPLORE_SYMBOLS_H
#define RACELAB_EXPLORE_SYMBOLS_H

#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"

enum {
	SYMBOL_NAME = 64,
};

struct symbol {
	char name[SYMBOL_NAME];
	uint64_t address, size; /* from the object's beginning, in bytes */
};

struct symbols {
	struct symbol *symbol; /* variables, by address */
	size_t nr;
};

// Refuses what is left open in the shared object: a function that cannot be looked into. `what`
// names the program. Returns 0, or -1 with a user's complaint (a machine's if there is no nm).
int symbols_check(const char *object, const char *folder, const char *what, struct complaint *c);

// Reads the object's variables. Returns 0, or -1 with a complaint.
int symbols_load(struct symbols *symbols, const char *object, const char *folder,
		 struct complaint *c);
void symbols_fini(struct symbols *symbols);

// Writes the name of the place at that address, "queue+8" behind its beginning, "0x1234" if no
// variable is there. Returns text.
const char *symbols_name(const struct symbols *symbols, uint64_t address, char *text, size_t size);

#endif
