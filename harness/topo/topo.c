// SPDX-License-Identifier: MIT

// What can be asked of a machine and the tasks on it.

#include "harness/topo/topo.h"

#include <stdio.h>
#include <string.h>

#include "harness/control.h"

hwloc_obj_t topo_next_pu(const struct topo *topo, hwloc_obj_t pu)
{
	return hwloc_get_next_obj_by_type(topo->topology.hwloc, HWLOC_OBJ_PU, pu);
}

bool topo_allowed(const struct topo *topo, hwloc_obj_t pu)
{
	return hwloc_bitmap_isset(topo->topology.allowed, pu->os_index);
}

hwloc_obj_t topo_around(const struct topo *topo, hwloc_obj_t pu, hwloc_obj_type_t type)
{
	return type == HWLOC_OBJ_PU
		   ? pu
		   : hwloc_get_ancestor_obj_by_type(topo->topology.hwloc, type, pu);
}

unsigned topo_nr_cores(const struct topo *topo, hwloc_obj_t object)
{
	hwloc_topology_t hwloc = topo->topology.hwloc;
	bool cores = hwloc_get_nbobjs_by_type(hwloc, HWLOC_OBJ_CORE) > 0;

	return hwloc_get_nbobjs_inside_cpuset_by_type(hwloc, object->cpuset,
						      cores ? HWLOC_OBJ_CORE : HWLOC_OBJ_PU);
}

const char *topo_kind(const struct topo *topo, hwloc_obj_t pu, char *text, size_t size)
{
	hwloc_topology_t hwloc = topo->topology.hwloc;
	int efficiency = -1, kind = hwloc_cpukinds_get_by_cpuset(hwloc, pu->cpuset, 0);
	struct hwloc_info_s *infos = NULL;
	unsigned nr_infos = 0;

	if (kind < 0 || hwloc_cpukinds_get_nr(hwloc, 0) < 2 ||
	    hwloc_cpukinds_get_info(hwloc, (unsigned)kind, NULL, &efficiency, &nr_infos, &infos, 0))
		return NULL;
	for (unsigned i = 0; i < nr_infos; i++)
		if (!strcmp(infos[i].name, "CoreType")) {
			snprintf(text, size, "%s", infos[i].value);
			return control_plain(text);
		}
	if (efficiency < 0)
		return NULL;
	snprintf(text, size, "efficiency %d", efficiency);
	return text;
}

hwloc_obj_t topo_node(const struct topo *topo, hwloc_obj_t pu)
{
	return topology_memory_of(&topo->topology, pu);
}

bool topo_has_nodes(const struct topo *topo)
{
	hwloc_obj_t pu = topo_next_pu(topo, NULL), first = topo_node(topo, pu);

	while ((pu = topo_next_pu(topo, pu)))
		if (topo_node(topo, pu) != first)
			return true;
	return false;
}

hwloc_obj_t topo_pu_of_task(const struct topo *topo, uint64_t i)
{
	if (!topo->nr_order)
		return NULL;
	return hwloc_get_pu_obj_by_os_index(topo->topology.hwloc, topo->order[i % topo->nr_order]);
}

bool topo_shares_pu(const struct topo *topo, uint64_t i)
{
	return topo->nr_order && (i >= topo->nr_order || i + topo->nr_order < topo->count);
}

bool topo_oversubscribed(const struct topo *topo)
{
	return topo->count > (topo->nr_order ? topo->nr_order : topo->topology.nr_pus);
}
