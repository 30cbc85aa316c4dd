// SPDX-License-Identifier: MIT

// What a compiled program calls, and what its variables are called, as nm says it, and their parts,
// as debug information does.

#ifndef RACELAB_EXPLORE_SYMBOLS_H
#define RACELAB_EXPLORE_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/program/debug_info.h"
#include "harness/explore/program/fields.h"

enum {
	SYMBOL_NAME = 64,
	PLACE_NAME = 192, /* and what is behind it: ".field[1].of[2].it" */
};

struct symbol {
	char name[SYMBOL_NAME];
	uint64_t address, size; /* from the object's beginning, in bytes */
};

struct symbols {
	struct symbol *symbol; /* variables, by address */
	size_t nr;
	struct debug_info debug;
	bool learned;
};

// Refuses what is left open in the shared object: a function that cannot be looked into. `what`
// names the program. Returns 0, or -1 with a user's complaint (a machine's if there is no nm).
int symbols_check(const char *object, const char *folder, const char *what, struct complaint *c);

// Reads the object's variables. Returns 0, or -1 with a complaint.
int symbols_load(struct symbols *symbols, const char *object, const char *folder,
		 struct complaint *c);
void symbols_fini(struct symbols *symbols);

// From now on parts of variables have names, where there is debug information. It takes as long as
// a run of readelf does; the second time nothing.
void symbols_learn(struct symbols *symbols, const char *object, const char *folder);

// Writes the name of what is at that address, "queue.first"; "queue+8" where no more is known,
// "0x1234" if no variable is there. Returns text.
const char *symbols_name(const struct symbols *symbols, uint64_t address, enum fields_of of,
			 char *text, size_t size);

#endif
