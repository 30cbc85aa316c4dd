// SPDX-License-Identifier: MIT

// The page: its template, place by place.

#include <assert.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/report/html.h"
#include "harness/report/page.h"
#include "harness/version.h"

static const struct {
	const char *name;
	place_fn *put;
} places[] = {
    {"title", place_title}, /* in the order of the page */
    {"opening", place_opening},
    {"numbers", place_numbers},
    {"verdict", place_verdict},
    {"findings", place_findings},
    {"rules", place_rules},
    {"figures", place_figures},
    {"labs", place_labs},
    {"proofs", place_proofs},
    {"filters", place_filters},
    {"table", place_table},
    {"legend", place_legend},
    {"windows", place_windows},
    {"windows-data", place_windows_data},
    {"topology", place_topology},
    {"machine", place_machine},
    {"settings", place_settings},
    {"command", place_command},
    {"spec", place_spec},
};

// The page's own parts.
struct parts {
	char *page, *style, *script;
};

static char *read_stream(FILE *file)
{
	char *text, piece[4096];
	size_t size, nr;
	FILE *memory = open_memstream(&text, &size);

	assert(memory);
	while ((nr = fread(piece, 1, sizeof piece, file)) > 0)
		fwrite(piece, 1, nr, memory);
	if (fclose(memory))
		abort();
	return text;
}

// A part on the heap, or NULL with a complaint.
static char *read_part(const char *folder, const char *name, struct complaint *c)
{
	char *path = directory_file(folder, name), *text = NULL;
	FILE *file = fopen(path, "re");

	if (file) {
		text = read_stream(file);
		fclose(file);
	} else {
		complain_machine(c, "%s: %s", path, strerror(errno));
	}
	free(path);
	return text;
}

// The two files of the script one after the other, as the page runs them.
static char *read_script(const char *folder, struct complaint *c)
{
	char *windows = read_part(folder, "windows.js", c), *both = NULL;
	char *rest = windows ? read_part(folder, "report.js", c) : NULL;

	if (rest && asprintf(&both, "%s\n%s", rest, windows) < 0)
		abort();
	free(rest);
	free(windows);
	return both;
}

static int read_parts(struct parts *parts, const char *folder, struct complaint *c)
{
	*parts = (struct parts){0};
	parts->page = read_part(folder, "page.html", c);
	parts->style = parts->page ? read_part(folder, "report.css", c) : NULL;
	parts->script = parts->style ? read_script(folder, c) : NULL;
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

static int put_place(const struct report *report, const struct parts *parts, const char *name,
		     FILE *out, struct complaint *c)
{
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (strcmp(places[i].name, name) == 0) {
			places[i].put(report, out);
			return 0;
		}
	if (put_own(parts, name, out))
		return 0;
	return complain_machine(c, "%s/page.html: there is no place '%s'", report->assets, name);
}

static int put_page(const struct report *report, const struct parts *parts, FILE *out,
		    struct complaint *c)
{
	const char *text = parts->page, *open, *close;
	char name[32];

	while ((open = strstr(text, "{{")) && (close = strstr(open, "}}"))) {
		fwrite(text, 1, (size_t)(open - text), out);
		snprintf(name, sizeof name, "%.*s", (int)(close - open - 2), open + 2);
		if (put_place(report, parts, name, out, c))
			return -1;
		text = close + 2;
	}
	fputs(text, out);
	return 0;
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
