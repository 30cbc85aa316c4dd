// SPDX-License-Identifier: MIT

// A picture with what is said of it: the part of the page that figures and labs have in common.

#ifndef RACELAB_REPORT_PICTURE_H
#define RACELAB_REPORT_PICTURE_H

#include <stdio.h>

struct picture_about {
	const char *name;    /* of the figure: its id on the page is "figure-NAME" */
	const char *finding; /* NULL: what the picture has at its head */
	const char *lesson;  /* NULL: the same */
};

// Writes the finding as a heading, the lesson, and the picture, without a closing </figure>, so
// that a caption may follow. A picture that cannot be read is named with the reason.
void picture_put(FILE *out, const char *path, const struct picture_about *about);

#endif
