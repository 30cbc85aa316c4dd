// SPDX-License-Identifier: MIT

// What a page of racelab explore --page knows.

#ifndef RACELAB_TESTS_PAGE_DATA_H
#define RACELAB_TESTS_PAGE_DATA_H

#include <jansson.h>

// The JSON in that file; the caller's.
json_t *page_data(const char *file);

#endif
