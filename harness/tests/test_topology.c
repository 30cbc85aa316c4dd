// SPDX-License-Identifier: MIT

// The machine under the tests, and described ones: what may be used, pinning and reading it back,
// the export, and the facts of the host.

#include "harness/machine/topology.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <hwloc.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/machine/host.h"
#include "harness/machine/quota.h"
#include "harness/machine/siblings.h"

static struct topology load(void)
{
	struct topology t;
	struct complaint c;

	cr_assert_eq(topology_load(&t, &c), 0);
	return t;
}

static struct topology describe(const char *description)
{
	struct topology t;
	struct complaint c;

	cr_assert_eq(topology_load_synthetic(&t, description, &c), 0, "%s", description);
	return t;
}

Test(topology, this_machine_has_the_pus_of_our_affinity_mask)
{
	struct topology t = load();
	cpu_set_t mask;

	cr_assert_eq(sched_getaffinity(0, sizeof mask, &mask), 0);
	cr_assert(t.nr_pus >= 1);
	cr_assert_eq(t.nr_pus, (unsigned)CPU_COUNT(&mask));
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		cr_assert_eq(hwloc_bitmap_isset(t.allowed, (unsigned)cpu), !!CPU_ISSET(cpu, &mask),
			     "CPU %d", cpu);
	cr_assert_not(t.synthetic);
	topology_fini(&t);
}

struct pinning {
	const struct topology *t;
	unsigned pu;
	int error, pinned_to, running_on;
};

static void *pin(void *argument)
{
	struct pinning *p = argument;

	p->error = topology_pin(p->t, p->pu);
	p->pinned_to = topology_pinned_to(p->t);
	p->running_on = topology_running_on();
	return NULL;
}

static struct pinning pin_a_thread(const struct topology *t, unsigned pu)
{
	struct pinning p = {.t = t, .pu = pu};
	pthread_t thread;

	cr_assert_eq(pthread_create(&thread, NULL, pin, &p), 0);
	cr_assert_eq(pthread_join(thread, NULL), 0);
	return p;
}

Test(topology, a_thread_pinned_to_each_pu_reads_it_back)
{
	struct topology t = load();
	unsigned pu;

	hwloc_bitmap_foreach_begin(pu, t.allowed)
	{
		struct pinning p = pin_a_thread(&t, pu);

		cr_assert_eq(p.error, 0, "PU %u: %s", pu, strerror(p.error));
		cr_assert_eq(p.pinned_to, (int)pu);
		cr_assert_eq(p.running_on, (int)pu);
	}
	hwloc_bitmap_foreach_end();
	topology_fini(&t);
}

Test(topology, a_pu_that_may_not_be_used_is_not_pinned_to)
{
	struct topology t = load();

	cr_assert_eq(pin_a_thread(&t, (unsigned)hwloc_bitmap_last(t.allowed) + 1).error, EINVAL);
	cr_assert_eq(pin_a_thread(&t, (unsigned)-1).error, EINVAL);
	topology_fini(&t);
}

Test(topology, a_described_machine_cannot_be_pinned_to)
{
	struct topology t = describe("core:1 pu:1");
	struct pinning p = pin_a_thread(&t, 0);

	cr_assert(t.synthetic);
	cr_assert_eq(p.error, ENOSYS);
	cr_assert_eq(p.pinned_to, -1);
	topology_fini(&t);
}

Test(topology, a_pu_is_on_the_node_of_its_memory)
{
	struct topology t = describe("numa:3 core:2 pu:1");

	for (unsigned pu = 0; pu < 6; pu++)
		cr_expect_eq(topology_node_of(&t, pu), pu / 2, "PU %u", pu);
	cr_expect_eq(topology_node_of(&t, 6), 0);
	topology_fini(&t);
}

Test(topology, a_thread_bound_to_two_pus_is_pinned_to_none)
{
	struct topology t = load();

	if (t.nr_pus < 2)
		cr_skip_test("one PU only");
	cr_assert_eq(topology_pinned_to(&t), -1);
	topology_fini(&t);
}

// Returns 0 if a process that may use one CPU only sees that this is the only one that counts, of a
// machine that still has `nr_all`.
static int check_confined(int cpu, int nr_all)
{
	struct topology t;
	struct complaint c;
	cpu_set_t mask;

	CPU_ZERO(&mask);
	CPU_SET(cpu, &mask);
	if (sched_setaffinity(0, sizeof mask, &mask))
		return 1;
	if (topology_load(&t, &c))
		return 2;
	if (t.nr_pus != 1 || hwloc_bitmap_weight(t.allowed) != 1)
		return 3;
	if (hwloc_bitmap_first(t.allowed) != cpu || topology_pinned_to(&t) != cpu)
		return 4;
	if (hwloc_get_nbobjs_by_type(t.hwloc, HWLOC_OBJ_PU) != nr_all)
		return 5;
	topology_fini(&t);
	return 0;
}

