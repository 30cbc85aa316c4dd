// SPDX-License-Identifier: MIT

// The machine as hwloc sees it. The topology object is kept complete, with the PUs we may not use,
// so that what is exported and shown is the whole machine; `allowed` says which ones count.

#include "harness/machine/topology.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/machine/topology_xml.h"

/* hwloc needs quadratic time for one wide level: "pu:4096" takes 2 s, 65536 PUs minutes */
#define MAX_SYNTHETIC_PUS 4096

static int no_memory(struct complaint *c)
{
	return complain_machine(c, "no memory for the machine's topology");
}

// Leaves in t->allowed the PUs that this process's affinity mask has, too.
static int respect_affinity(struct topology *t, struct complaint *c)
{
	hwloc_bitmap_t mask = hwloc_bitmap_alloc();
	int failed = 0;

	if (!mask)
		return no_memory(c);
	if (hwloc_get_cpubind(t->hwloc, mask, HWLOC_CPUBIND_PROCESS) < 0)
		failed = complain_machine(c, "cannot read this process's CPU affinity: %s",
					  strerror(errno));
	else
		hwloc_bitmap_and(t->allowed, t->allowed, mask);
	hwloc_bitmap_free(mask);
	return failed;
}

// Of the real machine: only what this process may use. hwloc is told, too, so that the export says
// what a run could have used.
static int respect_process(struct topology *t, struct complaint *c)
{
	/* HWLOC_SYNTHETIC, HWLOC_XMLFILE and the like would have us pin to another machine's PUs */
	if (!hwloc_topology_is_thissystem(t->hwloc))
		return complain_machine(c, "hwloc describes another machine than this one: "
					   "unset the HWLOC_... environment variables");
	if (respect_affinity(t, c))
		return -1;
	if (!hwloc_bitmap_iszero(t->allowed) &&
	    hwloc_topology_allow(t->hwloc, t->allowed, NULL, HWLOC_ALLOW_FLAG_CUSTOM) < 0)
		return complain_machine(c, "hwloc cannot note which CPUs may be used: %s",
					strerror(errno));
	return 0;
}

// Loads what has been set up in t->hwloc, and finds out what we may use of it.
static int load(struct topology *t, struct complaint *c)
{
	if (hwloc_topology_set_flags(t->hwloc, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED) < 0 ||
	    hwloc_topology_load(t->hwloc) < 0)
		return complain_machine(c, "hwloc cannot load the machine's topology: %s",
					strerror(errno));
	/* hwloc leaves those that are offline out */
	t->allowed = hwloc_bitmap_dup(hwloc_topology_get_allowed_cpuset(t->hwloc));
	if (!t->allowed)
		return no_memory(c);
	if (!t->synthetic && respect_process(t, c))
		return -1;
	t->nr_pus = (unsigned)hwloc_bitmap_weight(t->allowed);
	if (t->nr_pus < 1)
		return complain_machine(c, "no CPU that this process may use");
	return 0;
}

// How many PUs `description` asks for, at most MAX_SYNTHETIC_PUS + 1: the product of its levels'
// numbers, without what is in parentheses or brackets. hwloc itself has no limit.
static uint64_t count_described(const char *description)
{
	uint64_t product = 1;
	int inside = 0;

	for (const char *p = description; *p; p++) {
		bool level = p == description || isspace((unsigned char)p[-1]) || p[-1] == ':';

		inside += (*p == '(' || *p == '[') - (*p == ')' || *p == ']');
		if (inside || !level || !isdigit((unsigned char)*p))
			continue;
		uint64_t number = strtoul(p, NULL, 10);

		if (number > MAX_SYNTHETIC_PUS || product * number > MAX_SYNTHETIC_PUS)
			return MAX_SYNTHETIC_PUS + 1;
		product *= number;
	}
	return product;
}

static int describe(struct topology *t, const char *description, struct complaint *c)
{
	if (count_described(description) > MAX_SYNTHETIC_PUS)
		return complain(c, "'%s' has too many PUs: at most %d can be described",
				description, MAX_SYNTHETIC_PUS);
	if (hwloc_topology_set_synthetic(t->hwloc, description) < 0)
		return complain(c,
				"'%s' describes no machine: name its levels from the outermost to "
				"'pu', as in 'pack:2 l3:2 core:8 pu:2'",
				description);
	return load(t, c);
}

int topology_load(struct topology *t, struct complaint *c)
{
	*t = (struct topology){0};
	if (hwloc_topology_init(&t->hwloc) < 0)
		return no_memory(c);
	if (load(t, c) == 0)
		return 0;
	topology_fini(t);
	return -1;
}

int topology_load_synthetic(struct topology *t, const char *description, struct complaint *c)
{
	*t = (struct topology){.synthetic = true};
	if (hwloc_topology_init(&t->hwloc) < 0)
		return no_memory(c);
	if (describe(t, description, c) == 0)
		return 0;
	topology_fini(t);
	return -1;
}

int topology_load_xml(struct topology *t, const char *path, struct complaint *c)
{
	char *xml = topology_xml_read(path, c);
	int failed;

	*t = (struct topology){.synthetic = true}; /* nothing can be pinned there */
	if (!xml)
		return -1;
	if (hwloc_topology_init(&t->hwloc) < 0 ||
	    hwloc_topology_set_xmlbuffer(t->hwloc, xml, (int)strlen(xml) + 1) < 0)
		failed = no_memory(c);
	else
		failed = load(t, c);
	free(xml);
	if (failed)
		topology_fini(t);
	return failed;
}

