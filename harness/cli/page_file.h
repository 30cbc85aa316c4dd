// SPDX-License-Identifier: MIT

// The file of a page that people open: whole or not there.

#ifndef RACELAB_PAGE_FILE_H
#define RACELAB_PAGE_FILE_H

#include <stdio.h>

#include "harness/complaint.h"

// Writes a page to a stream; what a stream itself has against it need not be looked at. Returns 0,
// or -1 with a complaint.
typedef int page_file_fn(const void *page, FILE *out, struct complaint *c);

// Has it written by a temporary file beside it, FILE.new, so that there is a whole one or none.
// What is there and no file (a pipe, a device) is written into, never replaced. Returns 0, or -1
// with a complaint that names the file which could not be written.
int page_file_write(const char *file, page_file_fn *write, const void *page, struct complaint *c);

#endif
