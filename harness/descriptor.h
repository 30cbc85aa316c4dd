// SPDX-License-Identifier: MIT

// Descriptors for a program that is to be executed.

#ifndef RACELAB_DESCRIPTOR_H
#define RACELAB_DESCRIPTOR_H

// The same descriptor, closed on exec, at `least` or above: out of the way of those that the
// program is given by number. fd itself is closed. -1 with errno if there is none, or fd was -1.
int descriptor_lift(int fd, int least);

#endif
