// SPDX-License-Identifier: MIT

#include "harness/grade/conduct.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

#include "harness/grade/stages/stages.h"
#include "harness/grade/submission/submission.h"
#include "harness/machine/probe.h"

// What a grade is made with.
struct making {
	const struct course *course;
	struct submission submission;
	struct grading grading;
	struct grade *grade;
	uint64_t waited_ns; /* for others who grade at the same time */
	bool refused;  /* it breaks the rules, or does not compile: no more can be asked of it */
	bool alone_ok; /* it is right when alone */
	bool wrong;    /* found so by proof or by races */
};

static void be_quiet(struct making *making, enum stage stage)
{
	uint64_t begin_ns = probe_now_ns();

	if (making->course->quiet_fd >= 0)
		flock(making->course->quiet_fd, stage_measures(stage) ? LOCK_EX : LOCK_SH);
	making->waited_ns += probe_now_ns() - begin_ns;
}

static void be_loud(const struct course *course)
{
	if (course->quiet_fd >= 0)
		flock(course->quiet_fd, LOCK_UN);
}

void grade_student(const char *file, const char *exercise, char *student, size_t size)
{
	const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file, *folder = slash;

	snprintf(student, size, "%.*s", (int)strcspn(base, "."), base);
	if (!slash || slash == file || strcmp(student, exercise) != 0)
		return;
	while (folder > file && folder[-1] != '/')
		folder--;
	snprintf(student, size, "%.*s", (int)(slash - folder), folder);
}

static void begin(const struct course *course, const char *file,
		  const struct certificate *certificate, struct grade *grade)
{
	time_t now = time(NULL);
	struct tm utc;

	*grade = (struct grade){
	    .exercise = course->exercise.name,
	    .title = course->rubric.title,
	    .certificate = *certificate,
	};
	snprintf(grade->file, sizeof grade->file, "%s", file);
	grade_student(file, course->exercise.name, grade->student, sizeof grade->student);
	strftime(grade->started, sizeof grade->started, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
}

static struct stage_result *add_stage(struct making *making, enum stage stage)
{
	struct stage_result *result = &making->grade->stage[making->grade->nr_stages++];

	*result = (struct stage_result){
	    .name = stage_name(stage),
	    .title = stage_title(stage),
	    .end = STAGE_SKIPPED,
	    .most = making->course->rubric.points[stage],
	};
	return result;
}

// Why a stage is not come to; NULL: it is.
static const char *skipped(const struct making *making, enum stage stage)
{
	if (making->refused)
		return "not come to: it cannot be run";
	if (stage_measures(stage) && stage != STAGE_COUNT && !making->alone_ok)
		return "not come to: it is not right when alone";
	if (stage == STAGE_FAULTS && making->wrong)
		return "not come to: what keeps nobody out has nothing to let go";
	if ((stage == STAGE_FAIRNESS || stage == STAGE_SPEED) && making->wrong)
		return "not come to: what is wrong has neither order nor speed";
	return NULL;
}

static void learn(struct making *making, enum stage stage, const struct stage_result *result)
{
	if (stage == STAGE_COUNT && result->end != STAGE_PASSED)
		making->alone_ok = false;
	if ((stage == STAGE_PROOF || stage == STAGE_RACES) && result->killed_by)
		making->wrong = true;
}

static int go_through(struct making *making, enum stage stage, struct complaint *c)
{
	struct stage_result *result = add_stage(making, stage);
	const char *why = skipped(making, stage);
	int status;

	if (why) {
		snprintf(result->rests_on, sizeof result->rests_on, "%s", why);
		return 0;
	}
	be_quiet(making, stage);
	status = stage_judge(stage, &making->grading, result, c);
	be_loud(making->course);
	if (!status)
		learn(making, stage, result);
	return status;
}

// The student's file is at fault: it does not compile, or breaks a rule, and no object is made of
// it.
static void blame(struct making *making, const char *fault)
{
	struct stage_result *result = add_stage(making, STAGE_COMPILE);

	stage_end(result, 0, "it does not compile, or breaks a rule: nothing of it was run");
	stage_found(result, "%.*s", (int)strcspn(fault, "\n"), fault);
	stage_say(result, "%s", fault);
	making->refused = true;
}

static int all_stages(struct making *making, struct complaint *c)
{
	int first = making->refused ? STAGE_RULES : STAGE_COMPILE, status = 0;

	for (int stage = first; stage < NR_RUBRIC_STAGES && !status; stage++)
		if (making->course->rubric.points[stage] > 0)
			status = go_through(making, (enum stage)stage, c);
	return status;
}

static int open_files(struct making *making, const char *file, struct complaint *c)
{
	char *fault = NULL;
	int status;

	be_quiet(making, STAGE_COMPILE);
	status = submission_open(&making->submission, &making->course->exercise, file,
				 &making->course->rubric, &fault, c);
	if (status > 0)
		blame(making, fault ? fault : "");
	free(fault);
	be_loud(making->course);
	return status < 0 ? -1 : 0;
}

static void sum_up(struct grade *grade)
{
	for (size_t i = 0; i < grade->nr_stages; i++) {
		grade->points += grade->stage[i].points;
		grade->most += grade->stage[i].most;
	}
}

static struct making making_of(const struct course *course, struct grade *grade)
{
	return (struct making){
	    .course = course,
	    .grade = grade,
	    .alone_ok = true,
	    .grading = {.rubric = &course->rubric,
			.reference = course->reference,
			.topology = course->topology,
			.interrupted = course->interrupted},
	};
}

static void say_why_not(const struct certificate *certificate, struct stage_result *result)
{
	for (size_t i = 0; i < certificate->nr_checks; i++) {
		const struct check *check = &certificate->check[i];

		if (check->holds)
			continue;
		snprintf(result->rests_on, sizeof result->rests_on,
			 "not come to, as nobody can be graded here: %.160s: %.160s", check->what,
			 check->found);
		return;
	}
}

// What graders have points for has a name, but none of them.
void course_ungraded(const struct course *course, const char *file,
		     const struct certificate *certificate, struct grade *grade)
{
	struct making making = making_of(course, grade);

	begin(course, file, certificate, grade);
	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		if (course->rubric.points[stage] > 0)
			say_why_not(certificate, add_stage(&making, (enum stage)stage));
}

int course_grade(const struct course *course, const char *file,
		 const struct certificate *certificate, struct grade *grade, struct complaint *c)
{
	struct making making = making_of(course, grade);
	uint64_t begin_ns = probe_now_ns();
	int status;

	begin(course, file, certificate, grade);
	making.grading.submission = &making.submission;
	status = open_files(&making, file, c);
	if (!status)
		status = all_stages(&making, c);
	submission_close(&making.submission);
	sum_up(grade);
	grade->seconds = (double)(probe_now_ns() - begin_ns - making.waited_ns) / 1e9;
	return status;
}

int course_judge(const struct course *course, const char *file, enum stage stage,
		 struct stage_result *result, struct complaint *c)
{
	struct grade grade = {0};
	struct making making = making_of(course, &grade);
	int status;

	*result = (struct stage_result){.name = stage_name(stage), .most = 1};
	making.grading.submission = &making.submission;
	status = open_files(&making, file, c);
	if (!status && making.refused)
		status = complain(c, "%s cannot serve as a control: %.300s", file,
				  grade.stage[0].killed_by);
	if (!status)
		status = stage_judge(stage, &making.grading, result, c);
	submission_close(&making.submission);
	grade_fini(&grade);
	return status;
}
