// SPDX-License-Identifier: MIT

// What racelab's loop adds to MPI's own time: rma_fetch_op beside a bare loop of the same two
// calls, in one job, on one window, by one rank, in pairs of which either comes first in turn. It
// ends with 1 if all of the median ratio's interval is above MOST.
//
//     mpiexec -n 3 build/release-mpi/bench-ranks

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "benches/remote/remote.h"
#include "benches/structure/loop.h"
#include "harness/machine/probe.h"
#include "harness/rank/launch.h"
#include "harness/rank/play/leave.h"
#include "harness/rank/play/memory.h"
#include "harness/rank/play/remotes.h"
#include "harness/rank/play/talk.h"
#include "harness/rank/play/world.h"
#include "harness/statistics/estimate.h"

#define MOST	 1.05
#define NR_PAIRS 2001
#define OPS	 50 /* a fraction of a millisecond: few pairs meet the end of a time slice */

static uint64_t bare(const struct post *post)
{
	uint64_t begin_ns = probe_now_ns();

	for (int i = 0; i < OPS; i++) {
		const uint64_t one = 1;
		uint64_t before;

		MPI_Fetch_and_op(&one, &before, MPI_UINT64_T, post->owner, 0, MPI_SUM,
				 post->window);
		MPI_Win_flush(post->owner, post->window);
	}
	return probe_now_ns() - begin_ns;
}

static uint64_t ours(const struct post *post)
{
	static const struct key key;
	struct duty duty = {.post = *post, .keys = &key, .ops = OPS, .end_ns = UINT64_MAX};
	uint64_t begin_ns = probe_now_ns();

	remotes_find("rma_fetch_op")->kernel[STRUCTURE_VARIABLE](&duty);
	return probe_now_ns() - begin_ns;
}

static double pair(const struct post *post, int i)
{
	uint64_t bare_ns, ours_ns;

	if (i % 2) {
		bare_ns = bare(post);
		ours_ns = ours(post);
	} else {
		ours_ns = ours(post);
		bare_ns = bare(post);
	}
	return (double)ours_ns / (double)bare_ns;
}

// One rank's part; the owner is inside MPI meanwhile, and those who are not needed sleep.
static int race_pairs(const struct world *world, MPI_Win window)
{
	const struct post post = {.window = window, .comm = world->comm, .owner = OWNER};
	static double ratios[NR_PAIRS];
	struct estimate ratio;

	MPI_Win_lock_all(MPI_MODE_NOCHECK, window);
	for (int i = 0; i < NR_PAIRS; i++)
		ratios[i] = pair(&post, i);
	MPI_Win_unlock_all(window);
	ratio = median_estimate(ratios, NR_PAIRS, 0.95);
	printf("rma_fetch_op / bare loop of the same calls: %.3f [%.3f, %.3f], %d pairs of %d "
	       "increments; at most %.2f is right\n",
	       ratio.median, ratio.low, ratio.high, NR_PAIRS, OPS, MOST);
	fflush(stdout);
	return ratio.low <= MOST ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(void)
{
	static struct memory memory;
	static struct world world;
	struct launch launch;
	int status = EXIT_SUCCESS;

	launch_find(&launch);
	if (launch.nr < 2 || world_begin(&world, &launch)) {
		fputs("run it as: mpiexec -n 3 bench-ranks\n", stderr);
		return 2;
	}
	memory_ensure(&memory, &world, 1, 1);
	MPI_Barrier(world.comm);
	if (world.self == 1) {
		status = race_pairs(&world, memory_window(&memory));
		for (int i = 0; i < world.nr; i++)
			if (i != 1)
				talk_send(&world, i, TAG_OVER, NULL, 0);
	} else if (world.self == OWNER) {
		MPI_Recv(NULL, 0, MPI_BYTE, 1, TAG_OVER, world.comm, MPI_STATUS_IGNORE);
	} else {
		free(talk_await_text(&world, 1, TAG_OVER));
	}
	leave(&memory, -1, 0);
	return status;
}
