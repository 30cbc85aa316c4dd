// SPDX-License-Identifier: MIT

// racelab list: what there is to race and to draw.

#include <argp.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/labs/lab.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"
#include "harness/cli/cli.h"
#include "harness/complaint.h"
#include "harness/explore/target.h"
#include "harness/terminal/paragraph.h"
#include "harness/terminal/terminal.h"
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
    .doc = "The strategies, structures, labs, programs to explore and figures there are."
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
	if (about->unexplored)
		add_limit(text, size, "cannot be explored", about->unexplored);
	return text;
}

static json_t *json_task_kinds(const struct about *about)
{
	json_t *kinds = json_array();

	if (about->class == CLASS_REMOTE)
		json_array_append_new(kinds, json_string(task_ranks.name));
	for (size_t i = 0; i < task_kinds() && about->class != CLASS_REMOTE; i++)
		if (!task_kind(i)->processes || !about->threads_only)
			json_array_append_new(kinds, json_string(task_kind(i)->name));
	return kinds;
}

static bool races_on(const struct strategy *strategy, const struct structure *structure)
{
	if (strategy->about->class == CLASS_REMOTE)
		return !structure->raced_by;
	return catalog_kernel(structure, strategy) != NULL;
}

static json_t *json_structures(const struct strategy *strategy)
{
	json_t *names = json_array();

	for (size_t i = 0; i < catalog_nr_structures(); i++)
		if (races_on(strategy, catalog_structure(i)))
			json_array_append_new(names, json_string(catalog_structure(i)->name));
	return names;
}

static json_t *json_strategy(const struct strategy *strategy)
{
	const struct about *about = strategy->about;
	char text[256];

	return json_pack(
	    "{s:s, s:s, s:s, s:s, s:o, s:o, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:o, s:s}", "name",
	    strategy->name, "class", class_name(about->class), "summary", about->summary, "source",
	    about->source, "structures", json_structures(strategy), "tasks", json_task_kinds(about),
	    "exact", !about->may_lose, "race_free", !about->data_race, "locks", strategy->locks,
	    "calls", about->calls, "yields", about->yields, "one_lock", about->one_lock != NULL,
	    "explorable", about->unexplored == NULL, "max_tasks",
	    about->max_tasks ? json_integer(about->max_tasks) : json_null(), "limits",
	    limits(about, text, sizeof text));
}

static json_t *json_programs(void)
{
	const struct told_program *programs;
	size_t nr = told_programs(&programs);
	json_t *list = json_array();

	for (size_t i = 0; i < nr; i++)
		json_array_append_new(
		    list, json_pack("{s:s, s:s, s:s, s:s}", "name", programs[i].name, "looks_for",
				    programs[i].looks_for, "models", programs[i].models, "summary",
				    programs[i].teaches));
	return list;
}

static int print_json(void)
{
	json_t *strategies = json_array(), *structures = json_array(), *figures = json_array();
	json_t *labs = json_array(), *remotes = json_array(), *all;

	for (size_t i = 0; i < catalog_nr_strategies(); i++)
		json_array_append_new(strategies, json_strategy(catalog_strategy(i)));
	for (size_t i = 0; i < catalog_nr_remotes(); i++)
		json_array_append_new(remotes, json_strategy(catalog_remote(i)));
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
	all = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "strategies", strategies, "remotes",
			remotes, "structures", structures, "labs", labs, "programs",
			json_programs(), "figures", figures);
	json_dumpf(all, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(all);
	return EXIT_DONE;
}

// What a class means, in the order of the catalogue.
static const struct {
	enum sync_class class;
	const char *meaning;
} classes[] = {
    {CLASS_UNSYNCHRONIZED, "nothing protects the increment: updates are lost"},
    {CLASS_BROKEN, "meant to protect it, and wrong"},
    {CLASS_ATOMIC, "one indivisible step"},
    {CLASS_LOCKED, "one task at a time"},
    {CLASS_SCALABLE, "counted apart, summed up by who reads"},
    {CLASS_REMOTE, "for ranks, by MPI: the counter is in another's memory"},
};

// Where the texts of a group begin: behind its longest name.
struct group {
	size_t indent;
	size_t width; /* of the terminal; 0: none, nothing is broken */
};

static void widen(struct group *group, const char *name)
{
	size_t columns = 2 + terminal_columns(name) + 2;

	group->indent = columns > group->indent ? columns : group->indent;
}