void topology_fini(struct topology *t)
{
	hwloc_bitmap_free(t->allowed);
	if (t->hwloc)
		hwloc_topology_destroy(t->hwloc);
	*t = (struct topology){0};
}

// Returns 0, or an errno value.
static int write_file(const char *path, const char *text, size_t size)
{
	FILE *file = fopen(path, "w");

	if (!file)
		return errno;
	int error = fwrite(text, 1, size, file) < size ? errno : 0;

	return fclose(file) && !error ? errno : error;
}

int topology_export(const struct topology *t, const char *path, struct complaint *c)
{
	char *xml;
	int size;

	/* to a buffer first: hwloc's own writing to a file does not notice a full disk */
	if (hwloc_topology_export_xmlbuffer(t->hwloc, &xml, &size, 0) < 0)
		return complain_machine(c, "%s: hwloc cannot export the topology: %s", path,
					strerror(errno));
	int error = write_file(path, xml, strlen(xml)); /* size counts the final NUL, too */

	hwloc_free_xmlbuffer(t->hwloc, xml);
	return error ? complain_machine(c, "cannot write %s: %s", path, strerror(error)) : 0;
}

// True if the node is what programs get when they ask for memory: DRAM where hwloc knows of kinds,
// not what is faster, slower or a device's.
static bool is_usual(hwloc_obj_t node)
{
	return !node->subtype || !strcmp(node->subtype, "DRAM");
}

// The better one of two nodes of that PU (either may be NULL): the usual memory, else what is
// nearer, i.e. fewer PUs share, else what comes first.
static hwloc_obj_t nearer(hwloc_obj_t a, hwloc_obj_t b)
{
	if (!a || !b)
		return a ? a : b;
	if (is_usual(a) != is_usual(b))
		return is_usual(a) ? a : b;
	return hwloc_bitmap_weight(b->cpuset) < hwloc_bitmap_weight(a->cpuset) ? b : a;
}

hwloc_obj_t topology_memory_of(const struct topology *t, hwloc_obj_t pu)
{
	hwloc_obj_t node = NULL, nearest = NULL;

	while ((node = hwloc_get_next_obj_by_type(t->hwloc, HWLOC_OBJ_NUMANODE, node)))
		if (hwloc_bitmap_isset(node->cpuset, pu->os_index)) /* nodes without CPUs: never */
			nearest = nearer(nearest, node);
	return nearest;
}

unsigned topology_node_of(const struct topology *t, unsigned pu)
{
	hwloc_obj_t here = hwloc_get_pu_obj_by_os_index(t->hwloc, pu);
	hwloc_obj_t node = here ? topology_memory_of(t, here) : NULL;

	return node ? node->logical_index : 0;
}

static hwloc_obj_t first_pu(const struct topology *t, hwloc_obj_t object)
{
	return hwloc_get_obj_inside_cpuset_by_type(t->hwloc, object->cpuset, HWLOC_OBJ_PU, 0);
}

unsigned topology_number(const struct topology *t, hwloc_obj_t object)
{
	hwloc_obj_t pu = NULL, last = first_pu(t, object), core = NULL;
	unsigned nr = 0;

	if (object->type != HWLOC_OBJ_CORE || !last)
		return object->logical_index;
	while ((pu = hwloc_get_next_obj_by_type(t->hwloc, HWLOC_OBJ_PU, pu)) && pu != last) {
		hwloc_obj_t here = hwloc_get_ancestor_obj_by_type(t->hwloc, HWLOC_OBJ_CORE, pu);

		nr += here && here != core;
		core = here;
	}
	return nr;
}

int topology_pin(const struct topology *t, unsigned pu)
{
	/* hwloc would accept any binding on a described machine, and do nothing */
	if (t->synthetic)
		return ENOSYS;
	if (!hwloc_bitmap_isset(t->allowed, pu))
		return EINVAL;
	hwloc_bitmap_t set = hwloc_bitmap_alloc();

	if (!set || hwloc_bitmap_only(set, pu) < 0) {
		hwloc_bitmap_free(set);
		return ENOMEM;
	}
	int failed = hwloc_set_cpubind(t->hwloc, set, HWLOC_CPUBIND_THREAD | HWLOC_CPUBIND_STRICT);
	int error = failed ? errno : 0;

	hwloc_bitmap_free(set);
	return error;
}

// The only PU in what `get` tells of the calling thread, or -1.
static int only_pu(const struct topology *t,
		   int (*get)(hwloc_topology_t topology, hwloc_cpuset_t set, int flags))
{
	hwloc_bitmap_t set = hwloc_bitmap_alloc();
	int pu = -1;

	if (set && get(t->hwloc, set, HWLOC_CPUBIND_THREAD) == 0 && hwloc_bitmap_weight(set) == 1)
		pu = hwloc_bitmap_first(set);
	hwloc_bitmap_free(set);
	return pu;
}

int topology_pinned_to(const struct topology *t)
{
	if (t->synthetic)
		return -1;
	int bound_to = only_pu(t, hwloc_get_cpubind);

	return bound_to == only_pu(t, hwloc_get_last_cpu_location) ? bound_to : -1;
}

int topology_running_on(void)
{
	return sched_getcpu();
}
