// SPDX-License-Identifier: MIT

// Placements on described machines, against the complete lists they must give, and their text.

#include "harness/machine/placement.h"

#include <criterion/criterion.h>
#include <hwloc.h>
#include <stdio.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/machine/topology.h"

#define NR(array) (sizeof(array) / sizeof *(array))

enum {
	TEXT_BYTES = PLACE_MAX_CPUS * 12, /* ten digits and a comma each */
	MAX_PUS = 4096,
};

static struct topology describe(const char *description)
{
	struct topology t;
	struct complaint c;

	cr_assert_eq(topology_load_synthetic(&t, description, &c), 0, "%s", description);
	return t;
}

static struct place parse(const char *text)
{
	struct place place;
	struct complaint c = {0};

	cr_assert_eq(place_parse(&place, text, &c), 0, "%s: %s", text, c.text);
	return place;
}

// The order as text ("0 2 1 3"), or the complaint.
static const char *order(const struct topology *t, const char *place_text, size_t size)
{
	static char text[MAX_PUS * 5];
	static unsigned pus[MAX_PUS];
	struct place place = parse(place_text);
	struct complaint c;
	int n = placement_order(t, &place, pus, size, &c);

	text[0] = '\0';
	if (n < 0) {
		cr_expect_eq(c.kind, COMPLAINT_USER);
		snprintf(text, sizeof text, "%s", c.text);
	}
	for (int i = 0, used = 0; i < n; i++)
		used +=
		    snprintf(text + used, sizeof text - (size_t)used, "%s%u", i ? " " : "", pus[i]);
	return text;
}

#define ONE_CORE   "core:1 pu:1"
#define TWO_CORES  "core:2 pu:1"
#define LAPTOP	   "core:4 pu:2"
#define SERVER	   "pack:2 l3:2 core:4 pu:2"
#define NO_CORES   "pack:2 pu:2"
#define SHARED_L2  "pack:2 l2:2 core:2 pu:1"
#define LINUX_LIKE "pack:2 core:2 pu:2(indexes=0,4,1,5,2,6,3,7)"
#define NO_SMT	   "'smt' cannot be had: no core has two PUs that may be used here; use compact or core"

Test(placement, every_order_on_every_machine)
{
	static const struct {
		const char *machine, *place, *order;
	} cases[] = {
	    {ONE_CORE, "compact", "0"},
	    {ONE_CORE, "scatter", "0"},
	    {ONE_CORE, "core", "0"},
	    {ONE_CORE, "smt", NO_SMT},
	    {ONE_CORE, "none", ""},
	    {ONE_CORE, "cpus:0", "0"},

	    {TWO_CORES, "compact", "0 1"},
	    {TWO_CORES, "scatter", "0 1"},
	    {TWO_CORES, "core", "0 1"},
	    {TWO_CORES, "smt", NO_SMT},
	    {TWO_CORES, "none", ""},
	    {TWO_CORES, "cpus:1,0", "1 0"},
	    {TWO_CORES, "cpus:1", "1"},

	    {LAPTOP, "compact", "0 1 2 3 4 5 6 7"},
	    {LAPTOP, "scatter", "0 2 4 6 1 3 5 7"},
	    {LAPTOP, "core", "0 2 4 6"},
	    {LAPTOP, "smt", "0 1 2 3 4 5 6 7"},
	    {LAPTOP, "none", ""},
	    {LAPTOP, "cpus:7,0-2", "7 0 1 2"},

	    {SERVER, "compact",
	     "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 "
	     "16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31"},
	    {SERVER, "scatter",
	     "0 16 8 24 2 18 10 26 4 20 12 28 6 22 14 30 "
	     "1 17 9 25 3 19 11 27 5 21 13 29 7 23 15 31"},
	    {SERVER, "core", "0 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30"},
	    {SERVER, "smt",
	     "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 "
	     "16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31"},
	    {SERVER, "none", ""},
	    {SERVER, "cpus:31,0-3,16", "31 0 1 2 3 16"},

	    /* where hwloc knows no cores, each PU is one */
	    {NO_CORES, "compact", "0 1 2 3"},
	    {NO_CORES, "scatter", "0 2 1 3"},
	    {NO_CORES, "core", "0 1 2 3"},
	    {NO_CORES, "smt", NO_SMT},

	    /* any cache that is shared counts */
	    {SHARED_L2, "scatter", "0 4 2 6 1 5 3 7"},

	    /* Linux on x86 numbers all first siblings before the second ones */
	    {LINUX_LIKE, "compact", "0 4 1 5 2 6 3 7"},
	    {LINUX_LIKE, "scatter", "0 2 1 3 4 6 5 7"},
	    {LINUX_LIKE, "core", "0 1 2 3"},
	    {LINUX_LIKE, "smt", "0 4 1 5 2 6 3 7"},
	};

	for (size_t i = 0; i < NR(cases); i++) {
		struct topology t = describe(cases[i].machine);

		cr_expect_str_eq(order(&t, cases[i].place, MAX_PUS), cases[i].order, "%s on '%s'",
				 cases[i].place, cases[i].machine);
		topology_fini(&t);
	}
}

