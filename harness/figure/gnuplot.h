// SPDX-License-Identifier: MIT

// What gnuplot reads of a chart: NAME.csv, the figures, and NAME.gp, a script that names them, says
// the title and loads plots/NAME.gp. The two stay beside the picture, so that anyone can redraw it:
//
//     cd DIR/figures && gnuplot -e "format='png'" cost.gp

#ifndef RACELAB_GNUPLOT_H
#define RACELAB_GNUPLOT_H

#include <stdio.h>

#include "harness/figure/chart.h"

// Writes `text` as a gnuplot string expression, in single quotes: nothing in it is expanded or run,
// whatever it holds. Control characters become spaces, and text that is not UTF-8 loses all but its
// ASCII, so that the SVG made from it is well-formed. Returns 0, or -1 if it cannot be written.
int gnuplot_quote(FILE *out, const char *text);

// Writes a line that sets a gnuplot variable to that text.
void gnuplot_set_text(FILE *out, const char *variable, const char *text);

// Writes the chart's points, RFC 4180, with a header row. What was not measured is an empty field.
// Returns 0, or an errno value.
int gnuplot_write_csv(FILE *out, const struct chart *chart);

// Writes the script. `plots` is the folder of the figures' scripts, an absolute path; `machine` and
// `date` are small print, "" if unknown. Returns 0, or an errno value.
int gnuplot_write_script(FILE *out, const struct chart *chart, const char *plots,
			 const char *machine, const char *date);

#endif
