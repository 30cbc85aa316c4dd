// SPDX-License-Identifier: MIT

// Sorted by severity, and in the verdict's order within each.

#include "harness/export/listing.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static void list_cases(struct listing *listing, const struct verdict *verdict)
{
	size_t nr = 0;

	for (int severity = NR_SEVERITIES - 1; severity >= 0; severity--)
		for (size_t i = 0; i < verdict->nr_cases; i++)
			if ((int)verdict->cases[i].worst == severity)
				listing->cases[nr++] = &verdict->cases[i];
}

static void list_findings(struct listing *listing, const struct verdict *verdict, size_t most)
{
	size_t listed[NR_RULES] = {0};

	memcpy(listing->more, verdict->nr_of_rule, sizeof listing->more);
	for (int severity = NR_SEVERITIES - 1; severity >= 0; severity--)
		for (size_t i = 0; i < verdict->nr_findings; i++) {
			const struct finding *finding = &verdict->findings[i];

			if ((int)finding->severity != severity || listed[finding->rule] == most)
				continue;
			listed[finding->rule]++;
			listing->more[finding->rule]--;
			listing->findings[listing->nr_findings++] = finding;
		}
}

void listing_init(struct listing *listing, const struct verdict *verdict, size_t most)
{
	*listing = (struct listing){
	    .cases = calloc(verdict->nr_cases + 1, sizeof *listing->cases),
	    .findings = calloc(verdict->nr_findings + 1, sizeof *listing->findings),
	};
	assert(listing->cases && listing->findings);
	list_cases(listing, verdict);
	list_findings(listing, verdict, most);
}

void listing_fini(struct listing *listing)
{
	free(listing->cases);
	free(listing->findings);
}
