// SPDX-License-Identifier: MIT

#include "harness/explore/program/kept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool kept_write(const struct kept *kept, const char *made_by, const char *file)
{
	bool written;
	FILE *out;

	if (!kept->made_by || strcmp(kept->made_by, made_by) != 0)
		return false;
	out = fopen(file, "w");
	if (!out)
		return false;
	written = fwrite(kept->bytes, 1, kept->nr, out) == kept->nr;
	return fclose(out) == 0 && written;
}

static void forget(struct kept *kept)
{
	free(kept->made_by);
	free(kept->bytes);
	kept->made_by = NULL;
	kept->bytes = NULL;
	kept->nr = 0;
}

// Fills in bytes and nr of an open file. False if that cannot be.
static bool read_all(struct kept *kept, FILE *in)
{
	long size = fseek(in, 0, SEEK_END) ? -1 : ftell(in);

	if (size <= 0)
		return false;
	rewind(in);
	kept->bytes = malloc((size_t)size);
	kept->nr = kept->bytes ? fread(kept->bytes, 1, (size_t)size, in) : 0;
	return kept->nr == (size_t)size;
}

void kept_read(struct kept *kept, const char *made_by, const char *file)
{
	FILE *in = fopen(file, "r");

	forget(kept);
	if (!in)
		return;
	if (read_all(kept, in))
		kept->made_by = strdup(made_by);
	if (!kept->made_by)
		forget(kept);
	fclose(in);
}
