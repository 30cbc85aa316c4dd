// SPDX-License-Identifier: MIT

// Explorations that are told, for tests: small programs of our own, so that nothing but the telling
// can change a text; and pages, which are what was printed.

#ifndef RACELAB_TESTS_TOLD_H
#define RACELAB_TESTS_TOLD_H

#include <stddef.h>
#include <stdio.h>

#include "harness/explore/found.h"
#include "harness/explore/telling/subject.h"
#include "harness/tests/exploring.h"

// A lost update; store buffers, which let both miss each other; a wait for what never comes; a data
// race; an abort().
extern const char told_racy[], told_buffered[], told_waiting[], told_racing[], told_crashing[];

// One that was explored, and what is to be told of it.
struct told {
	struct explored explored;
	struct subject subject;
};

// For a suite's .init and .fini: each test works in a folder of its own, in which a file's name is
// short, and with the compiler that is usual here.
void told_enter(void);
void told_leave(void);

// Explores a strategy or program by its name, or one of the texts above as it.c. told_close is due.
void told_open(struct told *told, const char *name, unsigned tasks, unsigned ops, enum model model);
void told_open_text(struct told *told, const char *text, enum model model);
void told_close(struct told *told);

// Takes its first witness away.
void told_forget_witness(struct told *told);

// What is written to `out` until it is compared, which closes it: with all of it, or with a part.
struct page {
	char *text;
	size_t size;
	FILE *out;
};

FILE *page_open(struct page *page);
void page_expect(struct page *page, const char *expected);
void page_expect_part(struct page *page, const char *expected);

#endif