// 8 packages x 28 cores x 2 siblings, numbered in hwloc's order: what stands at position i.
static unsigned big_same(unsigned i)
{
	return i;
}

static unsigned big_scatter(unsigned i)
{
	return i % 8 * 56 + i / 8 % 28 * 2 + i / (8 * 28);
}

static unsigned big_core(unsigned i)
{
	return 2 * i;
}

Test(placement, eight_packages)
{
	static const struct {
		const char *place, *first;
		int n;
		unsigned (*at)(unsigned i);
	} cases[] = {
	    {"compact", "0 1 2 3 4 5 6 7 8 9 10 11", 448, big_same},
	    {"scatter", "0 56 112 168 224 280 336 392 2 58 114 170", 448, big_scatter},
	    {"core", "0 2 4 6 8 10 12 14 16 18 20 22", 224, big_core},
	    {"smt", "0 1 2 3 4 5 6 7 8 9 10 11", 448, big_same},
	};
	static unsigned pus[448];
	struct topology t = describe("pack:8 core:28 pu:2");

	for (size_t i = 0; i < NR(cases); i++) {
		struct place place = parse(cases[i].place);
		struct complaint c;

		cr_expect_str_eq(order(&t, cases[i].place, 12), cases[i].first);
		cr_assert_eq(placement_order(&t, &place, pus, NR(pus), &c), cases[i].n);
		for (unsigned k = 0; k < (unsigned)cases[i].n; k++)
			cr_assert_eq(pus[k], cases[i].at(k), "%s: %u is at %u", cases[i].place,
				     pus[k], k);
	}
	topology_fini(&t);
}

static void register_kind(struct topology *t, const char *cpus, int efficiency)
{
	hwloc_bitmap_t set = hwloc_bitmap_alloc();

	cr_assert_eq(hwloc_bitmap_list_sscanf(set, cpus), 0);
	cr_assert_eq(hwloc_cpukinds_register(t->hwloc, set, efficiency, 0, NULL, 0), 0);
	hwloc_bitmap_free(set);
}

// Takes CPUs off the machine, as a restart without them would.
static void restrict_to(struct topology *t, const char *cpus)
{
	cr_assert_eq(hwloc_bitmap_list_sscanf(t->allowed, cpus), 0);
	cr_assert_eq(hwloc_topology_restrict(t->hwloc, t->allowed, 0), 0);
	t->nr_pus = (unsigned)hwloc_bitmap_weight(t->allowed);
}

static void allow(struct topology *t, const char *cpus)
{
	cr_assert_eq(hwloc_bitmap_list_sscanf(t->allowed, cpus), 0);
	t->nr_pus = (unsigned)hwloc_bitmap_weight(t->allowed);
}

// Checks the four orders at once.
static void expect_orders(const struct topology *t, const char *compact, const char *scatter,
			  const char *core, const char *smt)
{
	cr_expect_str_eq(order(t, "compact", MAX_PUS), compact);
	cr_expect_str_eq(order(t, "scatter", MAX_PUS), scatter);
	cr_expect_str_eq(order(t, "core", MAX_PUS), core);
	cr_expect_str_eq(order(t, "smt", MAX_PUS), smt);
}

Test(placement, p_cores_come_before_e_cores)
{
	struct topology t = describe("l2:3 core:2 pu:2");

	/* two E-cores without siblings first, as on machines that number them so; then four P-cores
	 */
	restrict_to(&t, "0,2,4-11");
	register_kind(&t, "0,2", 0);
	register_kind(&t, "4-11", 1);
	expect_orders(&t, "4 5 6 7 8 9 10 11 0 2", "4 8 6 10 0 2 5 9 7 11", "4 6 8 10 0 2",
		      "4 5 6 7 8 9 10 11");
	topology_fini(&t);
}

Test(placement, kinds_of_unknown_efficiency_do_not_matter)
{
	struct topology t = describe(TWO_CORES);

	register_kind(&t, "0", -1);
	register_kind(&t, "1", -1);
	expect_orders(&t, "0 1", "0 1", "0 1", NO_SMT);
	topology_fini(&t);
}

