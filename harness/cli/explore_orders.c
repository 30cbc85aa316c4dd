// SPDX-License-Identifier: MIT

// racelab explore NAME --orders: each atomic access with the order that it has and the one that it
// needs.

#include <jansson.h>
#include <libsmartcols.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "harness/cli/cli.h"
#include "harness/cli/explore_options.h"
#include "harness/cli/explore_ways.h"
#include "harness/complaint.h"
#include "harness/explore/bounds.h"
#include "harness/explore/found.h"
#include "harness/explore/limit.h"
#include "harness/explore/orders.h"
#include "harness/explore/program/program.h"
#include "harness/explore/program/runner.h"
#include "harness/explore/proofs.h"
#include "harness/explore/step.h"
#include "harness/explore/target.h"
#include "harness/explore/telling/json.h"
#include "harness/explore/weaken.h"
#include "harness/machine/probe.h"
#include "harness/terminal/terminal.h"

static const char *kind_name(const struct access *access)
{
	static const char *const operations[] = {"exchange", "fetch_add", "fetch_sub", "fetch_and",
						 "fetch_or", "fetch_xor", "fetch_nand"};

	switch (access->kind) {
	case STEP_READ:
		return "load";
	case STEP_WRITE:
		return "store";
	case STEP_MODIFY:
		return operations[access->operation];
	case STEP_COMPARE:
		return access->of_failure ? "cas, failed" : "cas";
	default:
		return "fence";
	}
}

static const char *told(const struct access *access, char *text, size_t size)
{
	char wrongs[128];

	switch (access->need) {
	case NEED_NONE:
		snprintf(text, size, "the weakest there is");
		break;
	case NEED_AS_IT_IS:
		snprintf(text, size, "needed; with %s: %s", order_name(access->tried),
			 wrongs_text(access->wrongs, wrongs, sizeof wrongs));
		break;
	case NEED_LESS:
		snprintf(text, size, "could be %s", order_name(access->weakest));
		break;
	default:
		snprintf(text, size, "not known: the limit was reached");
	}
	return text;
}

static void print_table(const struct orders *orders)
{
	static const char *const names[] = {"line", "access", "order", "is it needed?", "source"};
	struct libscols_table *table = scols_new_table();

	scols_table_enable_colors(table, terminal_colours(stdout));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		scols_table_new_column(table, names[i], 0, i == 4 ? SCOLS_FL_TRUNC : 0);
	for (size_t i = 0; i < orders->nr; i++) {
		const struct access *access = &orders->access[i];
		struct libscols_line *line = scols_table_new_line(table, NULL);
		char where[320], text[160];

		snprintf(where, sizeof where, "%s:%u", access->at.file, access->at.line);
		scols_line_set_data(line, 0, where);
		scols_line_set_data(line, 1, kind_name(access));
		scols_line_set_data(line, 2, order_name(access->order));
		scols_line_set_data(line, 3, told(access, text, sizeof text));
		scols_line_set_data(line, 4, access->text);
		if (access->need == NEED_LESS)
			scols_line_set_color(line, "yellow");
	}
	scols_print_table(table);
	scols_unref_table(table);
}

static void print_bounds(const struct orders *orders, bool strategy)
{
	for (size_t i = 0; i < orders->nr_benches; i++)
		if (strategy)
			printf("%s%u tasks x %u increment%s", i ? " and " : "",
			       orders->bounds[i].tasks, orders->bounds[i].ops,
			       orders->bounds[i].ops == 1 ? "" : "s");
		else
			printf("its %u tasks", orders->bench[i].program.runner.facts.nr_tasks);
}

// "Could be weaker" is a statement about what was tried: it says so.
static void print_sentence(const struct orders *orders, const struct target *target)
{
	printf("\n%s, under rc11, within ", target->name);
	print_bounds(orders, target->strategy);
	if (!orders->nr_less)
		printf(": no order could be weaker.\n");
	else
		printf(": %zu could be weaker, each by itself%s.\n", orders->nr_less,
		       orders->nr_less == 1 ? ""
		       : orders->together   ? "; and all of them at once"
					    : "; not all of them at once");
	printf("An order that is not needed within these bounds may be needed beyond them.\n");
	for (size_t i = 0; i < orders->nr; i++)
		if (orders->access[i].need == NEED_AS_IT_IS) {
			const char *slash = strrchr(orders->access[i].at.file, '/');

			printf("A witness: racelab explore %s --model rc11 --weaken %s:%u=%s%s\n",
			       target->name, slash ? slash + 1 : orders->access[i].at.file,
			       orders->access[i].at.line,
			       orders->access[i].of_failure ? order_name(orders->access[i].order)
							    : order_name(orders->access[i].tried),
			       orders->access[i].of_failure ? "/relaxed" : "");
			return;
		}
}

static json_t *json_access(const struct access *access)
{
	static const char *const needs[] = {"none", "as_it_is", "less", "unknown"};
	return json_pack("{s:s, s:i, s:s, s:s, s:s, s:s?, s:s?, s:o}", "file", access->at.file,
			 "line", (int)access->at.line, "access", kind_name(access), "order",
			 order_name(access->order), "need", needs[access->need], "could_be",
			 access->need == NEED_LESS ? order_name(access->weakest) : NULL, "tried",
			 access->need == NEED_AS_IT_IS ? order_name(access->tried) : NULL,
			 "violations", wrongs_json(access->wrongs));
}

static void print_json(const struct orders *orders, const struct target *target)
{
	json_t *list = json_array(), *bounds = json_array(), *all;

	for (size_t i = 0; i < orders->nr; i++)
		json_array_append_new(list, json_access(&orders->access[i]));
	for (size_t i = 0; i < orders->nr_benches; i++)
		json_array_append_new(bounds,
				      json_pack("{s:i, s:i}", "tasks", (int)orders->bounds[i].tasks,
						"ops", (int)orders->bounds[i].ops));
	all = json_pack("{s:s, s:s, s:o, s:o, s:o}", "program", target->name, "model", "rc11",
			"bounds", bounds, "accesses", list, "weaker_together",
			orders->nr_less ? json_boolean(orders->together) : json_null());
	json_dumpf(all, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(all);
}

int explore_orders(const struct explore_asked *asked, const char *root)
{
	struct limit limit = {.end_ns = asked->limit_ns ? probe_now_ns() + asked->limit_ns : 0,
			      .memory_bytes = asked->memory_bytes};
	struct bounds given = {asked->tasks ? (unsigned)asked->tasks : 2,
			       asked->ops ? (unsigned)asked->ops : 2};
	static struct orders orders;
	struct target target;
	struct complaint c;
	int status = EXIT_DONE;
	bool chosen = asked->tasks || asked->ops;

	if (target_find(&target, asked->name, root, &c))
		return cli_complain(&c);
	chosen |= !target.strategy;
	if (orders_find(&orders, &target, root, chosen ? &given : proof_bounds, chosen ? 1 : 2,
			&limit, &c))
		status = cli_complain(&c);
	else if (asked->json)
		print_json(&orders, &target);
	else {
		print_table(&orders);
		print_sentence(&orders, &target);
	}
	orders_close(&orders);
	for (size_t i = 0; i < orders.nr && status == EXIT_DONE; i++)
		if (orders.access[i].need == NEED_UNKNOWN)
			status = EXIT_MACHINE;
	return status;
}
