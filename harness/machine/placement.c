// SPDX-License-Identifier: MIT

// Which PU each task is pinned to. Every order is made from one list of the allowed PUs, the seats,
// that starts in hwloc's logical order. That one is compact by construction: what is near in the
// tree stands near in the list.

#include "harness/machine/placement.h"

#include <ctype.h>
#include <hwloc.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* in the order of enum place_kind */
static const char *const names[] = {"compact", "scatter", "core", "smt", "none", "cpus"};

#define NR_NAMES (sizeof names / sizeof names[0])

_Static_assert(NR_NAMES == PLACE_CPUS + 1, "every kind of placement has a name");

// One PU that may be used.
struct seat {
	hwloc_obj_t pu;
	hwloc_obj_t core; /* the PU itself where hwloc knows no cores */
	int efficiency;	  /* of its core's kind; -1 if unknown */
	unsigned sibling; /* which of its core's allowed PUs it is, from 0 */
	unsigned home;	  /* while spreading: which object of the present depth it is below */
	unsigned rank;	  /* while spreading: its turn among the seats of that object */
};

static int efficiency(const struct topology *t, hwloc_obj_t pu)
{
	int value = -1, kind = hwloc_cpukinds_get_by_cpuset(t->hwloc, pu->cpuset, 0);

	if (kind >= 0)
		hwloc_cpukinds_get_info(t->hwloc, (unsigned)kind, NULL, &value, NULL, NULL, 0);
	return value;
}

// A core is of one kind, whatever is said of its PUs: that of the most efficient one.
static void agree_on_kinds(struct seat *seats, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (seats[i].sibling && seats[i - 1].efficiency > seats[i].efficiency)
			seats[i].efficiency = seats[i - 1].efficiency;
	for (size_t i = n; i-- > 1;)
		if (seats[i].sibling)
			seats[i - 1].efficiency = seats[i].efficiency;
}

// Fills seats[] in logical order. Returns how many.
static size_t find_seats(const struct topology *t, struct seat *seats)
{
	hwloc_obj_t pu = NULL;
	size_t n = 0;

	while ((pu = hwloc_get_next_obj_by_type(t->hwloc, HWLOC_OBJ_PU, pu))) {
		hwloc_obj_t core = hwloc_get_ancestor_obj_by_type(t->hwloc, HWLOC_OBJ_CORE, pu);

		if (!hwloc_bitmap_isset(t->allowed, pu->os_index))
			continue;
		seats[n] = (struct seat){.pu = pu, .core = core ? core : pu};
		seats[n].efficiency = efficiency(t, pu);
		if (n && seats[n - 1].core == seats[n].core)
			seats[n].sibling = seats[n - 1].sibling + 1;
		n++;
	}
	agree_on_kinds(seats, n);
	return n;
}

static int compare(unsigned a, unsigned b)
{
	return (a > b) - (a < b);
}

static int by_kind(const void *left, const void *right)
{
	const struct seat *a = left, *b = right;

	if (a->efficiency != b->efficiency)
		return a->efficiency > b->efficiency ? -1 : 1;
	return compare(a->pu->logical_index, b->pu->logical_index);
}

static int by_sibling(const void *left, const void *right)
{
	const struct seat *a = left, *b = right;

	return a->sibling != b->sibling ? compare(a->sibling, b->sibling) : by_kind(a, b);
}

static int by_rank(const void *left, const void *right)
{
	const struct seat *a = left, *b = right;

	if (a->home != b->home)
		return compare(a->home, b->home);
	if (a->rank != b->rank)
		return compare(a->rank, b->rank);
	return compare(a->pu->logical_index, b->pu->logical_index);
}

static size_t keep_first(struct seat *seats, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (seats[i].sibling == 0)
			seats[kept++] = seats[i];
	return kept;
}

static size_t keep_siblings(struct seat *seats, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (seats[i].sibling > 0 || (i + 1 < n && seats[i + 1].sibling > 0))
			seats[kept++] = seats[i];
	return kept;
}

