// SPDX-License-Identifier: MIT

#include "harness/cli/raced.h"

#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"

static size_t place(const char *sync)
{
	const struct strategy *strategy = catalog_find_strategy(sync);
	size_t i = 0;

	while (i < catalog_nr_strategies() && catalog_strategy(i) != strategy)
		i++;
	for (size_t r = 0; r < catalog_nr_remotes() && i >= catalog_nr_strategies(); r++) {
		if (catalog_remote(r) == strategy)
			break;
		i++;
	}
	return i;
}

static int by_place(const void *a, const void *b)
{
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	size_t i = place(x), j = place(y);

	return i != j ? (i > j) - (i < j) : strcmp(x, y);
}

static void add(struct raced *raced, const char *sync)
{
	for (size_t i = 0; i < raced->nr; i++)
		if (strcmp(raced->sync[i], sync) == 0)
			return;
	if (raced->nr < MOST_RACED)
		raced->sync[raced->nr++] = sync;
}

void raced_list(struct raced *raced, const struct rows *rows)
{
	raced->nr = 0;
	for (size_t i = 0; i < rows->nr_rows; i++)
		add(raced, rows->row[i].sync);
	qsort(raced->sync, raced->nr, sizeof *raced->sync, by_place);
}
