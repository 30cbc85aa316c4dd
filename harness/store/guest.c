// SPDX-License-Identifier: MIT

#include "harness/store/guest.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/data/directory.h"
#include "harness/store/limits.h"
#include "harness/store/pack.h"

int guest_init(struct guest *guest, const char *file, struct complaint *c)
{
	const char *folder = getenv("TMPDIR");

	*guest = (struct guest){0};
	if (asprintf(&guest->directory, "%s/racelab-XXXXXX", folder && *folder ? folder : "/tmp") <
	    0) {
		guest->directory = NULL;
		return complain_machine(c, "no memory");
	}
	if (mkdtemp(guest->directory))
		return pack_read(file, guest->directory, c);
	complain_machine(c, "cannot make a folder in %s: %s", folder && *folder ? folder : "/tmp",
			 strerror(errno));
	free(guest->directory);
	guest->directory = NULL;
	return -1;
}

void guest_fini(struct guest *guest)
{
	for (int i = 0; guest->directory && i < NR_RUN_FILES; i++) {
		char *path = directory_file(guest->directory, run_files[i].name);

		unlink(path);
		free(path);
	}
	if (guest->directory)
		rmdir(guest->directory);
	free(guest->directory);
	guest->directory = NULL;
}

void guest_name(const struct guest *guest, const char *file, struct complaint *c)
{
	char *at = guest->directory ? strstr(c->text, guest->directory) : NULL;
	struct complaint named = {.kind = c->kind};

	if (!at)
		return;
	(c->kind == COMPLAINT_USER ? complain : complain_machine)(
	    &named, "%.*s%s%s", (int)(at - c->text), c->text, file, at + strlen(guest->directory));
	*c = named;
}
