// SPDX-License-Identifier: MIT

// The table of formats.

#include "harness/grade/formats/formats.h"

#include <string.h>

static const struct grade_format formats[] = {
#define GRADE_FORMAT(id, name, meaning) {name, meaning, grade_format_##id},
#include "harness/grade/formats/formats.def"
#undef GRADE_FORMAT
};

enum {
	NR_FORMATS = sizeof formats / sizeof formats[0],
};

size_t grade_nr_formats(void)
{
	return NR_FORMATS;
}

const struct grade_format *grade_format(size_t i)
{
	return &formats[i];
}

const struct grade_format *grade_format_find(const char *name, struct complaint *c)
{
	const char *names[NR_FORMATS];

	for (size_t i = 0; i < NR_FORMATS; i++) {
		names[i] = formats[i].name;
		if (strcmp(name, names[i]) == 0)
			return &formats[i];
	}
	complain_no_such(c, "format", name, names, NR_FORMATS);
	return NULL;
}
