// SPDX-License-Identifier: MIT

// The steps of the ladder: one line each in the table.

#include "harness/figure/rungs.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/data/summary.h"
#include "harness/figure/chart.h"

static const struct step {
	const char *label, *sync;
	bool contended;
	const char *adds; /* to what the detail says of it */
} steps[] = {
    {"plain", "none", false, ""},
    {"atomic", "fetch_add", false, ""},
    {"contended atomic", "fetch_add", true, ""},
    {"lock", "mutex", false, ""},
    {"contended lock", "mutex", true, ""},
    {"system calls", "flock", false, ": 2 calls each"},
};

static bool better(const struct chart_point *point, const struct chart_point *best)
{
	if (!best || point->of->oversubscribed != best->of->oversubscribed)
		return !best || best->of->oversubscribed;
	return point->of->axes->count > best->of->axes->count;
}

static const struct chart_point *find(const struct step *step, const struct chart_point *points,
				      size_t nr)
{
	const struct chart_point *best = NULL;

	for (size_t i = 0; i < nr; i++) {
		const struct row *axes = points[i].of->axes;

		if (strcmp(axes->sync, step->sync) != 0 || (axes->count > 1) != step->contended)
			continue;
		if (better(&points[i], best))
			best = &points[i];
	}
	return best;
}

static void add(struct rungs *rungs, const char *label, const char *detail,
		const struct estimate *ns)
{
	struct rung *rung = &rungs->rung[rungs->nr];

	if (ns->nr == 0 || !(ns->low > 0))
		return;
	*rung = (struct rung){.label = label, .ns = *ns};
	snprintf(rung->detail, sizeof rung->detail, "%s", detail);
	rungs->nr++;
}

void rungs_build(struct rungs *rungs, const struct chart_point *points, size_t nr,
		 const struct lab_prices *labs)
{
	*rungs = (struct rungs){.nr = 0};
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		const struct chart_point *point = find(&steps[i], points, nr);
		char detail[64];

		if (!point)
			continue;
		snprintf(detail, sizeof detail, "%s by %" PRId64 " %.16s%s%s", steps[i].sync,
			 point->of->axes->count, point->of->axes->task,
			 point->of->axes->count > 1 ? "s" : "", steps[i].adds);
		add(rungs, steps[i].label, detail, &point->of->ns_per_op);
	}
	if (!labs || rungs->nr == 0)
		return;
	add(rungs, "switch", "lab blocking: a waiter woken", &labs->switch_ns);
	add(rungs, "thread", "lab spawn: started and joined", &labs->thread_ns);
	add(rungs, "process", "lab spawn: forked and joined", &labs->process_ns);
}
