// SPDX-License-Identifier: MIT

#include "harness/tests/own_group.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/machine/cgroup.h"
#include "harness/tests/program.h"

static struct cgroup above;    /* whose group we came from */
static char ours[PATH_MAX];    /* "": none was made */
static char covered[PATH_MAX]; /* where the hierarchy is mounted; "": it can be seen */

static int put(const char *folder, const char *name, const char *text)
{
	char path[2 * PATH_MAX];
	FILE *file;
	int error = 0;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "we");
	if (!file)
		return errno;
	if (fputs(text, file) == EOF)
		error = errno;
	return fclose(file) ? errno : error;
}

static int enter(const char *folder)
{
	char pid[16];

	snprintf(pid, sizeof pid, "%d", getpid());
	return put(folder, "cgroup.procs", pid);
}

// Whoever else is at work here is not to keep us from using all of a quota up.
static void come_first(void)
{
	if (put(ours, "cpu.weight", "10000"))
		put(ours, "cpu.shares", "262144");
}

// In a group that may use that many us of each 100 ms: cgroup v2's file, or v1's.
static int allow(const char *quota_us)
{
	char max[64];

	snprintf(max, sizeof max, "%s 100000", quota_us);
	return put(ours, "cpu.max", max) ? put(ours, "cpu.cfs_quota_us", quota_us) : 0;
}

void own_group_enter(void)
{
	program_enter();
	if (!cgroup_find(&above, ""))
		return;
	snprintf(ours, sizeof ours, "%.4000s/racelab-%d", above.folder, getpid());
	put(above.folder, "cgroup.subtree_control", "+cpu"); /* v2 wants to be asked */
	if (mkdir(ours, 0755) == 0)
		return;
	ours[0] = '\0';
}

void own_group_leave(void)
{
	if (covered[0])
		cr_expect_eq(umount(covered), 0, "%s: %s", covered, strerror(errno));
	if (ours[0]) {
		enter(above.folder);
		cr_expect_eq(rmdir(ours), 0, "%s: %s", ours, strerror(errno));
	}
	program_leave();
}

void own_group_live_with(const char *quota_us)
{
	int error;

	if (!ours[0])
		cr_skip_test("no control group with the cpu controller can be made here");
	error = allow(quota_us);
	if (error)
		cr_skip_test("no CPU quota can be set here: %s", strerror(error));
	come_first();
	error = enter(ours);
	cr_assert_eq(error, 0, "%s: %s", ours, strerror(error));
}

// Something empty is mounted over it, for this test alone.
void own_group_hide(void)
{
	snprintf(covered, sizeof covered, "%.*s", (int)above.top, above.folder);
	if (unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	    mount("none", covered, "tmpfs", MS_RDONLY, NULL) == 0)
		return;
	covered[0] = '\0';
	cr_skip_test("no file system can be mounted here: %s", strerror(errno));
}
