// SPDX-License-Identifier: MIT

// From a result directory to its warnings.

#include "harness/cli/warn.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/data/manifest.h"
#include "harness/data/run_topology.h"
#include "harness/machine/quota.h"
#include "harness/machine/topology.h"
#include "harness/terminal/paragraph.h"
#include "harness/terminal/terminal.h"

void warn(const struct warnings *warnings)
{
	static const char mark[] = "warning: ";

	for (size_t i = 0; i < warnings->nr; i++) {
		fputs(mark, stderr);
		paragraph_put(stderr, warnings->line[i], strlen(mark), strlen(mark),
			      terminal_width(stderr));
	}
}

void warn_before(const struct plan *plan, const struct topology *t, const struct host *host)
{
	struct placing placing = placing_of_plan(plan, t);
	struct warnings warnings = {.nr = 0};

	if (!isatty(STDERR_FILENO))
		return;
	warnings_of_machine(&warnings, host->governor, host->virtualization);
	warnings_of_quota(&warnings, host->quota.pus, host->nr_pus);
	warnings_of_placing(&warnings, &placing);
	warn(&warnings);
}

static void add_machine(struct warnings *warnings, const char *directory)
{
	struct complaint c;
	json_t *about = manifest_json(directory, &c), *host = json_object_get(about, "host");

	warnings_of_machine(warnings, json_string_value(json_object_get(host, "governor")),
			    json_string_value(json_object_get(host, "virtualization")));
	warnings_of_quota(warnings, json_number_value(json_object_get(host, "quota_pus")),
			  (unsigned)json_integer_value(json_object_get(host, "nr_pus")));
	json_decref(about);
}

static void add_placing(struct warnings *warnings, const char *directory,
			const struct summary *summary)
{
	struct topology t;
	struct complaint c;
	bool known = run_topology_load(&t, directory, &c) == 0;
	struct placing placing = placing_of_summary(summary, known ? &t : NULL);

	warnings_of_placing(warnings, &placing);
	if (known)
		topology_fini(&t);
}

void warn_of_directory(struct warnings *warnings, const char *directory, const struct rows *rows,
		       const struct summary *summary)
{
	add_machine(warnings, directory);
	add_placing(warnings, directory, summary);
	warnings_of_trials(warnings, rows, summary, directory);
}

json_t *warn_json(const struct warnings *warnings)
{
	json_t *list = json_array();

	for (size_t i = 0; i < warnings->nr; i++)
		json_array_append_new(list, json_string(warnings->line[i]));
	return list;
}
