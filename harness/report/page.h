// SPDX-License-Identifier: MIT

// The places of plots/report/page.html, "{{name}}", and what goes there. Each of these functions
// writes one place, and is a line of the table in page.c; text from the run goes through html_text.

#ifndef RACELAB_REPORT_PAGE_H
#define RACELAB_REPORT_PAGE_H

#include <stdio.h>

#include "harness/report/report.h"

typedef void place_fn(const struct report *report, FILE *out);

place_fn place_title, place_opening, place_numbers;
place_fn place_verdict, place_findings, place_rules;
place_fn place_figures, place_labs, place_proofs, place_scheduler;
place_fn place_filters, place_table, place_legend;
place_fn place_windows, place_windows_data;
place_fn place_topology, place_machine, place_machines;
place_fn place_settings, place_command, place_spec, place_trials;

#endif
