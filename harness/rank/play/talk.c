// SPDX-License-Identifier: MIT

#include "harness/rank/play/talk.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "benches/remote/words.h"
#include "benches/sync/must.h"
#include "harness/machine/probe.h"
#include "harness/statistics/estimate.h"

#define NAP_NS	    200000  /* while nothing is to be done: it costs that much to be woken */
#define PROBE_NS    4000000 /* that a probe may take: two time slices, where ranks share a PU */
#define MOST_ROUNDS 200	    /* of a handoff */
#define MOST_CLOCK  32	    /* readings of the owner's clock: the quickest one counts */

int talk_await(const struct world *world, int from, int tag, void *message, int bytes)
{
	const struct post post = {.crowded = world->crowded};
	MPI_Status status;
	int there = 0, length;

	while (!there) {
		MPI_Iprobe(from, tag, world->comm, &there, &status);
		if (!there)
			remote_wait(&post);
	}
	MPI_Recv(message, bytes, MPI_BYTE, from, tag, world->comm, &status);
	MPI_Get_count(&status, MPI_BYTE, &length);
	return length;
}

char *talk_await_text(const struct world *world, int from, int tag)
{
	const struct timespec nap = {.tv_nsec = NAP_NS};
	MPI_Status status;
	int there = 0, length;
	char *text;

	while (!there) {
		MPI_Iprobe(from, tag, world->comm, &there, &status);
		if (!there)
			nanosleep(&nap, NULL);
	}
	MPI_Get_count(&status, MPI_BYTE, &length);
	text = calloc(1, (size_t)length + 1);
	must(text ? 0 : ENOMEM);
	MPI_Recv(text, length, MPI_BYTE, from, tag, world->comm, MPI_STATUS_IGNORE);
	return text;
}

void talk_send(const struct world *world, int to, int tag, const void *message, int bytes)
{
	MPI_Send(message, bytes, MPI_BYTE, to, tag, world->comm);
}

void talk_tell_time(const struct world *world, int to)
{
	uint64_t now_ns;

	MPI_Recv(NULL, 0, MPI_BYTE, to, TAG_TIME, world->comm, MPI_STATUS_IGNORE);
	now_ns = probe_now_ns();
	talk_send(world, to, TAG_TIME, &now_ns, sizeof now_ns);
}

void talk_ask_time(const struct world *world, int64_t *ahead_ns, uint64_t *bound_ns)
{
	uint64_t begin_ns = probe_now_ns(), asked_ns, owners_ns, way_ns;

	*ahead_ns = 0;
	*bound_ns = 0;
	if (world_same_host(world, world->self, OWNER))
		return;
	for (int i = 0; i < MOST_CLOCK && (i < 2 || probe_now_ns() - begin_ns < PROBE_NS); i++) {
		asked_ns = probe_now_ns();
		talk_send(world, OWNER, TAG_TIME, NULL, 0);
		talk_await(world, OWNER, TAG_TIME, &owners_ns, sizeof owners_ns);
		way_ns = probe_now_ns() - asked_ns;
		if (i > 0 && way_ns / 2 >= *bound_ns)
			continue;
		*bound_ns = way_ns / 2 + 1; /* the halves are whole ns */
		*ahead_ns = (int64_t)(owners_ns - (asked_ns + way_ns / 2));
	}
}

static void pass_back(const struct world *world, int to)
{
	char more = 1;

	while (more) {
		talk_await(world, to, TAG_HANDOFF, &more, sizeof more);
		talk_send(world, to, TAG_HANDOFF, &more, sizeof more);
	}
}

static double pass_there(const struct world *world, int to)
{
	double ways_ns[MOST_ROUNDS];
	uint64_t begin_ns = probe_now_ns(), sent_ns;
	size_t nr = 0;
	char more = 1;

	while (more) {
		sent_ns = probe_now_ns();
		more = nr + 1 < MOST_ROUNDS && sent_ns - begin_ns < PROBE_NS;
		talk_send(world, to, TAG_HANDOFF, &more, sizeof more);
		talk_await(world, to, TAG_HANDOFF, &more, sizeof more);
		ways_ns[nr++] = (double)(probe_now_ns() - sent_ns) / 2;
	}
	return median_estimate(ways_ns, nr, 0.95).median;
}

double talk_handoff_ns(const struct world *world, unsigned task)
{
	if (task == 0)
		return pass_there(world, world_rank_of(1));
	pass_back(world, world_rank_of(0));
	return NAN;
}
