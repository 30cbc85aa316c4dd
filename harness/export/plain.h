// SPDX-License-Identifier: MIT

// Text from data on its way into an output: names and sentences hold whatever a directory, a
// plug-in or a file called itself.

#ifndef RACELAB_PLAIN_H
#define RACELAB_PLAIN_H

#include <stdio.h>

#define PLAIN_WHOLE ((size_t)-1)

// What an ASCII character is written as; NULL: as it is.
typedef const char *escape_fn(char c);

// Writes at most `most` bytes of a text (NULL is ""), whole characters and with "..." where it was
// cut; what is no UTF-8, a control character (C1 included: a terminal obeys them), what turns the
// direction of text, or what XML 1.0 forbids becomes '?'. `escape` may be NULL. Text that it lets
// through is the same in all formats.
void plain_put(FILE *out, const char *text, size_t most, escape_fn *escape);

// All of it as a string on the heap. Aborts without memory.
char *plain_copy(const char *text);

// Flushes what was written. Returns 0, or an errno value if anything got lost, now or before.
int plain_end(FILE *out);

#endif
