// SPDX-License-Identifier: MIT

// The machine as a tree, one line a core, and beside each of its PUs the tasks that sit there: so
// that one sees what shares a core and what a cache.

#include "harness/topo/topo.h"

#include <hwloc.h>
#include <libsmartcols.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/control.h"
#include "harness/machine/topology.h"
#include "harness/terminal/terminal.h"

enum {
	MOST_NUMBERS = 4, /* of tasks beside one PU: the rest is counted */
	NOT_PLACED = -1,
};

// What is a line wherever it is; and what only where it is around several cores: an L2 cache of one
// core says nothing of who shares what.
static const struct level {
	hwloc_obj_type_t type;
	const char *name;
	bool if_shared;
} levels[] = {
    {HWLOC_OBJ_PACKAGE, "package", false}, {HWLOC_OBJ_DIE, "die", true},
    {HWLOC_OBJ_GROUP, "group", true},	   {HWLOC_OBJ_L5CACHE, "L5", true},
    {HWLOC_OBJ_L4CACHE, "L4", true},	   {HWLOC_OBJ_L3CACHE, "L3", false},
    {HWLOC_OBJ_L2CACHE, "L2", true},	   {HWLOC_OBJ_CORE, "core", false},
};

enum {
	NR_LEVELS = sizeof levels / sizeof levels[0],
};

// The columns at the end of a core's line.
enum remark {
	REMARK_KIND,
	REMARK_NODE,
	REMARK_NOTE,
};

// The last object of one depth of the machine, and its line.
struct branch {
	hwloc_obj_t object;
	struct libscols_line *line;
};

// A tree that is being drawn.
struct tree {
	const struct topo *topo;
	struct libscols_table *table;
	struct branch *branch;	      /* one for each depth */
	unsigned most_pus;	      /* of one core */
	unsigned nr_pus, nr_occupied; /* of the current core, so far */
	bool crowded;		      /* a PU of the current core has several tasks */
	bool noted;		      /* some core has a note */
	bool nodes;		      /* the machine has several */
};

// Tasks wrap around, so those on a PU are every nr_order-th from the first.
static long first_task(const struct topo *topo, hwloc_obj_t pu)
{
	for (size_t i = 0; i < topo->nr_order && i < topo->count; i++)
		if (topo->order[i] == pu->os_index)
			return (long)i;
	return NOT_PLACED;
}

static uint64_t nr_tasks(const struct topo *topo, long first)
{
	return first == NOT_PLACED
		   ? 0
		   : (topo->count - (uint64_t)first + topo->nr_order - 1) / topo->nr_order;
}

// "3", "3 35", "0 2 4 6 +12".
static char *format_tasks(const struct topo *topo, long first)
{
	uint64_t nr = nr_tasks(topo, first);
	char *text = NULL;
	size_t size;
	FILE *cell = open_memstream(&text, &size);

	if (!cell)
		return NULL;
	for (uint64_t i = 0; i < nr && i < MOST_NUMBERS; i++)
		fprintf(cell, i ? " %lu" : "%lu", (uint64_t)first + i * topo->nr_order);
	if (nr > MOST_NUMBERS)
		fprintf(cell, " +%lu", nr - MOST_NUMBERS);
	if (!nr)
		fputc('-', cell);
	fclose(cell);
	return text;
}

// Its level, or NULL if it is no line of the tree.
static const struct level *level_of(const struct topo *topo, hwloc_obj_t object)
{
	for (size_t i = 0; i < NR_LEVELS; i++) {
		if (levels[i].type != object->type)
			continue;
		return !levels[i].if_shared || topo_nr_cores(topo, object) > 1 ? &levels[i] : NULL;
	}
	return NULL;
}

// "L3 1 (32 MiB)", "core 5", "Cluster 2".
static void put_object(const struct topo *topo, struct libscols_line *line, const char *name,
		       hwloc_obj_t object)
{
	char text[96], kind[32], size[24] = "";

	if (hwloc_obj_type_is_cache(object->type) && object->attr->cache.size)
		snprintf(size, sizeof size, " (%.4g MiB)",
			 (double)object->attr->cache.size / (1 << 20));
	snprintf(kind, sizeof kind, "%s",
		 object->type == HWLOC_OBJ_GROUP && object->subtype ? object->subtype : name);
	snprintf(text, sizeof text, "%s %u%s", control_plain(kind),
		 topology_number(&topo->topology, object), size);
	scols_line_set_data(line, 0, text);
}

static struct libscols_line *new_line(struct tree *tree, struct libscols_line *parent)
{
	tree->nr_pus = tree->nr_occupied = 0;
	tree->crowded = false;
	return scols_table_new_line(tree->table, parent);
}

// The line of the object, or of the next one above it that has one, with those around it that are
// not there yet; NULL above all. As deep as the machine: libxml2 reads 256 levels at most.
static struct libscols_line *line_around(struct tree *tree, hwloc_obj_t object)
{
	struct libscols_line *parent = object ? line_around(tree, object->parent) : NULL;
	const struct level *level = object ? level_of(tree->topo, object) : NULL;
	struct branch *branch;

	if (!level)
		return parent;
	branch = &tree->branch[object->depth];
	if (branch->object != object) {
		*branch = (struct branch){object, new_line(tree, parent)};
		put_object(tree->topo, branch->line, level->name, object);
	}
	return branch->line;
}

