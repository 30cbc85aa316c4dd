// SPDX-License-Identifier: MIT

// Plain and atomic increments, locks that are handed over in order and locks that are grabbed, one
// that sleeps, structures of many lines, a counter that is not contended; threads and processes.

#include "harness/power/cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS	  " --task thread --count 2"
#define PROCESSES " --task process --count 2"
#define VARIABLE  "--structure variable --sync "

const struct power_case power_cases[] = {
    {"none", VARIABLE "none" THREADS, false},
    {"fetch_add", VARIABLE "fetch_add" THREADS, true},
    {"cas", VARIABLE "cas" THREADS, false},
    {"ticket", VARIABLE "ticket" THREADS, true},
    {"ttas", VARIABLE "ttas" THREADS, false},
    {"mcs", VARIABLE "mcs" THREADS, false},
    {"mutex", VARIABLE "mutex" THREADS, true},
    {"per_task", VARIABLE "per_task" THREADS, false},
    {"array mutex", "--structure array --granularity global --sync mutex" THREADS, false},
    {"hashtable mutex", "--structure hashtable --granularity global --sync mutex" THREADS, false},
    {"fetch_add process", VARIABLE "fetch_add" PROCESSES, false},
    {"ticket process", VARIABLE "ticket" PROCESSES, false},
    {"mutex process", VARIABLE "mutex" PROCESSES, false},
};

const size_t power_nr_cases = sizeof power_cases / sizeof *power_cases;

// "--sync mutex" is "sync = mutex" there.
static void write_case(FILE *spec, const struct power_case *c)
{
	char axes[256], *rest = axes, *word;

	snprintf(axes, sizeof axes, "%s", c->axes);
	fprintf(spec, "\n[%s]\n", c->name);
	while ((word = strsep(&rest, " "))) {
		if (strncmp(word, "--", 2) == 0)
			fprintf(spec, "%s = ", word + 2);
		else
			fprintf(spec, "%s\n", word);
	}
}

char *power_cases_write(const char *directory)
{
	char *path;
	FILE *spec;

	if (asprintf(&path, "%s/cases.ini", directory) < 0)
		abort();
	spec = fopen(path, "we");
	if (!spec)
		abort();
	fputs("[run]\nwindow = 20ms\nblocks = 20\n", spec);
	for (size_t i = 0; i < power_nr_cases; i++)
		write_case(spec, &power_cases[i]);
	fclose(spec);
	return path;
}
