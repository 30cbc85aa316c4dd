// SPDX-License-Identifier: MIT

// How much chance alone would lose.

#ifndef RACELAB_COLLISION_H
#define RACELAB_COLLISION_H

#include <math.h>
#include <stdint.h>

// The share of increments lost if, at any moment, each of N tasks is in the middle of one
// unprotected increment of a cell drawn uniformly from m. Those that are in the middle of the same
// cell have read the same value and write the same successor, so of each such group one survives:
// as many as there are cells with somebody in them. N balls in m cells leave m (1 - 1/m)^N cells
// empty on average (Feller, An Introduction to Probability Theory, I.IV.2), so
//
//	lost = 1 - m/N (1 - (1 - 1/m)^N)
//
// m = 1 gives 1 - 1/N; N = 2 gives 1/(2m). A CPU that lets stores wait holds several increments in
// the middle at once, and loses more.
static inline double collision_lost_share(int64_t nr_tasks, int64_t nr_slots)
{
	double n = (double)nr_tasks, m = (double)nr_slots;

	/* expm1 and log1p: 1 - (1 - 1/m)^n without cancellation where m is large */
	double taken = nr_slots == 1 ? 1 : -expm1(n * log1p(-1 / m));

	return 1 - m / n * taken;
}

#endif
