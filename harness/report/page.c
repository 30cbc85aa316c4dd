// SPDX-License-Identifier: MIT

// The page: its template, place by place.

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/report/html.h"
#include "harness/report/page.h"
#include "harness/report/template.h"
#include "harness/version.h"

static const struct {
	const char *name;
	place_fn *put;
} places[] = {
    {"title", place_title}, /* in the order of the page */
    {"opening", place_opening},	    {"numbers", place_numbers},
    {"verdict", place_verdict},	    {"findings", place_findings},
    {"rules", place_rules},	    {"figures", place_figures},
    {"labs", place_labs},	    {"proofs", place_proofs},
    {"scheduler", place_scheduler}, {"filters", place_filters},
    {"table", place_table},	    {"legend", place_legend},
    {"windows", place_windows},	    {"windows-data", place_windows_data},
    {"machines", place_machines},   {"topology", place_topology},
    {"machine", place_machine},	    {"settings", place_settings},
    {"command", place_command},	    {"spec", place_spec},
    {"trials", place_trials},
};

// The page's own parts.
struct parts {
	char *page, *style, *script;
};

// The walk's script comes first; the page's own two run the page.
static int read_parts(struct parts *parts, const char *folder, struct complaint *c)
{
	static const char *const styles[] = {"report.css", "scheduler.css", NULL};
	static const char *const scripts[] = {
	    "walk.js",	    "challenges.js", "game.js",	   "board.js",
	    "scheduler.js", "report.js",     "windows.js", NULL};

	*parts = (struct parts){0};
	parts->page = template_part(folder, "page.html", c);
	parts->style = parts->page ? template_parts(folder, styles, c) : NULL;
	parts->script = parts->style ? template_parts(folder, scripts, c) : NULL;
	return parts->script ? 0 : -1;
}

static void free_parts(struct parts *parts)
{
	free(parts->page);
	free(parts->style);
	free(parts->script);
}

// What is not made from the run. True if there is such a place.
static bool put_own(const struct parts *parts, const char *name, FILE *out)
{
	char hash[HTML_HASH_BYTES];

	if (strcmp(name, "style") == 0) {
		fputs(parts->style, out);
	} else if (strcmp(name, "script") == 0) {
		fputs(parts->script, out);
	} else if (strcmp(name, "script-hash") == 0) {
		html_hash(hash, parts->script);
		fputs(hash, out);
	} else if (strcmp(name, "version") == 0) {
		fputs(RACELAB_VERSION, out);
	} else {
		return false;
	}
	return true;
}

struct filling {
	const struct report *report;
	const struct parts *parts;
};

static bool put_place(const void *context, const char *name, FILE *out)
{
	const struct filling *filling = context;

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (strcmp(places[i].name, name) == 0) {
			places[i].put(filling->report, out);
			return true;
		}
	return put_own(filling->parts, name, out);
}

static int put_page(const struct report *report, const struct parts *parts, FILE *out,
		    struct complaint *c)
{
	const struct filling filling = {report, parts};
	char *what = directory_file(report->assets, "page.html");
	int result = template_write(out, parts->page, what, put_place, &filling, c);

	free(what);
	return result;
}

int report_write(const struct report *report, FILE *out, struct complaint *c)
{
	struct parts parts;
	int result = read_parts(&parts, report->assets, c);

	if (!result)
		result = put_page(report, &parts, out, c);
	free_parts(&parts);
	errno = 0;
	if (!result && (fflush(out) || ferror(out)))
		result = complain_machine(c, "the report cannot be written: %s",
					  strerror(errno ? errno : EIO));
	return result;
}
