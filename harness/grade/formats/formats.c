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

static void complain_format(const char *name, struct complaint *c)
{
	const char *names[NR_FORMATS], *guess;
	char all[256] = "";

	for (size_t i = 0; i < NR_FORMATS; i++) {
		size_t used = strlen(all);

		names[i] = formats[i].name;
		snprintf(all + used, sizeof all - used, "%s%s", i ? ", " : "", names[i]);
	}
	guess = nearest_name(name, names, NR_FORMATS);
	if (guess)
		complain(c, "'%.100s' is no format; did you mean '%s'? there are %s", name, guess,
			 all);
	else
		complain(c, "'%.100s' is no format; there are %s", name, all);
}

const struct grade_format *grade_format_find(const char *name, struct complaint *c)
{
	for (size_t i = 0; i < NR_FORMATS; i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	complain_format(name, c);
	return NULL;
}
