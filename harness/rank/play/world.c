// SPDX-License-Identifier: MIT

// Ranks introduce themselves once, by a gathering of all. What MPI may be told by the environment
// is recorded from rank 0's.

#include "harness/rank/play/world.h"

#include <errno.h>
#include <hwloc.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "benches/sync/must.h"
#include "harness/complaint.h"
#include "harness/machine/host.h"
#include "harness/machine/probe.h"
#include "harness/rank/play/turns.h"
#include "harness/version.h"

extern char **environ;

// The first line of a file; "" if there is none.
static void read_line(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "re");

	text[0] = '\0';
	if (!file)
		return;
	if (!fgets(text, (int)size, file))
		text[0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	fclose(file);
}

static void introduce(const struct world *world, struct fellow *self)
{
	static struct host host; /* large */

	memset(self, 0, sizeof *self); /* all of it is sent */
	host_load(&host, &world->topology);
	snprintf(self->build, sizeof self->build, "%s %zu %s", RACELAB_VERSION, sizeof *self,
		 host.arch);
	snprintf(self->host, sizeof self->host, "%.63s", host.name);
	snprintf(self->cpu_model, sizeof self->cpu_model, "%.63s", host.cpu_model);
	read_line("/proc/sys/kernel/random/boot_id", self->boot, sizeof self->boot);
	self->pid = getpid();
	self->nr_pus = (int)world->topology.nr_pus;
	hwloc_bitmap_to_ulongs(world->topology.allowed, PU_WORDS, self->pus);
}

static int count_like(const struct world *world, int rank,
		      bool (*same)(const struct world *world, int a, int b))
{
	int nr = 0;

	for (int i = 0; i < world->nr; i++)
		nr += same(world, i, rank);
	return nr;
}

static const char *check(const struct world *world, const struct launch *launch)
{
	if (world->nr != (int)launch->nr || world->self != (int)launch->rank)
		return "mpiexec is of another MPI than the one that racelab is built with; start "
		       "it "
		       "by that one's, as mpiexec.mpich";
	for (int i = 1; i < world->nr; i++)
		if (strcmp(world->fellows[i].build, world->fellows[0].build) != 0)
			return "the ranks are not all the same racelab; start one and the same "
			       "build on all hosts";
	return NULL;
}

static void settle(struct world *world)
{
	world->crowded =
	    count_like(world, world->self, world_share_pus) > world->fellows[world->self].nr_pus;
	if (world->crowded)
		turns_prepare();
	prctl(PR_SET_TIMERSLACK, 1); /* whoever naps is waited for */
}

const char *world_begin(struct world *world, const struct launch *launch)
{
	struct fellow self;
	struct complaint c;

	if (topology_load(&world->topology, &c)) {
		fprintf(stderr, "racelab: %s\n", c.text);
		exit(EXIT_FAILURE); /* mpiexec ends the others */
	}
	world->turns_per_ns = probe_turns_per_ns();
	MPI_Init(NULL, NULL);
	MPI_Comm_dup(MPI_COMM_WORLD, &world->comm);
	MPI_Comm_rank(world->comm, &world->self);
	MPI_Comm_size(world->comm, &world->nr);
	world->fellows = calloc((size_t)world->nr, sizeof *world->fellows);
	must(world->fellows ? 0 : ENOMEM);
	introduce(world, &self);
	MPI_Allgather(&self, sizeof self, MPI_BYTE, world->fellows, sizeof self, MPI_BYTE,
		      world->comm);
	settle(world);
	return check(world, launch);
}

int world_rank_of(unsigned task)
{
	return (int)task + 1;
}

bool world_same_host(const struct world *world, int a, int b)
{
	return strcmp(world->fellows[a].host, world->fellows[b].host) == 0;
}

bool world_same_machine(const struct world *world, int a, int b)
{
	return strcmp(world->fellows[a].boot, world->fellows[b].boot) == 0;
}

