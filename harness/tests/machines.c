// SPDX-License-Identifier: MIT

// How each machine is made, and the orders that its placements have to be in.

#include "harness/tests/machines.h"

#include <criterion/criterion.h>
#include <hwloc.h>
#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlstring.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"

#define NO_SMT "-"

static hwloc_bitmap_t set_of(const char *list)
{
	hwloc_bitmap_t set = hwloc_bitmap_alloc();

	cr_assert_eq(hwloc_bitmap_list_sscanf(set, list), 0);
	return set;
}

static void register_kind(hwloc_topology_t t, const char *cpus, int efficiency, const char *type)
{
	struct hwloc_info_s info = {(char *)"CoreType", (char *)type};
	hwloc_bitmap_t set = set_of(cpus);

	cr_assert_eq(hwloc_cpukinds_register(t, set, efficiency, type ? 1 : 0, &info, 0), 0);
	hwloc_bitmap_free(set);
}

static void restrict_to(hwloc_topology_t t, const char *cpus)
{
	hwloc_bitmap_t set = set_of(cpus);

	cr_assert_eq(hwloc_topology_restrict(t, set, 0), 0);
	hwloc_bitmap_free(set);
}

static void allow(hwloc_topology_t t, const char *cpus)
{
	hwloc_bitmap_t set = set_of(cpus);

	cr_assert_eq(hwloc_topology_allow(t, set, NULL, HWLOC_ALLOW_FLAG_CUSTOM), 0);
	hwloc_bitmap_free(set);
}

static void group(hwloc_topology_t t, const char *cpus)
{
	hwloc_obj_t object = hwloc_topology_alloc_group_object(t);

	cr_assert(object);
	object->cpuset = set_of(cpus);
	object->attr->group.kind = 1000; /* of ours: not merged */
	cr_assert(hwloc_topology_insert_group_object(t, object));
}

/* P-cores with two PUs, then E-cores with one, four of these share an L2: as an Intel Core i5 */
static void hybrid(hwloc_topology_t t)
{
	restrict_to(t, "0-3,4,6,8,10");
	register_kind(t, "0-3", 1, "IntelCore");
	register_kind(t, "4,6,8,10", 0, "IntelAtom");
}

/* four little ones, three big ones, one prime: as a telephone */
static void big_little(hwloc_topology_t t)
{
	register_kind(t, "0-3", 0, NULL);
	register_kind(t, "4-6", 1, NULL);
	register_kind(t, "7", 2, NULL);
}

/* as said of no real machine: siblings of different kinds */
static void kinds_within_cores(hwloc_topology_t t)
{
	register_kind(t, "0,2", 0, NULL);
	register_kind(t, "1", 1, NULL);
	register_kind(t, "3-5", 2, NULL);
}

static void some_allowed(hwloc_topology_t t)
{
	allow(t, "1,2-3,12,14-15");
}

static void irregular_smt(hwloc_topology_t t)
{
	restrict_to(t, "0-1,2,5,6-7");
}

/* package 0 and half of package 1 are in groups, the other half is not */
static void irregular_groups(hwloc_topology_t t)
{
	group(t, "0-1");
	group(t, "2-3");
	group(t, "4-5");
}

/* packages 0 and 1 are together, as on one board; package 2 stands alone */
static void boards(hwloc_topology_t t)
{
	group(t, "0-3");
}

static void without_first_nodes(hwloc_topology_t t)
{
	restrict_to(t, "4-7");
}

static void no_cores(hwloc_topology_t t)
{
	hwloc_topology_set_type_filter(t, HWLOC_OBJ_CORE, HWLOC_TYPE_FILTER_KEEP_NONE);
	hwloc_topology_set_cache_types_filter(t, HWLOC_TYPE_FILTER_KEEP_NONE);
}

static void no_caches(hwloc_topology_t t)
{
	hwloc_topology_set_cache_types_filter(t, HWLOC_TYPE_FILTER_KEEP_NONE);
}

