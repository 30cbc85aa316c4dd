// SPDX-License-Identifier: MIT

// Memory use by /proc/PID/smaps_rollup, exact where the counters in /proc/PID/status are
// approximate, and /proc/PID/statm.

#include "benches/labs/footprint/usage.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

static FILE *open_file(pid_t pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
	return fopen(path, "re");
}

static bool load_reserved(struct usage *usage, pid_t pid)
{
	FILE *statm = open_file(pid, "statm");
	int64_t pages;
	bool read;

	if (!statm)
		return false;
	read = fscanf(statm, "%" SCNd64, &pages) == 1;
	fclose(statm);
	if (read)
		usage->reserved = pages * sysconf(_SC_PAGESIZE);
	return read;
}

static bool load_resident(struct usage *usage, pid_t pid)
{
	FILE *rollup = open_file(pid, "smaps_rollup");
	int64_t rss_kib = -1, pss_kib = -1, pss_files_kib = 0;
	char line[256];

	if (!rollup)
		return false;
	while (fgets(line, sizeof line, rollup)) {
		sscanf(line, "Rss: %" SCNd64, &rss_kib);
		sscanf(line, "Pss: %" SCNd64, &pss_kib);
		sscanf(line, "Pss_File: %" SCNd64, &pss_files_kib);
	}
	fclose(rollup);
	usage->rss = rss_kib * 1024;
	usage->pss = pss_kib * 1024;
	usage->pss_files = pss_files_kib * 1024;
	return rss_kib >= 0 && pss_kib >= 0;
}

bool usage_load(struct usage *usage, pid_t pid)
{
	return load_reserved(usage, pid) && load_resident(usage, pid);
}

struct usage usage_minus(const struct usage *a, const struct usage *b)
{
	int64_t a_own = a->pss - a->pss_files, b_own = b->pss - b->pss_files;

	return (struct usage){a->reserved - b->reserved, a->rss - b->rss, a_own - b_own, 0};
}

void usage_add(struct usage *sum, const struct usage *usage)
{
	sum->reserved += usage->reserved;
	sum->rss += usage->rss;
	sum->pss += usage->pss;
	sum->pss_files += usage->pss_files;
}
