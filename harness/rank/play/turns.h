// SPDX-License-Identifier: MIT

// Short turns on a PU that ranks share. MPI does not give the PU up while it waits, so what one
// rank waits for, another can do only when the kernel takes the PU away: after 3 ms or more, at
// each step of each increment. Between turns_begin and turns_end a rank gives it up by itself,
// often enough.

#ifndef RACELAB_TURNS_H
#define RACELAB_TURNS_H

// Asks for short time slices, where the kernel has them. Once.
void turns_prepare(void);

void turns_begin(void);
void turns_end(void);

#endif
