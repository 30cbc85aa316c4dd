// SPDX-License-Identifier: MIT

// racelab lab: the other experiments of the lecture, each in a sandbox.

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "harness/cli/assets.h"
#include "harness/cli/cli.h"
#include "harness/cli/glossary.h"
#include "harness/cli/interrupt.h"
#include "harness/cli/lab_options.h"
#include "harness/cli/look.h"
#include "harness/data/directory.h"
#include "harness/lab/experiment.h"
#include "harness/lab/table.h"
#include "harness/machine/host.h"
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
	const char *directory; /* NULL: nothing is written */
	struct look look;      /* of its figure */
	char machine[512];     /* for the figure's small print; "" if nothing is written */
	uint64_t timeout_ns;
	bool all, serve, brief;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct asked_lab *asked = state->input;
	struct complaint c;

	if (key >= KEY_OPTION && key < KEY_OPTION + LAB_MAX_OPTIONS)
		return lab_options_read(asked->lab, (size_t)key - KEY_OPTION, argument,
					asked->values);
	if (key == 'o') {
		asked->directory = argument;
	} else if (key == KEY_ALL) {
		asked->all = true;
	} else if (key == KEY_SERVE) {
		asked->serve = true;
	} else if (key == KEY_BRIEF) {
		asked->brief = true;
	} else if (key == KEY_TIMEOUT) {
		if (value_time(&asked->timeout_ns, argument, 100000000, 3600000000000, &c))
			return cli_refuse_at("--timeout", &c);
	} else {
		return look_parse(&asked->look, key, argument);
	}
	return 0;
}

static void put_labs(FILE *out)
{
	int width = 0;

	for (size_t i = 0; i < catalog_nr_labs(); i++)
		width = glossary_width(width, catalog_lab(i)->name);
	fputs("The other experiments of the lecture. Each ends with a table, one sentence computed "
	      "from it, and 0 if what the lecture says came out, 1 if not.\vLabs:\n",
	      out);
	for (size_t i = 0; i < catalog_nr_labs(); i++)
		glossary_put(out, width, catalog_lab(i)->name, catalog_lab(i)->summary);
	fputs("\nExamples:\n  racelab lab spawn\n  racelab lab spawn --help\n"
	      "  racelab lab --all -o labs\n",
	      out);
}

static void put_lab(FILE *out, const struct lab *lab)
{
	int width = 0;

	fprintf(out, "Measures %s.\n\nWhat the lecture says: %s.\vColumns:\n", lab->summary,
		lab->statement);
	for (const struct lab_column *column = lab->columns; column->name; column++)
		width = glossary_width(width, column->name);
	for (const struct lab_column *column = lab->columns; column->name; column++)
		glossary_put(out, width, column->name, column->meaning);
	fprintf(out, "\nExample:\n  %s\n", lab->example);
}

static char *doc_of(const struct lab *lab)
{
	static char *doc;
	size_t size;
	FILE *out;

	free(doc); /* another lab's */
	out = open_memstream(&doc, &size);
	assert(out);
	if (lab)
		put_lab(out, lab);
	else
		put_labs(out);
	fclose(out);
	return doc;
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
	argp.doc = doc_of(lab);
	return &argp;
}

// What a lab's files are made from.
struct account {
	const struct lab_table *table;
	const char *sentence, *plots, *machine;
};

typedef int write_fn(const struct account *account, FILE *out);

static int write_rows(const struct account *account, FILE *out)
{
	return table_write_csv(account->table, out);
}

static int write_script(const struct account *account, FILE *out)
{
	return table_write_script(account->table, account->sentence, account->plots,
				  account->machine, out);
}

static int write_file(const char *directory, const char *ending, write_fn *write,
		      const struct account *account, struct complaint *c)
{
	char name[96], *path;
	FILE *out;
	int error;

	snprintf(name, sizeof name, "lab-%s.%s", table_lab(account->table)->name, ending);
	path = directory_file(directory, name);
	out = fopen(path, "w");
	error = out ? write(account, out) : errno;
	if (out && fclose(out) && !error)
		error = errno;
	if (error)
		complain_machine(c, "%s: %s", path, strerror(error));
	free(path);
	return error ? -1 : 0;
}

// Draws it in all formats asked for and, unless it is to be brief, prints where.
static int draw(const struct asked_lab *asked, const char *name, struct complaint *c)
{
	const struct look *look = &asked->look;
	struct picture pictures[NR_DRAW_FORMATS];
	size_t nr = 0;

	for (unsigned format = 0; format < NR_DRAW_FORMATS; format++)
		if (look->formats & 1u << format)
			pictures[nr++] = (struct picture){name, format, look->theme, look->page};
	if (draw_pictures(asked->directory, pictures, nr, c))
		return -1;
	for (size_t i = 0; i < nr && !asked->brief; i++)
		printf("%s/%s.%s\n", asked->directory, name, draw_format_names[pictures[i].format]);
	return 0;
}

