// SPDX-License-Identifier: MIT

// The sandbox around a lab, and what a lab does from within it.

#include "harness/lab/experiment.h"

#include <assert.h>
#include <errno.h>
#include <hwloc.h>
#include <math.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "benches/sync/must.h"
#include "harness/lab/refusal.h"
#include "harness/lab/run.h"
#include "harness/machine/placement.h"
#include "harness/machine/topology.h"
#include "harness/trial/sandbox.h"

size_t lab_nr_options(const struct lab *lab)
{
	size_t nr = 0;

	while (nr < LAB_MAX_OPTIONS && lab->options[nr].name)
		nr++;
	return nr;
}

static size_t nr_columns_of(const struct lab *lab)
{
	size_t nr = 0;

	while (nr < LAB_MAX_COLUMNS && lab->columns[nr].name)
		nr++;
	return nr;
}

size_t lab_column(const struct lab *lab, const char *name)
{
	for (size_t i = 0; i < nr_columns_of(lab); i++)
		if (strcmp(lab->columns[i].name, name) == 0)
			return i;
	fprintf(stderr, "racelab: lab %s has no column '%s'\n", lab->name, name);
	abort();
}

uint64_t lab_option(const struct lab_run *run, const char *name)
{
	for (size_t i = 0; i < lab_nr_options(run->lab); i++)
		if (strcmp(run->lab->options[i].name, name) == 0)
			return run->values[i];
	fprintf(stderr, "racelab: lab %s has no option '%s'\n", run->lab->name, name);
	abort();
}

const char *lab_programs(const struct lab_run *run, const char *name)
{
	const char *paths = (const char *)(uintptr_t)lab_option(run, name);

	return paths ? paths : "";
}

unsigned lab_nr_pus(const struct lab_run *run)
{
	return run->nr_pus;
}

int lab_pin(const struct lab_run *run, unsigned i)
{
	return topology_pin(run->topology, run->pus[i % run->nr_pus]);
}

void lab_unpin(const struct lab_run *run)
{
	must_errno(
	    hwloc_set_cpubind(run->topology->hwloc, run->topology->allowed, HWLOC_CPUBIND_THREAD));
}

// The signals that ask us to stop are blocked but for here.
bool lab_stop_asked(const struct lab_run *run, uint64_t most_ns)
{
	const struct timespec most = {.tv_sec = (time_t)(most_ns / 1000000000),
				      .tv_nsec = (long)(most_ns % 1000000000)};
	sigset_t none;

	sigemptyset(&none);
	if (!run->interrupted || !*run->interrupted)
		ppoll(NULL, 0, &most, &none);
	return run->interrupted && *run->interrupted;
}

static struct lab_field *field(struct lab_run *run, const char *column, enum lab_kind kind)
{
	size_t i = lab_column(run->lab, column);

	assert(run->lab->columns[i].kind == kind);
	return &run->table->fields[run->table->nr_rows][i];
}

void lab_row_begin(struct lab_run *run)
{
	struct lab_table *table = run->table;

	assert(table->nr_rows < LAB_MAX_ROWS);
	memset(table->fields[table->nr_rows], 0, sizeof table->fields[0]);
}

void lab_word(struct lab_run *run, const char *column, const char *format, ...)
{
	struct lab_field *f = field(run, column, LAB_WORD);
	va_list args;

	va_start(args, format);
	vsnprintf(f->word, sizeof f->word, format, args);
	va_end(args);
	f->set = f->word[0] != '\0';
}

void lab_count(struct lab_run *run, const char *column, int64_t count)
{
	struct lab_field *f = field(run, column, LAB_COUNT);

	f->count = count;
	f->set = true;
}

void lab_real(struct lab_run *run, const char *column, double real)
{
	struct lab_field *f = field(run, column, LAB_REAL);

	f->real = real;
	f->set = isfinite(real);
}

void lab_row_end(struct lab_run *run)
{
	/* release: whoever sees the row counted sees all of it */
	__atomic_store_n(&run->table->nr_rows, run->table->nr_rows + 1, __ATOMIC_RELEASE);
}