bool world_share_pus(const struct world *world, int a, int b)
{
	const struct fellow *one = &world->fellows[a], *other = &world->fellows[b];

	for (unsigned i = 0; i < PU_WORDS; i++)
		if (one->pus[i] & other->pus[i])
			return world_same_machine(world, a, b);
	return false;
}

unsigned world_place(const struct world *world, unsigned task)
{
	unsigned place = 0;

	for (unsigned i = 0; i < task; i++)
		place += world_share_pus(world, world_rank_of(i), world_rank_of(task));
	return place;
}

// True if none of the ranks before has the same text at that place in it.
static bool is_first(const struct world *world, int rank, size_t offset)
{
	const char *text = (const char *)&world->fellows[rank] + offset;

	for (int i = 0; i < rank; i++)
		if (strcmp((const char *)&world->fellows[i] + offset, text) == 0)
			return false;
	return true;
}

void world_count_hosts(const struct world *world, unsigned count, unsigned *nr_hosts,
		       unsigned *nr_machines)
{
	*nr_hosts = *nr_machines = 0;
	for (int i = 0; i <= (int)count; i++) {
		*nr_hosts += is_first(world, i, offsetof(struct fellow, host));
		*nr_machines += is_first(world, i, offsetof(struct fellow, boot));
	}
}

// Counted from 0 in the order of ranks: two hosts with the same number are one machine.
static int machine_of(const struct world *world, int rank)
{
	int nr = 0;

	for (int i = 0; i < rank; i++) {
		if (strcmp(world->fellows[i].boot, world->fellows[rank].boot) == 0)
			return machine_of(world, i);
		nr += is_first(world, i, offsetof(struct fellow, boot));
	}
	return nr;
}

static json_t *json_hosts(const struct world *world)
{
	json_t *hosts = json_array();

	for (int i = 0; i < world->nr; i++) {
		const struct fellow *f = &world->fellows[i];

		if (!is_first(world, i, offsetof(struct fellow, host)))
			continue;
		json_array_append_new(hosts, json_pack("{s:s, s:i, s:s, s:i, s:i}", "name", f->host,
						       "machine", machine_of(world, i), "cpu_model",
						       f->cpu_model, "nr_pus", f->nr_pus, "ranks",
						       count_like(world, i, world_same_host)));
	}
	return hosts;
}

// What MPICH, UCX, libfabric and Open MPI can be told.
static json_t *json_settings(void)
{
	static const char *const prefixes[] = {"MPIR_", "MPICH_", "UCX_", "FI_", "OMPI_MCA_"};
	json_t *settings = json_object();

	for (char **variable = environ; *variable; variable++) {
		size_t length = strcspn(*variable, "=");

		for (size_t p = 0; p < sizeof prefixes / sizeof *prefixes; p++)
			if (strncmp(*variable, prefixes[p], strlen(prefixes[p])) == 0 &&
			    (*variable)[length])
				json_object_setn_new(settings, *variable, length,
						     json_string(*variable + length + 1));
	}
	return settings;
}

// The value that MPICH's text on itself has after `key`; NULL where there is none.
static json_t *json_fact(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	if (!at)
		return json_null();
	at += strlen(key);
	at += strspn(at, " \t");
	return json_stringn(at, strcspn(at, "\n"));
}

json_t *world_json(const struct world *world)
{
	char library[MPI_MAX_LIBRARY_VERSION_STRING];
	json_t *ranks = json_array();
	int length, version, subversion;

	MPI_Get_library_version(library, &length);
	MPI_Get_version(&version, &subversion);
	for (int i = 0; i < world->nr; i++)
		json_array_append_new(ranks, json_string(world->fellows[i].host));
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "library",
			 json_stringn(library, strcspn(library, "\n")), "standard",
			 json_sprintf("%d.%d", version, subversion), "version",
			 json_fact(library, "MPICH Version:"), "device",
			 json_fact(library, "MPICH Device:"), "settings", json_settings(), "hosts",
			 json_hosts(world), "ranks", ranks);
}
