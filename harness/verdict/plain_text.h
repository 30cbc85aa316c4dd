// SPDX-License-Identifier: MIT

// Text from data made fit for one line of a terminal, a log or a JSON string.

#ifndef RACELAB_PLAIN_TEXT_H
#define RACELAB_PLAIN_TEXT_H

// Replaces control characters by '?', in place (also C1, U+0080 to U+009F, which some terminals
// obey), and takes off its end what a cut has left of a character of UTF-8. Returns text.
char *plain_text(char *text);

#endif
