// SPDX-License-Identifier: MIT

// The points of a grade as a picture (plots/grade.gp), for graders that show pictures.

#ifndef RACELAB_PICTURE_H
#define RACELAB_PICTURE_H

#include "harness/grade/grade.h"

// A PNG as "data:image/png;base64,...", on the heap: a bar for each stage. NULL if it cannot be
// drawn here (no gnuplot, nowhere to draw it): a grade is one without a picture, too.
char *picture_of_points(const struct grade *grade);

#endif
