// SPDX-License-Identifier: MIT

// What racelab grades of its own, to know that grades are right: mutants, each with one mistake,
// and right solutions in the styles that students write (benches/mutants, benches/solutions).

#ifndef RACELAB_GRADE_SPECIMENS_H
#define RACELAB_GRADE_SPECIMENS_H

#include <stddef.h>

struct specimen {
	const char *name, *exercise;
	const char *what; /* of a mutant the misconception, of a solution its style */
	const char
	    *killer; /* of a mutant the stage that is to catch it, "proof rc11"; NULL: right */
};

size_t specimens(const struct specimen **all);

#endif
