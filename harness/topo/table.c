// SPDX-License-Identifier: MIT

// What racelab topo prints for people: one line of facts, the machine with its tasks, and the table
// of tasks, both drawn by libsmartcols.

#include "harness/machine/topology.h"
#include "harness/topo/topo.h"

#include <hwloc.h>
#include <libsmartcols.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/machine/host.h"
#include "harness/machine/quota.h"

static unsigned nr_forbidden(const struct topo *topo)
{
	hwloc_obj_t pu = NULL;
	unsigned n = 0;

	while ((pu = topo_next_pu(topo, pu)))
		n += !topo_allowed(topo, pu);
	return n;
}

static void print_fact(const char *name, const char *value)
{
	if (*value)
		printf(", %s%s", name, value);
}

// One line: what this machine is.
static void print_facts(const struct topo *topo)
{
	const struct host *host = &topo->host;
	unsigned forbidden = nr_forbidden(topo);
	char quota[64];

	if (topo->synthetic)
		printf("'%s', synthetic", topo->synthetic);
	else if (topo->input)
		printf("%s (from %s)", *host->name ? host->name : "A machine", topo->input);
	else
		printf("%s", *host->name ? host->name : "This machine");
	print_fact("", host->cpu_model);
	print_fact("", host->topology);
	if (forbidden)
		printf(", %u more PU%s not allowed", forbidden, forbidden == 1 ? "" : "s");
	print_fact("CPU quota ", quota_format(host->quota.pus, host->nr_pus, quota, sizeof quota));
	print_fact("", host->kernel);
	print_fact("virtualization ", host->virtualization);
	print_fact("SMT ", host->smt);
	print_fact("governor ", host->governor);
	putchar('\n');
}

static void print_table(struct libscols_table *table)
{
	scols_print_table(table);
	scols_unref_table(table);
}

static void put(struct libscols_line *line, size_t column, const char *text)
{
	scols_line_set_data(line, column, text);
}

static void put_number(struct libscols_line *line, size_t column, unsigned number)
{
	char text[16];

	snprintf(text, sizeof text, "%u", number);
	put(line, column, text);
}

// The names of a task's columns, from the outermost to the innermost.
static const struct level {
	hwloc_obj_type_t type;
	const char *name;
} levels[] = {
    {HWLOC_OBJ_PACKAGE, "package"},
    {HWLOC_OBJ_L3CACHE, "L3"},
    {HWLOC_OBJ_CORE, "core"},
    {HWLOC_OBJ_PU, "PU"},
};

enum {
	NR_LEVELS = sizeof levels / sizeof levels[0],
};

static void add_task(struct libscols_table *table, const struct topo *topo, uint64_t i)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	hwloc_obj_t pu = topo_pu_of_task(topo, i);

	put_number(line, 0, (unsigned)i);
	for (size_t column = 1; column <= NR_LEVELS; column++) {
		const struct level *level = &levels[NR_LEVELS - column];
		hwloc_obj_t object = pu ? topo_around(topo, pu, level->type) : NULL;

		if (!object)
			put(line, column, "-");
		else
			put_number(line, column,
				   object == pu ? pu->os_index
						: topology_number(&topo->topology, object));
	}
	hwloc_obj_t node = pu ? topo_node(topo, pu) : NULL;

	if (node)
		put_number(line, NR_LEVELS + 1, node->logical_index);
	else
		put(line, NR_LEVELS + 1, "-");
	if (!pu)
		put(line, NR_LEVELS + 2, "not pinned");
	else if (topo_shares_pu(topo, i))
		put(line, NR_LEVELS + 2, "shares its PU");
}

static void print_tasks(const struct topo *topo)
{
	struct libscols_table *table = scols_new_table();
	bool notes = !topo->nr_order || topo_oversubscribed(topo);

	scols_table_new_column(table, "task", 0, SCOLS_FL_RIGHT);
	for (size_t i = NR_LEVELS; i-- > 0;)
		scols_table_new_column(table, levels[i].name, 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table, "node", 0,
			       SCOLS_FL_RIGHT | (topo_has_nodes(topo) ? 0 : SCOLS_FL_HIDDEN));
	scols_table_new_column(table, "note", 0, notes ? 0 : SCOLS_FL_HIDDEN);
	for (uint64_t i = 0; i < topo->count; i++)
		add_task(table, topo, i);
	print_table(table);
}

void topo_print_tables(const struct topo *topo)
{
	print_facts(topo);
	putchar('\n');
	topo_print_tree(topo);
	putchar('\n');
	topo_print_memory(topo);
	print_tasks(topo);
}
