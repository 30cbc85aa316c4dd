// SPDX-License-Identifier: MIT

#include "harness/grade/rubric.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/grade/rubric_keys.h"

#define SECOND_NS UINT64_C(1000000000)

static const struct {
	const char *name, *title;
} stages[NR_RUBRIC_STAGES] = {
    [STAGE_COMPILE] = {"compile", "Compiles"},
    [STAGE_RULES] = {"rules", "Keeps to the rules"},
    [STAGE_COUNT] = {"count", "Right when alone"},
    [STAGE_PROOF] = {"proof", "Right in every interleaving"},
    [STAGE_RACES] = {"races", "Right when raced"},
    [STAGE_FAULTS] = {"faults", "Lets go whatever goes wrong"},
    [STAGE_SERVE] = {"serve", "Serves all clients"},
    [STAGE_FAIRNESS] = {"fairness", "First come, first served"},
    [STAGE_SPEED] = {"speed", "Fast enough"},
};

const char *stage_name(enum stage stage)
{
	return stages[stage].name;
}

const char *stage_title(enum stage stage)
{
	return stages[stage].title;
}

double rubric_points(const struct rubric *rubric)
{
	double sum = 0;

	for (int stage = 0; stage < NR_RUBRIC_STAGES; stage++)
		sum += rubric->points[stage];
	return sum;
}

struct reading {
	struct rubric_reading key;
	bool failed; /* key.c says why */
};

// inih's handler. Returns whether to go on; 0 makes inih remember the line.
static int handle(void *context, const char *section, const char *name, const char *value)
{
	struct reading *r = context;
	char where[128];

	if (r->failed)
		return 1;
	r->failed = rubric_read_key(&r->key, section, name, value) != 0;
	if (r->failed) {
		snprintf(where, sizeof where, "[%s] %s", section, name);
		complain_at(r->key.c, where);
	}
	return !r->failed;
}

static void set_defaults(struct rubric *rubric, const char *file)
{
	*rubric = (struct rubric){
	    .least_pus = 1,
	    .proof_limit_ns = 60 * SECOND_NS,
	    .trials = 40,
	    .window_ns = 2 * SECOND_NS / 1000,
	    .least_order = 0.9,
	    .clients = 8,
	    .speed_count = 2,
	    .least_speed = 0.1,
	};
	snprintf(rubric->file, sizeof rubric->file, "%s", file);
}

// What the stages that are asked for need to be told.
static int check(const struct rubric *rubric, struct complaint *c)
{
	if (rubric_points(rubric) <= 0)
		return complain(c, "%s: no stage has points, so there is nothing to grade",
				rubric->file);
	if (rubric->points[STAGE_PROOF] > 0 && !rubric->nr_bounds)
		return complain(c, "%s: [proof] has no bounds, as: bounds = 2x2, 3x1",
				rubric->file);
	if (rubric->points[STAGE_RACES] > 0 && !rubric->nr_counts)
		return complain(c, "%s: [races] has no counts, as: counts = 2, max", rubric->file);
	return 0;
}

static void fill_in(struct rubric *rubric)
{
	bool any = false;

	for (int model = 0; model < NR_MODELS; model++)
		any |= rubric->model[model];
	for (int model = 0; model < NR_MODELS && !any; model++)
		rubric->model[model] = true;
	rubric->threads |= !rubric->processes;
}

int rubric_read(struct rubric *rubric, const char *file, unsigned nr_pus, struct complaint *c)
{
	struct reading r = {.key = {.rubric = rubric, .nr_pus = nr_pus, .c = c}};
	char where[320];
	struct stat there;
	int line;

	set_defaults(rubric, file);
	if (stat(file, &there) == 0 && !S_ISREG(there.st_mode))
		return complain(c, "%s: a rubric is a file", file);
	line = ini_parse(file, handle, &r);
	if (line == -1)
		return complain(c, "%s: %s", file, strerror(errno));
	snprintf(where, sizeof where, "%s:%d", file, line);
	if (r.failed)
		return complain_at(c, where);
	if (line)
		return complain(c, "%s: this is no INI: it is [section], and lines of key = value",
				where);
	if (check(rubric, c))
		return -1;
	fill_in(rubric);
	return 0;
}
