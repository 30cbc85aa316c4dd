// SPDX-License-Identifier: MIT

// Files that tests hold the catalogue against.

#ifndef RACELAB_BENCHES_TESTS_TEXT_H
#define RACELAB_BENCHES_TESTS_TEXT_H

// The whole of a file of less than 64 KiB, on the heap.
char *file_text(const char *path);

#endif
