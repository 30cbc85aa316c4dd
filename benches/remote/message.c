// SPDX-License-Identifier: MIT

// No remote memory: a message asks the owner, who alone touches the counters and answers when it
// has counted. Nothing is shared, so nothing can be lost; the owner does one after the other, and
// its speed is everybody's. What benches/labs/messages says of two processes, over any network.
//
// Source: MPI 4.0, 3.2 (MPI_Send, MPI_Recv).

#define REMOTE_NAME message
#define REMOTE_MESSAGES
#include "benches/remote/remote.h"
#include "benches/remote/table.h"

// `what` is a cell, or a key of the hash table.
INLINE void ask(const struct post *post, uint64_t what, uint64_t n)
{
	const uint64_t request[2] = {what, n};

	MPI_Send(request, 2, MPI_UINT64_T, post->owner, TAG_REQUEST, post->comm);
	MPI_Recv(NULL, 0, MPI_UINT64_T, post->owner, TAG_REPLY, post->comm, MPI_STATUS_IGNORE);
}

static void answer(struct stand *stand, const uint64_t request[2], int from, MPI_Comm comm)
{
	if (stand->table)
		*table_own(stand, request[0]) += request[1];
	else
		stand->words[request[0]] += request[1];
	MPI_Send(NULL, 0, MPI_UINT64_T, from, TAG_REPLY, comm);
}

#include "benches/remote/instantiate.h"
