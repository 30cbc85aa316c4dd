// SPDX-License-Identifier: MIT

// A CPU quota: a control group (of a container, a batch job, a systemd unit) may be allowed only so
// much CPU time in each period, of 100 ms as a rule. Who has used it up is stopped until the next
// period begins, on all PUs at once, in the middle of a window or of a critical section.
//
// Sources: the kernel's Documentation/admin-guide/cgroup-v2.rst (cpu.max, cpu.stat) and
// Documentation/scheduler/sched-bwc.rst (cpu.cfs_quota_us).

#ifndef RACELAB_QUOTA_H
#define RACELAB_QUOTA_H

#include <stddef.h>
#include <stdint.h>

#include "harness/machine/cgroup.h"

enum {
	QUOTA_MAX_LEVELS = 16, /* groups with a quota that are looked at for throttling */
};

struct quota {
	double pus; /* PUs' worth of time that all tasks share: 0.5 is half a PU; NaN: no quota */
	struct cgroup group;
	size_t level[QUOTA_MAX_LEVELS]; /* the groups with a quota, upwards: see cgroup_open */
	unsigned nr_levels;
};

// Finds the tightest quota of this process's own group and all groups above it that can be seen
// here. `root` is cgroup_find's. What cannot be read is no quota; never fails.
void quota_load(struct quota *quota, const char *root);

// A number that has grown when tasks were throttled by one of these quotas since it was last asked
// for; by how much means nothing. -1 if there is no quota, or nobody counts.
int64_t quota_throttling(const struct quota *quota);

// "0.5 of 2 PUs"; "" if there is no quota. Returns text.
const char *quota_format(double quota_pus, unsigned nr_pus, char *text, size_t size);

#endif
