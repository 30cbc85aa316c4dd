// SPDX-License-Identifier: MIT

// The program of the lab `containment`: workers, threads or processes, that count in shared memory,
// and a fault that befalls the first of them. It may not live to tell.

#ifndef RACELAB_CONTAINMENT_PROGRAM_H
#define RACELAB_CONTAINMENT_PROGRAM_H

#include <pthread.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	PROGRAM_MAX_WORKERS = 16,
	PROGRAM_VICTIM = 0,
};

enum task {
	THREAD,
	PROCESS,
	NR_TASKS,
};

enum fault {
	NULL_WRITE,
	KILL,
	CANCEL,
	NR_FAULTS,
};

// In memory that the lab shares with the program and its workers. All atomic.
struct stage {
	uint64_t counter;
	uint64_t at_fault;   /* the counter, as the program saw it just before */
	uint64_t afterwards; /* and at its end; 0: it did not come to its end */
	uint64_t fault_ns, end_ns;
	uint64_t null_is_due; /* the victim is to write through NULL */
	uint64_t curtain;     /* the program is to end */
	struct {
		uint64_t tally __attribute__((aligned(64)));
	} worker[PROGRAM_MAX_WORKERS];
};

struct program {
	struct stage *stage;
	enum task task;
	enum fault fault;
	unsigned nr_workers;
	uint64_t before_ns; /* undisturbed counting at first */
	int says; /* where it writes a byte when the victim has ended; at its own end that closes */
	union {
		pthread_t thread;
		pid_t process;
	} worker[PROGRAM_MAX_WORKERS];
};

static inline uint64_t stage_load(const uint64_t *p)
{
	return __atomic_load_n(p, __ATOMIC_ACQUIRE); /* acquire: pairs with stage_store */
}

static inline void stage_store(uint64_t *p, uint64_t value)
{
	__atomic_store_n(p, value, __ATOMIC_RELEASE); /* release: what was before it is seen */
}

// The whole program: a child process ends with it.
_Noreturn void containment_run(struct program *program);

#endif
