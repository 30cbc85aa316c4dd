// SPDX-License-Identifier: MIT

// Every placement on every machine: against the orders that are known, and against what must hold
// wherever tasks are placed.

#include "harness/tests/machines.h"

#include <criterion/criterion.h>
#include <hwloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/machine/placement.h"
#include "harness/machine/siblings.h"
#include "harness/machine/topology.h"

enum {
	MOST_PUS = 256,
};

// One placement on one machine.
struct order {
	const char *machine, *place;
	const struct topology *t;
	unsigned pus[MOST_PUS];
	size_t nr; /* 0: it cannot be had there */
};

static void put_in_order(struct order *order, const char *machine, const struct topology *t,
			 const char *text)
{
	static struct place place;
	struct complaint c;
	int nr;

	cr_assert_eq(place_parse(&place, text, &c), 0, "%s", text);
	cr_assert_leq(t->nr_pus, MOST_PUS);
	*order = (struct order){.machine = machine, .place = text, .t = t};
	nr = placement_order(t, &place, order->pus, MOST_PUS, &c);
	order->nr = nr < 0 ? 0 : (size_t)nr;
	cr_expect(nr >= 0 || (c.kind == COMPLAINT_USER && place.kind == PLACE_SMT), "%s: %s",
		  machine, c.text);
}

static void expect_text(const struct order *order, const char *expected)
{
	char text[MOST_PUS * 5] = "-";

	for (size_t i = 0, used = 0; i < order->nr; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, i ? " %u" : "%u",
					 order->pus[i]);
	cr_expect_str_eq(text, expected, "%s on '%s': %s, not %s", order->place, order->machine,
			 text, expected);
}

static void expect_known(const struct machine *machine, const struct topology *t)
{
	const char *const known[][2] = {{"compact", machine->compact},
					{"scatter", machine->scatter},
					{"core", machine->core},
					{"smt", machine->smt}};
	static struct order order;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		put_in_order(&order, machine->name, t, known[i][0]);
		if (known[i][1])
			expect_text(&order, known[i][1]);
	}
}

Test(machines, known_orders)
{
	for (size_t i = 0; i < machines_nr(); i++) {
		struct topology t = machine_load(i);

		expect_known(machine_at(i), &t);
		topology_fini(&t);
	}
}

Test(machines, what_may_be_used_is_what_the_file_allows)
{
	for (size_t i = 0; i < machines_nr(); i++) {
		struct topology t = machine_load(i);
		char allowed[256];

		hwloc_bitmap_list_snprintf(allowed, sizeof allowed, t.allowed);
		cr_expect_str_eq(allowed, machine_at(i)->allowed, "%s: %s", machine_at(i)->name,
				 allowed);
		cr_expect_eq(t.nr_pus, (unsigned)hwloc_bitmap_weight(t.allowed));
		cr_expect(t.synthetic);
		topology_fini(&t);
	}
}

static void expect_nodes(const char *name, const struct topology *t, const char *expected)
{
	char text[256] = "";
	size_t used = 0;
	unsigned pu;

	hwloc_bitmap_foreach_begin(pu, t->allowed)
	{
		used += (size_t)snprintf(text + used, sizeof text - used, used ? " %u" : "%u",
					 topology_node_of(t, pu));
	}
	hwloc_bitmap_foreach_end();
	cr_expect_str_eq(text, expected, "nodes of '%s': %s", name, text);
}

Test(machines, a_pu_is_on_the_node_of_its_memory)
{
	for (size_t i = 0; i < machines_nr(); i++) {
		struct topology t = machine_load(i);

		if (machine_at(i)->nodes)
			expect_nodes(machine_at(i)->name, &t, machine_at(i)->nodes);
		topology_fini(&t);
	}
}

Test(machines, all_nodes_of_a_large_machine_are_told_apart)
{
	struct topology t = machine_load(machine_find("large"));

	for (unsigned pu = 0; pu < 192; pu++)
		cr_expect_eq(topology_node_of(&t, pu), pu / 8, "PU %u", pu);
	topology_fini(&t);
}

// The core of a PU, by the PUs in it; its own number where there is none.
static unsigned core_of(const struct topology *t, unsigned pu)
{
	hwloc_obj_t object = hwloc_get_pu_obj_by_os_index(t->hwloc, pu);

	cr_assert(object, "PU %u is not there", pu);
	while (object && object->type != HWLOC_OBJ_CORE)
		object = object->parent;
	return object ? (unsigned)hwloc_bitmap_first(object->cpuset) : pu;
}

