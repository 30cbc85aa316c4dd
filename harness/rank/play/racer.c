// SPDX-License-Identifier: MIT

// A rank from its order to what it tells. As in harness/trial/racer.c there is nothing between the
// gate and the end of the kernel but the clock and the counters.

#include "harness/rank/play/racer.h"

#include <errno.h>
#include <hwloc.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/remote/remote.h"
#include "benches/structure/hashtable.h"
#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "benches/sync/must.h"
#include "harness/complaint.h"
#include "harness/machine/counters.h"
#include "harness/machine/placement.h"
#include "harness/machine/probe.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/rank/play/leave.h"
#include "harness/rank/play/talk.h"
#include "harness/rank/play/told.h"
#include "harness/rank/play/turns.h"
#include "harness/trial/arena.h"
#include "harness/trial/keys.h"

#define GRACE_NS                                                                                   \
	20000000000 /* beyond a trial's limit, which the owner and the controller look after */

// Our PU among those of the placement, which are so many.
static unsigned choose(const struct world *world, unsigned nr_pus)
{
	bool beside_owner = world_share_pus(world, world->self, OWNER);
	unsigned nr_others = beside_owner && nr_pus > 1 ? nr_pus - 1 : nr_pus;

	if (world->self == OWNER)
		return nr_pus - 1;
	return world_place(world, (unsigned)world->self - 1) % nr_others;
}

int racer_pin(const struct world *world, const struct stint *stint, int *pu)
{
	static unsigned pus[MAX_TASKS];
	const struct topology *t = &world->topology;
	struct complaint c;
	int nr_pus = placement_order(t, stint->spec->place, pus, MAX_TASKS, &c);

	*pu = nr_pus > 0 ? (int)pus[choose(world, (unsigned)nr_pus)] : -1;
	if (*pu >= 0)
		return topology_pin(t, (unsigned)*pu);
	return hwloc_set_cpubind(t->hwloc, t->allowed, HWLOC_CPUBIND_THREAD) ? errno : 0;
}

// What a racer has during one trial.
struct racing {
	const struct world *world;
	const struct stint *stint;
	unsigned task;
	struct duty duty;
	struct key *keys;
	struct counters counters;
	struct done done;
};

// Where a host's words lie: with the owner, who is inside MPI all the time, or with one that races.
static int leader_of(const struct world *world, unsigned task)
{
	if (world_same_host(world, OWNER, world_rank_of(task)))
		return OWNER;
	for (unsigned i = 0; i < task; i++)
		if (world_same_host(world, world_rank_of(i), world_rank_of(task)))
			return world_rank_of(i);
	return world_rank_of(task);
}

static struct post post_of(const struct racing *r, const struct memory *memory)
{
	return (struct post){
	    .window = memory_window(memory),
	    .comm = r->world->comm,
	    .owner = OWNER,
	    .self = r->world->self,
	    .leader = leader_of(r->world, r->task),
	    .node = r->stint->node,
	    .crowded = r->world->crowded,
	};
}

static void draw_keys(struct racing *r)
{
	struct key_source *source = key_source_create(r->stint->spec, &r->stint->extent, 1);

	r->keys = calloc(r->stint->extent.keys, sizeof *r->keys);
	must(source && r->keys ? 0 : ENOMEM);
	keys_draw(source, r->task, r->stint->seed + r->task, r->keys);
	key_source_destroy(source);
}

static void prepare(struct racing *r, const struct memory *memory)
{
	const struct stint *stint = r->stint;
	const struct measuring *m = &stint->plan.measuring;
	uint64_t buckets = hashtable_nr_buckets(stint->extent.slots);

	draw_keys(r);
	r->duty = (struct duty){
	    .post = post_of(r, memory),
	    .cells = stint->cells,
	    .guards = stint->guards,
	    .hash_shift = 64 - (unsigned)__builtin_ctzll(buckets),
	    .keys = r->keys,
	    .key_mask = (uint32_t)stint->extent.keys - 1,
	    .plot = stint_plot(stint, r->task),
	    .ops = m->ops ? m->ops : UINT64_MAX,
	    .end_ns = UINT64_MAX,
	    .hold = (uint64_t)lround((double)stint->spec->hold_ns * r->world->turns_per_ns),
	    .think = (uint64_t)lround((double)stint->spec->think_ns * r->world->turns_per_ns),
	};
}