void lab_skip(struct lab_run *run, const char *column, const char *what, const char *format, ...)
{
	char why[LAB_WORD_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof why, format, args);
	va_end(args);
	lab_row_begin(run);
	lab_word(run, column, "%s", what);
	lab_word(run, "detail", "%s", why);
	run->table->nr_skipped++;
	lab_row_end(run);
}

static int run_main(void *context)
{
	struct lab_run *run = context;

	sandbox_pass_on(NULL);
	must(sandbox_init()); /* its own children are sandboxed, too */
	run->lab->run(run);
	return 0;
}

static void describe_end(struct lab_end *end, const struct sandbox_end *sandbox,
			 uint64_t timeout_ns)
{
	const char *said = sandbox->said;
	int length = 0;

	*end = (struct lab_end){.interrupted = sandbox->kind == SANDBOX_INTERRUPTED};
	if (sandbox->kind == SANDBOX_SIGNALED)
		length = snprintf(end->why, sizeof end->why, "signal %d (SIG%s)", sandbox->status,
				  sigabbrev_np(sandbox->status));
	else if (sandbox->kind == SANDBOX_TIMED_OUT)
		length = snprintf(end->why, sizeof end->why,
				  "killed after %.3g s; --timeout gives it longer",
				  (double)timeout_ns / 1e9);
	else if (sandbox->kind == SANDBOX_FAILED)
		length = snprintf(end->why, sizeof end->why, "fork: %s", strerror(sandbox->status));
	else if (sandbox->kind == SANDBOX_INTERRUPTED)
		length = snprintf(end->why, sizeof end->why, "interrupted");
	else if (sandbox->status)
		length = snprintf(end->why, sizeof end->why, "exit status %d", sandbox->status);
	if (length && said[0])
		snprintf(end->why + length, sizeof end->why - (size_t)length, "; said: %s", said);
}

static struct lab_table *table_create(const struct lab *lab, struct complaint *c)
{
	struct lab_table *table = mmap(NULL, sizeof *table, PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (table == MAP_FAILED) {
		complain_machine(c, "no memory for the rows of a lab: %s", strerror(errno));
		return NULL;
	}
	table->lab = lab;
	table->nr_columns = nr_columns_of(lab);
	return table;
}

void table_destroy(struct lab_table *table)
{
	munmap(table, sizeof *table);
}

// Large, a number for each PU, and one at a time: one for all.
static struct lab_run *prepare(const struct experiment *experiment, struct complaint *c)
{
	const struct place compact = {.kind = PLACE_COMPACT};
	static struct lab_run run;
	int nr_pus;

	run = (struct lab_run){.lab = experiment->lab,
			       .values = experiment->values,
			       .topology = experiment->topology,
			       .interrupted = experiment->interrupted};
	nr_pus = placement_order(experiment->topology, &compact, run.pus, PLACE_MAX_CPUS, c);
	if (nr_pus < 0)
		return NULL;
	run.nr_pus = (unsigned)nr_pus;
	return &run;
}

struct lab_table *experiment_run(const struct experiment *experiment, struct lab_end *end,
				 struct complaint *c)
{
	struct lab_run *run = prepare(experiment, c);
	struct sandbox_end sandbox;
	char *heard = NULL;
	size_t size;
	FILE *said;

	if (!run)
		return NULL;
	run->table = table_create(experiment->lab, c);
	if (!run->table)
		return NULL;
	said = open_memstream(&heard, &size);
	must(said ? 0 : errno);
	sandbox_pass_on(said);
	sandbox = sandbox_run(run_main, run, experiment->timeout_ns, experiment->interrupted);
	sandbox_pass_on(NULL);
	fclose(said);
	describe_end(end, &sandbox, experiment->timeout_ns);
	refusal_find(heard, end->refused, sizeof end->refused, stderr);
	free(heard);
	return run->table;
}

int experiment_serve(const struct experiment *experiment, struct complaint *c)
{
	struct lab_run *run = prepare(experiment, c);
	char why[256] = "";
	FILE *out;
	bool well;

	if (!run)
		return -1;
	out = fmemopen(why, sizeof why, "w");
	must(out ? 0 : errno);
	well = experiment->lab->serve(run, out);
	fclose(out);
	return well ? 0 : complain_machine(c, "lab %s: %s", experiment->lab->name, why);
}