static unsigned nr_siblings(const struct topology *t, unsigned of)
{
	unsigned nr = 0, pu;

	hwloc_bitmap_foreach_begin(pu, t->allowed)
	{
		nr += core_of(t, pu) == core_of(t, of);
	}
	hwloc_bitmap_foreach_end();
	return nr;
}

static int efficiency_of_pu(const struct topology *t, unsigned pu)
{
	hwloc_obj_t object = hwloc_get_pu_obj_by_os_index(t->hwloc, pu);
	int kind = hwloc_cpukinds_get_by_cpuset(t->hwloc, object->cpuset, 0), efficiency = -1;

	if (kind >= 0)
		hwloc_cpukinds_get_info(t->hwloc, (unsigned)kind, NULL, &efficiency, NULL, NULL, 0);
	return efficiency;
}

// Of its core: the highest of its PUs'.
static int efficiency_of(const struct topology *t, unsigned of)
{
	int highest = efficiency_of_pu(t, of);
	unsigned pu;

	hwloc_bitmap_foreach_begin(pu, t->allowed)
	{
		if (core_of(t, pu) == core_of(t, of) && efficiency_of_pu(t, pu) > highest)
			highest = efficiency_of_pu(t, pu);
	}
	hwloc_bitmap_foreach_end();
	return highest;
}

// Which of its core's PUs it is among the first `i` of the order.
static unsigned turn_of(const struct order *order, size_t i)
{
	unsigned turn = 0;

	for (size_t k = 0; k < i; k++)
		turn += core_of(order->t, order->pus[k]) == core_of(order->t, order->pus[i]);
	return turn;
}

