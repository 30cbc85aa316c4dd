// SPDX-License-Identifier: MIT

#ifndef RACELAB_VERSION_H
#define RACELAB_VERSION_H

#define RACELAB_VERSION "0.1.0"

#endif
