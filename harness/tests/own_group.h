// SPDX-License-Identifier: MIT

// A control group of a test's own, with a real CPU quota, where this machine lets us make one.

#ifndef RACELAB_TESTS_OWN_GROUP_H
#define RACELAB_TESTS_OWN_GROUP_H

// For a suite's .init and .fini, around program_enter and program_leave.
void own_group_enter(void);
void own_group_leave(void);

// From here on the test and what it starts may use that many us of each 100 ms. Where no such
// quota can be set, the test is skipped, and says why.
void own_group_live_with(const char *quota_us);

// And no file tells of it any more.
void own_group_hide(void);

#endif
