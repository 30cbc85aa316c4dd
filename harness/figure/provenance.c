// SPDX-License-Identifier: MIT

// The small print, from run.json.

#include "harness/figure/provenance.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/fleet.h"
#include "harness/data/manifest.h"

void provenance_load(struct provenance *provenance, const char *dir)
{
	const char *cpu = NULL, *start = NULL;
	json_int_t nr_pus = 0;
	struct complaint c;
	json_t *run = manifest_json(dir, &c);

	*provenance = (struct provenance){0};
	json_unpack(run, "{s?{s?s, s?I}}", "host", "cpu_model", &cpu, "nr_pus", &nr_pus);
	json_unpack(run, "{s?s}", "start", &start);
	if (cpu && *cpu && nr_pus > 0)
		snprintf(provenance->machine, sizeof provenance->machine, "%s, %lld PU%s", cpu,
			 (long long)nr_pus, nr_pus == 1 ? "" : "s");
	else if (cpu)
		snprintf(provenance->machine, sizeof provenance->machine, "%s", cpu);
	if (start) /* the day only: "2026-11-22T09:12:00Z" */
		snprintf(provenance->date, sizeof provenance->date, "%.10s", start);
	json_decref(run);
}

// A picture goes its own ways: it must say itself what there is not.
static void name_machines(struct provenance *provenance, const struct fleet *fleet)
{
	size_t synthetic = fleet_nr_synthetic(fleet);

	if (synthetic && synthetic < fleet->nr)
		snprintf(provenance->machine, sizeof provenance->machine,
			 "%zu machines, %zu of them synthetic", fleet->nr, synthetic);
	else
		snprintf(provenance->machine, sizeof provenance->machine, "%zu %smachines",
			 fleet->nr, synthetic ? "synthetic " : "");
}

void provenance_of_fleet(struct provenance *provenance, const struct fleet *fleet)
{
	const char *first = "", *last = "";

	for (size_t i = 0; i < fleet->nr; i++) {
		const char *started = fleet->machine[i].started;

		if (*started && (!*first || strcmp(started, first) < 0))
			first = started;
		if (strcmp(started, last) > 0)
			last = started;
	}
	name_machines(provenance, fleet);
	if (strncmp(first, last, 10) == 0)
		snprintf(provenance->date, sizeof provenance->date, "%.10s", first);
	else
		snprintf(provenance->date, sizeof provenance->date, "%.10s to %.10s", first, last);
}
