// SPDX-License-Identifier: MIT

// The machine's memory: its NUMA nodes, how much of which kind is local to which PUs. Several may
// be local to one PU (HBM beside DRAM), some to none (a device's); the tree names the one a PU gets
// its memory from.

#include "harness/topo/topo.h"

#include <hwloc.h>
#include <libsmartcols.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/control.h"
#include "harness/machine/topology.h"

static void put_size(struct libscols_line *line, size_t column, uint64_t bytes)
{
	char text[24];

	if (!bytes)
		return;
	if (bytes < 1ull << 30)
		snprintf(text, sizeof text, "%.4g MiB", (double)bytes / (1 << 20));
	else
		snprintf(text, sizeof text, "%.4g GiB", (double)bytes / (1 << 30));
	scols_line_set_data(line, column, text);
}

static bool has_kind(hwloc_obj_t node)
{
	return node->subtype && *node->subtype;
}

static void add_node(struct libscols_table *table, hwloc_obj_t node)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	char number[16], kind[32], *pus = NULL;

	snprintf(number, sizeof number, "%u", node->logical_index);
	scols_line_set_data(line, 0, number);
	put_size(line, 1, node->attr->numanode.local_memory);
	snprintf(kind, sizeof kind, "%s", has_kind(node) ? node->subtype : "");
	scols_line_set_data(line, 2, control_plain(kind));
	if (hwloc_bitmap_list_asprintf(&pus, node->cpuset) < 0)
		return;
	scols_line_set_data(line, 3, *pus ? pus : "none");
	free(pus);
}

void topo_print_memory(const struct topo *topo)
{
	hwloc_topology_t hwloc = topo->topology.hwloc;
	struct libscols_table *table;
	bool kinds = false;

	if (hwloc_get_nbobjs_by_type(hwloc, HWLOC_OBJ_NUMANODE) < 2 || !(table = scols_new_table()))
		return;
	scols_table_new_column(table, "node", 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table, "memory", 0, SCOLS_FL_RIGHT);
	scols_table_new_column(table, "kind", 0, 0);
	scols_table_new_column(table, "local to PUs", 0, SCOLS_FL_WRAP);
	for (hwloc_obj_t node = NULL;
	     (node = hwloc_get_next_obj_by_type(hwloc, HWLOC_OBJ_NUMANODE, node));) {
		add_node(table, node);
		kinds |= has_kind(node);
	}
	if (!kinds)
		scols_column_set_flags(scols_table_get_column(table, 2), SCOLS_FL_HIDDEN);
	scols_print_table(table);
	scols_unref_table(table);
	putchar('\n');
}
