// SPDX-License-Identifier: MIT

#include "harness/grade/stages/stages.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "benches/sync/must.h"
#include "harness/machine/probe.h"

static const struct {
	stage_fn *judge;
	bool measures;
} table[NR_RUBRIC_STAGES] = {
    [STAGE_COMPILE] = {stage_compile, false}, [STAGE_RULES] = {stage_rules, false},
    [STAGE_COUNT] = {stage_count, true},      [STAGE_PROOF] = {stage_proof, false},
    [STAGE_RACES] = {stage_races, true},      [STAGE_FAULTS] = {stage_faults, true},
    [STAGE_SERVE] = {stage_serve, true},      [STAGE_FAIRNESS] = {stage_fairness, true},
    [STAGE_SPEED] = {stage_speed, true},
};

bool stage_measures(enum stage stage)
{
	return table[stage].measures;
}

int stage_judge(enum stage stage, const struct grading *grading, struct stage_result *result,
		struct complaint *c)
{
	uint64_t begin_ns = probe_now_ns();
	int status = table[stage].judge(grading, result, c);

	result->seconds = (double)(probe_now_ns() - begin_ns) / 1e9;
	return status;
}

void stage_end(struct stage_result *result, double share, const char *format, ...)
{
	va_list args;

	result->points = result->most * share;
	result->end = share >= 1 ? STAGE_PASSED : share > 0 ? STAGE_PARTLY : STAGE_FAILED;
	va_start(args, format);
	vsnprintf(result->rests_on, sizeof result->rests_on, format, args);
	va_end(args);
}

void stage_unjudged(struct stage_result *result, const char *format, ...)
{
	va_list args;

	result->points = result->most = 0;
	result->end = STAGE_SKIPPED;
	va_start(args, format);
	vsnprintf(result->rests_on, sizeof result->rests_on, format, args);
	va_end(args);
}

void stage_undone(struct stage_result *result, const char *format, ...)
{
	va_list args;

	result->points = 0;
	result->end = STAGE_FAILED;
	result->undone = true;
	va_start(args, format);
	vsnprintf(result->rests_on, sizeof result->rests_on, format, args);
	va_end(args);
	stage_found(result, "%.80s", result->rests_on);
}

void stage_found(struct stage_result *result, const char *format, ...)
{
	va_list args;

	if (result->killed_by)
		return;
	va_start(args, format);
	must(vasprintf(&result->killed_by, format, args) < 0 ? ENOMEM : 0);
	va_end(args);
}

void stage_say(struct stage_result *result, const char *format, ...)
{
	char *more, *all;
	va_list args;

	va_start(args, format);
	must(vasprintf(&more, format, args) < 0 ? ENOMEM : 0);
	va_end(args);
	if (result->output) {
		must(asprintf(&all, "%s\n%s", result->output, more) < 0 ? ENOMEM : 0);
		free(more);
		free(result->output);
		more = all;
	}
	result->output = more;
}
