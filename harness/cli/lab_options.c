// SPDX-License-Identifier: MIT

// From the kinds of options that labs have to values, and to lines of --help.

#include "harness/cli/lab_options.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "harness/cli/cli.h"
#include "harness/cli/lab_programs.h"
#include "harness/complaint.h"
#include "harness/plan/value.h"

enum {
	MAX_CHOICES = 16,
};

static int read_address(uint64_t *address, const char *text, struct complaint *c)
{
	struct in_addr in;

	if (inet_pton(AF_INET, text, &in) != 1)
		return complain(c, "'%s' is no IPv4 address; write it like 127.0.0.1", text);
	*address = ntohl(in.s_addr);
	return 0;
}

// Takes "all|thread|pool" apart, in place. Returns how many words it has.
static size_t split_choices(char *words, const char **choices)
{
	size_t nr = 0;
	char *rest;

	for (char *word = strtok_r(words, "|", &rest); word; word = strtok_r(NULL, "|", &rest)) {
		assert(nr < MAX_CHOICES);
		choices[nr++] = word;
	}
	return nr;
}

static int complain_choice(const char *text, const char *const *choices, size_t nr,
			   struct complaint *c)
{
	char all[256];
	size_t length = 0;

	for (size_t i = 0; i < nr && length < sizeof all; i++)
		length += (size_t)snprintf(all + length, sizeof all - length, "%s%s", i ? ", " : "",
					   choices[i]);
	return complain(c, "'%s' is not one of %s", text, all);
}

static int read_choice(uint64_t *index, const char *words, const char *text, struct complaint *c)
{
	const char *choices[MAX_CHOICES];
	char copy[256];
	size_t nr;

	snprintf(copy, sizeof copy, "%s", words);
	nr = split_choices(copy, choices);
	for (size_t i = 0; i < nr; i++)
		if (strcmp(text, choices[i]) == 0) {
			*index = i;
			return 0;
		}
	return complain_choice(text, choices, nr, c);
}

static int read_value(const struct lab_option *option, const char *text, uint64_t *value,
		      struct complaint *c)
{
	switch (option->kind) {
	case LAB_TIME:
		return value_time(value, text, option->min, option->max, c);
	case LAB_SIZE:
		return value_size(value, text, option->min, option->max, c);
	case LAB_NUMBER:
		return value_number(value, text, option->min, option->max, c);
	case LAB_ADDRESS:
		return read_address(value, text, c);
	case LAB_CHOICE:
		return read_choice(value, option->initial, text, c);
	case LAB_FLAG:
		*value = 1;
		return 0;
	case LAB_PROGRAMS:
		return lab_programs_add(value, text, c);
	}
	abort();
}

void lab_options_default(const struct lab *lab, uint64_t *values)
{
	struct complaint c;

	for (size_t i = 0; i < LAB_MAX_OPTIONS && lab->options[i].name; i++) {
		const struct lab_option *option = &lab->options[i];

		values[i] = 0; /* of a flag; no programs; and the first choice */
		if (option->kind == LAB_FLAG || option->kind == LAB_CHOICE ||
		    option->kind == LAB_PROGRAMS)
			continue;
		if (read_value(option, option->initial, &values[i], &c)) {
			fprintf(stderr, "racelab: lab %s: --%s: %s\n", lab->name, option->name,
				c.text);
			abort();
		}
	}
}

error_t lab_options_read(const struct lab *lab, size_t i, const char *argument, uint64_t *values)
{
	const struct lab_option *option = &lab->options[i];
	struct complaint c;
	char where[64];

	snprintf(where, sizeof where, "--%s", option->name);
	return read_value(option, argument, &values[i], &c) ? cli_refuse_at(where, &c) : 0;
}

// What --help says of an option: "How long each model is loaded [300ms]".
static char *describe(const struct lab_option *option)
{
	int first = (int)strcspn(option->initial, option->kind == LAB_CHOICE ? "|" : ""), length;
	char *text;

	if (option->kind == LAB_FLAG || option->kind == LAB_PROGRAMS)
		length = asprintf(&text, "%s", option->help);
	else
		length = asprintf(&text, "%s [%.*s]", option->help, first, option->initial);
	assert(length > 0);
	return text;
}

struct argp_option *lab_options_add(struct argp_option *table, const struct lab *lab, int key)
{
	static const char *const arguments[] = {
	    [LAB_TIME] = "TIME",       [LAB_SIZE] = "SIZE", [LAB_NUMBER] = "N",
	    [LAB_ADDRESS] = "ADDRESS", [LAB_FLAG] = NULL,   [LAB_PROGRAMS] = "PATH",
	};
	static char *docs[LAB_MAX_OPTIONS];

	for (size_t i = 0; i < LAB_MAX_OPTIONS && lab->options[i].name; i++) {
		const struct lab_option *option = &lab->options[i];

		free(docs[i]); /* another lab's */
		docs[i] = describe(option);
		*table++ = (struct argp_option){
		    .name = option->name,
		    .key = key + (int)i,
		    .arg = option->kind == LAB_CHOICE ? option->initial : arguments[option->kind],
		    .doc = docs[i],
		    .group = 1};
	}
	return table;
}
