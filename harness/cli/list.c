// SPDX-License-Identifier: MIT

// racelab list: what there is to race and to draw.

#include <jansson.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "harness/cli/cli.h"
#include "harness/trial/plugin.h"
#include "harness/trial/tasks.h"

enum {
	KEY_LOAD = 0x100,
};

struct options {
	bool json;
	struct plugins plugins;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
	struct options *asked = state->input;
	struct complaint c;

	if (key == 'j')
		asked->json = true;
	else if (key != KEY_LOAD)
		return ARGP_ERR_UNKNOWN;
	else if (plugins_add(&asked->plugins, argument, "", &c))
		return cli_refuse(&c);
	return 0;
}

static const struct argp_option options[] = {
    {"json", 'j', NULL, 0, "As one JSON object", 0},
    {"load", KEY_LOAD, "FILE.so", 0, "Also the strategy in a shared object; repeatable", 0},
    {0},
};

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .doc = "The strategies, structures and figures there are."
	   "\vExamples:\n"
	   "  racelab list\n"
	   "  racelab list --json | jq -r '.strategies[].name'\n",
};

static void add_limit(char *text, size_t size, const char *limit, const char *why)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s%s: %s", used ? "; " : "", limit, why);
}

// What a strategy cannot do, in words; "" if nothing. Returns text.
static const char *limits(const struct about *about, char *text, size_t size)
{
	text[0] = '\0';
	if (about->max_tasks)
		snprintf(text, size, "at most %u tasks", about->max_tasks);
	if (about->threads_only)
		add_limit(text, size, "threads only", about->threads_only);
	if (about->one_lock)
		add_limit(text, size, "granularity global only", about->one_lock);
	return text;
}

static json_t *json_task_kinds(const struct about *about)
{
	json_t *kinds = json_array();

	for (size_t i = 0; i < task_kinds(); i++)
		if (!task_kind(i)->processes || !about->threads_only)
			json_array_append_new(kinds, json_string(task_kind(i)->name));
	return kinds;
}

static json_t *json_structures(const struct strategy *strategy)
{
	json_t *names = json_array();

	for (size_t i = 0; i < catalog_nr_structures(); i++)
		if (catalog_kernel(catalog_structure(i), strategy))
			json_array_append_new(names, json_string(catalog_structure(i)->name));
	return names;
}

static json_t *json_strategy(const struct strategy *strategy)
{
	const struct about *about = strategy->about;
	char text[256];

	return json_pack(
	    "{s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:b, s:b, s:b, s:b, s:b, s:o, s:s}", "name",
	    strategy->name, "class", class_name(about->class), "summary", about->summary, "source",
	    about->source, "structures", json_structures(strategy), "tasks", json_task_kinds(about),
	    "exact", !about->may_lose, "race_free", !about->data_race, "locks", strategy->locks,
	    "calls", about->calls, "yields", about->yields, "one_lock", about->one_lock != NULL,
	    "max_tasks", about->max_tasks ? json_integer(about->max_tasks) : json_null(), "limits",
	    limits(about, text, sizeof text));
}

static int print_json(void)
{
	json_t *strategies = json_array(), *structures = json_array(), *figures = json_array();
	json_t *labs = json_array(), *all;

	for (size_t i = 0; i < catalog_nr_strategies(); i++)
		json_array_append_new(strategies, json_strategy(catalog_strategy(i)));
	for (size_t i = 0; i < catalog_nr_structures(); i++)
		json_array_append_new(
		    structures, json_pack("{s:s, s:s, s:s?}", "name", catalog_structure(i)->name,
					  "summary", catalog_structure(i)->summary, "raced_by",
					  catalog_structure(i)->raced_by));
	for (size_t i = 0; i < catalog_nr_labs(); i++)
		json_array_append_new(labs,
				      json_pack("{s:s, s:s, s:s}", "name", catalog_lab(i)->name,
						"summary", catalog_lab(i)->summary, "statement",
						catalog_lab(i)->statement));
	for (size_t i = 0; i < catalog_nr_figures(); i++)
		json_array_append_new(figures,
				      json_pack("{s:s, s:s}", "name", catalog_figure(i)->name,
						"summary", catalog_figure(i)->summary));
	all = json_pack("{s:o, s:o, s:o, s:o}", "strategies", strategies, "structures", structures,
			"labs", labs, "figures", figures);
	json_dumpf(all, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(all);
	return EXIT_DONE;
}

static void add_line(struct libscols_table *table, const char *name, const char *kind,
		     const char *summary)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	scols_line_set_data(line, 0, name);
	scols_line_set_data(line, 1, kind);
	scols_line_set_data(line, 2, summary);
}

static struct libscols_table *new_table(const char *title, const char *kind)
{
	struct libscols_table *table = scols_new_table();

	scols_table_new_column(table, title, 0, 0);
	scols_table_new_column(table, kind, 0, 0);
	scols_table_new_column(table, "what it is", 0, SCOLS_FL_WRAP);
	return table;
}

static void print_and_free(struct libscols_table *table)
{
	scols_print_table(table);
	scols_unref_table(table);
}

static int print_tables(void)
{
	struct libscols_table *table = new_table("strategy", "class");

	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		const struct strategy *s = catalog_strategy(i);

		add_line(table, s->name, class_name(s->about->class), s->about->summary);
	}
	print_and_free(table);
	putchar('\n');
	table = new_table("structure", "cells");
	for (size_t i = 0; i < catalog_nr_structures(); i++) {
		const struct structure *s = catalog_structure(i);

		add_line(table, s->name, s->has_slots ? "many" : "one", s->summary);
	}
	print_and_free(table);
	putchar('\n');
	table = new_table("lab", "run by");
	for (size_t i = 0; i < catalog_nr_labs(); i++)
		add_line(table, catalog_lab(i)->name, "racelab lab", catalog_lab(i)->summary);
	print_and_free(table);
	putchar('\n');
	table = new_table("figure", "drawn by");
	for (size_t i = 0; i < catalog_nr_figures(); i++)
		add_line(table, catalog_figure(i)->name, "racelab plot",
			 catalog_figure(i)->summary);
	print_and_free(table);
	puts("\nNext: racelab run --sync NAME,... --structure NAME,...   (see racelab run --help)");
	return EXIT_DONE;
}

int list_main(int argc, char **argv)
{
	static struct options asked;
	int status = cli_parse(&argp, argc, argv, &asked);
	struct complaint c;

	if (status)
		return status;
	if (plugins_load(&asked.plugins, &c))
		return cli_complain(&c);
	return asked.json ? print_json() : print_tables();
}
