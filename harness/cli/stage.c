// SPDX-License-Identifier: MIT

// racelab stage: what racelab run executes anew for each block. See harness/stage.

#include <argp.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "harness/cli/cli.h"
#include "harness/interrupt.h"
#include "harness/cli/loading.h"
#include "harness/cli/resume.h"
#include "harness/complaint.h"
#include "harness/data/manifest.h"
#include "harness/machine/quota.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/plan.h"
#include "harness/stage/play.h"
#include "harness/stage/stage.h"
#include "harness/trial/handicap.h"
#include "harness/trial/plugin.h"
#include "harness/trial/sandbox.h"
#include "harness/trial/trial.h"

// What a stage is made of, from its command line on.
struct scene {
	struct plugins plugins;
	const char *directory;
	struct topology topology;
	struct quota quota;
	struct spec spec;
	struct plan plan;
	struct manifest manifest;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct scene *scene = state->input;

	if (key == ARGP_KEY_ARG && !scene->directory) {
		scene->directory = argument;
		return 0;
	}
	return loading_parse(&scene->plugins, key, argument);
}

static const struct argp argp = {
    .options = loading_options,
    .parser = parse,
    .args_doc = "DIR",
    .doc = "Runs the trials of one block of the run in DIR. `racelab run` starts it by itself.",
};

// The plan is made as by --resume, from what run.json says.
static int set(struct scene *scene, struct bench *bench, struct complaint *c)
{
	if (!scene->directory || fcntl(STAGE_FD, F_SETFD, FD_CLOEXEC) < 0)
		return complain(c, "racelab stage is for racelab run to start; see racelab run "
				   "--help");
	if (handicap_read(&bench->handicap, c) || topology_load(&scene->topology, c) ||
	    plugins_load(&scene->plugins, c) ||
	    resume_plan(scene->directory, &scene->spec, &scene->topology, &scene->plan,
			&scene->manifest, c) ||
	    sandbox_prepare(c))
		return -1;
	quota_load(&scene->quota, "");
	return 0;
}

// So that whoever waits for us is told of the signal, not of an exit code.
static void die_of(int signal_number)
{
	sigset_t it;

	sigemptyset(&it);
	sigaddset(&it, signal_number);
	signal(signal_number, SIG_DFL);
	raise(signal_number);
	sigprocmask(SIG_UNBLOCK, &it, NULL);
}

int stage_main(int argc, char **argv)
{
	static struct scene scene; /* large: a manifest, a quota */
	struct bench bench = {
	    .topology = &scene.topology,
	    .measuring = &scene.plan.measuring,
	    .quota = &scene.quota,
	    .interrupted = &interrupt_signal,
	};
	struct complaint c;
	int status = cli_parse(&argp, argc, argv, &scene);

	if (status)
		return status;
	prctl(PR_SET_PDEATHSIG,
	      SIGTERM); /* exec may have taken it away; and a trial is left whole */
	spec_init(&scene.spec);
	if (set(&scene, &bench, &c))
		return cli_complain(&c);
	interrupt_catch(); /* from here on there may be a sandbox to be ended */
	if (stage_play(&bench, &scene.plan, STAGE_FD, &c))
		return cli_complain(&c);
	if (interrupt_signal)
		die_of(interrupt_signal);
	plan_fini(&scene.plan);
	spec_fini(&scene.spec);
	topology_fini(&scene.topology);
	return EXIT_DONE;
}
