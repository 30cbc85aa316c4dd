// SPDX-License-Identifier: MIT

// A few lines on a terminal's standard error that are redrawn in place. Only what they cover is
// ever erased; when the program is suspended (Ctrl-Z) they are taken away first, and drawn anew,
// where the cursor then is, after it goes on.

#ifndef RACELAB_SCREEN_H
#define RACELAB_SCREEN_H

enum {
	SCREEN_MAX_LINES = 256, /* of a drawing: more than windows have */
};

// Begins with nothing drawn. SIGTSTP is blocked from now on, but for where the caller waits with an
// open mask (as sandbox_run does): a drawing is never cut in two.
void screen_begin(void);

// Draws `text`, whose lines (separated by newlines, none at its end) must fit the window, in the
// place of what is there. Draws nothing while another job has the terminal.
void screen_draw(const char *text);

// Takes away what is drawn, and lets SIGTSTP be as it was.
void screen_end(void);

#endif
