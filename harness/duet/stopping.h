// SPDX-License-Identifier: MIT

// When a duet may stop before its budget is spent.
//
// Whoever looks at a 95 % interval again and again, and stops when it happens to be narrow, is
// wrong more often than 5 times in 100: looked at after every twentieth part it was right in 93 %
// of simulated duets, and in 73 % where layouts fall into two camps (test_stopping.c). So there are
// few looks (at 20, 40, 80 ... instances), and the 5 % are shared out: 4 % for the interval at the
// end of the budget, 1 % for all looks before it. Whatever the ratios' distribution, the chance
// that any of these intervals misses the median is at most their sum (Bonferroni's inequality), and
// so is that of the one reported.

#ifndef RACELAB_STOPPING_H
#define RACELAB_STOPPING_H

#include <stdbool.h>
#include <stddef.h>

#define STOPPING_FIRST 20  /* instances: the first look */
#define STOPPING_LAST  0.8 /* the share that the end of the budget has */

// The share of the 5 % that a look at so many instances may spend: 0.1 at STOPPING_FIRST, half as
// much at each doubling; 0 at any other number, where there is no look.
double stopping_share(size_t nr_instances);

// Whether so many values are enough: there is a look, and the interval of its share is no wider
// than `precision` times the median. Reorders values[].
bool stopping_enough(double *values, size_t nr_instances, double precision);

#endif