Test(topology, only_the_cpus_of_the_affinity_mask_count)
{
	struct topology t = load();
	int nr_all = hwloc_get_nbobjs_by_type(t.hwloc, HWLOC_OBJ_PU), cpu;

	hwloc_bitmap_foreach_begin(cpu, t.allowed)
	{
		pid_t child = fork();
		int status;

		cr_assert(child >= 0);
		if (child == 0)
			_exit(check_confined(cpu, nr_all));
		cr_assert_eq(waitpid(child, &status, 0), child);
		cr_expect_eq(status, 0, "CPU %d: status %#x", cpu, status);
	}
	hwloc_bitmap_foreach_end();
	topology_fini(&t);
}

Test(topology, a_machine_that_is_not_this_one_is_refused)
{
	struct topology t;
	struct complaint c;

	cr_assert_eq(setenv("HWLOC_SYNTHETIC", "core:4 pu:2", 1), 0);
	cr_assert_eq(topology_load(&t, &c), -1);
	cr_assert_eq(c.kind, COMPLAINT_MACHINE);
	cr_assert_str_eq(c.text, "hwloc describes another machine than this one: unset the "
				 "HWLOC_... environment variables");
}

#define NO_MACHINE(text)                                                                           \
	"'" text "' describes no machine: name its levels from the outermost to 'pu', as in "      \
	"'pack:2 l3:2 core:8 pu:2'"
#define TOO_MANY(text) "'" text "' has too many PUs: at most 4096 can be described"

Test(topology, a_bad_description_is_quoted)
{
	static const struct {
		const char *description, *text;
	} cases[] = {
	    {"", NO_MACHINE("")},
	    {"bogus", NO_MACHINE("bogus")},
	    {"core:2", NO_MACHINE("core:2")},
	    {"pack:2 core:0 pu:2", NO_MACHINE("pack:2 core:0 pu:2")},
	    {"pack:2 core:2 pu:2 3x", NO_MACHINE("pack:2 core:2 pu:2 3x")},
	    {"pu:4097", TOO_MANY("pu:4097")},
	    {"pack:65536 l3:65536 core:65536 pu:65536",
	     TOO_MANY("pack:65536 l3:65536 core:65536 pu:65536")},
	    {"pu:99999999999999999999999", TOO_MANY("pu:99999999999999999999999")},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct topology t;
		struct complaint c;

		cr_assert_eq(topology_load_synthetic(&t, cases[i].description, &c), -1);
		cr_expect_eq(c.kind, COMPLAINT_USER);
		cr_expect_str_eq(c.text, cases[i].text);
	}
}

Test(topology, numbers_that_are_no_levels_do_not_count_as_pus)
{
	struct topology t =
	    describe("pack:2 [numa(memory=10000000)] l3:2(size=64000000) core:4 pu:2");

	cr_assert_eq(t.nr_pus, 32);
	topology_fini(&t);
}

Test(topology, export_can_be_loaded_again)
{
	char path[] = "/tmp/topology-XXXXXX";
	struct topology t = describe("pack:2 l3:2 core:4 pu:2");
	struct complaint c;
	hwloc_topology_t copy;

	cr_assert_geq(close(mkstemp(path)), 0);
	cr_assert_eq(topology_export(&t, path, &c), 0);
	cr_assert_eq(hwloc_topology_init(&copy), 0);
	cr_assert_eq(hwloc_topology_set_xml(copy, path), 0);
	cr_assert_eq(hwloc_topology_load(copy), 0);
	cr_expect_eq(hwloc_get_nbobjs_by_type(copy, HWLOC_OBJ_PACKAGE), 2);
	cr_expect_eq(hwloc_get_nbobjs_by_type(copy, HWLOC_OBJ_L3CACHE), 4);
	cr_expect_eq(hwloc_get_nbobjs_by_type(copy, HWLOC_OBJ_CORE), 16);
	cr_expect_eq(hwloc_get_nbobjs_by_type(copy, HWLOC_OBJ_PU), 32);
	hwloc_topology_destroy(copy);
	topology_fini(&t);
	unlink(path);
}

Test(topology, an_export_that_cannot_be_written_is_complained_of)
{
	static const struct {
		const char *path, *text;
	} cases[] = {
	    {"/nonexistent/topology.xml",
	     "cannot write /nonexistent/topology.xml: No such file or directory"},
	    {"/tmp", "cannot write /tmp: Is a directory"},
	    {"/dev/full", "cannot write /dev/full: No space left on device"},
	};
	struct topology t = describe("core:2 pu:1");

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct complaint c;

		cr_expect_eq(topology_export(&t, cases[i].path, &c), -1);
		cr_expect_eq(c.kind, COMPLAINT_MACHINE);
		cr_expect_str_eq(c.text, cases[i].text);
	}
	topology_fini(&t);
}

