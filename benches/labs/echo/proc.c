// SPDX-License-Identifier: MIT

// Reading /proc.

#include "benches/labs/echo/proc.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>

// Adds up what one process has. False if it is gone.
static bool add_process(pid_t pid, struct echo_holding *holding)
{
	char path[64], line[128], state = 'Z';
	long rss_kb = 0, threads = 0;
	FILE *status;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	status = fopen(path, "re");
	if (!status)
		return false;
	while (fgets(line, sizeof line, status)) {
		sscanf(line, "State: %c", &state);
		sscanf(line, "VmHWM: %ld", &rss_kb);
		sscanf(line, "Threads: %ld", &threads);
	}
	fclose(status);
	holding->rss_kb += rss_kb;
	holding->tasks += state == 'Z' ? 0 : threads;
	holding->zombies += state == 'Z';
	return true;
}

// Only the first thread of a server forks.
static bool add_children(pid_t server, struct echo_holding *holding)
{
	char path[64];
	FILE *children;
	int child;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)server, (int)server);
	children = fopen(path, "re");
	if (!children)
		return false;
	while (fscanf(children, "%d", &child) == 1)
		add_process(child, holding);
	fclose(children);
	return true;
}

static long count_descriptors(pid_t server)
{
	char path[64];
	struct dirent *entry;
	long nr = 0;
	DIR *fds;

	snprintf(path, sizeof path, "/proc/%d/fd", (int)server);
	fds = opendir(path);
	if (!fds)
		return -1;
	while ((entry = readdir(fds)))
		nr += entry->d_name[0] != '.';
	closedir(fds);
	return nr;
}

struct echo_holding echo_look(pid_t server)
{
	static const struct echo_holding unknown = {-1, -1, -1, -1};
	struct echo_holding holding = {0};

	if (!add_process(server, &holding) || !add_children(server, &holding))
		return unknown;
	holding.descriptors = count_descriptors(server);
	return holding;
}