// The object of that depth that the seat is below; UINT_MAX in a branch that skips the depth.
static unsigned home(const struct topology *t, const struct seat *seat, int depth)
{
	hwloc_obj_t object = hwloc_get_ancestor_obj_by_depth(t->hwloc, depth, seat->pu);

	/* in such a branch hwloc returns the next object above */
	return object && object->depth == depth ? object->logical_index : UINT_MAX;
}

// Deals the seats (at most one of each core) out round robin over the children of every object of
// the tree: from the cores up, an object's order is the first seat of each child, then the second
// of each, and so on. At the root all seats are in one order.
static void spread(const struct topology *t, struct seat *seats, size_t n)
{
	for (int depth = hwloc_get_type_depth(t->hwloc, HWLOC_OBJ_PU) - 1; depth >= 0; depth--) {
		for (size_t i = 0; i < n; i++)
			seats[i].home = home(t, &seats[i], depth);
		qsort(seats, n, sizeof *seats, by_rank);
		for (size_t i = 0, first = 0; i < n; i++) {
			if (seats[i].home != seats[first].home)
				first = i;
			if (seats[i].home != UINT_MAX)
				seats[i].rank = (unsigned)(i - first);
		}
	}
}

// Spreads the first PUs of all cores, then the second ones, and so on; each time the more efficient
// kind of cores first.
static void scatter(const struct topology *t, struct seat *seats, size_t n)
{
	qsort(seats, n, sizeof *seats, by_sibling);
	for (size_t first = 0, end; first < n; first = end) {
		for (end = first; end < n; end++)
			if (seats[end].sibling != seats[first].sibling ||
			    seats[end].efficiency != seats[first].efficiency)
				break;
		spread(t, seats + first, end - first);
	}
}

// Puts the seats that `kind` uses in its order. Returns how many.
static size_t arrange(const struct topology *t, enum place_kind kind, struct seat *seats, size_t n)
{
	if (kind == PLACE_SCATTER) {
		scatter(t, seats, n);
		return n;
	}
	if (kind == PLACE_CORE)
		n = keep_first(seats, n);
	else if (kind == PLACE_SMT)
		n = keep_siblings(seats, n);
	qsort(seats, n, sizeof *seats, by_kind);
	return n;
}

static int order_by_tree(const struct topology *t, enum place_kind kind, unsigned *pus, size_t size,
			 struct complaint *c)
{
	struct seat *seats = calloc(t->nr_pus, sizeof *seats);

	if (!seats)
		return complain_machine(c, "no memory to place tasks on %u PUs", t->nr_pus);
	size_t n = arrange(t, kind, seats, find_seats(t, seats));

	if (n > size)
		n = size;
	for (size_t i = 0; i < n; i++)
		pus[i] = seats[i].pu->os_index;
	free(seats);
	if (kind == PLACE_SMT && n == 0 && size > 0)
		return complain(c, "'smt' cannot be had: no core has two PUs that may be used "
				   "here; use compact or core");
	return (int)n;
}

static const char *why_not(const struct topology *t, unsigned cpu)
{
	if (hwloc_get_pu_obj_by_os_index(t->hwloc, cpu))
		return t->synthetic ? "is not allowed there" : "is not allowed to this process";
	return hwloc_bitmap_isset(hwloc_topology_get_complete_cpuset(t->hwloc), cpu)
		   ? "is offline"
		   : "does not exist here";
}

static int order_by_list(const struct topology *t, const struct place *place, unsigned *pus,
			 size_t size, struct complaint *c)
{
	size_t n = place->nr_cpus < size ? place->nr_cpus : size;
	char allowed[256];

	for (size_t i = 0; i < place->nr_cpus; i++) {
		if (hwloc_bitmap_isset(t->allowed, place->cpus[i]))
			continue;
		hwloc_bitmap_list_snprintf(allowed, sizeof allowed, t->allowed);
		return complain(c, "CPU %u %s; those that may be used are %s", place->cpus[i],
				why_not(t, place->cpus[i]), allowed);
	}
	memcpy(pus, place->cpus, n * sizeof *pus);
	return (int)n;
}

