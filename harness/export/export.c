// SPDX-License-Identifier: MIT

// The table of formats, and one way to write them all.

#include "harness/export/export.h"

#include <string.h>

#include "harness/export/whole.h"

static const struct format formats[] = {
#define FORMAT(id, name, meaning) {name, meaning, export_##id},
#include "harness/export/formats.def"
#undef FORMAT
};

enum {
	NR_FORMATS = sizeof formats / sizeof formats[0],
};

size_t export_nr_formats(void)
{
	return NR_FORMATS;
}

const struct format *export_format(size_t i)
{
	return &formats[i];
}

const struct format *export_find(const char *name, struct complaint *c)
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

// What is to be written, and how.
struct exporting {
	const struct format *format;
	const struct verdict *verdict;
};

static int write_verdict(const void *what, FILE *out)
{
	const struct exporting *exporting = what;

	return exporting->format->write(exporting->verdict, out);
}

int export_write(const struct format *format, const struct verdict *verdict, const char *path,
		 struct complaint *c)
{
	const struct exporting exporting = {format, verdict};

	return whole_write(path, write_verdict, &exporting, c);
}
