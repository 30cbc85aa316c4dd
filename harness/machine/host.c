// SPDX-License-Identifier: MIT

// The facts about the machine: from uname, hwloc, /proc, /sys and, for the hypervisor's name, the
// CPU itself. Of another machine, described or from a file, only what hwloc knows is filled in.

#include "harness/machine/host.h"

#include <hwloc.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "harness/control.h"

#if defined __x86_64__ || defined __i386__
#include <cpuid.h>
#define X86 true
#else
#define X86 false
#endif

#define KIB 1024u
#define MIB (1024u * KIB)

// Cuts white space and quotation marks off both ends, in place.
static char *trim(char *text)
{
	static const char outside[] = " \t\r\n\"'";
	size_t length;

	text += strspn(text, outside);
	length = strlen(text);
	while (length && strchr(outside, text[length - 1]))
		text[--length] = '\0';
	return text;
}

// The first line of a file that holds one value, without its end; empty if it cannot be read.
static void read_line(char *value, size_t size, const char *path)
{
	FILE *file = fopen(path, "r");
	char line[256] = "";

	if (file && fgets(line, sizeof line, file))
		snprintf(value, size, "%s", trim(line));
	if (file)
		fclose(file);
}

// The value that `key` has in a file of lines "key<separator>value"; left alone if it has none.
static void read_key(char *value, size_t size, const char *path, const char *key, char separator)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	bool found = false;

	while (file && !found && getline(&line, &room, file) > 0) {
		char *split = strchr(line, separator);

		if (!split)
			continue;
		*split = '\0';
		found = !strcmp(trim(line), key);
		if (found)
			snprintf(value, size, "%s", trim(split + 1));
	}
	free(line);
	if (file)
		fclose(file);
}

static void load_system(struct host *host)
{
	struct utsname uts;

	if (uname(&uts) < 0)
		return;
	snprintf(host->name, sizeof host->name, "%s", uts.nodename);
	snprintf(host->arch, sizeof host->arch, "%.*s", (int)sizeof host->arch - 1, uts.machine);
	snprintf(host->kernel, sizeof host->kernel, "%.40s %.64s %.64s", uts.sysname, uts.release,
		 uts.version);
}

static void load_os(struct host *host)
{
	read_key(host->os, sizeof host->os, "/etc/os-release", "PRETTY_NAME", '=');
	if (!*host->os)
		read_key(host->os, sizeof host->os, "/usr/lib/os-release", "PRETTY_NAME", '=');
}

// What hwloc was told of the object; empty if nothing. It may be anyone's text.
static void read_info(char *value, size_t size, hwloc_obj_t object, const char *name)
{
	const char *text = object ? hwloc_obj_get_info_by_name(object, name) : NULL;

	snprintf(value, size, "%s", text ? text : "");
	control_plain(value);
}

static void load_noted_model(struct host *host, const struct topology *t)
{
	hwloc_obj_t package = hwloc_get_next_obj_by_type(t->hwloc, HWLOC_OBJ_PACKAGE, NULL);

	read_info(host->cpu_model, sizeof host->cpu_model, package, "CPUModel");
	if (!*host->cpu_model)
		read_info(host->cpu_model, sizeof host->cpu_model, hwloc_get_root_obj(t->hwloc),
			  "CPUModel");
}

static void load_cpu_model(struct host *host, const struct topology *t)
{
	/* what the kernels of x86, MIPS, POWER and RISC-V call it */
	static const char *const keys[] = {"model name", "cpu model", "cpu", "uarch"};

	load_noted_model(host, t);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0] && !*host->cpu_model; i++)
		read_key(host->cpu_model, sizeof host->cpu_model, "/proc/cpuinfo", keys[i], ':');
}

static void load_governor(struct host *host, const struct topology *t)
{
	char path[96];

	snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor",
		 hwloc_bitmap_first(t->allowed));
	read_line(host->governor, sizeof host->governor, path);
}

// A sign of a hypervisor, and the name we give it.
struct sign {
	const char *text, *name;
};

static const char *find_sign(const struct sign *signs, size_t nr_signs, const char *text)
{
	for (size_t i = 0; i < nr_signs; i++)
		if (strstr(text, signs[i].text))
			return signs[i].name;
	return "";
}

// Which hypervisor the firmware's tables speak of; empty if of none that we know.
static const char *name_by_firmware(void)
{
	static const struct sign signs[] = {
	    {"KVM", "kvm"},
	    {"QEMU", "qemu"},
	    {"VMware", "vmware"},
	    {"VirtualBox", "virtualbox"},
	    {"Xen", "xen"},
	    {"Microsoft Corporation Virtual Machine", "hyperv"},
	    {"Parallels", "parallels"},
	    {"Google Compute Engine", "kvm"},
	    {"OpenStack", "kvm"},
	    {"Apple Virtualization", "apple"},
	};
	char vendor[96] = "", product[96] = "", both[200];

	read_line(vendor, sizeof vendor, "/sys/class/dmi/id/sys_vendor");
	read_line(product, sizeof product, "/sys/class/dmi/id/product_name");
	snprintf(both, sizeof both, "%s %s", vendor, product);
	return find_sign(signs, sizeof signs / sizeof signs[0], both);
}

