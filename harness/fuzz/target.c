// SPDX-License-Identifier: MIT

// Files are in memory and have a path by /proc, so that no input costs a disk.

#include "harness/fuzz/target.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/control.h"
#include "harness/machine/topology.h"

const char *target_file(const void *data, size_t size)
{
	static char path[64];
	static int fd = -1;

	if (fd < 0)
		fd = memfd_create("input", MFD_CLOEXEC);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	MUST(ftruncate(fd, 0) == 0);
	MUST(pwrite(fd, data, size, 0) == (ssize_t)size);
	return path;
}

char *target_text(const uint8_t *data, size_t size)
{
	char *text = strndup(size ? (const char *)data : "", size);

	MUST(text);
	return text;
}

void target_check_text(const char *text, int line_ends)
{
	char *copy = strdup(text);

	MUST(copy);
	control_replace(copy, '?');
	for (size_t i = 0; text[i]; i++)
		MUST(copy[i] == text[i] || (line_ends && text[i] == '\n'));
	free(copy);
}

const struct topology *target_machine(void)
{
	static struct topology t;
	struct complaint c;

	if (!t.nr_pus)
		MUST(topology_load_synthetic(&t, "pack:2 core:2 pu:2", &c) == 0);
	return &t;
}

void target_check_complaint(const struct complaint *c)
{
	MUST(c->kind == COMPLAINT_USER);
	MUST(c->text[0]);
	MUST(strlen(c->text) < sizeof c->text);
	target_check_text(c->text, 0);
}
