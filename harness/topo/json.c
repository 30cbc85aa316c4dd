// SPDX-License-Identifier: MIT

// racelab topo --json: the machine's facts, its PUs, and the PU of each task.

#include "harness/topo/topo.h"

#include <hwloc.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

#include "harness/machine/host_json.h"
#include "harness/machine/topology.h"

static json_t *number_or_null(const struct topo *topo, hwloc_obj_t object)
{
	return object ? json_integer(topology_number(&topo->topology, object)) : json_null();
}

static json_t *json_around(const struct topo *topo, hwloc_obj_t pu, hwloc_obj_type_t type)
{
	return number_or_null(topo, topo_around(topo, pu, type));
}

static json_t *json_machine(const struct topo *topo)
{
	json_t *machine = host_json(&topo->host);

	json_object_set_new(machine, "synthetic", json_text_or_null(topo->synthetic));
	json_object_set_new(machine, "input", json_text_or_null(topo->input));
	return machine;
}

static json_t *json_pu(const struct topo *topo, hwloc_obj_t pu)
{
	char kind[64];

	return json_pack("{s:i, s:o, s:o, s:o, s:o, s:o, s:b}", "os", (int)pu->os_index, "core",
			 json_around(topo, pu, HWLOC_OBJ_CORE), "l3",
			 json_around(topo, pu, HWLOC_OBJ_L3CACHE), "package",
			 json_around(topo, pu, HWLOC_OBJ_PACKAGE), "node",
			 number_or_null(topo, topo_node(topo, pu)), "kind",
			 json_text_or_null(topo_kind(topo, pu, kind, sizeof kind)), "allowed",
			 topo_allowed(topo, pu));
}

// The OS numbers in the set.
static json_t *json_set(hwloc_const_bitmap_t set)
{
	json_t *numbers = json_array();
	unsigned number;

	hwloc_bitmap_foreach_begin(number, set)
	{
		json_array_append_new(numbers, json_integer(number));
	}
	hwloc_bitmap_foreach_end();
	return numbers;
}

static json_t *json_node(hwloc_obj_t node)
{
	uint64_t bytes = node->attr->numanode.local_memory;

	return json_pack("{s:i, s:i, s:o, s:o, s:o}", "node", (int)node->logical_index, "os",
			 (int)node->os_index, "bytes",
			 bytes ? json_integer((json_int_t)bytes) : json_null(), "kind",
			 json_text_or_null(node->subtype), "pus", json_set(node->cpuset));
}

static json_t *json_nodes(const struct topo *topo)
{
	json_t *nodes = json_array();

	for (hwloc_obj_t node = NULL;
	     (node = hwloc_get_next_obj_by_type(topo->topology.hwloc, HWLOC_OBJ_NUMANODE, node));)
		json_array_append_new(nodes, json_node(node));
	return nodes;
}

static json_t *json_task(const struct topo *topo, uint64_t i)
{
	hwloc_obj_t pu = topo_pu_of_task(topo, i);

	return json_pack("{s:I, s:o}", "task", (json_int_t)i, "pu",
			 pu ? json_integer(pu->os_index) : json_null());
}

void topo_print_json(const struct topo *topo)
{
	json_t *pus = json_array(), *tasks = json_array();

	for (hwloc_obj_t pu = NULL; (pu = topo_next_pu(topo, pu));)
		json_array_append_new(pus, json_pu(topo, pu));
	for (uint64_t i = 0; i < topo->count; i++)
		json_array_append_new(tasks, json_task(topo, i));
	json_t *all = json_pack("{s:o, s:o, s:o, s:o, s:b}", "machine", json_machine(topo), "nodes",
				json_nodes(topo), "pus", pus, "tasks", tasks, "oversubscribed",
				topo_oversubscribed(topo));

	json_dumpf(all, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(all);
}
