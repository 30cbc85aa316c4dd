// SPDX-License-Identifier: MIT

// The control group that this process is in, of the hierarchy that has the cpu controller: cgroup
// v1's, or v2's. Its folder and those of the groups above it hold files that limit and count.
//
// Sources: cgroups(7), cgroup_namespaces(7), proc(5).

#ifndef RACELAB_CGROUP_H
#define RACELAB_CGROUP_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct cgroup {
	const char *root;      /* put before every file's name */
	char folder[PATH_MAX]; /* of our own group */
	size_t top;	       /* how much of it is where the hierarchy is mounted */
};

// Finds it. `root`, which must outlive it, is "" but for tests. Where a container's runtime mounted
// only a part of the hierarchy, the highest group that can be seen is taken for the top. False if
// there is no such hierarchy here, or none is mounted.
bool cgroup_find(struct cgroup *cgroup, const char *root);

// From our own group, whose folder's name has *length characters, to the one above it: sets *length
// to how many of them are its name. False at the top.
bool cgroup_ascend(const struct cgroup *cgroup, size_t *length);

// Opens a file of the group whose folder is the first `length` characters; NULL if it cannot be.
FILE *cgroup_open(const struct cgroup *cgroup, size_t length, const char *name);

#endif
