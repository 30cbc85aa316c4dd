// SPDX-License-Identifier: MIT

// The certificate: before anybody is graded, the place is. A lock that is wrong gets full marks
// where nothing can race, and a right one fails where the clock stands still; so what is known to
// be bad must be caught here and now, by the very stages that students go through.

#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>

#include "harness/complaint.h"
#include "harness/confine/confine.h"
#include "harness/grade/conduct.h"
#include "harness/grade/exercise.h"
#include "harness/grade/grade.h"
#include "harness/grade/rubric.h"
#include "harness/machine/probe.h"
#include "harness/machine/quota.h"
#include "harness/machine/share.h"
#include "harness/machine/topology.h"
#include "harness/trial/sandbox.h"

#define NAP_NS UINT64_C(5000000)
/* a quota of a tenth of a PU makes a nap of 5 ms last 100 */
#define NAP_MOST_NS UINT64_C(1000000000)
/* others may be at work here, which is no quota; at half of the usual 0.2 right files still had all
   points in trials, and far below compiling would meet its bound of time */
#define QUIETER	      4
#define ATTEMPT_NS    UINT64_C(5000000000)
#define CLOCK_MOST_NS 10000.0 /* a look at the clock: 20 to 50 ns as a rule */

static struct check *add_check(struct certificate *certificate)
{
	static struct check none;

	return certificate->nr_checks < MOST_CHECKS ? &certificate->check[certificate->nr_checks++]
						    : &none;
}

static void check_pus(const struct course *course, struct certificate *certificate)
{
	struct check *check = add_check(certificate);
	unsigned nr = course->topology->nr_pus;

	check->holds = nr >= course->rubric.least_pus;
	snprintf(check->what, sizeof check->what, "%u PU%s to race on, at least",
		 course->rubric.least_pus, course->rubric.least_pus == 1 ? "" : "s");
	snprintf(check->found, sizeof check->found, "%u may be used", nr);
}

// A quota that no file tells of is noticed by what is left of a PU.
static void check_share(double least_quota, struct check *check)
{
	double share;

	if (share_reaches(fmin(1, least_quota) / QUIETER, &share))
		return;
	check->holds = false;
	snprintf(check->found, sizeof check->found, "a task that is busy gets %.3f", share);
}

static void check_quota(const struct course *course, struct certificate *certificate)
{
	struct check *check = add_check(certificate);
	struct quota quota;

	quota_load(&quota, "");
	check->holds = isnan(quota.pus) || quota.pus >= course->rubric.least_quota;
	snprintf(check->what, sizeof check->what, "%.3g of a PU's time, at least",
		 course->rubric.least_quota);
	if (isnan(quota.pus))
		snprintf(check->found, sizeof check->found, "there is no CPU quota");
	else
		snprintf(check->found, sizeof check->found, "the CPU quota is %.3g", quota.pus);
	if (check->holds && course->rubric.least_quota > 0)
		check_share(course->rubric.least_quota, check);
}

static void check_clock(struct certificate *certificate)
{
	const struct timespec nap = {.tv_nsec = (long)NAP_NS};
	struct check *check = add_check(certificate);
	double look_ns = probe_clock_ns();
	uint64_t begin_ns = probe_now_ns(), slept_ns;

	nanosleep(&nap, NULL);
	slept_ns = probe_now_ns() - begin_ns;
	check->holds = look_ns < CLOCK_MOST_NS && slept_ns >= NAP_NS && slept_ns < NAP_MOST_NS;
	snprintf(check->what, sizeof check->what, "the clock goes, and is quickly read");
	snprintf(check->found, sizeof check->found, "a look takes %.0f ns, a sleep of 5 ms %.1f ms",
		 look_ns, (double)slept_ns / 1e6);
}

// A program that tries to open a file, confined as students' programs are.
struct attempt {
	int call; /* that it was stopped at; 0: none */
	bool confined, got_through;
	char why[120];
};

static int attempt_main(void *context)
{
	const struct confinement confinement = {0};
	struct attempt *attempt = context;
	struct complaint c;

	confine_report_to(&attempt->call);
	attempt->confined = confine(&confinement, NULL, 0, &c) == 0;
	if (!attempt->confined)
		snprintf(attempt->why, sizeof attempt->why, "%.110s", c.text);
	else
		attempt->got_through = open("/dev/null", O_RDONLY) >= 0;
	return 0;
}

static int check_confinement(struct certificate *certificate, struct complaint *c)
{
	struct check *check = add_check(certificate);
	struct attempt *attempt =
	    mmap(NULL, sizeof *attempt, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char call[32];

	if (attempt == MAP_FAILED)
		return complain_machine(c, "no memory: %m");
	sandbox_run(attempt_main, attempt, ATTEMPT_NS, NULL);
	check->holds = attempt->confined && attempt->call && !attempt->got_through;
	snprintf(check->what, sizeof check->what, "a program that opens a file is stopped");
	if (check->holds)
		snprintf(check->found, sizeof check->found, "at its system call %s",
			 confine_call_name(attempt->call, call, sizeof call));
	else
		snprintf(check->found, sizeof check->found, "%s",
			 attempt->why[0] ? attempt->why : "it opened it");
	munmap(attempt, sizeof *attempt);
	return 0;
}

// Where the known-bad files are, which are named in rubrics.
static void control_file(const struct course *course, const char *name, char *file, size_t size)
{
	snprintf(file, size, "%s/benches/mutants/%s.c", course->exercise.root, name);
}

static int check_control(const struct course *course, enum stage stage, const char *name,
			 struct certificate *certificate, struct complaint *c)
{
	struct check *check = add_check(certificate);
	struct stage_result result;
	char file[PATH_MAX + 80];
	int status;

	control_file(course, name, file, sizeof file);
	status = course_judge(course, file, stage, &result, c);
	check->holds = !status && result.end != STAGE_PASSED && !result.undone;
	snprintf(check->what, sizeof check->what, "%s, which is known to be wrong, is caught by %s",
		 name, stage_name(stage));
	snprintf(check->found, sizeof check->found, "%.190s",
		 result.killed_by ? result.killed_by : result.rests_on);
	stage_result_fini(&result);
	return status;
}

static int check_controls(const struct course *course, struct certificate *certificate,
			  struct complaint *c)
{
	int status = 0;

	for (int stage = 0; stage < NR_RUBRIC_STAGES && !status; stage++) {
		const struct controls *bad = &course->rubric.bad[stage];

		for (size_t i = 0; i < bad->nr && course->rubric.points[stage] > 0 && !status; i++)
			status =
			    check_control(course, (enum stage)stage, bad->name[i], certificate, c);
	}
	return status;
}

static bool all_hold(const struct certificate *certificate)
{
	for (size_t i = 0; i < certificate->nr_checks; i++)
		if (!certificate->check[i].holds)
			return false;
	return true;
}

int course_certify(const struct course *course, struct certificate *certificate,
		   struct complaint *c)
{
	uint64_t begin_ns = probe_now_ns();
	int status;

	*certificate = (struct certificate){0};
	check_pus(course, certificate);
	check_quota(course, certificate);
	check_clock(certificate);
	status = check_confinement(certificate, c);
	if (!status && all_hold(certificate)) /* else nothing that runs would tell more */
		status = check_controls(course, certificate, c);
	certificate->holds = all_hold(certificate);
	certificate->seconds = (double)(probe_now_ns() - begin_ns) / 1e9;
	return status;
}
