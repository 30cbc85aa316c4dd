// SPDX-License-Identifier: MIT

// Whatever comes is served in one loop, until so many have said what is waited for, the trial's
// time is up, or the controller is gone.

#include "harness/rank/play/owner.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/remote/remote.h"
#include "benches/structure/hashtable.h"
#include "benches/structure/structure.h"
#include "benches/sync/must.h"
#include "benches/sync/spin.h"
#include "harness/complaint.h"
#include "harness/machine/probe.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/rank/play/racer.h"
#include "harness/rank/play/result.h"
#include "harness/rank/play/stint.h"
#include "harness/rank/play/talk.h"
#include "harness/rank/play/told.h"

#define USUAL_NS   10000000000
#define LOOK_UP_NS 10000000 /* for the time, and whether the controller is there */

// What the owner has during one trial.
struct owning {
	const struct world *world;
	struct memory *memory;
	const char *order;
	struct stint stint;
	struct stand stand;
	uint64_t begin_ns, look_up_ns;
	int controller_fd;
	bool shares_pu; /* with some who race */
	bool abandoned; /* the controller is gone */
	bool *came;	/* which ranks have said what is waited for */
	int nr_came;
	char refused[400]; /* the first reason not to race; "": none */
	struct done *done; /* of each task */
};

static void take_here(struct owning *o, int from)
{
	struct here here;

	MPI_Recv(&here, sizeof here, MPI_BYTE, from, TAG_HERE, o->world->comm, MPI_STATUS_IGNORE);
	if (here.refused[0] && !o->refused[0])
		snprintf(o->refused, sizeof o->refused, "%s: %s", o->world->fellows[from].host,
			 here.refused);
	o->came[from] = true;
	o->nr_came++;
}

static void take_done(struct owning *o, int from)
{
	MPI_Recv(&o->done[from - 1], sizeof *o->done, MPI_BYTE, from, TAG_DONE, o->world->comm,
		 MPI_STATUS_IGNORE);
	o->came[from] = true;
	o->nr_came++;
}

static void take_request(struct owning *o, int from)
{
	uint64_t request[2];

	MPI_Recv(request, 2, MPI_UINT64_T, from, TAG_REQUEST, o->world->comm, MPI_STATUS_IGNORE);
	o->stint.remote->answer(&o->stand, request, from, o->world->comm);
}

// One message, if there is one.
static bool serve_one(struct owning *o)
{
	MPI_Status status;
	int there;

	MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, o->world->comm, &there, &status);
	if (!there)
		return false;
	if (status.MPI_TAG == TAG_REQUEST)
		take_request(o, status.MPI_SOURCE);
	else if (status.MPI_TAG == TAG_TIME)
		talk_tell_time(o->world, status.MPI_SOURCE);
	else if (status.MPI_TAG == TAG_HERE)
		take_here(o, status.MPI_SOURCE);
	else
		take_done(o, status.MPI_SOURCE);
	return true;
}

// False if nothing more is to be waited for.
static bool look_up(struct owning *o, uint64_t limit_ns)
{
	struct pollfd controller = {.fd = o->controller_fd};
	uint64_t now_ns = probe_now_ns();

	if (now_ns < o->look_up_ns)
		return true;
	o->look_up_ns = now_ns + LOOK_UP_NS;
	o->abandoned = poll(&controller, 1, 0) > 0; /* no event was asked for: it hung up */
	return !o->abandoned && now_ns - o->begin_ns < limit_ns;
}

// Giving the PU up puts us behind all others who want it, and all ranks wait for us; so that is
// only done where somebody who races may have no other.
static void wait_a_little(const struct owning *o)
{
	if (o->shares_pu)
		sched_yield();
	else
		cpu_relax();
}

// Until `nr` ranks have said what they are to say, within the limit since the trial began.
static bool serve(struct owning *o, int nr, uint64_t limit_ns)
{
	memset(o->came, 0, (size_t)o->world->nr * sizeof *o->came);
	o->nr_came = 0;
	while (o->nr_came < nr) {
		if (serve_one(o))
			continue;
		if (!look_up(o, limit_ns))
			return false;
		wait_a_little(o);
	}
	return true;
}

