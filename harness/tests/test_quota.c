// SPDX-License-Identifier: MIT

// CPU quotas in folders that look like a machine's: cgroup v1, v2 and both, nested, in a namespace,
// with files missing and files of garbage. And where this machine lets us set one, a real one: the
// kernel's files are read, and racelab says of its trials that they were throttled.

#include "harness/machine/quota.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/tests/program.h"

TestSuite(quota, .init = program_enter, .fini = program_leave, .timeout = 60);

static struct quota quota;

// Writes a file of the machine, with the folders that it is in.
static void put(const char *file, const char *text)
{
	char path[512];
	FILE *out;

	snprintf(path, sizeof path, "machine%s", file);
	for (char *slash = path; (slash = strchr(slash + 1, '/'));) {
		*slash = '\0';
		cr_assert(mkdir(path, 0777) == 0 || errno == EEXIST, "%s", path);
		*slash = '/';
	}
	out = fopen(path, "w");
	cr_assert(out, "%s", path);
	fputs(text, out);
	fclose(out);
}

// Which group we are in, and what is mounted where.
static void put_self(const char *cgroup, const char *mountinfo)
{
	put("/proc/self/cgroup", cgroup);
	put("/proc/self/mountinfo", mountinfo);
}

#define OTHER_MOUNTS                                                                               \
	"22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"                                  \
	"23 22 0:21 / /proc rw - proc proc rw\n"
#define V1_MOUNT "32 31 0:29 / /cg/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
#define V2_MOUNT "41 31 0:38 / /cg rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"

static void expect(double pus)
{
	quota_load(&quota, "machine");
	if (isnan(pus))
		cr_expect(isnan(quota.pus), "%g", quota.pus);
	else
		cr_expect_float_eq(quota.pus, pus, 1e-12, "%g, not %g", quota.pus, pus);
}

// A quota of that many us in 100 ms.
static void put_v1(const char *group, const char *quota_us)
{
	char file[256];

	snprintf(file, sizeof file, "/cg/cpu,cpuacct%s/cpu.cfs_quota_us", group);
	put(file, quota_us);
	snprintf(file, sizeof file, "/cg/cpu,cpuacct%s/cpu.cfs_period_us", group);
	put(file, "100000\n");
}

Test(quota, no_files_are_no_quota)
{
	char text[64];

	expect(NAN);
	cr_expect_eq(quota_throttling(&quota), -1);
	cr_expect_str_eq(quota_format(quota.pus, 2, text, sizeof text), "");
	cr_expect_str_eq(quota_format(0, 2, text, sizeof text), "");
	put("/proc/self/cgroup", "0::/a\n");
	expect(NAN);
	put("/proc/self/mountinfo", OTHER_MOUNTS V2_MOUNT);
	expect(NAN);
}

Test(quota, v2)
{
	char text[64];

	put_self("0::/a/b\n", OTHER_MOUNTS V2_MOUNT);
	put("/cg/a/b/cpu.max", "50000 100000\n");
	expect(0.5);
	cr_expect_str_eq(quota_format(quota.pus, 2, text, sizeof text), "0.5 of 2 PUs");
	cr_expect_str_eq(quota_format(quota.pus, 1, text, sizeof text), "0.5 of 1 PU");
	put("/cg/a/b/cpu.max", "max 100000\n");
	expect(NAN);
}

Test(quota, v1)
{
	put_self("4:memory:/x\n3:cpu,cpuacct:/a\n2:cpuset:/y\n", OTHER_MOUNTS V1_MOUNT);
	put_v1("/a", "150000\n");
	expect(1.5);
	put_v1("/a", "-1\n");
	expect(NAN);
}

// The cpu controller is in v1's hierarchy, and v2's has none.
Test(quota, both_hierarchies)
{
	put_self("3:cpu,cpuacct:/a\n1:name=systemd:/b\n0::/c\n", OTHER_MOUNTS V2_MOUNT
		 "33 31 0:30 / /cg/cpuset rw - cgroup cgroup rw,cpuset\n" V1_MOUNT);
	put_v1("/a", "25000\n");
	expect(0.25);
	/* or in v2's, and v1's has another controller whose name only begins like that */
	put_self("3:cpuset:/a\n0::/c\n", OTHER_MOUNTS V2_MOUNT);
	put("/cg/c/cpu.max", "300000 100000\n");
	expect(3);
}

Test(quota, the_tightest_of_all_groups_above)
{
	put_self("0::/a/b/c\n", OTHER_MOUNTS V2_MOUNT);
	put("/cg/a/b/c/cpu.max", "200000 100000\n");
	put("/cg/a/b/cpu.max", "max 100000\n");
	put("/cg/a/cpu.max", "5000 10000\n");
	expect(0.5);
	cr_expect_eq(quota.nr_levels, 2);
	put("/cg/a/b/c/cpu.max", "20000 100000\n");
	expect(0.2);
	put("/cg/cpu.max", "10000 100000\n"); /* a container's own top has one */
	expect(0.1);
	put("/cpu.max", "1 100000\n"); /* beyond it is no group */
	put("/cg/a/b/c/d/cpu.max", "1 100000\n");
	expect(0.1);
}

