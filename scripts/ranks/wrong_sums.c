// SPDX-License-Identifier: MIT

// An MPI that loses one MPI_Fetch_and_op of 101 (the self-test calls it twice in a round), to be
// loaded before the real one: check-ranks has to see that racelab finds it out.

#include <mpi.h>

int MPI_Fetch_and_op(const void *origin, void *result, MPI_Datatype type, int rank, MPI_Aint at,
		     MPI_Op op, MPI_Win window)
{
	static unsigned calls;

	return PMPI_Fetch_and_op(origin, result, type, rank, at, ++calls % 101 ? op : MPI_NO_OP,
				 window);
}