Test(placement, holes_in_the_numbers_are_left_out)
{
	struct topology t = describe(SERVER);

	/* package 0: core 0 whole, half of cores 1 and 4; package 1: half of core 9, core 15 whole
	 */
	restrict_to(&t, "0,1,3,9,18,30-31");
	expect_orders(&t, "0 1 3 9 18 30 31", "0 18 9 30 3 1 31", "0 3 9 18 30", "0 1 30 31");
	topology_fini(&t);
}

Test(placement, cpus_that_are_not_allowed_are_left_out)
{
	struct topology t = describe(SERVER);

	allow(&t, "0,1,3,9,18,30-31");
	expect_orders(&t, "0 1 3 9 18 30 31", "0 18 9 30 3 1 31", "0 3 9 18 30", "0 1 30 31");
	allow(&t, "0,3,8");
	expect_orders(&t, "0 3 8", "0 8 3", "0 3 8", NO_SMT);
	topology_fini(&t);
}

Test(placement, scatter_deals_evenly_to_uneven_packages)
{
	struct topology t = describe("pack:2 l3:2 core:2 pu:1");

	/* one L3 with two cores, two L3 with one core each: still one package after the other */
	allow(&t, "0,1,4,6");
	cr_expect_str_eq(order(&t, "scatter", MAX_PUS), "0 4 1 6");
	/* three cores in package 0, one in package 1 */
	allow(&t, "0,1,2,7");
	cr_expect_str_eq(order(&t, "scatter", MAX_PUS), "0 7 2 1");
	topology_fini(&t);
}

Test(placement, cpus_that_cannot_be_had_are_refused)
{
	static const struct {
		const char *place, *text;
	} cases[] = {
	    {"cpus:999", "CPU 999 does not exist here; those that may be used are 0-2,4"},
	    {"cpus:0,8", "CPU 8 does not exist here; those that may be used are 0-2,4"},
	    {"cpus:2147483646",
	     "CPU 2147483646 does not exist here; those that may be used are 0-2,4"},
	    {"cpus:0,3", "CPU 3 is not allowed there; those that may be used are 0-2,4"},
	    {"cpus:4,2", "4 2"},
	};
	struct topology t = describe(LAPTOP);

	allow(&t, "0-2,4");
	for (size_t i = 0; i < NR(cases); i++) {
		cr_expect_str_eq(order(&t, cases[i].place, MAX_PUS), cases[i].text);
		/* also if the order would be cut off before */
		if (i < 4)
			cr_expect_str_eq(order(&t, cases[i].place, 0), cases[i].text);
	}
	topology_fini(&t);
}

Test(placement, an_order_is_cut_off_at_its_size)
{
	struct topology t = describe(LAPTOP);

	cr_expect_str_eq(order(&t, "compact", 3), "0 1 2");
	cr_expect_str_eq(order(&t, "scatter", 3), "0 2 4");
	cr_expect_str_eq(order(&t, "core", 3), "0 2 4");
	cr_expect_str_eq(order(&t, "smt", 3), "0 1 2");
	cr_expect_str_eq(order(&t, "cpus:5,4,3,2", 3), "5 4 3");
	cr_expect_str_eq(order(&t, "compact", 0), "");
	topology_fini(&t);
}

Test(placement, text_is_read_and_written_back)
{
	static const struct {
		const char *text, *canonical;
		enum place_kind kind;
		unsigned nr_cpus;
	} cases[] = {
	    {"compact", "compact", PLACE_COMPACT, 0},
	    {"scatter", "scatter", PLACE_SCATTER, 0},
	    {"core", "core", PLACE_CORE, 0},
	    {"smt", "smt", PLACE_SMT, 0},
	    {"none", "none", PLACE_NONE, 0},
	    {"cpus:0", "cpus:0", PLACE_CPUS, 1},
	    {"cpus:0,2,4-7", "cpus:0,2,4,5,6,7", PLACE_CPUS, 6},
	    {"cpus:7,3-3,0-1", "cpus:7,3,0,1", PLACE_CPUS, 4},
	    {"cpus:007", "cpus:7", PLACE_CPUS, 1},
	    {"cpus:2147483646", "cpus:2147483646", PLACE_CPUS, 1},
	};

	for (size_t i = 0; i < NR(cases); i++) {
		struct place place = parse(cases[i].text);
		char text[TEXT_BYTES];

		cr_expect_eq(place.kind, cases[i].kind);
		cr_expect_eq(place.nr_cpus, cases[i].nr_cpus);
		cr_expect_str_eq(place_format(&place, text, sizeof text), cases[i].canonical);
		place = parse(text);
		cr_expect_str_eq(place_format(&place, text, sizeof text), cases[i].canonical);
	}
}

