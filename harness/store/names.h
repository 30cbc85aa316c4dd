// SPDX-License-Identifier: MIT

// Names of hosts, and what stands in a text for each: host1, host2, ... in the order in which they
// are first met. So who reads rows from the first to the last gives a host the same number again
// when there are more rows.

#ifndef RACELAB_STORE_NAMES_H
#define RACELAB_STORE_NAMES_H

struct names;

// On the heap; NULL without memory.
struct names *names_create(void);
void names_destroy(struct names *names);

// Adds each host of a list, separated by spaces: by its whole name, and by that up to the first
// dot, which are one host unless the short one is known as another. NULL is fine.
void names_add(struct names *names, const char *list);

// The same text on the heap with numbers for the names, and without paths: of each that is not of
// the system (/dev, /proc, /sys) only "(path)" is left. NULL without memory.
char *names_replace(struct names *names, const char *text);

#endif