// To the ranks 1..nr.
static void tell(const struct owning *o, int nr, int tag, const void *message, int bytes)
{
	for (int i = 1; i <= nr; i++)
		talk_send(o->world, i, tag, message, bytes);
}

static void let_go(const struct owning *o, int nr)
{
	int go = !o->refused[0];

	tell(o, nr, TAG_GO, &go, sizeof go);
}

static void set_out(struct owning *o)
{
	uint64_t buckets = hashtable_nr_buckets(o->stint.extent.slots);
	int pu;

	racer_pin(o->world, &o->stint, &pu); /* if not, it is in the way at most */
	o->shares_pu = o->world->crowded && (pu < 0 || o->world->topology.nr_pus == 1);
	memory_ensure(o->memory, o->world, (uint64_t)o->stint.end, (uint64_t)o->stint.cells);
	o->stand = (struct stand){
	    .words = o->memory->words,
	    .cells = o->stint.cells,
	    .hash_shift = 64 - (unsigned)__builtin_ctzll(buckets),
	    .table = o->stint.spec->structure->has_entries,
	    .plot = stint_plot(&o->stint, 0),
	};
	o->done = calloc(o->stint.spec->count, sizeof *o->done);
	must(o->done ? 0 : ENOMEM);
}

static void observe(struct owning *o, struct observed *found)
{
	unsigned count = o->stint.spec->count;
	uint64_t *used = calloc(count, sizeof *used);
	MPI_Win window = memory_window(o->memory);

	must(used ? 0 : ENOMEM);
	for (unsigned i = 0; i < count; i++)
		used[i] = o->done[i].used;
	used[0] += o->stand.plot.used;
	MPI_Win_lock(MPI_LOCK_SHARED, OWNER, 0, window); /* our memory as the others have left it */
	stint_observe(&o->stint, o->memory->words, used, found);
	MPI_Win_unlock(OWNER, window);
	free(used);
}

// Since the trial began. Of a case that cannot be read nothing is known but that it is no use.
static uint64_t limit_ns(const struct owning *o)
{
	return o->stint.spec ? o->stint.plan.measuring.timeout_ns : USUAL_NS;
}

// Of the ranks 1..nr some did not come.
static json_t *hang(struct owning *o, int nr, bool *over)
{
	json_t *answer;

	if (o->abandoned)
		return NULL;
	*over = true;
	answer = result_hung(o->world, &o->stint, o->came, nr, probe_now_ns() - o->begin_ns);
	json_object_set_new(answer, "over", json_true());
	return answer;
}

static json_t *race_case(struct owning *o, bool *over)
{
	int count = (int)o->stint.spec->count;
	struct observed found;

	set_out(o);
	if (!serve(o, count, limit_ns(o)))
		return hang(o, count, over);
	let_go(o, count);
	if (!serve(o, count, limit_ns(o)))
		return hang(o, count, over);
	tell(o, count, TAG_OVER, NULL, 0);
	observe(o, &found);
	return result_row(o->world, &o->stint, o->done, &found);
}

json_t *owner_play(const struct world *world, struct memory *memory, const char *order,
		   int controller_fd, bool *over)
{
	struct owning o = {.world = world,
			   .memory = memory,
			   .controller_fd = controller_fd,
			   .begin_ns = probe_now_ns(),
			   .came = calloc((size_t)world->nr, sizeof *o.came)};
	struct complaint c = {.text = ""};
	json_t *answer;

	must(o.came ? 0 : ENOMEM);
	tell(&o, world->nr - 1, TAG_ORDER, order, (int)strlen(order));
	if (stint_init(&o.stint, order, &world->topology, &c))
		snprintf(o.refused, sizeof o.refused, "%.300s", c.text);
	if (!serve(&o, world->nr - 1, limit_ns(&o))) {
		answer = hang(&o, world->nr - 1, over);
	} else {
		let_go(&o, world->nr - 1);
		answer = o.refused[0] ? result_refused(&o.stint, o.refused) : race_case(&o, over);
	}
	stint_fini(&o.stint);
	free(o.done);
	free(o.came);
	return answer;
}
