// SPDX-License-Identifier: MIT

#include "harness/explore/page/page.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/report/html.h"
#include "harness/report/template.h"
#include "harness/version.h"

struct filling {
	const char *title;
	json_t *walks;
	char *page, *style, *script;
};

static bool put_place(const void *context, const char *name, FILE *out)
{
	const struct filling *filling = context;
	char hash[HTML_HASH_BYTES];

	if (strcmp(name, "title") == 0) {
		html_text(out, filling->title);
	} else if (strcmp(name, "style") == 0) {
		fputs(filling->style, out);
	} else if (strcmp(name, "script") == 0) {
		fputs(filling->script, out);
	} else if (strcmp(name, "script-hash") == 0) {
		html_hash(hash, filling->script);
		fputs(hash, out);
	} else if (strcmp(name, "version") == 0) {
		fputs(RACELAB_VERSION, out);
	} else if (strcmp(name, "walks") == 0) {
		html_json(out, json_incref(filling->walks));
	} else {
		return false;
	}
	return true;
}

static int read_parts(struct filling *filling, const char *folder, struct complaint *c)
{
	static const char *const styles[] = {"report.css", "scheduler.css", NULL};
	static const char *const scripts[] = {"walk.js",  "challenges.js", "game.js",
					      "board.js", "scheduler.js",  NULL};

	filling->page = template_part(folder, "scheduler.html", c);
	filling->style = filling->page ? template_parts(folder, styles, c) : NULL;
	filling->script = filling->style ? template_parts(folder, scripts, c) : NULL;
	return filling->script ? 0 : -1;
}

char *page_text(const char *assets, const char *title, json_t *walks, size_t *size,
		struct complaint *c)
{
	struct filling filling = {.title = title, .walks = walks};
	char *text;
	FILE *out = open_memstream(&text, size);
	int error = read_parts(&filling, assets, c);

	assert(out);
	if (!error)
		error = template_write(out, filling.page, "scheduler.html", put_place, &filling, c);
	if (fclose(out))
		abort();
	free(filling.page);
	free(filling.style);
	free(filling.script);
	if (!error)
		return text;
	free(text);
	return NULL;
}
