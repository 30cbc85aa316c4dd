// SPDX-License-Identifier: MIT

#include "harness/data/run_topology.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/data/directory.h"
#include "harness/data/source.h"

// A file in memory that holds the text; -1 without memory.
static int file_of(const char *text)
{
	int fd = memfd_create("topology.xml", MFD_CLOEXEC);
	size_t length = strlen(text);

	if (fd >= 0 && write(fd, text, length) != (ssize_t)length) {
		close(fd);
		return -1;
	}
	return fd;
}

static int load_text(struct topology *t, const char *text, struct complaint *c)
{
	int fd = file_of(text), result;
	char path[64];

	if (fd < 0)
		return complain_machine(c, "no memory for the machine's topology");
	/* by our number: a child reads it */
	snprintf(path, sizeof path, "/proc/%ld/fd/%d", (long)getpid(), fd);
	result = topology_load_xml(t, path, c);
	close(fd);
	return result;
}

int run_topology_load(struct topology *t, const char *path, struct complaint *c)
{
	const struct source *source = source_of(path);
	char *text = source ? source->topology(path) : directory_file(path, "topology.xml");
	int result;

	if (source && !text)
		return complain(c, "%s: the store has no topology of this machine", path);
	result = source ? load_text(t, text, c) : topology_load_xml(t, text, c);
	free(text);
	return result;
}
