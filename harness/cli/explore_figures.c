// SPDX-License-Identifier: MIT

// racelab explore --figures DIR: what plot and report show beside the run in DIR. The racy counter
// and the programs that look for an outcome are counted and raced, the strategies that the run
// raced are proved; three tables are left there (harness/data/explored.h), and a walk.

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/cli/explore_figures.h"
#include "harness/cli/explore_options.h"
#include "harness/cli/explore_ways.h"
#include "harness/interrupt.h"
#include "harness/cli/raced.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/data/explored.h"
#include "harness/data/rows.h"
#include "harness/explore/target.h"
#include "harness/machine/host.h"
#include "harness/machine/topology.h"
#include "harness/terminal/progress.h"

enum {
	MOST_OPS = 5, /* of the racy counter: 184,756 interleavings */
	RACES = 100000,
};

static int write_file(const struct figures *figures, enum explored_file file, struct complaint *c)
{
	char *path = directory_file(figures->directory, explored_name(file));
	FILE *out = fopen(path, "we");
	int error = out ? explored_write(out, &figures->explored, file) : errno;

	if (out && fclose(out) && !error)
		error = errno;
	if (error)
		complain_machine(c, "%s: %s", path, strerror(error));
	else
		puts(path);
	free(path);
	return error ? -1 : 0;
}

static int write_files(const struct figures *figures, struct complaint *c)
{
	for (int file = 0; file < NR_EXPLORED; file++)
		if (write_file(figures, (enum explored_file)file, c))
			return -1;
	return figures_walk(figures, c);
}

// What comes next, once what came before is done.
static void go_on(struct figures *figures, const char *next)
{
	if (figures->begun)
		progress_step(&figures->progress, next);
	figures->begun = true;
}

static int explore_counter(struct figures *figures, struct complaint *c)
{
	char what[32];

	for (unsigned ops = 1; ops <= MOST_OPS && !interrupt_waits(); ops++) {
		snprintf(what, sizeof what, "2 tasks x %u", ops);
		go_on(figures, what);
		if (figures_counter(figures, ops, c))
			return -1;
	}
	return 0;
}

static bool is_shown(const struct told_program *program)
{
	return strncmp(program->looks_for, "outcome ", strlen("outcome ")) == 0;
}

static int explore_programs(struct figures *figures, struct complaint *c)
{
	const struct told_program *programs;
	size_t nr = told_programs(&programs);

	for (size_t i = 0; i < nr && !interrupt_waits(); i++) {
		if (!is_shown(&programs[i]))
			continue;
		go_on(figures, programs[i].name);
		if (figures_program(figures, &programs[i], c))
			return -1;
	}
	return 0;
}

// Each strategy of the run once, in the order of its cases.
static int explore_strategies(struct figures *figures, const struct raced *raced,
			      struct complaint *c)
{
	for (size_t i = 0; i < raced->nr && !interrupt_waits(); i++) {
		go_on(figures, raced->sync[i]);
		if (figures_strategy(figures, raced->sync[i], c))
			return -1;
	}
	return 0;
}

static size_t nr_shown(void)
{
	const struct told_program *programs;
	size_t nr = told_programs(&programs), shown = 0;

	for (size_t i = 0; i < nr; i++)
		shown += is_shown(&programs[i]);
	return shown;
}

static int explore_them_all(struct figures *figures, const struct raced *raced, struct complaint *c)
{
	int error;

	progress_begin(&figures->progress, MOST_OPS + nr_shown() + raced->nr);
	error = explore_counter(figures, c) || explore_programs(figures, c) ||
		explore_strategies(figures, raced, c);
	progress_end(&figures->progress);
	return error ? -1 : 0;
}

static void describe_machine(struct figures *figures)
{
	static struct host host;

	host_load(&host, &figures->topology);
	snprintf(figures->machine, sizeof figures->machine, "%.180s, %u PU%s", host.cpu_model,
		 host.nr_pus, host.nr_pus == 1 ? "" : "s");
}

static int explore_for(struct figures *figures, struct complaint *c)
{
	struct raced raced;
	struct rows rows;
	int error;

	if (directory_load(&rows, figures->directory, c))
		return -1;
	raced_list(&raced, &rows);
	describe_machine(figures);
	error = explore_them_all(figures, &raced, c);
	if (!error && !interrupt_waits())
		error = write_files(figures, c);
	rows_fini(&rows);
	return error ? -1 : 0;
}

int explore_figures(const struct explore_asked *asked, const char *root)
{
	static struct figures figures;
	struct complaint c;
	int error;

	figures = (struct figures){.directory = asked->figures,
				   .root = root,
				   .limit_ns = asked->limit_ns,
				   .races = asked->measure ? asked->measure : RACES};
	if (topology_load(&figures.topology, &c))
		return cli_complain(&c);
	error = explore_for(&figures, &c);
	topology_fini(&figures.topology);
	explored_fini(&figures.explored);
	if (error)
		return cli_complain(&c);
	if (interrupt_waits())
		return EXIT_SIGNAL + interrupt_waits();
	return figures.forbidden ? EXIT_FAIL : EXIT_DONE;
}
