// SPDX-License-Identifier: MIT

#ifndef RACELAB_VERSION_H
#define RACELAB_VERSION_H

#define RACELAB_VERSION	 "0.1.0"
#define RACELAB_RELEASED "2026-11-22" /* the day on the manual page and in the package */

#endif
