// SPDX-License-Identifier: MIT

// The report of a run: one HTML page that needs nothing besides itself. What it says comes from the
// run's directory and its verdict; how it looks from plots/report (page.html, report.css,
// report.js).

#ifndef RACELAB_REPORT_H
#define RACELAB_REPORT_H

#include <stdio.h>

#include "harness/complaint.h"

struct report {
	const char *directory;
	const char *title;  /* NULL: one that names the machine */
	const char *assets; /* the folder with the page's parts */
	const struct rows *rows;
	const struct summary *summary;
	const struct verdict *verdict; /* of the run alone; sorted; `about` is its run.json */
	const struct fleet *fleet;     /* many machines, over which the summary is; NULL: one */
	const char *store;	       /* of these: where they are from */
};

// Writes the page. All text from the run is escaped. A picture that cannot be read is named on the
// page with the reason. Returns 0, or -1 with a machine's complaint: a part is missing or knows a
// place that there is not, the stream cannot be written, no memory.
int report_write(const struct report *report, FILE *out, struct complaint *c);

#endif
