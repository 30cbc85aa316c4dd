// SPDX-License-Identifier: MIT

// Programs that a test brings along as text. A suite takes written_enter and written_leave as its
// .init and .fini; in between the files are there, and a sandbox can be run.

#ifndef RACELAB_TESTS_WRITTEN_H
#define RACELAB_TESTS_WRITTEN_H

void written_enter(void);
void written_leave(void);

// Writes the text to a file and returns its path, which is good until the next call.
const char *written(const char *text);

#endif
