// SPDX-License-Identifier: MIT

// Many tests at once: the more cases are compared, the more of them differ by chance.

#ifndef RACELAB_FAMILY_H
#define RACELAB_FAMILY_H

#include <stddef.h>

// Adjusts n p-values in place (their order stays) so that rejecting those of at most alpha rejects
// any true hypothesis at all with a probability of at most alpha (Holm, Scandinavian Journal of
// Statistics 6, 1979). Aborts without memory.
void holm_adjust(double *p, size_t n);

#endif