Test(placement, as_many_cpus_as_fit_can_be_listed)
{
	struct place place = parse("cpus:1-1024");
	char text[TEXT_BYTES];

	cr_assert_eq(place.nr_cpus, PLACE_MAX_CPUS);
	for (unsigned i = 0; i < PLACE_MAX_CPUS; i++)
		cr_assert_eq(place.cpus[i], i + 1);
	/* a buffer that is too short holds the start of it */
	cr_expect_str_eq(place_format(&place, text, 11), "cpus:1,2,3");
	cr_expect_eq(place_format(&place, text, sizeof text), text);
	cr_expect_str_eq(text + strlen(text) - strlen(",1023,1024"), ",1023,1024");
}

#define UNKNOWN(text)                                                                              \
	"unknown placement '" text "': use compact, scatter, core, smt, none or cpus:LIST, as in " \
	"cpus:0,2,4-7"
#define DID_YOU_MEAN(text, name) "unknown placement '" text "': did you mean '" name "'?"
#define NO_CPU(item)                                                                               \
	"'" item "' in a list of CPUs is neither a number nor a range: write it as in "            \
	"cpus:0,2,4-7"
#define TOO_MANY "too many CPUs: a list holds at most 1024"

Test(placement, bad_text_is_refused)
{
	static const struct {
		const char *text, *complaint;
	} cases[] = {
	    {"compakt", DID_YOU_MEAN("compakt", "compact")},
	    {"Scatter", DID_YOU_MEAN("Scatter", "scatter")},
	    {"cores", DID_YOU_MEAN("cores", "core")},
	    {"compact:3", DID_YOU_MEAN("compact:3", "compact")},
	    {"cpus", DID_YOU_MEAN("cpus", "cpus:LIST")},
	    {"cpu:0,1", DID_YOU_MEAN("cpu:0,1", "cpus:LIST")},
	    {"", UNKNOWN("")},
	    {"everywhere", UNKNOWN("everywhere")},
	    {"0,1", UNKNOWN("0,1")},
	    {"a\nb", UNKNOWN("a?b")},
	    {"cpus:", NO_CPU("")},
	    {"cpus:,", NO_CPU("")},
	    {"cpus:0,", NO_CPU("")},
	    {"cpus:0,,1", NO_CPU("")},
	    {"cpus:zero", NO_CPU("zero")},
	    {"cpus:0,1x,2", NO_CPU("1x")},
	    {"cpus:-1", NO_CPU("-1")},
	    {"cpus:+1", NO_CPU("+1")},
	    {"cpus: 1", NO_CPU(" 1")},
	    {"cpus:1-", NO_CPU("1-")},
	    {"cpus:1-2-3", NO_CPU("1-2-3")},
	    {"cpus:1--2", NO_CPU("1--2")},
	    {"cpus:0x1", NO_CPU("0x1")},
	    {"cpus:0-max", NO_CPU("0-max")},
	    {"cpus:2147483647", NO_CPU("2147483647")},
	    {"cpus:4294967296", NO_CPU("4294967296")},
	    {"cpus:99999999999999999999999", NO_CPU("99999999999999999999999")},
	    {"cpus:4-2", "the range 4-2 is reversed: write 2-4"},
	    {"cpus:0,4-3", "the range 4-3 is reversed: write 3-4"},
	    {"cpus:0,0", "CPU 0 is listed twice: name each CPU once"},
	    {"cpus:0-3,2", "CPU 2 is listed twice: name each CPU once"},
	    {"cpus:3,0-4", "CPU 3 is listed twice: name each CPU once"},
	    {"cpus:0-1024", TOO_MANY},
	    {"cpus:0-1023,1024", TOO_MANY},
	    {"cpus:0-2147483646", TOO_MANY},
	};

	for (size_t i = 0; i < NR(cases); i++) {
		struct place place;
		struct complaint c = {.kind = COMPLAINT_MACHINE};

		cr_expect_eq(place_parse(&place, cases[i].text, &c), -1, "%s", cases[i].text);
		cr_expect_eq(c.kind, COMPLAINT_USER);
		cr_expect_str_eq(c.text, cases[i].complaint);
	}
}

Test(placement, overlong_text_still_says_what_would_be_right)
{
	static char text[5000] = "cpus:";
	struct place place;
	struct complaint c;

	memset(text + 5, 'x', sizeof text - 6);
	cr_assert_eq(place_parse(&place, text, &c), -1);
	cr_expect_not_null(strstr(c.text, "write it as in cpus:0,2,4-7"));
	text[3] = 'x';
	cr_assert_eq(place_parse(&place, text, &c), -1);
	cr_expect_not_null(strstr(c.text, "did you mean 'cpus:LIST'"));
}