static bool is(xmlNode *node, const char *attribute, const char *value)
{
	xmlChar *text = xmlGetProp(node, BAD_CAST attribute);
	bool same = text && strcmp((char *)text, value) == 0;

	xmlFree(text);
	return same;
}

static xmlNode *find(xmlNode *node, const char *type, const char *os_index)
{
	for (xmlNode *child = xmlFirstElementChild(node); child;
	     child = xmlNextElementSibling(child)) {
		xmlNode *found = is(child, "type", type) && is(child, "os_index", os_index)
				     ? child
				     : find(child, type, os_index);
		if (found)
			return found;
	}
	return NULL;
}

static void set(xmlNode *root, const char *type, const char *os_index, const char *attribute,
		const char *value)
{
	xmlNode *object = find(root, type, os_index);

	cr_assert(object, "%s %s", type, os_index);
	xmlSetProp(object, BAD_CAST attribute, BAD_CAST value);
}

/* PUs 1 and 3 of four: known of, but not there */
static void keep_even(hwloc_topology_t t)
{
	restrict_to(t, "0,2");
}

static void offline(xmlNode *root)
{
	set(root, "Machine", "0", "complete_cpuset", "0x0000000f");
	set(root, "Machine", "0", "allowed_cpuset", "0x0000000f");
}

/* the fast memory stands first in each package */
static void fast_first(xmlNode *root)
{
	set(root, "NUMANode", "0", "subtype", "HBM");
	set(root, "NUMANode", "2", "subtype", "HBM");
	set(root, "NUMANode", "1", "subtype", "DRAM");
	set(root, "NUMANode", "3", "subtype", "DRAM");
}

/* HBM is near to half a package, DRAM to the whole of it */
static void near_and_fast(xmlNode *root)
{
	static const char *const fast[] = {"0", "1", "3", "4"};

	for (size_t i = 0; i < sizeof fast / sizeof *fast; i++)
		set(root, "NUMANode", fast[i], "subtype", "HBM");
}

/* what has its own MemCache around it, as DRAM behind HBM that caches it */
static void cached(xmlNode *root)
{
	static const char *const same[] = {"cpuset", "complete_cpuset", "nodeset",
					   "complete_nodeset"};
	xmlNode *node = find(root, "NUMANode", "1");
	xmlNode *cache = xmlNewNode(NULL, BAD_CAST "object");

	cr_assert(node && cache);
	xmlSetProp(cache, BAD_CAST "type", BAD_CAST "MemCache");
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		xmlChar *value = xmlGetProp(node, BAD_CAST same[i]);

		xmlSetProp(cache, BAD_CAST same[i], value);
		xmlFree(value);
	}
	xmlSetProp(cache, BAD_CAST "gp_index", BAD_CAST "1000");
	xmlSetProp(cache, BAD_CAST "cache_size", BAD_CAST "17179869184");
	xmlSetProp(cache, BAD_CAST "depth", BAD_CAST "1");
	xmlSetProp(cache, BAD_CAST "cache_linesize", BAD_CAST "64");
	xmlSetProp(cache, BAD_CAST "cache_associativity", BAD_CAST "1");
	xmlSetProp(cache, BAD_CAST "cache_type", BAD_CAST "0");
	xmlReplaceNode(node, cache);
	xmlAddChild(cache, node);
}

/* the PUs of core 1 are known, the core is not */
static void core_unknown(xmlNode *root)
{
	xmlNode *core = find(root, "Core", "1");

	cr_assert(core);
	while (core->children) {
		xmlNode *child = core->children;

		xmlUnlinkNode(child);
		xmlAddPrevSibling(core, child);
	}
	xmlUnlinkNode(core);
	xmlFreeNode(core);
}

