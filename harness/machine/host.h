// SPDX-License-Identifier: MIT

// The facts about the machine that a reader of the results needs to know. Each one that could not
// be found out is an empty string; of a described (synthetic) machine only hwloc, topology and
// nr_pus are known, of one from a file besides what its maker noted: name, kernel, arch, cpu_model.

#ifndef RACELAB_HOST_H
#define RACELAB_HOST_H

#include "harness/machine/quota.h"
#include "harness/machine/topology.h"

struct host {
	char name[128];	     /* host name */
	char cpu_model[128]; /* "AMD EPYC", as the CPU or the kernel calls it */
	char arch[32];	     /* "x86_64" */
	char kernel[192];    /* "Linux 6.1.0-18-amd64 #1 SMP ..." */
	char os[128];	     /* PRETTY_NAME of /etc/os-release */
	char governor[32];   /* cpufreq governor of the first allowed PU */
	char smt[32]; /* "on", "off", "notsupported", ...: /sys/devices/system/cpu/smt/control */
	char virtualization[32]; /* "kvm", "vmware", ...; "yes" if nameless; "none" on bare metal */
	char hwloc[32];		 /* version of the hwloc in use, "2.9.0" */
	char topology[256];	 /* "1 package, 2 cores, 2 PUs, L3 32 MiB" of the allowed PUs */
	char cpuset[256];	 /* their OS numbers, "0-3,8": what a batch system granted */
	unsigned nr_pus;	 /* PUs this process may use */
	struct quota quota;	 /* and how much of their time */
};

// Finds out what it can; never fails.
void host_load(struct host *host, const struct topology *t);

#endif
