// SPDX-License-Identifier: MIT

// The row is made by harness/trial/record.c, as if the tasks had written their tallies into an
// arena of this process: so a column means the same, whatever the tasks are. Times are brought to
// the owner's clock before that.

#include "harness/rank/play/result.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "benches/sync/must.h"
#include "benches/sync/sync.h"
#include "harness/data/summary.h"
#include "harness/duet/protocol.h"
#include "harness/machine/placement.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/trial/arena.h"
#include "harness/trial/conduct.h"
#include "harness/trial/record.h"
#include "harness/trial/trial.h"

static struct record record; /* large: a PU for each of 4096 tasks */

// True if two that race, or the owner and one of them, have to share a PU.
static bool is_crowded(const struct world *world, const struct stint *stint,
		       const struct done *done)
{
	int owners_pu = topology_running_on();
	unsigned count = stint->spec->count, there = 0;

	for (unsigned i = 0; i < count; i++) {
		int rank = world_rank_of(i);

		if (stint->spec->place->kind == PLACE_NONE) {
			there = world_place(world, i) + 1 + world_share_pus(world, OWNER, rank);
			if ((int)there > world->fellows[rank].nr_pus)
				return true;
			continue;
		}
		if (world_same_machine(world, OWNER, rank) && done[i].tally.ran_on == owners_pu)
			return true;
		for (unsigned k = 0; k < i; k++)
			if (world_same_machine(world, world_rank_of(k), rank) &&
			    done[k].pu == done[i].pu)
				return true;
	}
	return false;
}

static void name_hosts(const struct world *world, unsigned count)
{
	static char hosts[MAX_TASKS * (sizeof world->fellows->host + 1)];
	size_t used = 0;

	for (unsigned i = 0; i < count; i++)
		used += (size_t)snprintf(hosts + used, sizeof hosts - used, i ? " %s" : "%s",
					 world->fellows[world_rank_of(i)].host);
	record.row.hosts = hosts;
}

// A speed between two hosts that are one machine is none of a network.
static void say_if_one_machine(const struct world *world, unsigned count)
{
	unsigned nr_hosts, nr_machines;
	char text[64];

	world_count_hosts(world, count, &nr_hosts, &nr_machines);
	if (nr_machines == nr_hosts)
		return;
	snprintf(text, sizeof text, "%u hosts on %u machine%s", nr_hosts, nr_machines,
		 nr_machines == 1 ? "" : "s");
	record_note(&record, text);
}

static void fill_clock(const struct done *done, unsigned count)
{
	uint64_t most = 0;

	for (unsigned i = 0; i < count; i++)
		most = done[i].bound_ns > most ? done[i].bound_ns : most;
	if (most)
		record.row.clock_bound_ns = (double)most;
}

// -1 if one of them is not known. PUs that two share are counted once.
static int64_t steal_of(const struct world *world, const struct done *done, unsigned count)
{
	int64_t sum = 0;

	for (unsigned i = 0; i < count; i++) {
		bool again = false;

		for (unsigned k = 0; k < i && !again; k++)
			again = world_same_machine(world, world_rank_of(k), world_rank_of(i)) &&
				done[k].pu == done[i].pu;
		if (done[i].steal_ns < 0)
			return -1;
		sum += again ? 0 : done[i].steal_ns;
	}
	return sum;
}

// The tallies of all, by the owner's clock. On the heap.
static struct tally *tallies_of(const struct done *done, unsigned count)
{
	struct tally *tallies = aligned_alloc(APART, count * sizeof *tallies);

	must(tallies ? 0 : ENOMEM);
	for (unsigned i = 0; i < count; i++) {
		tallies[i] = done[i].tally;
		tallies[i].start_ns += (uint64_t)done[i].ahead_ns;
		tallies[i].end_ns += (uint64_t)done[i].ahead_ns;
	}
	return tallies;
}

static void fill(const struct world *world, const struct stint *stint, const struct done *done,
		 struct arena *arena)
{
	unsigned count = stint->spec->count, *pus = calloc(count, sizeof *pus);
	const struct bench bench = {.topology = &world->topology,
				    .measuring = &stint->plan.measuring};
	struct conduct conduct = {
	    .bench = &bench,
	    .spec = stint->spec,
	    .arena = arena,
	    .pus = pus,
	    .nr_pus = stint->spec->place->kind == PLACE_NONE ? 0 : count,
	    .crowding = is_crowded(world, stint, done) ? CROWDING_SOME : CROWDING_NONE,
	};

	must(pus ? 0 : ENOMEM);
	for (unsigned i = 0; i < count; i++)
		pus[i] = (unsigned)done[i].pu;
	record_begin(&record, &conduct);
	say_if_one_machine(world, count);
	record_fill(&record, &conduct);
	name_hosts(world, count);
	fill_clock(done, count);
	free(pus);
}

json_t *result_row(const struct world *world, const struct stint *stint, const struct done *done,
		   const struct observed *found)
{
	unsigned count = stint->spec->count;
	static struct arena arena;

	arena = (struct arena){
	    .extent = stint->extent,
	    .tallies = tallies_of(done, count),
	    .handoff_ns = done[0].handoff_ns,
	    .spin_ns = done[0].spin_ns,
	    .report = {.observed = *found,
		       .error_mean = NAN,
		       .error_max = NAN,
		       .error_flushed = NAN,
		       .steal_ns = steal_of(world, done, count)},
	};
	fill(world, stint, done, &arena);
	free(arena.tallies);
	return message_row(&record.row);
}

json_t *result_hung(const struct world *world, const struct stint *stint, const bool *came, int nr,
		    uint64_t after_ns)
{
	char text[160];

	if (!stint->spec)
		return json_pack("{s:s}", "refused", "a case that cannot be, and ranks that hang");
	record_init(&record, stint->spec);
	name_hosts(world, stint->spec->count);
	record.row.outcome = outcome_names[OUTCOME_HUNG];
	snprintf(text, sizeof text, "ended after %.3g s", (double)after_ns / 1e9);
	record_note(&record, text);
	for (int i = 1; i <= nr; i++) {
		const struct fellow *fellow = &world->fellows[i];

		if (came[i])
			continue;
		snprintf(text, sizeof text, "no word from rank %d (process %d on %s)", i,
			 fellow->pid, fellow->host);
		record_note(&record, text);
	}
	return message_row(&record.row);
}

json_t *result_refused(const struct stint *stint, const char *why)
{
	if (!stint->spec)
		return json_pack("{s:s}", "refused", why);
	record_init(&record, stint->spec);
	record_break(&record, why);
	return message_row(&record.row);
}
