// SPDX-License-Identifier: MIT

#include "harness/grade/handout.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	NR_FILES = 4,
	PATH_BYTES = PATH_MAX + 64,
};

// One file of the folder, and what it is made of.
struct part {
	char to[PATH_BYTES], from[PATH_BYTES];
	char first_line[64]; /* before all else; "": nothing */
};

static void name_parts(const struct exercise *exercise, const char *folder,
		       struct part part[NR_FILES])
{
	static const char *const endings[] = {".h", ".c"};

	snprintf(part[0].to, PATH_BYTES, "%s/README.md", folder);
	snprintf(part[0].from, PATH_BYTES, "%s/README.md", exercise->folder);
	for (int i = 0; i < 2; i++) {
		snprintf(part[1 + i].to, PATH_BYTES, "%s/%s%s", folder, exercise->name, endings[i]);
		snprintf(part[1 + i].from, PATH_BYTES, "%s/%s%s", exercise->folder, exercise->name,
			 endings[i]);
	}
	snprintf(part[3].to, PATH_BYTES, "%s/Makefile", folder);
	snprintf(part[3].from, PATH_BYTES, "%s/benches/exercises/handout.mk", exercise->root);
	snprintf(part[3].first_line, sizeof part[3].first_line, "EXERCISE = %s\n", exercise->name);
}

static int check_free(const struct part *part, struct complaint *c)
{
	for (int i = 0; i < NR_FILES; i++)
		if (access(part[i].to, F_OK) == 0)
			return complain(c,
					"%s is there already, and may be somebody's work: name "
					"another folder",
					part[i].to);
	return 0;
}

static int copy(FILE *in, FILE *out)
{
	char block[4096];
	size_t length;

	while ((length = fread(block, 1, sizeof block, in)) > 0)
		fwrite(block, 1, length, out);
	return ferror(in) || ferror(out) ? -1 : 0;
}

static int write_part(const struct part *part, struct complaint *c)
{
	FILE *in = fopen(part->from, "re"), *out;
	int error;

	if (!in)
		return complain_machine(c, "%s: %s", part->from, strerror(errno));
	out = fopen(part->to, "wxe"); /* x: nobody's work is written over */
	if (!out) {
		fclose(in);
		return complain_machine(c, "%s: %s", part->to, strerror(errno));
	}
	fputs(part->first_line, out);
	error = copy(in, out);
	fclose(in);
	if (fclose(out) || error)
		return complain_machine(c, "%s: %s", part->to, strerror(errno));
	return 0;
}

int handout_make(const struct exercise *exercise, const char *folder, struct complaint *c)
{
	static struct part part[NR_FILES];

	if (strlen(folder) >= PATH_MAX)
		return complain(c, "the path of %.60s... is too long", folder);
	memset(part, 0, sizeof part);
	name_parts(exercise, folder, part);
	if (check_free(part, c))
		return -1;
	if (mkdir(folder, 0777) && errno != EEXIST)
		return complain_machine(c, "%s: %s", folder, strerror(errno));
	for (int i = 0; i < NR_FILES; i++)
		if (write_part(&part[i], c))
			return -1;
	return 0;
}