#define HOLDS(condition)                                                                           \
	cr_expect(condition, "%s on '%s', position %zu: PU %u: %s", order->place, order->machine,  \
		  i, order->pus[i], #condition)

static void expect_allowed_once(const struct order *order)
{
	hwloc_bitmap_t seen = hwloc_bitmap_alloc();

	for (size_t i = 0; i < order->nr; i++) {
		HOLDS(hwloc_bitmap_isset(order->t->allowed, order->pus[i]));
		HOLDS(!hwloc_bitmap_isset(seen, order->pus[i]));
		hwloc_bitmap_set(seen, order->pus[i]);
	}
	hwloc_bitmap_free(seen);
}

// The more efficient kinds first; for scatter only among PUs with the same turn.
static void expect_kinds(const struct order *order, bool by_turn)
{
	for (size_t i = 1; i < order->nr; i++)
		if (!by_turn || turn_of(order, i) == turn_of(order, i - 1))
			HOLDS(efficiency_of(order->t, order->pus[i]) <=
			      efficiency_of(order->t, order->pus[i - 1]));
}

static void expect_turns(const struct order *order)
{
	for (size_t i = 1; i < order->nr; i++)
		HOLDS(turn_of(order, i) >= turn_of(order, i - 1));
}

static void expect_cores_together(const struct order *order)
{
	for (size_t i = 1; i < order->nr; i++)
		HOLDS(turn_of(order, i) == 0 ||
		      core_of(order->t, order->pus[i]) == core_of(order->t, order->pus[i - 1]));
}

// How many PUs of the machine are the first of their cores, and how many have siblings.
static void count_seats(const struct topology *t, size_t *nr_cores, size_t *nr_shared)
{
	unsigned pu;

	*nr_cores = *nr_shared = 0;
	hwloc_bitmap_foreach_begin(pu, t->allowed)
	{
		unsigned nr = nr_siblings(t, pu), first = pu;

		for (unsigned other = 0; other < pu; other++)
			if (hwloc_bitmap_isset(t->allowed, other) &&
			    core_of(t, other) == core_of(t, pu))
				first = other;
		*nr_cores += first == pu;
		*nr_shared += nr > 1;
	}
	hwloc_bitmap_foreach_end();
}

static void expect_compact(const char *machine, const struct topology *t)
{
	static struct order order;

	put_in_order(&order, machine, t, "compact");
	cr_expect_eq(order.nr, t->nr_pus, "%s", machine);
	expect_allowed_once(&order);
	expect_kinds(&order, false);
	expect_cores_together(&order);
}

static void expect_scatter(const char *machine, const struct topology *t)
{
	static struct order order;

	put_in_order(&order, machine, t, "scatter");
	cr_expect_eq(order.nr, t->nr_pus, "%s", machine);
	expect_allowed_once(&order);
	expect_kinds(&order, true);
	expect_turns(&order);
}

static void expect_core(const char *machine, const struct topology *t, size_t nr_cores)
{
	static struct order order;

	put_in_order(&order, machine, t, "core");
	cr_expect_eq(order.nr, nr_cores, "%s: %zu of %zu cores", machine, order.nr, nr_cores);
	expect_allowed_once(&order);
	expect_kinds(&order, false);
	for (size_t i = 0; i < order.nr; i++)
		cr_expect_eq(turn_of(&order, i), 0, "%s: PU %u", machine, order.pus[i]);
	cr_expect_not(siblings_among(t, order.pus, order.nr), "%s", machine);
}

static void expect_smt(const char *machine, const struct topology *t, size_t nr_shared)
{
	static struct order order;

	put_in_order(&order, machine, t, "smt");
	cr_expect_eq(order.nr, nr_shared, "%s: %zu of %zu siblings", machine, order.nr, nr_shared);
	expect_allowed_once(&order);
	expect_kinds(&order, false);
	expect_cores_together(&order);
	for (size_t i = 0; i < order.nr; i++)
		cr_expect_gt(nr_siblings(t, order.pus[i]), 1, "%s: PU %u", machine, order.pus[i]);
	cr_expect_eq(siblings_among(t, order.pus, order.nr), nr_shared > 0, "%s", machine);
}

static void expect_list(const char *machine, const struct topology *t)
{
	static char text[MOST_PUS * 5 + 8], expected[MOST_PUS * 5];
	static struct order order;
	size_t used = 0;

	for (int pu = hwloc_bitmap_last(t->allowed); pu >= 0; pu--)
		if (hwloc_bitmap_isset(t->allowed, (unsigned)pu))
			used += (size_t)snprintf(expected + used, sizeof expected - used,
						 used ? " %d" : "%d", pu);
	snprintf(text, sizeof text, "cpus:%s", expected);
	for (char *space = text; (space = strchr(space, ' '));)
		*space = ',';
	put_in_order(&order, machine, t, text);
	expect_text(&order, expected);
}

Test(machines, what_must_hold_of_every_placement, .timeout = 120)
{
	for (size_t i = 0; i < machines_nr(); i++) {
		const char *name = machine_at(i)->name;
		struct topology t = machine_load(i);
		size_t nr_cores, nr_shared;

		count_seats(&t, &nr_cores, &nr_shared);
		expect_compact(name, &t);
		expect_scatter(name, &t);
		expect_core(name, &t, nr_cores);
		expect_smt(name, &t, nr_shared);
		expect_list(name, &t);
		topology_fini(&t);
	}
}

// Scatter on a regular machine: whatever the number of tasks, no object of a level has two more
// than another.
static void expect_even(const struct topology *t, hwloc_obj_type_t type)
{
	static struct order order;
	unsigned tasks[MOST_PUS] = {0};
	unsigned nr = (unsigned)hwloc_get_nbobjs_by_type(t->hwloc, type);

	put_in_order(&order, "large SMT", t, "scatter");
	for (size_t i = 0; i < order.nr; i++) {
		hwloc_obj_t pu = hwloc_get_pu_obj_by_os_index(t->hwloc, order.pus[i]);
		unsigned here = hwloc_get_ancestor_obj_by_type(t->hwloc, type, pu)->logical_index;

		tasks[here]++;
		for (unsigned k = 0; k < nr; k++)
			cr_assert_geq(tasks[k] + 1, tasks[here], "%s %u after %zu tasks",
				      hwloc_obj_type_string(type), k, i + 1);
	}
}

Test(machines, scatter_is_even_at_every_level)
{
	static const hwloc_obj_type_t types[] = {HWLOC_OBJ_PACKAGE, HWLOC_OBJ_DIE,
						 HWLOC_OBJ_L3CACHE, HWLOC_OBJ_CORE};
	struct topology t = machine_load(machine_find("large SMT"));

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		expect_even(&t, types[i]);
	topology_fini(&t);
}
