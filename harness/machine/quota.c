// SPDX-License-Identifier: MIT

// CPU quotas: each group from our own up to the top may have one, and a count of how often it bit.

#include "harness/machine/quota.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The first line of a file of a group's; empty if there is none.
static const char *read_line(char line[64], const struct cgroup *group, size_t length,
			     const char *name)
{
	FILE *file = cgroup_open(group, length, name);

	if (!file || !fgets(line, 64, file))
		line[0] = '\0';
	if (file)
		fclose(file);
	return line;
}

// What one group may use, in PUs; NaN: all there is. cgroup v2 says "50000 100000" or "max 100000"
// in one file, v1 has two files and -1.
static double quota_of(const struct cgroup *group, size_t length)
{
	long long quota_us = 0, period_us = 0;
	char line[64];

	if (sscanf(read_line(line, group, length, "cpu.max"), "%lld %lld", &quota_us, &period_us) !=
	    2) {
		quota_us = atoll(read_line(line, group, length, "cpu.cfs_quota_us"));
		period_us = atoll(read_line(line, group, length, "cpu.cfs_period_us"));
	}
	return quota_us > 0 && period_us > 0 ? (double)quota_us / (double)period_us : NAN;
}

// Takes note of a quota of the group whose folder's name has `length` characters.
static void look_at(struct quota *quota, size_t length)
{
	double pus = quota_of(&quota->group, length);

	if (isnan(pus))
		return;
	quota->pus = fmin(quota->pus, pus); /* of NaN and a number the number */
	if (quota->nr_levels < QUOTA_MAX_LEVELS)
		quota->level[quota->nr_levels++] = length;
}

void quota_load(struct quota *quota, const char *root)
{
	size_t length;

	*quota = (struct quota){.pus = NAN};
	if (!cgroup_find(&quota->group, root))
		return;
	length = strlen(quota->group.folder);
	do
		look_at(quota, length);
	while (cgroup_ascend(&quota->group, &length));
}

// What a group's cpu.stat says of throttling, how often and how long; -1: nothing. Both count: at
// the end of a period the one may have grown and the other not yet.
static int64_t throttling_of(const struct cgroup *group, size_t length)
{
	FILE *file = cgroup_open(group, length, "cpu.stat");
	int64_t sum = -1;
	char line[96];
	long long n;

	while (file && fgets(line, sizeof line, file))
		if (sscanf(line, "nr_throttled %lld", &n) == 1 ||
		    sscanf(line, "throttled_usec %lld", &n) == 1 ||
		    sscanf(line, "throttled_time %lld", &n) == 1)
			sum = (sum < 0 ? 0 : sum) + n;
	if (file)
		fclose(file);
	return sum;
}

int64_t quota_throttling(const struct quota *quota)
{
	int64_t sum = -1;

	for (unsigned i = 0; i < quota->nr_levels; i++) {
		int64_t own = throttling_of(&quota->group, quota->level[i]);

		if (own >= 0)
			sum = (sum < 0 ? 0 : sum) + own;
	}
	return sum;
}

const char *quota_format(double quota_pus, unsigned nr_pus, char *text, size_t size)
{
	text[0] = '\0';
	if (quota_pus > 0)
		snprintf(text, size, "%.3g of %u PU%s", quota_pus, nr_pus, nr_pus == 1 ? "" : "s");
	return text;
}