static int64_t steal_ns(const struct racing *r)
{
	unsigned pu = (unsigned)r->done.pu;

	return r->done.pu >= 0 ? probe_steal_ns(&pu, 1) : -1;
}

static void probe(struct racing *r)
{
	r->done.spin_ns = r->done.handoff_ns = NAN;
	if (r->task == 0)
		r->done.spin_ns = probe_spin_ns();
	if (r->task < 2 && r->stint->spec->count > 1)
		r->done.handoff_ns = talk_handoff_ns(r->world, r->task);
	talk_ask_time(r->world, &r->done.ahead_ns, &r->done.bound_ns);
	r->done.steal_ns = steal_ns(r);
}

// Says that we are here, or why we cannot race, and waits for all others. True if all can.
static bool pass_gate(const struct world *world, const char *refused)
{
	struct here here = {""};
	int go;

	snprintf(here.refused, sizeof here.refused, "%.255s", refused);
	talk_send(world, OWNER, TAG_HERE, &here, sizeof here);
	talk_await(world, OWNER, TAG_GO, &go, sizeof go);
	return go;
}

static void run_kernel(struct racing *r)
{
	const struct measuring *m = &r->stint->plan.measuring;
	struct tally *tally = &r->done.tally;
	struct counts begin;

	if (r->world->crowded)
		turns_begin();
	counters_read(&r->counters, &begin);
	tally->start_ns = probe_now_ns();
	if (!m->ops)
		r->duty.end_ns = tally->start_ns + m->window_ns;
	tally->ops = r->stint->remote->kernel[r->stint->spec->structure->id](&r->duty);
	tally->end_ns = probe_now_ns();
	counters_read(&r->counters, &tally->counts);
	counts_since(&tally->counts, &begin);
	if (r->world->crowded)
		turns_end();
}

static void read_back(struct racing *r)
{
	struct tally *tally = &r->done.tally;
	int64_t before_ns = r->done.steal_ns;

	tally->ran_on = topology_running_on();
	tally->turns = r->duty.turns;
	r->done.used = r->duty.plot.used;
	if (r->done.pu < 0)
		return;
	if (!tally->pin_error && topology_pinned_to(&r->world->topology) != r->done.pu)
		tally->pin_error = EXDEV;
	if (before_ns >= 0)
		r->done.steal_ns = steal_ns(r) - before_ns;
	tally->node = topology_node_of(&r->world->topology, (unsigned)r->done.pu) % MAX_NODES;
}

// Only when all have done is a rank's part of the window no longer needed, and its progress
// neither.
static void await_others(const struct world *world)
{
	talk_await(world, OWNER, TAG_OVER, NULL, 0);
}

static void race_one(struct racing *r)
{
	MPI_Win window = r->duty.post.window;

	if (!r->stint->remote->own_epoch)
		MPI_Win_lock_all(MPI_MODE_NOCHECK, window); /* nobody asks for an exclusive one */
	if (pass_gate(r->world, "")) {
		run_kernel(r);
		read_back(r);
		talk_send(r->world, OWNER, TAG_DONE, &r->done, sizeof r->done);
		await_others(r->world);
	}
	if (!r->stint->remote->own_epoch)
		MPI_Win_unlock_all(window);
}

static void take_part(const struct world *world, const struct memory *memory,
		      const struct stint *stint, unsigned task)
{
	static struct racing r;

	memset(&r, 0, sizeof r); /* what is sent, whole */
	r.world = world;
	r.stint = stint;
	r.task = task;
	r.done.tally.pin_error = racer_pin(world, stint, &r.done.pu);
	prepare(&r, memory);
	counters_open(&r.counters, counters_available());
	probe(&r);
	race_one(&r);
	counters_close(&r.counters);
	free(r.keys);
}

void racer_play(const struct world *world, struct memory *memory, const char *order)
{
	unsigned task = (unsigned)world->self - 1;
	struct stint stint;
	struct complaint c;

	c.text[0] = '\0';
	stint_init(&stint, order, &world->topology, &c);
	leave_after(stint.plan.measuring.timeout_ns + GRACE_NS);
	if (pass_gate(world, c.text)) {
		memory_ensure(memory, world, (uint64_t)stint.end, (uint64_t)stint.cells);
		if (task < stint.spec->count)
			take_part(world, memory, &stint, task);
	}
	stint_fini(&stint);
}