static void print_entry(const struct group *group, const char *name, const char *summary)
{
	int gap = (int)(group->indent - 2 - terminal_columns(name));

	printf("  %s%*s", name, gap, "");
	paragraph_put(stdout, summary, group->indent, group->indent, group->width);
}

static void print_heading(const char *heading, const char *how)
{
	bool bold = terminal_colours(stdout);

	printf("%s%s%s  ", bold ? "\033[1m" : "", heading, bold ? "\033[0m" : "");
	paragraph_put(stdout, how, strlen(heading) + 2, strlen(heading) + 2,
		      terminal_width(stdout));
}

// All there are, in the catalogue's order: those for ranks come last.
static const struct strategy *listed(size_t i)
{
	size_t nr = catalog_nr_strategies();

	return i < nr ? catalog_strategy(i) : catalog_remote(i - nr);
}

static void print_strategies(void)
{
	struct group group = {.width = terminal_width(stdout)};
	size_t nr = catalog_nr_strategies() + catalog_nr_remotes();

	for (size_t i = 0; i < nr; i++)
		widen(&group, listed(i)->name);
	print_heading("Strategies", "--sync NAME, or the name of a class for all that are in it");
	for (size_t k = 0; k < sizeof classes / sizeof *classes; k++) {
		const char *name = class_name(classes[k].class);

		printf("\n%s: ", name);
		paragraph_put(stdout, classes[k].meaning, strlen(name) + 2, 2, group.width);
		for (size_t i = 0; i < nr; i++)
			if (listed(i)->about->class == classes[k].class)
				print_entry(&group, listed(i)->name, listed(i)->about->summary);
	}
}

// Which strategies are proved, and how to see it.
static void print_proofs(void)
{
	char text[1024] = "racelab explore NAME proves one of them within bounds, or shows how it "
			  "goes wrong; it cannot see into ";
	const char *separator = "";

	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		const struct strategy *strategy = catalog_strategy(i);
		size_t used = strlen(text);

		if (!strategy->about->unexplored)
			continue;
		snprintf(text + used, sizeof text - used, "%s%s", separator, strategy->name);
		separator = ", ";
	}
	putchar('\n');
	paragraph_put(stdout, text, 0, 0, terminal_width(stdout));
}

static void print_programs(void)
{
	struct group group = {.width = terminal_width(stdout)};
	const struct told_program *programs;
	size_t nr = told_programs(&programs);

	for (size_t i = 0; i < nr; i++)
		widen(&group, programs[i].name);
	putchar('\n');
	print_heading("Programs", "racelab explore NAME");
	for (size_t i = 0; i < nr; i++)
		print_entry(&group, programs[i].name, programs[i].teaches);
}

static void print_structures(void)
{
	struct group group = {.width = terminal_width(stdout)};

	for (size_t i = 0; i < catalog_nr_structures(); i++)
		widen(&group, catalog_structure(i)->name);
	putchar('\n');
	print_heading("Structures", "--structure NAME");
	for (size_t i = 0; i < catalog_nr_structures(); i++)
		print_entry(&group, catalog_structure(i)->name, catalog_structure(i)->summary);
}

static void print_labs(void)
{
	struct group group = {.width = terminal_width(stdout)};

	for (size_t i = 0; i < catalog_nr_labs(); i++)
		widen(&group, catalog_lab(i)->name);
	putchar('\n');
	print_heading("Labs", "racelab lab NAME");
	for (size_t i = 0; i < catalog_nr_labs(); i++)
		print_entry(&group, catalog_lab(i)->name, catalog_lab(i)->summary);
}

static void print_figures(void)
{
	struct group group = {.width = terminal_width(stdout)};

	for (size_t i = 0; i < catalog_nr_figures(); i++)
		widen(&group, catalog_figure(i)->name);
	putchar('\n');
	print_heading("Figures", "racelab plot DIR --only NAME");
	for (size_t i = 0; i < catalog_nr_figures(); i++)
		print_entry(&group, catalog_figure(i)->name, catalog_figure(i)->summary);
}

static int print_groups(void)
{
	print_strategies();
	print_proofs();
	print_structures();
	print_labs();
	print_programs();
	print_figures();
	putchar('\n');
	paragraph_put(stdout,
		      "Next: racelab run --sync NAME,... --structure NAME,... (racelab run --help)",
		      0, 6, terminal_width(stdout));
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
	return asked.json ? print_json() : print_groups();
}
