// SPDX-License-Identifier: MIT

// One duet a record. The cases take turns, so that a bad hour of the machine is not one case's.

#include "harness/power/duets.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "harness/power/cases.h"
#include "harness/power/verdicts.h"

const struct handicap_part power_handicaps[] = {
    {"2 %", 2, 1, ""},
    {"5 %", 5, 3, "95 %"},
    {"10 %", 10, 5, "100 %"},
};

const size_t power_nr_handicaps = sizeof power_handicaps / sizeof *power_handicaps;

// What is kept of a duet.
static json_t *found_by(const struct said *said)
{
	json_t *found = said_comparison(json_array_get(json_object_get(said->json, "cases"), 0));

	json_object_set_new(found, "verdict", json_integer(said->status));
	json_object_set_new(found, "seconds", json_real(said->seconds));
	return found;
}

static void race(struct records *records, const char *part, const struct power_case *c,
		 unsigned trial, const char *base, const char *head, const char *options)
{
	struct said said;

	fprintf(stderr, "power: %s, %s, %u\n", part, c->name, trial);
	said_run(&said, 0, "duet '%s' '%s' %s --seed %u %s", base, head, c->axes, trial + 1,
		 options);
	records_add(records, part, c->name, trial, found_by(&said));
	said_fini(&said);
}

static char *path_of(const char *format, const char *directory, unsigned number)
{
	char *path;

	if (asprintf(&path, format, directory, number) < 0)
		abort();
	return path;
}

static char *copy_racelab(const char *directory)
{
	char *copy = path_of("%s/copy", directory, 0), *command;

	if (asprintf(&command, "rm -f '%s' && cp '%s' '%s'", copy, said_racelab(), copy) < 0 ||
	    system(command) != 0)
		abort();
	free(command);
	return copy;
}

void power_copies(struct records *records, const char *directory, unsigned nr)
{
	for (unsigned i = 0; i < nr; i++)
		for (size_t k = 0; k < power_nr_cases; k++) {
			char *copy;

			if (records_have(records, POWER_COPIES, power_cases[k].name, i))
				continue;
			copy = copy_racelab(directory);
			race(records, POWER_COPIES, &power_cases[k], i, said_racelab(), copy, "");
			free(copy);
		}
}

// Each layout meets the next one; when all have met, the one after it.
static void race_layouts(struct records *records, const struct power_case *c, unsigned trial,
			 unsigned nr_layouts)
{
	unsigned step = 1 + trial / nr_layouts % (nr_layouts - 1);
	char *base = path_of("%s-layout-%u", said_racelab(), 1 + trial % nr_layouts);
	char *head = path_of("%s-layout-%u", said_racelab(), 1 + (trial + step) % nr_layouts);

	race(records, POWER_LAYOUTS, c, trial, base, head, "");
	free(base);
	free(head);
}

void power_layouts(struct records *records, unsigned nr, unsigned nr_layouts)
{
	for (unsigned i = 0; i < nr && nr_layouts > 1; i++)
		for (size_t k = 0; k < power_nr_cases; k++)
			if (!records_have(records, POWER_LAYOUTS, power_cases[k].name, i))
				race_layouts(records, &power_cases[k], i, nr_layouts);
}

// A script that stands in for an executable that is slower by that share.
static char *write_script(const char *directory, unsigned handicap_pct)
{
	char *path = path_of("%s/slower-%u", directory, handicap_pct);
	FILE *script = fopen(path, "we");

	if (!script || fprintf(script,
			       "#!/bin/sh\nRACELAB_HANDICAP=%u%%\nexport RACELAB_HANDICAP\n"
			       "exec '%s' \"$@\"\n",
			       handicap_pct, said_racelab()) < 0)
		abort();
	fclose(script);
	chmod(path, 0700);
	return path;
}

static void race_handicapped(struct records *records, const char *directory,
			     const struct handicap_part *part, unsigned trial)
{
	char *script = write_script(directory, part->handicap_pct);
	char options[32];

	snprintf(options, sizeof options, "--threshold %u%%", part->threshold_pct);
	for (size_t k = 0; k < power_nr_cases; k++)
		if (power_cases[k].handicapped &&
		    !records_have(records, part->name, power_cases[k].name, trial))
			race(records, part->name, &power_cases[k], trial, said_racelab(), script,
			     options);
	free(script);
}

void power_handicapped(struct records *records, const char *directory, unsigned nr)
{
	for (unsigned i = 0; i < nr; i++)
		for (size_t k = 0; k < power_nr_handicaps; k++)
			race_handicapped(records, directory, &power_handicaps[k], i);
}
