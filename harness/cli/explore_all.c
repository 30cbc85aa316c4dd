// SPDX-License-Identifier: MIT

// racelab explore --all: every strategy of the catalogue under every model, as one table or as
// JSON; a line each as soon as it is known.

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/cli/cli.h"
#include "harness/cli/explore_options.h"
#include "harness/cli/explore_ways.h"
#include "harness/interrupt.h"
#include "harness/complaint.h"
#include "harness/explore/bounds.h"
#include "harness/explore/explore.h"
#include "harness/explore/found.h"
#include "harness/explore/proofs.h"
#include "harness/explore/telling/json.h"
#include "harness/machine/probe.h"
#include "harness/terminal/progress.h"

#define EACH_NS 60000000000 /* a strategy under one model within one pair of bounds */

struct tally {
	unsigned proved, violated, incomplete, unexplored, unexpected;
};

// What is wrong, in as many words as a table has room for.
static const char *word(const struct proof *proof, char *text, size_t size)
{
	const char *verdict = found_word(proof->verdict);
	char wrongs[96];

	if (proof->verdict == FOUND_VIOLATED)
		snprintf(text, size, "%s: %s", verdict,
			 wrongs_text(proof->wrongs, wrongs, sizeof wrongs));
	else
		snprintf(text, size, "%s", verdict);
	return text;
}

// One that cannot be explored has to say so itself. A strategy that loses nothing has to be proved;
// one that may lose has to be seen losing under some model.
static bool is_expected(const struct proofs *proofs, const struct strategy *strategy)
{
	bool violated = false;

	if (!proofs->explored || strategy->about->unexplored)
		return !proofs->explored && strategy->about->unexplored;
	for (int model = 0; model < NR_MODELS; model++) {
		violated |= proofs->proof[model].verdict == FOUND_VIOLATED;
		if (proofs->proof[model].verdict == FOUND_INCOMPLETE)
			return false;
	}
	return violated == strategy->about->may_lose;
}

static void count(struct tally *tally, const struct proofs *proofs, const struct strategy *strategy)
{
	tally->unexpected += !is_expected(proofs, strategy);
	tally->unexplored += !proofs->explored;
	for (int model = 0; model < NR_MODELS && proofs->explored; model++) {
		enum verdict_of verdict = proofs->proof[model].verdict;

		tally->proved += verdict == FOUND_PROVED;
		tally->violated += verdict == FOUND_VIOLATED;
		tally->incomplete += verdict == FOUND_INCOMPLETE;
	}
}

// The reason without what differs from one processor to the next, and without the name again.
static void print_reason(const struct proofs *proofs)
{
	const char *reason = strstr(proofs->reason.text, "cannot be explored");

	if (!reason)
		reason = proofs->reason.text;
	printf(" %.*s\n", (int)strcspn(reason, "("), reason);
}

static void print_row(const struct proofs *proofs)
{
	char text[NR_MODELS][128];

	printf("%-17s", proofs->strategy);
	if (proofs->explored) {
		for (int model = 0; model < NR_MODELS; model++)
			word(&proofs->proof[model], text[model], sizeof text[model]);
		printf(" %-40s %-40s %s\n", text[MODEL_SC], text[MODEL_TSO], text[MODEL_RC11]);
	} else {
		print_reason(proofs);
	}
	fflush(stdout);
}

static json_t *json_proof(const struct proof *proof)
{
	return json_pack("{s:s, s:o, s:I, s:I, s:s?}", "verdict", found_word(proof->verdict),
			 "violations", wrongs_json(proof->wrongs), "states",
			 (json_int_t)proof->states, "executions", (json_int_t)proof->executions,
			 "why", proof->why_not);
}

static json_t *json_row(const struct proofs *proofs)
{
	json_t *row = json_pack("{s:s, s:b, s:f}", "strategy", proofs->strategy, "explored",
				(int)proofs->explored, "seconds", proofs->seconds);
	json_t *bounds = json_array();

	for (size_t i = 0; i < proofs->nr_bounds; i++)
		json_array_append_new(bounds,
				      json_pack("{s:i, s:i}", "tasks", (int)proofs->bounds[i].tasks,
						"ops", (int)proofs->bounds[i].ops));
	json_object_set_new(row, "bounds", bounds);
	json_object_set_new(row, "reason",
			    proofs->explored ? json_null() : json_string(proofs->reason.text));
	for (int model = 0; model < NR_MODELS && proofs->explored; model++)
		json_object_set_new(row, model_name(model), json_proof(&proofs->proof[model]));
	return row;
}

static void print_end(const struct tally *tally, double seconds)
{
	printf("\n%u proved, %u violated, %u incomplete, %u strategies that cannot be explored; "
	       "%.0f s\n",
	       tally->proved, tally->violated, tally->incomplete, tally->unexplored, seconds);
	printf(
	    "each within 2 tasks x 2 increments and 3 x 1 (2 x 2 where there may be only two)\n");
	if (tally->unexpected)
		printf("%u came out otherwise than the catalogue says: exact strategies are to be "
		       "proved, others to be seen losing, and those that cannot be explored to "
		       "say so\n",
		       tally->unexpected);
}

static void print_head(void)
{
	printf("%-17s %-40s %-40s %s\n", "strategy", "sc", "tso", "rc11");
}

int explore_all(const struct explore_asked *asked, const char *root)
{
	uint64_t begin_ns = probe_now_ns(), each_ns = asked->limit_ns ? asked->limit_ns : EACH_NS;
	json_t *rows = json_array();
	struct tally tally = {0};
	struct progress progress;

	progress_begin(&progress, catalog_nr_strategies());
	if (!asked->json)
		print_head();
	for (size_t i = 0; i < catalog_nr_strategies() && !interrupt_waits(); i++) {
		const struct strategy *strategy = catalog_strategy(i);
		static struct proofs proofs;
		struct complaint c;

		if (proofs_make(&proofs, strategy->name, root, each_ns, &c)) {
			progress_end(&progress);
			json_decref(rows);
			return cli_complain(&c);
		}
		progress_end(&progress);
		count(&tally, &proofs, strategy);
		if (asked->json)
			json_array_append_new(rows, json_row(&proofs));
		else
			print_row(&proofs);
		if (i + 1 < catalog_nr_strategies())
			progress_step(&progress, catalog_strategy(i + 1)->name);
	}
	progress_end(&progress);
	if (asked->json) {
		json_t *all = json_pack("{s:O, s:f}", "strategies", rows, "seconds",
					(double)(probe_now_ns() - begin_ns) * 1e-9);

		json_dumpf(all, stdout, JSON_INDENT(2));
		putchar('\n');
		json_decref(all);
	} else {
		print_end(&tally, (double)(probe_now_ns() - begin_ns) * 1e-9);
	}
	json_decref(rows);
	if (interrupt_waits())
		return EXIT_SIGNAL + interrupt_waits();
	return tally.incomplete ? EXIT_MACHINE : tally.unexpected ? EXIT_FAIL : EXIT_DONE;
}
