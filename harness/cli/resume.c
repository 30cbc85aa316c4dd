// SPDX-License-Identifier: MIT

// Going on with a run that was stopped.

#include "harness/cli/resume.h"

#include <stdlib.h>
#include <string.h>

#include "harness/data/rows.h"
#include "harness/plan/case.h"
#include "harness/plan/shard.h"
#include "harness/trial/plugin.h"
#include "harness/trial/record.h"

static bool says_anything(const struct spec *spec)
{
	for (int s = 0; s < NR_SETTINGS; s++)
		if (spec->setting[s].text)
			return true;
	return spec->nr_matrices > 0;
}

// The plan must consist of exactly the recorded cases, in their order.
static int compare_cases(const char *path, const struct plan *plan, char **cases, size_t nr_cases,
			 struct complaint *c)
{
	char name[8192];

	if (plan->nr_cases != nr_cases)
		return complain(c,
				"--resume: the run in '%s' has %zu cases, this plan %zu; leave "
				"out the axes to go on with it",
				path, nr_cases, plan->nr_cases);
	for (size_t i = 0; i < nr_cases; i++) {
		case_format(&plan->cases[i], name, sizeof name);
		if (strcmp(name, cases[i]) != 0)
			return complain(
			    c,
			    "--resume: the run in '%s' has the case '%s' where this plan "
			    "has '%s'; leave out the axes to go on with it",
			    path, cases[i], name);
	}
	return 0;
}

static int compare_measuring(const char *path, const struct measuring *recorded,
			     const struct measuring *asked, struct complaint *c)
{
	static const char *const remedy = "leave out the settings to go on with it";

	if (asked->window_ns != recorded->window_ns || asked->ops != recorded->ops)
		return complain(c, "--resume: the run in '%s' has another --window or --ops; %s",
				path, remedy);
	if (asked->blocks != recorded->blocks)
		return complain(c, "--resume: the run in '%s' has --blocks %lu, not %lu; %s", path,
				recorded->blocks, asked->blocks, remedy);
	if (asked->seed != recorded->seed)
		return complain(c, "--resume: the run in '%s' has --seed %lu, not %lu; %s", path,
				recorded->seed, asked->seed, remedy);
	return 0;
}

static void leave_as_recorded(struct given *asked, const struct given *recorded)
{
	if (!asked->text && recorded->text)
		given_set(asked, recorded->text, recorded->where);
}

// Of one matrix, as options make it: in a spec file, a section says all of itself.
static void leave_axes_as_recorded(struct spec *asked, const struct spec *recorded)
{
	if (asked->nr_matrices != 1 || recorded->nr_matrices != 1 || asked->matrices[0].name)
		return;
	for (int a = 0; a < NR_AXES; a++)
		leave_as_recorded(&asked->matrices[0].axis[a], &recorded->matrices[0].axis[a]);
}

// What is asked for besides --resume must mean the recorded plan. What it leaves open is as
// recorded.
static int compare_asked(const char *path, struct spec *asked, const struct spec *recorded,
			 const struct plan *plan, char **cases, size_t nr_cases,
			 const struct topology *topology, struct complaint *c)
{
	bool other_amount = asked->setting[SETTING_OPS].text || asked->setting[SETTING_WINDOW].text;
	struct plan other;
	int result;

	for (int s = 0; s < NR_SETTINGS; s++) {
		if (other_amount && (s == SETTING_OPS || s == SETTING_WINDOW))
			continue;
		leave_as_recorded(&asked->setting[s], &recorded->setting[s]);
	}
	leave_axes_as_recorded(asked, recorded);
	if (asked->nr_matrices) {
		result = plan_build(&other, asked, topology, c);
	} else {
		struct spec same_axes = *recorded;

		memcpy(same_axes.setting, asked->setting, sizeof same_axes.setting);
		result = plan_build(&other, &same_axes, topology, c);
	}
	if (result)
		return -1;
	result = compare_cases(path, &other, cases, nr_cases, c);
	if (!result)
		result = compare_measuring(path, &plan->measuring, &other.measuring, c);
	plan_fini(&other);
	return result;
}

int resume_plan(const char *path, struct spec *asked, const struct topology *topology,
		struct plan *plan, struct manifest *manifest, struct complaint *c)
{
	struct spec recorded;
	char **cases;
	size_t nr_cases;
	int result;

	if (manifest_read(path, manifest, &recorded, &cases, &nr_cases, c))
		return complain_at(c, "--resume");
	recorded.nr_ranks = asked->nr_ranks;
	if (plugins_load(&manifest->plugins, c))
		result = complain_at(c, "--resume");
	else
		result = plan_build(plan, &recorded, topology, c);
	if (!result) {
		result = shard_take(plan, &manifest->shard, c) ? complain_at(c, "--resume") : 0;
		if (!result)
			result = compare_cases(path, plan, cases, nr_cases, c);
		if (!result && says_anything(asked))
			result = compare_asked(path, asked, &recorded, plan, cases, nr_cases,
					       topology, c);
		if (result)
			plan_fini(plan);
	}
	manifest_free_cases(cases, nr_cases);
	spec_fini(asked);
	*asked = recorded;
	return result;
}

static int mark_done(const char *path, const struct rows *rows, const struct plan *plan,
		     const uint32_t *schedule, bool *done, struct complaint *c)
{
	static struct record record; /* large: a PU for each of 4096 tasks */

	uint64_t first = shard_first_block(&plan->shard, plan->measuring.blocks);
	uint64_t end = shard_end_block(&plan->shard, plan->measuring.blocks);

	for (size_t i = 0; i < rows->nr_rows; i++) {
		const struct row *row = &rows->row[i];
		uint64_t block = (uint64_t)row->block, position = (uint64_t)row->position;
		uint64_t trial = block * plan->nr_cases + position;

		if (position >= plan->nr_cases || block < first || block >= end)
			return complain(c,
					"--resume: '%s' holds block %ld, position %ld, which its "
					"%s does not have",
					path, row->block, row->position,
					plan->shard.count > 1 ? "shard of the plan" : "plan");
		record_init(&record, &plan->cases[schedule[trial]]);
		if (!row_same_case(row, &record.row))
			return complain(c,
					"--resume: '%s' holds another case at block %ld, position "
					"%ld than its plan",
					path, row->block, row->position);
		done[trial] = true;
	}
	return 0;
}

int resume_directory(const char *path, const struct plan *plan, const uint32_t *schedule,
		     bool *done, struct directory *directory, struct complaint *c)
{
	struct rows rows;
	int result;

	if (directory_load(&rows, path, c))
		return -1;
	result = mark_done(path, &rows, plan, schedule, done, c);
	if (!result)
		result = directory_reopen(directory, path, &rows, c);
	rows_fini(&rows);
	return result;
}