// Rows, script and pictures of one lab.
static int write_results(const struct lab_table *table, const char *sentence,
			 const struct asked_lab *asked, struct complaint *c)
{
	const char *directory = asked->directory;
	char name[64], *plots = assets_folder("plots", c);
	struct account account;
	int result;

	if (!plots)
		return -1;
	snprintf(name, sizeof name, "lab-%s", table_lab(table)->name);
	account = (struct account){table, sentence, plots, asked->machine};
	result = write_file(directory, "csv", write_rows, &account, c) ||
		 write_file(directory, "gp", write_script, &account, c);
	if (!result && lab_nr_rows(table) > table_nr_skipped(table))
		result = draw(asked, name, c);
	free(plots);
	return result ? -1 : 0;
}

static int print_results(const struct asked_lab *asked, const struct lab_table *table,
			 const char *sentence, struct complaint *c)
{
	int error = asked->brief ? 0 : table_print(table, stdout);

	if (!error && asked->brief)
		printf("%-12s", table_lab(table)->name);
	if (!error && (printf("%s%s.\n", asked->brief ? "" : "\n", sentence) < 0 || fflush(stdout)))
		error = errno;
	return error ? complain_machine(c, "standard output: %s", strerror(error)) : 0;
}

// The conclusion on the heap; *came_out is whether what the lecture says did.
static char *conclude(const struct lab_table *table, bool *came_out)
{
	char *sentence = NULL;
	size_t size;
	FILE *out = open_memstream(&sentence, &size);

	assert(out);
	*came_out = table_lab(table)->conclude(table, out);
	if (fclose(out))
		abort();
	assert(sentence);
	sentence[0] = (char)toupper((unsigned char)sentence[0]);
	return sentence;
}

static int report(const struct asked_lab *asked, const struct lab_table *table,
		  const struct lab_end *end)
{
	struct complaint c;
	bool came_out;
	char *sentence = conclude(table, &came_out);
	int status = came_out ? EXIT_DONE : EXIT_FAIL;

	if (print_results(asked, table, sentence, &c) ||
	    (asked->directory && write_results(table, sentence, asked, &c)))
		status = cli_complain(&c);
	if (end->why[0])
		fprintf(stderr, "racelab: lab %s: %s\n", table_lab(table)->name, end->why);
	if (end->interrupted)
		status = EXIT_SIGNAL + interrupt_signal;
	else if (end->why[0])
		status = EXIT_MACHINE;
	free(sentence);
	return status;
}

static int run_lab(const struct asked_lab *asked, const struct lab *lab,
		   const struct topology *topology)
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
	if (!table)
		return cli_complain(&c);
	status = report(asked, table, &end);
	table_destroy(table);
	return status;
}

// "14 labs: all came out as the lecture says", or which did not.
static void print_tally(const bool *came_out, size_t nr)
{
	const char *before = "not ";

	printf("\n%zu labs: ", nr);
	for (size_t i = 0; i < nr; i++)
		if (!came_out[i]) {
			printf("%s%s", before, catalog_lab(i)->name);
			before = ", not ";
		}
	printf("%s came out as the lecture says\n", before[0] == ',' ? "; the others" : "all");
}

// All of them, with their defaults. The worst end is the end of all: a machine's failure before a
// lab that came out otherwise.
static int run_all(struct asked_lab *asked, const struct topology *topology)
{
	bool came_out[64] = {false};
	int worst = EXIT_DONE;

	for (size_t i = 0; i < catalog_nr_labs() && worst < EXIT_SIGNAL; i++) {
		const struct lab *lab = catalog_lab(i);
		int status;

		lab_options_default(lab, asked->values);
		if (!asked->brief)
			printf("%s%s: %s\n\n", i ? "\n" : "", lab->name, lab->statement);
		status = run_lab(asked, lab, topology);
		came_out[i] = status == EXIT_DONE;
		worst = status > worst ? status : worst;
	}
	if (worst < EXIT_SIGNAL)
		print_tally(came_out, catalog_nr_labs());
	return worst;
}

static void describe_machine(struct asked_lab *asked, const struct topology *topology)
{
	static struct host host;

	host_load(&host, topology);
	snprintf(asked->machine, sizeof asked->machine, "%s, %s", host.cpu_model, host.topology);
}

static int run(struct asked_lab *asked)
{
	struct topology topology;
	struct complaint c;
	int status;

	if (topology_load(&topology, &c))
		return cli_complain(&c);
	if (sandbox_init()) {
		complain_machine(&c, "cannot prepare the sandbox: %s", strerror(errno));
		return cli_complain(&c);
	}
	if (asked->directory)
		describe_machine(asked, &topology);
	interrupt_catch();
	status = asked->all ? run_all(asked, &topology) : run_lab(asked, asked->lab, &topology);
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
	struct asked_lab asked = {.timeout_ns = TIMEOUT_NS, .look.formats = 1u << DRAW_SVG};
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
	if (asked.directory && directory_make(asked.directory, &c))
		return cli_complain(&c);
	return run(&asked);
}
