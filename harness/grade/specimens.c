// SPDX-License-Identifier: MIT

#include "harness/grade/specimens.h"

static const struct specimen all_specimens[] = {
#define MUTANT(name, exercise, misconception, killer) {#name, #exercise, misconception, killer},
#include "benches/mutants/mutants.def"
#undef MUTANT
#define SOLUTION(name, exercise, style) {#name, #exercise, style, NULL},
#include "benches/solutions/solutions.def"
#undef SOLUTION
};

size_t specimens(const struct specimen **all)
{
	*all = all_specimens;
	return sizeof all_specimens / sizeof *all_specimens;
}