// The line that the PU belongs to. Where the machine has no cores, its PUs are lines.
static struct libscols_line *line_of(struct tree *tree, hwloc_obj_t pu)
{
	struct libscols_line *around = line_around(tree, pu->parent);

	return topo_around(tree->topo, pu, HWLOC_OBJ_CORE) ? around : new_line(tree, around);
}

// Where a core's first so many PUs, with two columns each, end and its remarks begin.
static size_t column_of(unsigned nr_pus)
{
	return 1 + 2 * (size_t)nr_pus;
}

static const char *note_of(const struct tree *tree, hwloc_obj_t pu)
{
	if (!topo_allowed(tree->topo, pu))
		return "not allowed";
	if (tree->crowded)
		return "several tasks on a PU";
	return tree->nr_occupied > 1 ? "SMT siblings share a core" : NULL;
}

static void put_node(const struct tree *tree, struct libscols_line *line, hwloc_obj_t pu)
{
	hwloc_obj_t node = topo_node(tree->topo, pu);
	char number[16] = "-";

	if (node)
		snprintf(number, sizeof number, "%u", node->logical_index);
	scols_line_set_data(line, column_of(tree->most_pus) + REMARK_NODE, number);
}

static void put_notes(struct tree *tree, struct libscols_line *line, hwloc_obj_t pu)
{
	size_t column = column_of(tree->most_pus);
	const char *note = note_of(tree, pu);
	char kind[64];

	scols_line_set_data(line, column + REMARK_KIND,
			    topo_kind(tree->topo, pu, kind, sizeof kind));
	if (tree->nodes)
		put_node(tree, line, pu);
	if (!note)
		return;
	scols_line_set_data(line, column + REMARK_NOTE, note);
	tree->noted = true;
}

static const char *colour_of(uint64_t nr)
{
	return nr > 1 ? "red" : nr ? "green" : "halfbright";
}

static void add_pu(struct tree *tree, hwloc_obj_t pu)
{
	struct libscols_line *line = line_of(tree, pu);
	size_t column = column_of(tree->nr_pus++);
	long first = first_task(tree->topo, pu);
	uint64_t nr = nr_tasks(tree->topo, first);
	char number[16];

	snprintf(number, sizeof number, "%u:", pu->os_index);
	scols_line_set_data(line, column, number);
	scols_line_refer_data(line, column + 1, format_tasks(tree->topo, first));
	scols_cell_set_color(scols_line_get_cell(line, column + 1), colour_of(nr));
	tree->nr_occupied += nr > 0;
	tree->crowded |= nr > 1;
	if (tree->nr_occupied > 1) /* of one core: each a little slower for the other */
		for (unsigned i = 0; i < tree->nr_pus && !tree->crowded; i++)
			scols_cell_set_color(scols_line_get_cell(line, column_of(i) + 1),
					     i + 1 == tree->nr_pus && !nr ? "halfbright" : "brown");
	put_notes(tree, line, pu);
}

static unsigned most_pus_of_a_core(const struct topo *topo)
{
	hwloc_obj_t core = NULL;
	unsigned most = 1;

	while ((core = hwloc_get_next_obj_by_type(topo->topology.hwloc, HWLOC_OBJ_CORE, core))) {
		int nr = hwloc_bitmap_weight(core->cpuset);

		if (nr > (int)most)
			most = (unsigned)nr;
	}
	return most;
}

static void add_columns(const struct tree *tree)
{
	bool kinds = hwloc_cpukinds_get_nr(tree->topo->topology.hwloc, 0) > 1;

	scols_table_new_column(tree->table, "machine", 0, SCOLS_FL_TREE);
	for (unsigned i = 0; i < tree->most_pus; i++) {
		scols_table_new_column(tree->table, "PU", 0, SCOLS_FL_RIGHT);
		scols_table_new_column(tree->table, "task", 0, 0);
	}
	scols_table_new_column(tree->table, "kind", 0, kinds ? 0 : SCOLS_FL_HIDDEN);
	scols_table_new_column(tree->table, "node", 0,
			       SCOLS_FL_RIGHT | (tree->nodes ? 0 : SCOLS_FL_HIDDEN));
	scols_table_new_column(tree->table, "", 0, SCOLS_FL_TRUNC);
}

static void draw(struct tree *tree)
{
	tree->nodes = topo_has_nodes(tree->topo);
	tree->most_pus = most_pus_of_a_core(tree->topo);
	add_columns(tree);
	for (hwloc_obj_t pu = NULL; (pu = topo_next_pu(tree->topo, pu));)
		add_pu(tree, pu);
	if (!tree->noted)
		scols_column_set_flags(
		    scols_table_get_column(tree->table, column_of(tree->most_pus) + REMARK_NOTE),
		    SCOLS_FL_HIDDEN);
	scols_table_set_column_separator(tree->table, "  ");
	scols_table_enable_minout(tree->table, 1);
	scols_table_enable_colors(tree->table, terminal_colours(stdout));
	scols_print_table(tree->table);
}

void topo_print_tree(const struct topo *topo)
{
	int depth = hwloc_topology_get_depth(topo->topology.hwloc);
	struct tree tree = {.topo = topo,
			    .table = scols_new_table(),
			    .branch = calloc((size_t)depth, sizeof *tree.branch)};

	if (tree.table && tree.branch)
		draw(&tree);
	free(tree.branch);
	scols_unref_table(tree.table);
}
