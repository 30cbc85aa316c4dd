// SPDX-License-Identifier: MIT

// PMI_RANK and PMI_SIZE are MPICH's (Hydra, and srun --mpi=pmi2), OMPI_COMM_WORLD_* Open MPI's.

#include "harness/rank/launch.h"

#include <stdint.h>
#include <stdlib.h>

#include "harness/complaint.h"
#include "harness/plan/value.h"

/* far beyond any cluster that we aim at */
#define MOST_RANKS 1000000

// A number in the environment; -1 if there is none.
static long number(const char *name)
{
	const char *text = getenv(name);
	struct complaint c;
	uint64_t value;

	if (!text || value_number(&value, text, 0, MOST_RANKS, &c))
		return -1;
	return (long)value;
}

static bool find_by(struct launch *launch, const char *of_rank, const char *of_size)
{
	long rank = number(of_rank), nr = number(of_size);

	if (rank < 0 || nr <= rank)
		return false;
	launch->rank = (unsigned)rank;
	launch->nr = (unsigned)nr;
	return true;
}

void launch_find(struct launch *launch)
{
	*launch = (struct launch){0};
	if (find_by(launch, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"))
		launch->open_mpi = true;
	else if (!find_by(launch, "PMI_RANK", "PMI_SIZE"))
		return;
	launch->slurm_job = number("SLURM_PROCID") == (long)launch->rank &&
			    number("SLURM_NTASKS") == (long)launch->nr;
}
