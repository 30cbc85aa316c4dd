// SPDX-License-Identifier: MIT

// A lab's rows: as a table on the terminal, as a file, and as what its figure is drawn from.

#ifndef RACELAB_LAB_TABLE_H
#define RACELAB_LAB_TABLE_H

#include <stdio.h>

#include "benches/labs/lab.h"

// Prints the columns that the lab shows. Returns 0, or an errno value.
int table_print(const struct lab_table *table, FILE *out);

// Writes all of it as CSV (RFC 4180), a header row first. Returns 0, or an errno value.
int table_write_csv(const struct lab_table *table, FILE *out);

// Writes the script that draws it from that CSV: cd DIR && gnuplot lab-NAME.gp. Returns 0, or an
// errno value.
int table_write_script(const struct lab_table *table, const char *sentence, const char *plots,
		       const char *machine, FILE *out);

const struct lab *table_lab(const struct lab_table *table);
size_t table_nr_skipped(const struct lab_table *table);

// Why the whole lab was left out, by its own word, if every row says that something was; NULL if
// one was measured, or there is none.
const char *table_left_out(const struct lab_table *table);

#endif
