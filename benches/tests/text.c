// SPDX-License-Identifier: MIT

#include "benches/tests/text.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

char *file_text(const char *path)
{
	char *text = calloc(1, 1 << 16);
	FILE *file = fopen(path, "r");

	cr_assert(file != NULL, "%s is missing", path);
	cr_assert_gt(fread(text, 1, (1 << 16) - 1, file), 0);
	fclose(file);
	return text;
}
