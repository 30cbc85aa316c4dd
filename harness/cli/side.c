// SPDX-License-Identifier: MIT

// Loading a side, and what can be said of it without the other.

#include "harness/cli/side.h"

#include <inttypes.h>

#include "harness/data/directory.h"
#include "harness/data/hosts.h"
#include "harness/data/manifest.h"
#include "harness/verdict/rules.h"

int side_load(struct side *side, struct complaint *c)
{
	if (directory_load(&side->rows, side->directory, c))
		return -1;
	if (!side->rows.nr_rows)
		return complain(c, "%s/trials.csv has no rows: nothing to check", side->directory);
	if (summary_build(&side->summary, &side->rows))
		return complain_machine(c, "no memory for a summary of %zu rows",
					side->rows.nr_rows);
	if (!directory_has_manifest(side->directory))
		return 0;
	side->about = manifest_json(side->directory, c);
	return side->about ? 0 : -1;
}

void side_fini(struct side *side)
{
	json_decref(side->about);
	summary_fini(&side->summary);
	rows_fini(&side->rows);
}

// How many trials the run was to have; 0 if that is not known.
static int64_t count_planned(const json_t *about)
{
	const json_t *plan = json_object_get(about, "plan");
	const json_t *part = json_object_get(about, "shard");
	json_int_t blocks =
	    json_integer_value(json_object_get(json_is_object(part) ? part : plan, "blocks"));
	int64_t nr;

	if (blocks < 0 ||
	    __builtin_mul_overflow(json_array_size(json_object_get(plan, "cases")), blocks, &nr))
		return 0;
	return nr;
}

// Something of the whole run, in printf format. Nobody has to go on with base.
#define SAY(verdict, side, severity, format, ...)                                                  \
	verdict_add(verdict, RULE_incomplete, (side)->is_base ? SEVERITY_NOTE : (severity),        \
		    NO_CASE, NO_BLOCK, "%s" format, (side)->is_base ? "base: " : "", __VA_ARGS__)

static void check_whole(const struct side *side, struct verdict *verdict)
{
	const char *directory = side->directory;
	int64_t planned = count_planned(side->about);

	if (!side->about)
		SAY(verdict, side, SEVERITY_NOTE,
		    "%s has no run.json: whether trials are missing is not known", directory);
	else if ((int64_t)side->rows.nr_rows < planned)
		SAY(verdict, side, SEVERITY_WARNING,
		    "incomplete: %zu of %" PRId64 " trials; go on with racelab run --resume %s",
		    side->rows.nr_rows, planned, directory);
	else if (json_is_null(json_object_get(side->about, "end")))
		SAY(verdict, side, SEVERITY_WARNING,
		    "incomplete: the run has not ended; go on with racelab run --resume %s",
		    directory);
	if (side->rows.torn)
		SAY(verdict, side, SEVERITY_WARNING,
		    "incomplete: the last line of %s/trials.csv was cut off and is left out",
		    directory);
}

// A run whose job was queued again may have gone on elsewhere.
static void check_hosts(const struct side *side, struct verdict *verdict)
{
	char where[256];

	hosts_format(json_object_get(side->about, "hosts"), where, sizeof where);
	if (where[0])
		verdict_add(verdict, RULE_moved, side->is_base ? SEVERITY_NOTE : SEVERITY_WARNING,
			    NO_CASE, NO_BLOCK, "%s's rows are of several machines: %s",
			    side->directory, where);
}

void side_check(const struct side *side, struct verdict *verdict)
{
	check_whole(side, verdict);
	check_hosts(side, verdict);
	rules_apply(verdict, &side->rows, &side->summary, side->is_base);
}