static const struct recipe {
	struct machine machine;
	const char *description;
	void (*filter)(hwloc_topology_t t); /* before it is loaded; NULL: nothing */
	void (*alter)(hwloc_topology_t t);  /* after it */
	void (*edit)(xmlNode *root);	    /* in the XML */
	unsigned long flags;		    /* of the export */
} recipes[] = {
    {.machine = {"one", "0", "0", "0", NO_SMT, "0", "0"}, .description = "core:1 pu:1"},
    {.machine = {"large", .allowed = "0-191"}, .description = "pack:4 numa:6 l3:2 core:4 pu:1"},
    {.machine = {"large SMT", .allowed = "0-255"},
     .description = "pack:4 [numa] die:2 l3:2 core:8 pu:2"},
    {.machine = {"power", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
		 "0 8 4 12 1 9 5 13 2 10 6 14 3 11 7 15", "0 4 8 12",
		 "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", "0-15",
		 "0 0 0 0 0 0 0 0 1 1 1 1 1 1 1 1"},
     .description = "pack:2 [numa] core:2 pu:4"},
    {.machine = {"offline", "0 2", "0 2", "0 2", NO_SMT, "0,2", "0 0"},
     .description = "core:4 pu:1",
     .alter = keep_even,
     .edit = offline},
    {.machine = {"disallowed", "1 2 3 12 14 15", "1 12 2 14 3 15", "1 2 12 14", "2 3 14 15",
		 "1-3,12,14-15", "0 0 0 1 1 1"},
     .description = "pack:2 [numa] core:4 pu:2",
     .alter = some_allowed},
    {.machine = {"hybrid", "0 1 2 3 4 6 8 10", "0 2 4 6 8 10 1 3", "0 2 4 6 8 10", "0 1 2 3",
		 "0-4,6,8,10", "0 0 0 0 0 0 0 0"},
     .description = "l3:1 core:6 pu:2",
     .alter = hybrid},
    {.machine = {"big.LITTLE", "7 4 5 6 0 1 2 3", "7 4 5 6 0 1 2 3", "7 4 5 6 0 1 2 3", NO_SMT,
		 "0-7", "0 0 0 0 0 0 0 0"},
     .description = "core:8 pu:1",
     .filter = no_caches,
     .alter = big_little},
    {.machine = {"kinds within cores", "2 3 4 5 0 1", "2 4 0 3 5 1", "2 4 0", "2 3 4 5 0 1", "0-5",
		 "0 0 0 0 0 0"},
     .description = "core:3 pu:2",
     .alter = kinds_within_cores},
    {.machine = {"irregular SMT", "0 1 2 5 6 7", "0 2 5 6 1 7", "0 2 5 6", "0 1 6 7", "0-2,5-7",
		 "0 0 0 0 0 0"},
     .description = "core:4 pu:2",
     .alter = irregular_smt},
    /* the ungrouped cores 6 and 7 are children of package 1 as the group of 4 and 5 is */
    {.machine = {"irregular groups", "0 1 2 3 4 5 6 7", "0 4 2 6 1 7 3 5", "0 1 2 3 4 5 6 7",
		 NO_SMT, "0-7", "0 0 0 0 0 0 0 0"},
     .description = "pack:2 core:4 pu:1",
     .filter = no_caches,
     .alter = irregular_groups},
    /* first a board, then the package that has none, then the board's other package */
    {.machine = {"boards", "0 1 2 3 4 5", "0 4 2 5 1 3", "0 1 2 3 4 5", NO_SMT, "0-5",
		 "0 0 0 0 0 0"},
     .description = "pack:3 core:2 pu:1",
     .filter = no_caches,
     .alter = boards},
    {.machine = {"HBM first", "0 1 2 3", "0 2 1 3", "0 1 2 3", NO_SMT, "0-3", "1 1 3 3"},
     .description = "pack:2 [numa(memory=16GiB)] [numa(memory=64GiB)] core:2 pu:1",
     .edit = fast_first},
    {.machine = {"HBM near", "0 1 2 3 4 5 6 7", "0 4 2 6 1 5 3 7", "0 1 2 3 4 5 6 7", NO_SMT, "0-7",
		 "2 2 2 2 5 5 5 5"},
     .description = "pack:2 [numa(memory=64GiB)] group:2 [numa(memory=16GiB)] core:2 pu:1",
     .edit = near_and_fast},
    {.machine = {"memory-side cache", "0 1 2 3", "0 2 1 3", "0 1 2 3", NO_SMT, "0-3", "0 0 1 1"},
     .description = "pack:2 [numa(memory=64GiB)] core:2 pu:1",
     .edit = cached},
    {.machine = {"memory alone", "4 5 6 7", "4 6 5 7", "4 5 6 7", NO_SMT, "4-7", "0 0 1 1"},
     .description = "numa:4 core:2 pu:1",
     .alter = without_first_nodes},
    {.machine = {"no cores", "0 1 2 3", "0 2 1 3", "0 1 2 3", NO_SMT, "0-3", "0 0 0 0"},
     .description = "pack:2 core:1 pu:2",
     .filter = no_cores},
    {.machine = {"no caches", "0 1 2 3", "0 2 1 3", "0 2", "0 1 2 3", "0-3", "0 0 0 0"},
     .description = "core:2 pu:2",
     .filter = no_caches},
    /* PUs 2 and 3 are each taken for a core */
    {.machine = {"core unknown", "0 1 2 3 4 5", "0 2 3 4 1 5", "0 2 3 4", "0 1 4 5", "0-5",
		 "0 0 0 0 0 0"},
     .description = "core:3 pu:2",
     .filter = no_caches,
     .edit = core_unknown},
    {.machine = {"hwloc 1", "0 1 2 3 4 5 6 7", "0 4 2 6 1 5 3 7", "0 2 4 6", "0 1 2 3 4 5 6 7",
		 "0-7", "0 0 0 0 1 1 1 1"},
     .description = "numa:2 pack:1 core:2 pu:2",
     .flags = HWLOC_TOPOLOGY_EXPORT_XML_FLAG_V1},
};

