// SPDX-License-Identifier: MIT

// Rubrics: a lecturer's own (--rubric FILE) is read as an exercise's is. What is taken asks for
// something, within the bounds that stages rely on.

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/explore/bounds.h"
#include "harness/explore/found.h"
#include "harness/explore/step.h"
#include "harness/fuzz/target.h"
#include "harness/grade/rubric.h"

enum {
	NR_PUS = 4,
};

#define IS_TEXT(text) MUST(memchr(text, '\0', sizeof(text)))

static void check_stages(const struct rubric *rubric)
{
	double sum = 0;

	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++) {
		MUST(isfinite(rubric->points[stage]) && rubric->points[stage] >= 0);
		sum += rubric->points[stage];
		MUST(rubric->bad[stage].nr <= MOST_BAD);
		for (size_t i = 0; i < rubric->bad[stage].nr; i++)
			IS_TEXT(rubric->bad[stage].name[i]);
	}
	MUST(sum > 0);
}

static void check_rules(const struct rubric *rubric)
{
	MUST(rubric->nr_calls <= MOST_CALLS);
	for (size_t i = 0; i < rubric->nr_calls; i++) {
		const char *star = strchr(rubric->call[i], '*');

		IS_TEXT(rubric->call[i]);
		MUST(!star || !star[1]);
	}
}

static void check_proof(const struct rubric *rubric)
{
	bool any = false;

	for (int model = 0; model < NR_MODELS; model++)
		any |= rubric->model[model];
	MUST(rubric->points[STAGE_PROOF] <= 0 || (rubric->nr_bounds && any));
	MUST(rubric->nr_bounds <= MOST_BOUNDS);
	for (size_t i = 0; i < rubric->nr_bounds; i++) {
		MUST(rubric->bounds[i].tasks >= 1);
		MUST(rubric->bounds[i].tasks <= MOST_EXPLORED_TASKS);
		MUST(rubric->bounds[i].ops >= 1);
	}
	MUST(rubric->proof_limit_ns > 0);
}

static void check_races(const struct rubric *rubric)
{
	MUST(rubric->points[STAGE_RACES] <= 0 ||
	     (rubric->nr_counts && (rubric->threads || rubric->processes)));
	MUST(rubric->nr_counts <= MOST_COUNTS);
	for (size_t i = 0; i < rubric->nr_counts; i++) {
		MUST(rubric->count[i] >= 1 && rubric->count[i] <= 256);
		for (size_t j = 0; j < i; j++)
			MUST(rubric->count[i] != rubric->count[j]);
	}
	MUST(rubric->trials >= 1 && rubric->window_ns > 0);
	MUST(rubric->speed_count >= 1 && rubric->clients >= 1);
	MUST(rubric->least_order >= 0 && rubric->least_order <= 1);
	MUST(isfinite(rubric->least_speed) && rubric->least_speed >= 0);
}

static void check_place(const struct rubric *rubric)
{
	MUST(rubric->least_pus >= 1);
	MUST(isfinite(rubric->least_quota) && rubric->least_quota >= 0);
	IS_TEXT(rubric->file);
	IS_TEXT(rubric->title);
	IS_TEXT(rubric->statement);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = target_file(data, size);
	struct rubric rubric;
	struct complaint c;

	if (rubric_read(&rubric, path, NR_PUS, &c)) {
		target_check_complaint(&c);
		MUST(strstr(c.text, path));
		return 0;
	}
	check_place(&rubric);
	check_stages(&rubric);
	check_rules(&rubric);
	check_proof(&rubric);
	check_races(&rubric);
	return 0;
}
