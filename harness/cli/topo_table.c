// SPDX-License-Identifier: MIT

// What racelab topo prints for people: one line of facts, the machine as a tree, and the table of
// tasks, both drawn by libsmartcols.

#include "harness/cli/topo.h"

#include <libsmartcols.h>
#include <stdio.h>

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

	if (topo->synthetic)
		printf("'%s', synthetic", topo->synthetic);
	else
		printf("%s", *host->name ? host->name : "This machine");
	print_fact("", host->cpu_model);
	print_fact("", host->topology);
	if (forbidden)
		printf(", %u more PU%s not allowed", forbidden, forbidden == 1 ? "" : "s");
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

// "L3 1 (32 MiB)", "core 5"; PUs have the OS's number, all others hwloc's.
static void put_object(struct libscols_line *line, const char *name, hwloc_obj_t object)
{
	char text[64], size[24] = "";
	bool pu = object->type == HWLOC_OBJ_PU;

	if (object->type == HWLOC_OBJ_L3CACHE && object->attr->cache.size)
		snprintf(size, sizeof size, " (%.3g MiB)",
			 (double)object->attr->cache.size / (1 << 20));
	snprintf(text, sizeof text, "%s %u%s", name, pu ? object->os_index : object->logical_index,
		 size);
	put(line, 0, text);
}

// The levels of the tree, and the names of the columns of a task.
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

// A node of the tree that is being printed: the last one of its level.
struct node {
	hwloc_obj_t object;
	struct libscols_line *line;
};

// Adds the PU to the tree, below those around it that are not there yet. Returns its line.
static struct libscols_line *add_branch(struct libscols_table *table, const struct topo *topo,
					hwloc_obj_t pu, struct node last[NR_LEVELS])
{
	struct libscols_line *parent = NULL;

	for (size_t i = 0; i < NR_LEVELS; i++) {
		hwloc_obj_t object = topo_around(topo, pu, levels[i].type);

		if (!object)
			continue;
		if (object != last[i].object) {
			last[i] = (struct node){object, scols_table_new_line(table, parent)};
			put_object(last[i].line, levels[i].name, object);
		}
		parent = last[i].line;
	}
	return parent;
}

static void print_tree(const struct topo *topo)
{
	struct libscols_table *table = scols_new_table();
	struct node last[NR_LEVELS] = {0};
	bool kinds = hwloc_cpukinds_get_nr(topo->topology.hwloc, 0) > 1;
	char kind[64];

	scols_table_new_column(table, "machine", 0, SCOLS_FL_TREE);
	scols_table_new_column(table, "kind", 0, kinds ? 0 : SCOLS_FL_HIDDEN);
	scols_table_new_column(table, "note", 0, nr_forbidden(topo) ? 0 : SCOLS_FL_HIDDEN);
	for (hwloc_obj_t pu = NULL; (pu = topo_next_pu(topo, pu));) {
		struct libscols_line *line = add_branch(table, topo, pu, last);

		put(line, 1, topo_kind(topo, pu, kind, sizeof kind));
		if (!topo_allowed(topo, pu))
			put(line, 2, "not allowed");
	}
	print_table(table);
}

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
				   object == pu ? pu->os_index : object->logical_index);
	}
	if (!pu)
		put(line, NR_LEVELS + 1, "not pinned");
	else if (topo_shares_pu(topo, i))
		put(line, NR_LEVELS + 1, "shares its PU");
}

static void print_tasks(const struct topo *topo)
{
	struct libscols_table *table = scols_new_table();
	bool notes = !topo->nr_order || topo_oversubscribed(topo);

	scols_table_new_column(table, "task", 0, SCOLS_FL_RIGHT);
	for (size_t i = NR_LEVELS; i-- > 0;)
		scols_table_new_column(table, levels[i].name, 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table, "note", 0, notes ? 0 : SCOLS_FL_HIDDEN);
	for (uint64_t i = 0; i < topo->count; i++)
		add_task(table, topo, i);
	print_table(table);
}

void topo_print_tables(const struct topo *topo)
{
	print_facts(topo);
	putchar('\n');
	print_tree(topo);
	putchar('\n');
	print_tasks(topo);
}
