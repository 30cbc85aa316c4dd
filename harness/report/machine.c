// SPDX-License-Identifier: MIT

// The machine, as run.json and hwloc describe it.

#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/export/fact.h"
#include "harness/report/html.h"
#include "harness/report/machines.h"
#include "harness/report/page.h"
#include "harness/report/report.h"
#include "harness/report/svg.h"
#include "harness/verdict/verdict.h"

static const struct {
	const char *name, *object, *key;
} facts[] = {
    {"Host", "host", "name"},
    {"CPU", "host", "cpu_model"},
    {"Topology", "host", "topology"},
    {"Architecture", "host", "arch"},
    {"Governor", "host", "governor"},
    {"SMT", "host", "smt"},
    {"Virtualization", "host", "virtualization"},
    {"Operating system", "host", "os"},
    {"Kernel", "host", "kernel"},
    {"hwloc", "host", "hwloc"},
    {"racelab", "racelab", "version"},
    {"Commit", "racelab", "commit"},
    {"Compiler", "racelab", "compiler"},
    {"Flags", "racelab", "flags"},
};

static void put_fact(const char *name, const char *value, FILE *out)
{
	fprintf(out, "<div><dt>%s</dt><dd>", name);
	html_text(out, value);
	fputs("</dd></div>\n", out);
}

void place_machines(const struct report *report, FILE *out)
{
	fputs(report->fleet ? "machines" : "machine", out);
}

void place_machine(const struct report *report, FILE *out)
{
	char quota[64];

	if (report->fleet) {
		machines_put_table(report, out);
		return;
	}
	if (!report->verdict->about) {
		fputs("<p class=\"missing\">The run has no run.json, so nothing is known of its "
		      "machine.</p>\n",
		      out);
		return;
	}
	fputs("<dl class=\"facts\">\n", out);
	for (size_t i = 0; i < sizeof facts / sizeof facts[0]; i++) {
		const char *value = fact_text(report->verdict, facts[i].object, facts[i].key);

		put_fact(facts[i].name, *value ? value : "not known", out);
	}
	if (*fact_quota(report->verdict, quota, sizeof quota))
		put_fact("CPU quota", quota, out);
	fputs("</dl>\n", out);
}

static void put_picture(xmlDoc *svg, const char *topology, FILE *out)
{
	svg_clean(svg, "topology-");
	fputs("<figure class=\"figure paper\" id=\"figure-topology\">\n<div class=\"picture\">",
	      out);
	svg_write(out, svg, "topology-", "The machine's topology", topology);
	fputs("</div>\n<figcaption>Drawn by hwloc from <code>topology.xml</code>.</figcaption>\n"
	      "</figure>\n",
	      out);
}

// The picture; without one the topology stands among the facts.
void place_topology(const struct report *report, FILE *out)
{
	const char *topology = fact_text(report->verdict, "host", "topology");
	char *path = directory_file(report->directory, "figures/topology.svg");
	struct complaint c;
	xmlDoc *svg = access(path, R_OK) == 0 ? svg_load(path, &c) : NULL;

	if (svg)
		put_picture(svg, topology, out);
	xmlFreeDoc(svg);
	free(path);
}