// Which hypervisor answers to CPUID; empty if none that we know. To be asked only if there is one:
// a bare CPU answers a leaf it has not got with something else.
static const char *name_by_cpu(void)
{
#if X86
	static const struct sign signs[] = {
	    {"KVMKVMKVM", "kvm"},      {"Microsoft Hv", "hyperv"}, {"VMwareVMware", "vmware"},
	    {"XenVMMXenVMM", "xen"},   {"TCGTCGTCGTCG", "qemu"},   {"VBoxVBoxVBox", "virtualbox"},
	    {"bhyve bhyve ", "bhyve"}, {"ACRNACRNACRN", "acrn"},
	};
	unsigned eax, word[3];
	char signature[sizeof word + 1] = "";

	/* the first leaf of those reserved for hypervisors; __get_cpuid() would refuse it */
	__cpuid(0x40000000, eax, word[0], word[1], word[2]);
	memcpy(signature, word, sizeof word);
	return find_sign(signs, sizeof signs / sizeof signs[0], signature);
#else
	return "";
#endif
}

// Whether the kernel says that there is a hypervisor: 1, 0, or -1 where it says neither.
static int has_hypervisor(void)
{
	char flags[8192] = "";

	/* only the kernel of x86 has the flag */
	if (X86)
		read_key(flags, sizeof flags, "/proc/cpuinfo", "flags", ':');
	if (!*flags)
		return -1;
	for (char *rest = flags, *flag; (flag = strsep(&rest, " "));)
		if (!strcmp(flag, "hypervisor"))
			return 1;
	return 0;
}

static void load_virtualization(struct host *host)
{
	int has = has_hypervisor();
	const char *name = has > 0 ? name_by_cpu() : has == 0 ? "none" : "";

	if (!*name)
		name = name_by_firmware();
	if (!*name && has > 0)
		name = "yes"; /* there is one, and we do not know its name */
	read_line(host->virtualization, sizeof host->virtualization, "/sys/hypervisor/type");
	if (!*host->virtualization)
		snprintf(host->virtualization, sizeof host->virtualization, "%s", name);
}

// How many objects of a type hold a PU that we may use, and the first of them. They need not be at
// one depth: a core of two PUs with an L1 cache each is above these, and one whose second PU is
// offline can be below its own.
static unsigned count(const struct topology *t, hwloc_obj_type_t type, hwloc_obj_t *first)
{
	unsigned n = 0;

	for (int depth = 0; depth < hwloc_topology_get_depth(t->hwloc); depth++) {
		hwloc_obj_t object = NULL;

		while (hwloc_get_depth_type(t->hwloc, depth) == type &&
		       (object = hwloc_get_next_obj_covering_cpuset_by_depth(t->hwloc, t->allowed,
									     depth, object)))
			if (n++ == 0)
				*first = object;
	}
	return n;
}

// Appends to the list in `text`: "2 cores", or nothing if there are none.
static void add_count(char *text, size_t size, unsigned n, const char *one, const char *many)
{
	size_t used = strlen(text);

	if (n)
		snprintf(text + used, size - used, "%s%u %s", used ? ", " : "", n,
			 n == 1 ? one : many);
}

// Appends "L3 32 MiB", or "L3 2 x 32 MiB" where there are several.
static void add_caches(char *text, size_t size, unsigned n, uint64_t bytes)
{
	size_t used = strlen(text);
	bool mebi = bytes % MIB == 0;
	char times[32] = "";

	if (n > 1)
		snprintf(times, sizeof times, "%u x ", n);
	if (n && bytes)
		snprintf(text + used, size - used, "%sL3 %s%" PRIu64 " %s", used ? ", " : "", times,
			 bytes / (mebi ? MIB : KIB), mebi ? "MiB" : "KiB");
}

static void load_topology(struct host *host, const struct topology *t)
{
	hwloc_obj_t first = NULL;
	char *text = host->topology;
	size_t size = sizeof host->topology;

	add_count(text, size, count(t, HWLOC_OBJ_PACKAGE, &first), "package", "packages");
	add_count(text, size, count(t, HWLOC_OBJ_CORE, &first), "core", "cores");
	add_count(text, size, t->nr_pus, "PU", "PUs");
	unsigned nr_caches = count(t, HWLOC_OBJ_L3CACHE, &first);

	add_caches(text, size, nr_caches, nr_caches ? first->attr->cache.size : 0);
}

static void load_hwloc(struct host *host, const struct topology *t)
{
	unsigned api = hwloc_get_api_version();

	read_info(host->hwloc, sizeof host->hwloc, hwloc_get_root_obj(t->hwloc), "hwlocVersion");
	if (!*host->hwloc) /* 0x00020900 is 2.9.0 */
		snprintf(host->hwloc, sizeof host->hwloc, "%u.%u.%u", api >> 16, api >> 8 & 0xff,
			 api & 0xff);
}

// What whoever made the file noted of the machine; nothing of a described one.
static void load_notes(struct host *host, const struct topology *t)
{
	hwloc_obj_t root = hwloc_get_root_obj(t->hwloc);
	char system[41], release[65], version[65];

	read_info(host->name, sizeof host->name, root, "HostName");
	read_info(host->arch, sizeof host->arch, root, "Architecture");
	read_info(system, sizeof system, root, "OSName");
	read_info(release, sizeof release, root, "OSRelease");
	read_info(version, sizeof version, root, "OSVersion");
	snprintf(host->kernel, sizeof host->kernel, "%s%s%s%s%s", system, *release ? " " : "",
		 release, *version ? " " : "", version);
	load_noted_model(host, t);
}

void host_load(struct host *host, const struct topology *t)
{
	*host = (struct host){.nr_pus = t->nr_pus, .quota.pus = NAN};
	hwloc_bitmap_list_snprintf(host->cpuset, sizeof host->cpuset, t->allowed);
	load_hwloc(host, t);
	load_topology(host, t);
	if (t->synthetic) {
		load_notes(host, t);
		return;
	}
	load_system(host);
	load_os(host);
	load_cpu_model(host, t);
	load_governor(host, t);
	read_line(host->smt, sizeof host->smt, "/sys/devices/system/cpu/smt/control");
	load_virtualization(host);
	quota_load(&host->quota, "");
}