Test(quota, of_a_container_without_a_namespace_of_its_own)
{
	put_self("3:cpu,cpuacct:/docker/1f3a/in\n",
		 OTHER_MOUNTS "32 31 0:29 /docker/1f3a /cg/cpu,cpuacct ro - cgroup cgroup "
			      "rw,cpu,cpuacct\n");
	put_v1("/in", "-1\n");
	put_v1("", "50000\n");
	expect(0.5);
	put_v1("/in", "30000\n");
	expect(0.3);
	/* not below what is mounted: that is taken for ours */
	put("/proc/self/cgroup", "3:cpu,cpuacct:/docker/1f3a5\n");
	expect(0.5);
}

// The highest mount shows the most; the same group mounted twice, the later one lies upon it.
Test(quota, of_several_mounts_the_one_that_shows_most)
{
	put_self("0::/a/b\n", OTHER_MOUNTS "42 31 0:38 /a/b /low rw - cgroup2 cgroup2 rw\n" V2_MOUNT
					   "43 31 0:38 /a /lower rw - cgroup2 cgroup2 rw\n"
					   "44 31 0:38 /z /other rw - cgroup2 cgroup2 rw\n");
	put("/low/cpu.max", "90000 100000\n");
	put("/cg/a/cpu.max", "50000 100000\n");
	expect(0.5);
}

Test(quota, a_path_with_blanks)
{
	put_self("0::/a b\n",
		 OTHER_MOUNTS "41 31 0:38 / /my\\040own\\134cg rw - cgroup2 cgroup2 rw\n");
	put("/my own\\cg/a b/cpu.max", "50000 100000\n");
	expect(0.5);
}

Test(quota, in_a_namespace_with_a_mount_of_its_own)
{
	put_self("0::/\n", OTHER_MOUNTS V2_MOUNT);
	put("/cg/cpu.max", "50000 100000\n");
	expect(0.5);
}

// What is mounted lies two groups above the namespace's top, and nothing says by which names.
Test(quota, in_a_namespace_with_a_mount_from_outside)
{
	char pid[32];

	snprintf(pid, sizeof pid, "1\n%d\n", getpid());
	put_self("0::/in\n", OTHER_MOUNTS "41 31 0:38 /../.. /cg rw - cgroup2 cgroup2 rw\n");
	put("/cg/cpu.max", "90000 100000\n");
	expect(0.9);
	for (char other = 'A'; other <= 'Z'; other++) { /* listed before ours, or after */
		char file[64];

		snprintf(file, sizeof file, "/cg/%c/d/in/cgroup.procs", other);
		put(file, "1\n2\n");
		snprintf(file, sizeof file, "/cg/%c/d/in/cpu.max", other);
		put(file, "10000 100000\n");
	}
	put("/cg/c/d/in/cgroup.procs", pid);
	put("/cg/c/d/in/cpu.max", "max 100000\n");
	put("/cg/c/d/cpu.max", "40000 100000\n");
	expect(0.4);
	/* our group is beside the namespace's top, and its path says so */
	put("/proc/self/cgroup", "0::/../../e\n");
	put("/cg/e/cpu.max", "30000 100000\n");
	expect(0.3);
}

Test(quota, garbage_is_no_quota)
{
	static const char *const garbage[] = {
	    "",		  "\n",		 "max\n", "50000\n", "50000 0\n",
	    "0 100000\n", "-5 100000\n", "a b\n", "5,5 1\n",
	};

	put_self("0::/a\n", OTHER_MOUNTS V2_MOUNT);
	for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
		put("/cg/a/cpu.max", garbage[i]);
		expect(NAN);
	}
	put("/cg/a/cpu.max", "50000 100000\n");
	put("/proc/self/cgroup", "0\n:\n0:\n\n0::\n");
	expect(NAN);
	put_self("0::/a\n", "\n - \n41 - cgroup2 cgroup2 rw\n1 2 3 / - cgroup2\n");
	expect(NAN);
	put_self("1:cpu:/a\n", OTHER_MOUNTS V1_MOUNT);
	put("/cg/cpu,cpuacct/a/cpu.cfs_quota_us", "50000\n"); /* and no period */
	expect(NAN);
}

Test(quota, what_throttling_says_grows)
{
	int64_t before;

	put_self("0::/a/b\n", OTHER_MOUNTS V2_MOUNT);
	put("/cg/a/b/cpu.max", "50000 100000\n");
	put("/cg/a/cpu.max", "60000 100000\n");
	quota_load(&quota, "machine");
	cr_expect_eq(quota_throttling(&quota), -1);
	put("/cg/a/b/cpu.stat", "usage_usec 5\nnr_periods 9\n");
	cr_expect_eq(quota_throttling(&quota), -1);
	put("/cg/a/b/cpu.stat", "usage_usec 5\nnr_periods 9\nnr_throttled 0\nthrottled_usec 0\n");
	cr_expect_eq(quota_throttling(&quota), 0);
	put("/cg/a/b/cpu.stat", "usage_usec 7\nnr_periods 11\nnr_throttled 1\nthrottled_usec 0\n");
	before = quota_throttling(&quota);
	cr_expect_gt(before, 0);
	put("/cg/a/b/cpu.stat", "usage_usec 7\nnr_periods 11\nnr_throttled 1\nthrottled_usec 1\n");
	cr_expect_gt(quota_throttling(&quota), before);
	before = quota_throttling(&quota);
	put("/cg/a/cpu.stat", "nr_periods 3\nnr_throttled 1\nthrottled_time 0\n"); /* one above */
	cr_expect_gt(quota_throttling(&quota), before);
}
