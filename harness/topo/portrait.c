// SPDX-License-Identifier: MIT

// A portrait is made in three steps: the topology is copied and each used PU is given a style and a
// note with its tasks; lstopo draws that, from one file in memory into another; and what it drew is
// made a good citizen of a page: a view box without units, a title, paper and a caption.

#include "harness/topo/portrait.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/topo/portrait_style.h"

extern char **environ;

static int no_memory(struct complaint *c)
{
	return complain_machine(c, "no memory for the topology's picture");
}

// Writes all of it into a new file in memory. Returns its descriptor, or -1.
static int in_memory(const char *text, size_t length)
{
	int fd = memfd_create("topology", MFD_CLOEXEC);

	if (fd >= 0 && (write(fd, text, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) < 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

// A copy that takes notes: hwloc's usual topologies leave Misc objects out. NULL on failure.
static hwloc_topology_t copy_of(hwloc_topology_t topology)
{
	hwloc_topology_t copy;
	char *xml;
	int length;

	if (hwloc_topology_export_xmlbuffer(topology, &xml, &length, 0))
		return NULL;
	if (hwloc_topology_init(&copy)) {
		copy = NULL;
	} else if (hwloc_topology_set_xmlbuffer(copy, xml, length) ||
		   hwloc_topology_set_flags(copy, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED) ||
		   hwloc_topology_set_type_filter(copy, HWLOC_OBJ_MISC,
						  HWLOC_TYPE_FILTER_KEEP_ALL) ||
		   hwloc_topology_load(copy)) {
		hwloc_topology_destroy(copy);
		copy = NULL;
	}
	hwloc_free_xmlbuffer(topology, xml);
	return copy;
}

// The styled topology as XML in memory. Returns its descriptor, or -1 with a complaint.
static int styled(const struct portrait *portrait, struct complaint *c)
{
	hwloc_topology_t copy = copy_of(portrait->hwloc);
	char *xml;
	int length, fd = -1;

	if (!copy)
		return complain_machine(c, "hwloc cannot copy the topology");
	if (!portrait_style(copy, portrait) &&
	    !hwloc_topology_export_xmlbuffer(copy, &xml, &length, 0)) {
		fd = in_memory(xml, strlen(xml));
		hwloc_free_xmlbuffer(copy, xml);
	}
	hwloc_topology_destroy(copy);
	return fd < 0 ? no_memory(c) : fd;
}

// Starts lstopo between two files. Returns 0 or an errno value.
static int start(pid_t *pid, int from, int to)
{
	static char program[] = "lstopo-no-graphics";
	/* every PU apart, however alike; names and sizes, but no host and date */
	static char *const argv[] = {program,		"--if", "xml", "-i",
				     "/proc/self/fd/0", "--of", "svg", "--no-legend",
				     "--no-factorize",	"-",	NULL};
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	error = posix_spawn_file_actions_adddup2(&actions, from, 0);
	error = error ? error : posix_spawn_file_actions_adddup2(&actions, to, 1);
	error =
	    error ? error : posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	error = error ? error : posix_spawnp(pid, program, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

// Returns 0, or -1 with a complaint.
static int run(int from, int to, bool *missing, struct complaint *c)
{
	pid_t pid, ended;
	int status, error = start(&pid, from, to);

	*missing = error == ENOENT;
	if (*missing)
		return complain_machine(c, "lstopo-no-graphics was not found: install it "
					   "(Debian: apt install hwloc-nox)");
	if (error)
		return complain_machine(c, "lstopo-no-graphics could not be started: %s",
					strerror(error));
	do
		ended = waitpid(pid, &status, 0);
	while (ended < 0 && errno == EINTR);
	if (ended < 0 || !WIFEXITED(status) || WEXITSTATUS(status))
		return complain_machine(c, "lstopo-no-graphics failed on this topology");
	return 0;
}

// What stands in the file, made fit for a page, on the heap. NULL with a complaint.
static char *finish(int fd, const struct portrait *portrait, struct complaint *c)
{
	xmlDoc *svg = NULL;
	xmlChar *text = NULL;
	char *result = NULL;
	int length;

	if (lseek(fd, 0, SEEK_SET) == 0)
		svg = xmlReadFd(fd, NULL, NULL,
				XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (svg && !portrait_frame(svg, portrait)) {
		xmlDocDumpMemoryEnc(svg, &text, &length, "UTF-8");
		result = text ? strdup((const char *)text) : NULL;
		xmlFree(text);
	}
	xmlFreeDoc(svg);
	if (!result)
		complain_machine(c, "what lstopo-no-graphics drew is no picture");
	return result;
}

char *portrait_svg(const struct portrait *portrait, bool *missing, struct complaint *c)
{
	int from = styled(portrait, c), to;
	char *svg = NULL;

	*missing = false;
	if (from < 0)
		return NULL;
	to = memfd_create("picture", MFD_CLOEXEC);
	if (to < 0)
		complain_machine(c, "the topology's picture: %s", strerror(errno));
	else if (!run(from, to, missing, c))
		svg = finish(to, portrait, c);
	if (to >= 0)
		close(to);
	close(from);
	return svg;
}

int portrait_draw(const struct portrait *portrait, const char *path, struct complaint *c)
{
	bool missing;
	char *svg = portrait_svg(portrait, &missing, c);
	int error = 0;
	FILE *file;

	if (!svg)
		return missing ? PORTRAIT_NO_LSTOPO : -1;
	file = fopen(path, "we");
	if (!file || fputs(svg, file) == EOF)
		error = errno;
	if (file && fclose(file) && !error)
		error = errno;
	free(svg);
	return error ? complain_machine(c, "cannot write %s: %s", path, strerror(error)) : 0;
}
