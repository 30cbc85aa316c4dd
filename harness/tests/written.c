// SPDX-License-Identifier: MIT

#include "harness/tests/written.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "harness/complaint.h"
#include "harness/explore/program/folder.h"
#include "harness/trial/sandbox.h"

static char folder[64];

void written_enter(void)
{
	struct complaint c;

	cr_assert_eq(sandbox_init(), 0);
	cr_assert_eq(folder_make(folder, sizeof folder, &c), 0, "%s", c.text);
}

void written_leave(void)
{
	folder_remove(folder);
}

const char *written(const char *text)
{
	static char path[96];
	FILE *out;

	snprintf(path, sizeof path, "%s/written.c", folder);
	out = fopen(path, "w");
	cr_assert(out);
	cr_assert(fputs(text, out) >= 0);
	cr_assert_eq(fclose(out), 0);
	return path;
}