size_t machines_nr(void)
{
	return sizeof recipes / sizeof *recipes;
}

const struct machine *machine_at(size_t i)
{
	return &recipes[i].machine;
}

size_t machine_find(const char *name)
{
	for (size_t i = 0; i < machines_nr(); i++)
		if (strcmp(recipes[i].machine.name, name) == 0)
			return i;
	cr_assert_fail("no machine '%s'", name);
	return 0;
}

static void edit(const char *path, void (*with)(xmlNode *root))
{
	xmlDoc *document = xmlReadFile(path, NULL, XML_PARSE_NONET);

	cr_assert(document);
	with(xmlDocGetRootElement(document));
	cr_assert_gt(xmlSaveFile(path, document), 0);
	xmlFreeDoc(document);
}

void machine_write(size_t i, const char *path)
{
	const struct recipe *recipe = &recipes[i];
	hwloc_topology_t t;

	cr_assert_eq(hwloc_topology_init(&t), 0);
	cr_assert_eq(hwloc_topology_set_synthetic(t, recipe->description), 0, "%s",
		     recipe->description);
	hwloc_topology_set_flags(t, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
	if (recipe->filter)
		recipe->filter(t);
	cr_assert_eq(hwloc_topology_load(t), 0);
	if (recipe->alter)
		recipe->alter(t);
	cr_assert_eq(hwloc_topology_export_xml(t, path, recipe->flags), 0);
	hwloc_topology_destroy(t);
	if (recipe->edit)
		edit(path, recipe->edit);
}

struct topology machine_load(size_t i)
{
	char path[] = "/tmp/machine-XXXXXX";
	struct complaint c = {0};
	struct topology t;

	cr_assert_geq(close(mkstemp(path)), 0);
	machine_write(i, path);
	cr_assert_eq(topology_load_xml(&t, path, &c), 0, "%s: %s", recipes[i].machine.name, c.text);
	unlink(path);
	return t;
}
