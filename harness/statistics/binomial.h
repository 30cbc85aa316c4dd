// SPDX-License-Identifier: MIT

// Counts of yes and no.

#ifndef RACELAB_BINOMIAL_H
#define RACELAB_BINOMIAL_H

#include <stddef.h>

struct share {
	double share, low, high; /* 0..1 */
};

// nr_yes of nr with its exact interval (Clopper and Pearson, Biometrika 26, 1934). nr of 0 gives
// NaN, 0 and 1.
struct share binomial_share(size_t nr_yes, size_t nr, double confidence);

// The sign test: the probability that at least nr_yes of nr fair coins show heads (Conover,
// Practical Nonparametric Statistics, 3.4). 1 for nr of 0.
double sign_test_p(size_t nr_yes, size_t nr);

#endif