int placement_order(const struct topology *t, const struct place *place, unsigned *pus, size_t size,
		    struct complaint *c)
{
	if (place->kind == PLACE_NONE)
		return 0;
	if (place->kind == PLACE_CPUS)
		return order_by_list(t, place, pus, size, c);
	return order_by_tree(t, place->kind, pus, size, c);
}

static int add_range(struct place *place, unsigned first, unsigned last, struct complaint *c)
{
	for (unsigned cpu = first; cpu <= last; cpu++) {
		if (place->nr_cpus == PLACE_MAX_CPUS)
			return complain(c, "too many CPUs: a list holds at most %d",
					PLACE_MAX_CPUS);
		for (unsigned i = 0; i < place->nr_cpus; i++)
			if (place->cpus[i] == cpu)
				return complain(c, "CPU %u is listed twice: name each CPU once",
						cpu);
		place->cpus[place->nr_cpus++] = cpu;
	}
	return 0;
}

// Reads a CPU's number. Returns where it ends, or NULL if none is there.
static const char *read_cpu(unsigned *cpu, const char *text)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return NULL;
	unsigned long number = strtoul(text, &end, 10);

	if (number >= INT_MAX) /* a PU's number must fit an int: topology_pinned_to() */
		return NULL;
	*cpu = (unsigned)number;
	return end;
}

// Reads "0,2,4-7". hwloc_bitmap_list_sscanf() would lose the order, and doubles.
static int parse_list(struct place *place, const char *list, struct complaint *c)
{
	for (const char *item = list, *end;; item = end + 1) {
		unsigned first = 0, last;
		int length = (int)strcspn(item, ",");

		end = read_cpu(&first, item);
		last = first;
		if (end && *end == '-')
			end = read_cpu(&last, end + 1);
		if (end != item + length)
			return complain(c,
					"'%.*s' in a list of CPUs is neither a number nor a range: "
					"write it as in cpus:0,2,4-7",
					length < 64 ? length : 64, item);
		if (last < first)
			return complain(c, "the range %u-%u is reversed: write %u-%u", first, last,
					last, first);
		if (add_range(place, first, last, c))
			return -1;
		if (!*end)
			return 0;
	}
}

static int complain_unknown(const char *text, int length, struct complaint *c)
{
	char name[32];

	snprintf(name, sizeof name, "%.*s", length, text);
	const char *near = nearest_name(name, names, NR_NAMES);

	if (near)
		return complain(c, "unknown placement '%.64s': did you mean '%s%s'?", text, near,
				near == names[PLACE_CPUS] ? ":LIST" : "");
	return complain(c,
			"unknown placement '%.64s': use compact, scatter, core, smt, none or "
			"cpus:LIST, as in cpus:0,2,4-7",
			text);
}

int place_parse(struct place *place, const char *text, struct complaint *c)
{
	*place = (struct place){0};
	for (size_t i = 0; i < PLACE_CPUS; i++)
		if (!strcmp(text, names[i])) {
			place->kind = (enum place_kind)i;
			return 0;
		}
	if (!strncmp(text, "cpus:", strlen("cpus:"))) {
		place->kind = PLACE_CPUS;
		return parse_list(place, text + strlen("cpus:"), c);
	}
	return complain_unknown(text, (int)strcspn(text, ":"), c);
}

const char *place_format(const struct place *place, char *text, size_t size)
{
	size_t used = (size_t)snprintf(text, size, "%s", names[place->kind]);

	for (unsigned i = 0; i < place->nr_cpus && used < size; i++)
		used += (size_t)snprintf(text + used, size - used, "%c%u", i ? ',' : ':',
					 place->cpus[i]);
	return text;
}
