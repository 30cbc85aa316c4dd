// SPDX-License-Identifier: MIT

// How racelab was started: by itself, or by MPI's mpiexec (or a resource manager that speaks for
// it) as one of several ranks. Asked of the environment, so it needs no MPI.

#ifndef RACELAB_LAUNCH_H
#define RACELAB_LAUNCH_H

#include <stdbool.h>

struct launch {
	unsigned nr;	/* ranks there are; 0: MPI has not started us */
	unsigned rank;	/* which of them we are */
	bool open_mpi;	/* Open MPI's mpiexec did */
	bool slurm_job; /* srun did: also whoever wants no MPI is told a rank then */
};

// Never fails: what makes no sense is as if it were not there.
void launch_find(struct launch *launch);

#endif
