// SPDX-License-Identifier: MIT

// racelab lab: the other experiments of the lecture, each in a sandbox.

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "benches/catalog.h"
#include "benches/labs/lab.h"
#include "harness/cli/cli.h"
#include "harness/cli/draw.h"
#include "harness/interrupt.h"
#include "harness/cli/lab_help.h"
#include "harness/cli/lab_options.h"
#include "harness/cli/lab_result.h"
#include "harness/cli/look.h"
#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/lab/experiment.h"
#include "harness/lab/table.h"
#include "harness/lab/tally.h"
#include "harness/machine/host.h"
#include "harness/machine/topology.h"
#include "harness/plan/value.h"
#include "harness/trial/sandbox.h"

#define TIMEOUT_NS 60000000000

enum {
	KEY_OPTION = 0x100, /* + its number */
	KEY_ALL = 0x200,
	KEY_TIMEOUT,
	KEY_SERVE,
	KEY_BRIEF,
};

struct asked_lab {
	const struct lab *lab; /* NULL: not known yet, or all */
	uint64_t values[LAB_MAX_OPTIONS];
	struct lab_showing showing;
	uint64_t timeout_ns;
	bool all, serve;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct asked_lab *asked = state->input;
	struct complaint c;

	if (key >= KEY_OPTION && key < KEY_OPTION + LAB_MAX_OPTIONS)
		return lab_options_read(asked->lab, (size_t)key - KEY_OPTION, argument,
					asked->values);
	if (key == 'o') {
		asked->showing.directory = argument;
	} else if (key == KEY_ALL) {
		asked->all = true;
	} else if (key == KEY_SERVE) {
		asked->serve = true;
	} else if (key == KEY_BRIEF) {
		asked->showing.brief = true;
	} else if (key == KEY_TIMEOUT) {
		if (value_time(&asked->timeout_ns, argument, 100000000, 3600000000000, &c))
			return cli_refuse_at("--timeout", &c);
	} else {
		return look_parse(&asked->showing.look, key, argument);
	}
	return 0;
}

static const struct argp *lab_argp(const struct lab *lab)
{
	static struct argp_option options[LAB_MAX_OPTIONS + LOOK_OPTIONS + 6];
	static struct argp argp = {.options = options, .parser = parse};
	struct argp_option *o = lab ? lab_options_add(options, lab, KEY_OPTION) : options;

	if (lab && lab->serve)
		*o++ = (struct argp_option){
		    "serve", KEY_SERVE, NULL, 0, "Try it by hand, until Ctrl-C; measure nothing",
		    2};
	if (!lab)
		*o++ = (struct argp_option){"all", KEY_ALL, NULL, 0, "Run all labs", 2};
	*o++ = (struct argp_option){
	    "output", 'o', "DIR", 0, "Write rows and figure into DIR: lab-NAME.csv, lab-NAME.svg",
	    2};
	*o++ = (struct argp_option){"brief", KEY_BRIEF, NULL, 0, "Print the sentence, no table", 2};
	*o++ = (struct argp_option){
	    "timeout", KEY_TIMEOUT, "TIME", 0, "When a lab counts as hung [60s]", 2};
	look_add(o, 3);
	argp.args_doc = lab ? NULL : "NAME";
	argp.doc = lab_help(lab);
	return &argp;
}

// Its end is noted in the tally.
static int run_lab(const struct asked_lab *asked, const struct lab *lab,
		   const struct topology *topology, struct lab_tally *tally)
{
	const struct experiment experiment = {
	    .lab = lab,
	    .values = asked->values,
	    .topology = topology,
	    .timeout_ns = asked->timeout_ns,
	    .interrupted = &interrupt_signal,
	};
	struct lab_end end;
	struct complaint c;
	struct lab_table *table;
	int status;

	if (asked->serve)
		return experiment_serve(&experiment, &c) ? cli_complain(&c) : EXIT_DONE;
	table = experiment_run(&experiment, &end, &c);
	if (!table) {
		lab_tally_add(tally, lab, false, NULL);
		return cli_complain(&c);
	}
	status = lab_result_show(table, &end, &asked->showing);
	lab_tally_add(tally, lab, status == EXIT_DONE,
		      status == EXIT_DONE ? table_left_out(table) : NULL);
	table_destroy(table);
	return status;
}

// All of them, with their defaults. The worst end is the end of all: a machine's failure before a
// lab that came out otherwise.
static int run_all(struct asked_lab *asked, const struct topology *topology)
{
	struct lab_tally tally = {0};
	int worst = EXIT_DONE;

	for (size_t i = 0; i < catalog_nr_labs() && worst < EXIT_SIGNAL; i++) {
		const struct lab *lab = catalog_lab(i);
		int status;

		lab_options_default(lab, asked->values);
		if (!asked->showing.brief)
			printf("%s%s: %s\n\n", i ? "\n" : "", lab->name, lab->statement);
		status = run_lab(asked, lab, topology, &tally);
		worst = status > worst ? status : worst;
	}
	if (worst < EXIT_SIGNAL) {
		putchar('\n');
		lab_tally_put(&tally, stdout);
	}
	return worst;
}

static void describe_machine(struct asked_lab *asked, const struct topology *topology)
{
	static struct host host;

	host_load(&host, topology);
	snprintf(asked->showing.machine, sizeof asked->showing.machine, "%s, %s", host.cpu_model,
		 host.topology);
}

static int run(struct asked_lab *asked)
{
	struct topology topology;
	struct complaint c;
	int status;

	if (topology_load(&topology, &c))
		return cli_complain(&c);
	if (sandbox_prepare(&c))
		return cli_complain(&c);
	if (asked->showing.directory)
		describe_machine(asked, &topology);
	interrupt_catch();
	status = asked->all ? run_all(asked, &topology)
			    : run_lab(asked, asked->lab, &topology, &(struct lab_tally){0});
	topology_fini(&topology);
	return status;
}

static int complain_name(const char *name)
{
	const char *names[64], *guess;
	struct complaint c;

	for (size_t i = 0; i < catalog_nr_labs(); i++)
		names[i] = catalog_lab(i)->name;
	guess = nearest_name(name, names, catalog_nr_labs());
	if (guess)
		complain(&c, "'%s' is no lab; did you mean '%s'? see racelab lab --help", name,
			 guess);
	else
		complain(&c, "'%s' is no lab; see racelab lab --help", name);
	return cli_complain(&c);
}

int lab_main(int argc, char **argv)
{
	struct asked_lab asked = {.timeout_ns = TIMEOUT_NS, .showing.look.formats = 1u << DRAW_SVG};
	struct complaint c;
	char program[96];
	int status;

	if (argc > 1 && argv[1][0] != '-') {
		asked.lab = catalog_find_lab(argv[1]);
		if (!asked.lab)
			return complain_name(argv[1]);
		snprintf(program, sizeof program, "%s %s", argv[0], argv[1]);
		argv[1] = program;
		argv++;
		argc--;
		lab_options_default(asked.lab, asked.values);
	}
	status = cli_parse(lab_argp(asked.lab), argc, argv, &asked);
	if (status)
		return status;
	if (!asked.lab && !asked.all) {
		complain(&c, "which lab? see racelab lab --help");
		return cli_complain(&c);
	}
	if (asked.showing.directory && directory_make(asked.showing.directory, &c))
		return cli_complain(&c);
	return run(&asked);
}
