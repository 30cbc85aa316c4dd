// SPDX-License-Identifier: MIT

// The small print, from run.json.

#include "harness/figure/provenance.h"

#include <jansson.h>
#include <stdio.h>

#include "harness/complaint.h"
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
