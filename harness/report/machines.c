// SPDX-License-Identifier: MIT

#include "harness/report/machines.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "harness/data/fleet.h"
#include "harness/data/rows.h"
#include "harness/figure/provenance.h"
#include "harness/report/html.h"
#include "harness/verdict/fleet_verdict.h"
#include "harness/verdict/verdict.h"

void machines_put_title(const struct report *report, FILE *out)
{
	fprintf(out, "Race conditions on %zu machines", report->fleet->nr);
}

static bool is_first_of_family(const struct fleet *fleet, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (strcmp(fleet->machine[j].family, fleet->machine[i].family) == 0)
			return false;
	return true;
}

static size_t nr_of_family(const struct fleet *fleet, const char *family)
{
	size_t nr = 0;

	for (size_t i = 0; i < fleet->nr; i++)
		nr += strcmp(fleet->machine[i].family, family) == 0;
	return nr;
}

static bool all_synthetic(const struct fleet *fleet)
{
	return fleet_nr_synthetic(fleet) == fleet->nr;
}

static void put_synthetic(const struct fleet *fleet, FILE *out)
{
	size_t nr = fleet_nr_synthetic(fleet);

	if (!nr)
		return;
	fputs(" <strong>", out);
	if (all_synthetic(fleet))
		fputs("All of them are", out);
	else
		fprintf(out, "%zu of them %s", nr, nr == 1 ? "is" : "are");
	fputs(" synthetic: runs of one machine under other names, to try this page.</strong>", out);
}

void machines_put_opening(const struct report *report, FILE *out)
{
	const struct fleet *fleet = report->fleet;
	struct provenance provenance = {"", ""};
	const char *before = " (";

	provenance_of_fleet(&provenance, fleet);
	fprintf(out, " on %zu machines", fleet->nr);
	for (size_t i = 0; i < fleet->nr; i++) {
		if (!is_first_of_family(fleet, i))
			continue;
		fprintf(out, "%s%zu ", before, nr_of_family(fleet, fleet->machine[i].family));
		html_text(out, fleet->machine[i].family);
		before = ", ";
	}
	fputs("), ", out);
	html_text(out, provenance.date);
	fputs(". Points and medians are over machines, each of which counts once; what a machine "
	      "did in another hour, no run can know.",
	      out);
	put_synthetic(fleet, out);
}

static void put_cell(const char *text, FILE *out)
{
	fputs("<td>", out);
	html_text(out, *text ? text : "not known");
	fputs("</td>", out);
}

static void put_count(int64_t count, FILE *out)
{
	fprintf(out, "<td class=\"number\" data-value=\"%lld\">%lld</td>", (long long)count,
		(long long)count);
}

// Failures first; a machine whose findings are all notes passes.
static void put_verdict(const struct report *report, size_t i, FILE *out)
{
	size_t failures = fleet_verdict_count(report->verdict, report->fleet, i, SEVERITY_FAILURE);
	size_t warnings = fleet_verdict_count(report->verdict, report->fleet, i, SEVERITY_WARNING);

	fputs(failures ? "<td><strong>fail</strong>" : "<td>pass", out);
	if (failures)
		fprintf(out, ", %zu failure%s", failures, failures == 1 ? "" : "s");
	if (warnings)
		fprintf(out, ", %zu warning%s", warnings, warnings == 1 ? "" : "s");
	fputs("</td>", out);
}

static void put_machine(const struct report *report, size_t i, FILE *out)
{
	const struct fleet_machine *machine = &report->fleet->machine[i];

	fputs("<tr><th scope=\"row\">", out);
	html_text(out, machine->label);
	fputs(machine->synthetic && !all_synthetic(report->fleet) ? " (synthetic)</th>" : "</th>",
	      out);
	put_cell(machine->family, out);
	put_cell(machine->cpu_model, out);
	put_count(machine->nr_pus, out);
	put_cell(machine->started, out);
	put_count((int64_t)machine->rows.nr_rows, out);
	put_verdict(report, i, out);
	fputs("</tr>\n", out);
}

void machines_put_table(const struct report *report, FILE *out)
{
	static const char *const heads[] = {"machine", "family", "CPU",	   "PUs",
					    "started", "trials", "verdict"};

	fputs("<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
	      "aria-labelledby=\"machines-caption\">\n<table><caption id=\"machines-caption\">The "
	      "machines, in the order in which they came. <code>racelab report ",
	      out);
	html_text(out, report->store);
	fputs(" --machine NAME</code> is a page of one.</caption>\n<thead><tr>", out);
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		fprintf(out, "<th scope=\"col\">%s</th>", heads[i]);
	fputs("</tr></thead>\n<tbody>\n", out);
	for (size_t i = 0; i < report->fleet->nr; i++)
		put_machine(report, i, out);
	fputs("</tbody></table></div>\n", out);
}
