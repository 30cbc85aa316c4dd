// SPDX-License-Identifier: MIT

// "Be the scheduler": the walk of the racy counter that racelab explore --figures has left beside
// the run. The page's script walks on it; what it holds is data, whoever wrote it.

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/data/directory.h"
#include "harness/data/explored.h"
#include "harness/data/source.h"
#include "harness/report/html.h"
#include "harness/report/page.h"
#include "harness/report/report.h"

static json_t *load(const struct report *report)
{
	char *path = directory_file(report->directory, EXPLORED_WALK);
	json_t *json = json_load_file(path, 0, NULL);

	free(path);
	if (json_is_object(json) && json_is_array(json_object_get(json, "models")))
		return json;
	json_decref(json);
	return NULL;
}

void place_scheduler(const struct report *report, FILE *out)
{
	json_t *walk = load(report);

	if (!walk) {
		fputs("<p class=\"missing\">Not explored. To find out: <code>racelab explore "
		      "--figures ",
		      out);
		html_text(out, report->fleet || source_of(report->directory) ? "DIR"
									     : report->directory);
		fputs("</code></p>\n", out);
		return;
	}
	fputs("<noscript><p class=\"missing\">This part needs the page's script, which is switched "
	      "off.</p></noscript>\n<div class=\"scheduler\"></div>\n<script "
	      "type=\"application/json\" class=\"scheduler-data\">",
	      out);
	html_json(out, walk);
	fputs("</script>\n", out);
}
