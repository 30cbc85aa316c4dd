// SPDX-License-Identifier: MIT

// Commands by popen: what CI would do.

#include "harness/power/verdicts.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness/machine/probe.h"

const char *said_racelab(void)
{
	const char *racelab = getenv("RACELAB");

	if (racelab)
		return racelab;
	fputs("RACELAB is not set; use make power, or make bench\n", stderr);
	exit(EXIT_FAILURE);
}

static char *command_of(double handicap, const char *ending, const char *format, va_list args)
{
	char *arguments, *command;

	if (vasprintf(&arguments, format, args) < 0 ||
	    asprintf(&command, "RACELAB_HANDICAP=%g%% '%s' %s %s", 100 * handicap, said_racelab(),
		     arguments, ending) < 0)
		abort();
	free(arguments);
	return command;
}

static int wait_for(FILE *pipe, const char *command)
{
	int status = pclose(pipe);

	if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) <= 1)
		return WEXITSTATUS(status);
	fprintf(stderr, "'%s' ended with wait status %d\n", command, status);
	exit(EXIT_FAILURE);
}

void said_run(struct said *said, double handicap, const char *format, ...)
{
	uint64_t start_ns = probe_now_ns();
	json_error_t error;
	va_list args;
	char *command;
	FILE *pipe;

	va_start(args, format);
	command = command_of(handicap, "--format json", format, args);
	va_end(args);
	pipe = popen(command, "r");
	said->json = pipe ? json_loadf(pipe, 0, &error) : NULL;
	if (!said->json) {
		fprintf(stderr, "'%s' says no JSON\n", command);
		exit(EXIT_FAILURE);
	}
	said->status = wait_for(pipe, command);
	said->seconds = (double)(probe_now_ns() - start_ns) / 1e9;
	free(command);
}

void said_fini(struct said *said)
{
	json_decref(said->json);
}

json_t *said_comparison(const json_t *judged)
{
	json_t *found = json_deep_copy(json_object_get(judged, "comparison"));
	json_t *ratio = json_incref(json_object_get(found, "ratio"));

	json_object_del(found, "ratio");
	json_object_update(found, ratio);
	json_decref(ratio);
	return found;
}

void said_only_run(double handicap, const char *format, ...)
{
	va_list args;
	char *command;
	FILE *pipe;

	va_start(args, format);
	command = command_of(handicap, ">/dev/null 2>&1", format, args);
	va_end(args);
	pipe = popen(command, "r");
	if (!pipe)
		abort();
	wait_for(pipe, command);
	free(command);
}
