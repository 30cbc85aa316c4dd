// SPDX-License-Identifier: MIT

#include "harness/machine/share.h"

#include <math.h>
#include <stdint.h>

#include "harness/machine/probe.h"

/* four periods of a quota, which has one of 100 ms as a rule: five beginnings of it are met at
   most, so that a quota of 0.8 times what is asked for can pass for it, and no smaller one */
#define LOOK_NS	 UINT64_C(400000000)
#define TURN_NS	 UINT64_C(100000)
#define NR_LOOKS 3 /* others may have the PU for a moment, and that is no quota */

static void compute_for(uint64_t ns)
{
	uint64_t end_ns = probe_now_ns() + ns;

	while (probe_now_ns() < end_ns)
		;
}

static bool look(uint64_t wanted_ns, double *share)
{
	uint64_t begin_ns = probe_now_ns(), begin_used_ns = probe_cpu_ns(), past_ns, got_ns;

	do {
		compute_for(TURN_NS);
		past_ns = probe_now_ns() - begin_ns;
		got_ns = probe_cpu_ns() - begin_used_ns;
	} while (got_ns < wanted_ns && past_ns < LOOK_NS);
	*share = fmin(1, (double)got_ns / (double)past_ns);
	return got_ns >= wanted_ns;
}

bool share_reaches(double least, double *share)
{
	bool reached = false;

	for (unsigned i = 0; i < NR_LOOKS && !reached; i++)
		reached = look((uint64_t)(least * (double)LOOK_NS), share);
	return reached;
}