Test(host, topology_sums_up_what_may_be_used)
{
	static const struct {
		const char *description, *allowed, *text;
	} cases[] = {
	    {"core:1 pu:1", "0", "1 core, 1 PU"},
	    {"pack:1 l3:1(size=32MiB) core:2 pu:1", "0-1", "1 package, 2 cores, 2 PUs, L3 32 MiB"},
	    {"pack:2 l3:2(size=32MiB) core:4 pu:2", "0-31",
	     "2 packages, 16 cores, 32 PUs, L3 4 x 32 MiB"},
	    {"pack:2 l3:2(size=1536KiB) core:4 pu:2", "0,1,2",
	     "1 package, 2 cores, 3 PUs, L3 1536 KiB"},
	    {"pu:4", "0-3", "4 PUs"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct topology t = describe(cases[i].description);
		struct host host;

		cr_assert_eq(hwloc_bitmap_list_sscanf(t.allowed, cases[i].allowed), 0);
		t.nr_pus = (unsigned)hwloc_bitmap_weight(t.allowed);
		host_load(&host, &t);
		cr_expect_str_eq(host.topology, cases[i].text);
		cr_expect_eq(host.nr_pus, t.nr_pus);
		topology_fini(&t);
	}
}

// Four cores of two PUs with an L1 cache each. The second PUs of two cores are offline: their cores
// are below their caches, those of the others above.
static struct topology load_two_depths(void)
{
	struct topology t;
	struct complaint c;

	cr_assert_eq(
	    topology_load_xml(&t, RACELAB_ROOT "/harness/tests/golden/cores-at-two-depths.xml", &c),
	    0, "%s", c.text);
	return t;
}

Test(host, counts_cores_at_several_depths)
{
	struct topology t = load_two_depths();
	struct host host;

	host_load(&host, &t);
	cr_expect_str_eq(host.topology, "1 package, 4 cores, 6 PUs, L3 16 MiB");
	topology_fini(&t);
}

Test(topology, no_two_cores_have_one_number)
{
	static const unsigned numbers[] = {0, 1, 2, 2, 3, 3}; /* of the core of each PU */
	struct topology t = load_two_depths();
	hwloc_obj_t pu = NULL;

	for (size_t i = 0; i < t.nr_pus; i++) {
		pu = hwloc_get_next_obj_by_type(t.hwloc, HWLOC_OBJ_PU, pu);
		cr_expect_eq(topology_number(
				 &t, hwloc_get_ancestor_obj_by_type(t.hwloc, HWLOC_OBJ_CORE, pu)),
			     numbers[i], "PU %u", pu->os_index);
	}
	topology_fini(&t);
}

Test(topology, siblings_share_a_core_not_only_its_number)
{
	static const unsigned alone[] = {0, 2, 4, 6}, pair[] = {0, 2, 4, 5};
	struct topology t = load_two_depths();

	cr_expect_not(siblings_among(&t, alone, 4));
	cr_expect(siblings_among(&t, pair, 4));
	topology_fini(&t);
}

Test(host, a_described_machine_has_no_host)
{
	struct topology t = describe("core:2 pu:2");
	struct host host;

	host_load(&host, &t);
	cr_expect_str_eq(host.name, "");
	cr_expect_str_eq(host.cpu_model, "");
	cr_expect_str_eq(host.arch, "");
	cr_expect_str_eq(host.kernel, "");
	cr_expect_str_eq(host.os, "");
	cr_expect_str_eq(host.governor, "");
	cr_expect_str_eq(host.smt, "");
	cr_expect_str_eq(host.virtualization, "");
	cr_expect(isnan(host.quota.pus));
	topology_fini(&t);
}

// True if the kernel flags a hypervisor in /proc/cpuinfo.
static bool flagged(void)
{
	FILE *pipe = popen("grep -qw hypervisor /proc/cpuinfo", "r");

	return pclose(pipe) == 0;
}

Test(host, facts_are_those_of_the_kernel)
{
	struct topology t = load();
	struct host host;
	struct utsname uts;
	char kernel[sizeof uts * 2];

	cr_assert_eq(uname(&uts), 0);
	snprintf(kernel, sizeof kernel, "%s %s %s", uts.sysname, uts.release, uts.version);
	host_load(&host, &t);
	cr_expect_str_eq(host.name, uts.nodename);
	cr_expect_str_eq(host.arch, uts.machine);
	cr_expect_str_eq(host.kernel, kernel);
	cr_expect_eq(host.nr_pus, t.nr_pus);
	if (flagged())
		cr_expect(*host.virtualization && strcmp(host.virtualization, "none"), "'%s'",
			  host.virtualization);
	topology_fini(&t);
}
