// SPDX-License-Identifier: MIT

// The same file twice: as a shared object, and right here, under another name.

#include "harness/bench/plugin.h"

#include <stdio.h>
#include <stdlib.h>

#include "benches/catalog.h"
#include "harness/bench/duel.h"
#include "harness/bench/ratios.h"
#include "harness/trial/plugin.h"

#define my_lock my_lock_compiled_in
#include "benches/examples/my_lock.c"
#include "harness/plan/case.h"
#include "harness/statistics/estimate.h"
#include "harness/trial/tasks.h"
#undef my_lock

#define NR_PAIRS 200
#define MOST	 1.02 /* what loading may cost */

// A make of its own, whatever make we were started by.
#define BUILD                                                                                      \
	"cp '%1$s/benches/examples/my_lock.c' '%1$s/benches/examples/Makefile' '%2$s' && "         \
	"env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C '%2$s' RACELAB='%1$s' my_lock.so"

static int build(const char *directory, struct complaint *c)
{
	char command[1024];
	int length = snprintf(command, sizeof command, BUILD, RACELAB_ROOT, directory);

	if (length >= (int)sizeof command || system(command) != 0)
		return complain_machine(c, "benches/examples/my_lock.c could not be built");
	return 0;
}

// Once it is loaded, its file is not needed any more.
static int build_and_load(struct plugins *plugins, struct complaint *c)
{
	char directory[] = "/tmp/racelab-bench-XXXXXX", file[64], command[64];
	int result;

	if (!mkdtemp(directory))
		return complain_machine(c, "cannot make a directory in /tmp");
	snprintf(file, sizeof file, "%s/my_lock.so", directory);
	result = build(directory, c);
	if (!result)
		result = plugins_add(plugins, file, "", c);
	if (!result)
		result = plugins_load(plugins, c);
	snprintf(command, sizeof command, "rm -rf %s", directory);
	return system(command) == 0 ? result : complain_machine(c, "cannot remove %s", directory);
}

static int compare(struct estimate *ratio, const struct topology *topology, struct complaint *c)
{
	struct case_spec loaded = {
	    .structure = catalog_find_structure("variable"),
	    .strategy = catalog_find_strategy("my_lock"),
	    .task = task_kind_find("thread"),
	    .count = 1,
	    .granularity = {.kind = GRANULARITY_ABSENT},
	};
	struct case_spec compiled_in = loaded;

	compiled_in.strategy = &strategy_my_lock_compiled_in;
	return duel_cases(ratio, &loaded, &compiled_in, topology, NR_PAIRS, c);
}

int bench_plugin(const struct topology *topology, struct complaint *c)
{
	struct plugins plugins = {.nr = 0};
	struct libscols_table *table;
	struct estimate ratio;

	if (build_and_load(&plugins, c) || compare(&ratio, topology, c))
		return -1;
	table = ratios_create("my_lock loaded, variable, 1 task", "time / compiled in");
	ratios_add(table, "my_lock.so", &ratio, MOST);
	ratios_print(table);
	putchar('\n');
	return 0;
}
