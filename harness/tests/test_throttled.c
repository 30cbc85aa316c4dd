// SPDX-License-Identifier: MIT

// A real CPU quota, where this machine lets us set one: racelab in a control group of its own,
// whose tasks the kernel stops in the middle of their windows.

#include <criterion/criterion.h>
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/data/rows.h"
#include "harness/machine/cgroup.h"
#include "harness/tests/program.h"

static struct cgroup above; /* whose group we came from */
static char ours[PATH_MAX]; /* "": none was made */

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

// In a group that may use that many us of each 100 ms: cgroup v2's file, or v1's.
static int allow(const char *quota_us)
{
	char max[64];

	snprintf(max, sizeof max, "%s 100000", quota_us);
	return put(ours, "cpu.max", max) ? put(ours, "cpu.cfs_quota_us", quota_us) : 0;
}

static void set_up(void)
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

static void clean_up(void)
{
	if (ours[0]) {
		enter(above.folder);
		cr_expect_eq(rmdir(ours), 0, "%s: %s", ours, strerror(errno));
	}
	program_leave();
}

TestSuite(throttled, .init = set_up, .fini = clean_up, .timeout = 60);

static void live_with(const char *quota_us)
{
	int error;

	if (!ours[0])
		cr_skip_test("no control group with the cpu controller can be made here");
	error = allow(quota_us);
	if (error)
		cr_skip_test("no CPU quota can be set here: %s", strerror(error));
	error = enter(ours);
	cr_assert_eq(error, 0, "%s: %s", ours, strerror(error));
}

static void expect_said(const char *said, const char *text, bool is_wanted)
{
	cr_expect_eq(strstr(said, text) != NULL, is_wanted, "'%s' in: %s", text, said);
}

static double quota_in_run_json(void)
{
	json_t *about = json_load_file("r/run.json", 0, NULL);
	double pus =
	    json_number_value(json_object_get(json_object_get(about, "host"), "quota_pus"));

	cr_expect(about);
	json_decref(about);
	return pus;
}

static size_t nr_throttled(void)
{
	struct rows rows;
	size_t nr = 0;

	program_rows(&rows, "r");
	for (size_t i = 0; i < rows.nr_rows; i++)
		nr += strstr(rows.row[i].detail, "disturbed: throttled") != NULL;
	rows_fini(&rows);
	return nr;
}

// Two tasks all the time are four times as much as half a PU.
#define RUN "run --structure variable --sync fetch_add --count 2 --window 40ms --blocks 8 -o r"

Test(throttled, by_half_a_pu)
{
	struct program program;
	char *page;

	live_with("50000");
	program_run(&program, &(struct surroundings){0}, "topo", 0, "");
	expect_said(program.out.text, "CPU quota 0.5 of ", true);
	program_fini(&program);
	program_run(&program, &(struct surroundings){0}, RUN, 0, NULL);
	expect_said(program.err.text, "a CPU quota allows 0.5 of ", true);
	expect_said(program.err.text, "by the CPU quota", true);
	program_fini(&program);
	cr_expect_float_eq(quota_in_run_json(), 0.5, 1e-12);
	cr_expect_gt(nr_throttled(), 0);
	program_expect("report r", 0, NULL);
	page = program_read("r/report.html", NULL);
	expect_said(page, "<dt>CPU quota</dt><dd>0.5 of ", true);
	free(page);
}

// More than there is of it never bites.
Test(throttled, not_by_a_thousand_pus)
{
	struct program program;

	live_with("100000000");
	program_run(&program, &(struct surroundings){0}, RUN, 0, NULL);
	expect_said(program.err.text, "quota", false);
	program_fini(&program);
	cr_expect_float_eq(quota_in_run_json(), 1000, 1e-9);
	cr_expect_eq(nr_throttled(), 0);
}
