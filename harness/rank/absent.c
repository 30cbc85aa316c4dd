// SPDX-License-Identifier: MIT

// What stands for harness/rank/play where racelab is built without MPI.

#include <stdlib.h>
#include <sys/types.h>

#include "harness/rank/launch.h"
#include "harness/rank/part.h"

const char *part_refused(const struct launch *launch)
{
	(void)launch;
	return "this racelab was built without MPI; run 'scripts/bootstrap mpi' and 'make MPI=1', "
	       "then build/release-mpi/racelab under mpiexec";
}

int part_play(const struct launch *launch, int fd, pid_t controller)
{
	(void)launch;
	(void)fd;
	(void)controller;
	abort(); /* nobody who was refused plays */
}
