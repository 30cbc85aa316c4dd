// SPDX-License-Identifier: MIT

// racelab serve: measures what another racelab asks for.

#include <argp.h>
#include <unistd.h>

#include "harness/cli/cli.h"
#include "harness/cli/loading.h"
#include "harness/complaint.h"
#include "harness/duet/server.h"
#include "harness/machine/counters.h"
#include "harness/machine/probe.h"
#include "harness/machine/quota.h"
#include "harness/machine/topology.h"
#include "harness/trial/handicap.h"
#include "harness/trial/plugin.h"
#include "harness/trial/sandbox.h"
#include "harness/trial/trial.h"

static error_t parse(int key, char *argument, struct argp_state *state)
{
	return loading_parse(state->input, key, argument);
}

static const struct argp argp = {
    .options = loading_options,
    .parser = parse,
    .doc = "Measures cases for another racelab, which asks on standard input and reads the rows "
	   "on standard output: one JSON object a line. `racelab duet` starts it by itself.\v"
	   "Example:\n  racelab serve </dev/null\n",
};

int serve_main(int argc, char **argv)
{
	static struct plugins plugins;
	static struct quota quota;
	struct topology topology;
	struct complaint c;
	struct bench bench = {.topology = &topology};
	int status = cli_parse(&argp, argc, argv, &plugins);

	if (status)
		return status;
	if (handicap_read(&bench.handicap, &c) || topology_load(&topology, &c) ||
	    plugins_load(&plugins, &c) || sandbox_prepare(&c))
		return cli_complain(&c);
	quota_load(&quota, "");
	bench.quota = &quota;
	bench.counters = counters_available();
	bench.turns_per_ns = probe_turns_per_ns();
	bench.clock_ns = probe_clock_ns();
	status = server_run(&bench, STDIN_FILENO, STDOUT_FILENO, &c) ? cli_complain(&c) : EXIT_DONE;
	topology_fini(&topology);
	return status;
}
