// SPDX-License-Identifier: MIT

// racelab topo: the machine, and which PU each task would get there. With --synthetic or --input
// that is shown of a machine that is somewhere else: the way to see what a placement means on a big
// server.

#include <argp.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/machine/host.h"
#include "harness/machine/placement.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/plan/value.h"
#include "harness/topo/topo.h"

static error_t parse_picture(struct topo *topo, const char *path)
{
	size_t length = strlen(path);

	topo->picture = path;
	if (length > 4 && strcmp(path + length - 4, ".svg") == 0)
		return 0;
	return cli_refuse_text("--output: '%s' does not end in .svg, and only SVG can be drawn",
			       path);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct topo *topo = state->input;
	struct complaint c;

	switch (key) {
	case 'n':
		if (value_number(&topo->count, argument, 1, MAX_TASKS, &c) == 0)
			return 0;
		complain_at(&c, "--count");
		return cli_refuse(&c);
	case 'p':
		if (place_parse(&topo->place, argument, &c) == 0)
			return 0;
		complain_at(&c, "--place");
		return cli_refuse(&c);
	case 's':
		topo->synthetic = argument;
		return 0;
	case 'i':
		topo->input = argument;
		return 0;
	case 'o':
		return parse_picture(topo, argument);
	case 'j':
		topo->json = true;
		return 0;
	case ARGP_KEY_END:
		if (!topo->input || !topo->synthetic)
			return 0;
		return cli_refuse_text("--input and --synthetic are two machines: name one");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_option options[] = {
    {"count", 'n', "N", 0, "Place N tasks (default: as many as there are PUs)", 0},
    {"place", 'p', "P", 0,
     "Place them by P: compact (default), scatter, core, smt, none or cpus:LIST", 0},
    {"synthetic", 's', "DESC", 0, "On the machine that hwloc's synthetic DESC describes", 0},
    {"input", 'i', "FILE.xml", 0,
     "On the machine that hwloc wrote to FILE.xml (lstopo FILE.xml), or of the run in a directory",
     0},
    {"output", 'o', "FILE.svg", 0, "Also draw it, by lstopo, with the tasks' PUs coloured", 0},
    {"json", 'j', NULL, 0, "As one JSON object", 0},
    {0},
};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .doc = "The machine, and which PU (processing unit) each task would get."
	   "\vExamples:\n"
	   "  racelab topo\n"
	   "  racelab topo --count 4 --place scatter\n"
	   "  racelab topo --place cpus:0,2,4-7\n"
	   "  racelab topo --count 4 --place scatter -o machine.svg\n"
	   "  racelab topo --synthetic 'pack:2 l3:2 core:8 pu:2' --place smt\n"
	   "  racelab topo --input colleague.xml --count 8 --place core\n"
	   "  taskset -c 1 racelab topo --json | jq .pus\n",
};

static int print(const struct topo *topo, struct complaint *c)
{
	if (topo->json)
		topo_print_json(topo);
	else
		topo_print_tables(topo);
	if (fflush(stdout) || ferror(stdout))
		return complain_machine(c, "standard output cannot be written");
	return 0;
}

// Places the tasks on the machine that has been loaded.
static int place_tasks(struct topo *topo, struct complaint *c)
{
	unsigned nr_pus = topo->topology.nr_pus;

	topo->order = calloc(nr_pus, sizeof *topo->order);
	if (!topo->order)
		return complain_machine(c, "no memory for %u PUs", nr_pus);
	int n = placement_order(&topo->topology, &topo->place, topo->order, nr_pus, c);

	if (n < 0)
		return complain_at(c, "--place");
	topo->nr_order = (size_t)n;
	if (!topo->count)
		topo->count = nr_pus;
	host_load(&topo->host, &topo->topology);
	return 0;
}

// The file with the machine: itself, or the one of the run in a directory. On the heap, or NULL.
static char *input_file(const char *input)
{
	struct stat status;

	if (stat(input, &status) == 0 && S_ISDIR(status.st_mode))
		return directory_file(input, "topology.xml");
	return strdup(input);
}

static int load_input(struct topo *topo, struct complaint *c)
{
	char *file = input_file(topo->input);
	int failed;

	if (!file)
		return complain_machine(c, "no memory for a path");
	if (access(file, F_OK))
		failed = complain(c,
				  "%.200s: %s; name what `lstopo FILE.xml` wrote, or a result "
				  "directory",
				  file, strerror(errno));
	else
		failed = topology_load_xml(&topo->topology, file, c);
	free(file);
	return failed;
}

static int load(struct topo *topo, struct complaint *c)
{
	if (topo->input)
		return load_input(topo, c) ? complain_at(c, "--input") : 0;
	if (!topo->synthetic)
		return topology_load(&topo->topology, c);
	if (topology_load_synthetic(&topo->topology, topo->synthetic, c) == 0)
		return 0;
	return complain_at(c, "--synthetic");
}

int topo_main(int argc, char **argv)
{
	struct topo topo = {.place = {.kind = PLACE_COMPACT}};
	struct complaint c;
	int status = cli_parse(&argp, argc, argv, &topo);

	if (status)
		return status;
	if (load(&topo, &c))
		return cli_complain(&c);
	if (place_tasks(&topo, &c) || (topo.picture && topo_draw(&topo, &c)) || print(&topo, &c))
		status = cli_complain(&c);
	free(topo.order);
	topology_fini(&topo.topology);
	return status;
}
