// SPDX-License-Identifier: MIT

// Control characters. What others wrote is printed: it must neither break a line nor drive a
// terminal.

#ifndef RACELAB_CONTROL_H
#define RACELAB_CONTROL_H

// Puts `with` in the place of every byte of a control character of UTF-8 (U+0000 to U+001F, U+007F
// to U+009F, which holds a second way to begin an escape sequence), and of every byte that is not
// UTF-8.
void control_replace(char *text, char with);

// Makes text from data fit for one line of a terminal, a log or a JSON string, in place: takes off
// its end what a cut has left of a character of UTF-8, and puts '?' in the place of what
// control_replace replaces. Returns text.
char *control_plain(char *text);

#endif
