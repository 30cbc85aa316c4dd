// SPDX-License-Identifier: MIT

// Where the variance of a duet is, and so where to repeat: pure arithmetic.
//
// What differs between two starts of one executable (where things lie in memory) is the same in all
// rounds of an instance, however many there are; what differs between two rounds is drawn anew in
// each. An instance of n rounds costs a start and n rounds, and its value has the variance
// between instances + between rounds / n. So n follows from the two variances and the two costs
// (Kalibera and Jones, Rigorous Benchmarking in Reasonable Time, ISMM 2013, section 6.2).

#ifndef RACELAB_LEVELS_H
#define RACELAB_LEVELS_H

#include <stddef.h>

#define LEVELS_PILOT	    20 /* instances, before their variance is known well enough to plan by */
#define LEVELS_PILOT_ROUNDS 2  /* of each of these: the fewest that tell rounds from instances */
#define LEVELS_MOST_ROUNDS  5  /* of any instance */

// Sums over the instances so far. All zero: none.
struct levels {
	size_t nr_instances, nr_rounds;
	double squares; /* of the numbers of rounds, added up */
	double mean;	/* of all rounds */
	double between; /* squares of instances' means less `mean`, a round each */
	double within;	/* squares of rounds less their instance's mean */
};

// Adds an instance by the values of its rounds: logarithms of their median ratios. None of nr 0.
void levels_add(struct levels *levels, const double *rounds, size_t nr);

// Variances of the values. NaN for what cannot be told yet: rounds, before an instance has two of
// them; instances, before there are two besides.
struct components {
	double instances; /* of what an instance's rounds have in common, 0 at least */
	double rounds;	  /* of a round within its instance, its pairs' noise included */
};

// By the method of moments for groups of unequal size: what is beyond the rounds' own variance is
// the instances' (Searle, Casella and McCulloch, Variance Components, 1992, 3.6).
struct components levels_components(const struct levels *levels);

// How many rounds, 1 to LEVELS_MOST_ROUNDS, make the variance of a mean over instances least for
// the time it takes, if starting both sides takes start_ns and a round round_ns: the whole number
// that does best, next to sqrt(start_ns / round_ns * rounds / instances). 1 if a variance is NaN.
unsigned levels_optimum(const struct components *components, double start_ns, double round_ns);

// How many rounds the next instance has: the pilot's, then the optimum by what is known so far.
unsigned levels_next(const struct levels *levels, double start_ns, double round_ns);

#endif
