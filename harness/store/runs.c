// SPDX-License-Identifier: MIT

#include "harness/store/runs.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "harness/control.h"

bool choice_is_made(const struct choice *choice)
{
	return choice->machine || choice->run || choice->last;
}

// A text of the store, on the heap; NULL without memory.
static char *text(sqlite3_stmt *statement, int at)
{
	const char *found = (const char *)sqlite3_column_text(statement, at);
	char *copy = strdup(found ? found : "");

	return copy ? control_plain(copy) : NULL;
}

static void free_run(struct run_info *run)
{
	free(run->label);
	free(run->cpu_model);
	free(run->started);
	free(run->ended);
}

static int add(struct runs *runs, sqlite3_stmt *statement)
{
	struct run_info *more = reallocarray(runs->run, runs->nr + 1, sizeof *more);
	struct run_info *run;

	if (!more)
		return -1;
	runs->run = more;
	run = &more[runs->nr++];
	*run = (struct run_info){.id = sqlite3_column_int64(statement, 0),
				 .machine = sqlite3_column_int64(statement, 1),
				 .label = text(statement, 2),
				 .cpu_model = text(statement, 3),
				 .nr_pus = sqlite3_column_int64(statement, 4),
				 .started = text(statement, 5),
				 .ended = text(statement, 6),
				 .nr_trials = sqlite3_column_int64(statement, 7),
				 .first_block = sqlite3_column_int64(statement, 8),
				 .last_block = sqlite3_column_int64(statement, 9),
				 .synthetic = sqlite3_column_int(statement, 10) == 1};
	return run->label && run->cpu_model && run->started && run->ended ? 0 : -1;
}

// Of two runs that were started in the same second, the one that came later is the later one.
static const char select_runs[] =
    "SELECT r.id, m.id, m.label, m.cpu_model, m.nr_pus, r.started, r.ended, r.nr_trials,"
    " (SELECT min(block) FROM trials WHERE run = r.id), (SELECT max(block) FROM trials WHERE run ="
    " r.id), CASE WHEN json_valid(r.manifest) THEN json_extract(r.manifest, '$.host.synthetic') END"
    " FROM runs AS r JOIN machines AS m ON m.id = r.machine"
    " WHERE (?1 IS NULL OR m.label = ?1 OR CAST(m.id AS TEXT) = ?1)"
    " AND (?2 IS NULL OR CAST(r.id AS TEXT) = ?2) AND (NOT ?3 OR r.id = (SELECT id FROM runs"
    " WHERE machine = m.id ORDER BY started DESC, id DESC LIMIT 1))"
    " ORDER BY m.id, r.started, r.id";

static int find(struct runs *runs, const struct store *store, const struct choice *choice,
		struct complaint *c)
{
	sqlite3_stmt *statement = store_prepare(store, select_runs, c);
	int code, result = 0;

	if (!statement)
		return -1;
	sqlite3_bind_text(statement, 1, choice->machine, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, choice->run, -1, SQLITE_STATIC);
	sqlite3_bind_int(statement, 3, choice->last);
	while (!result && (code = sqlite3_step(statement)) == SQLITE_ROW)
		if (add(runs, statement))
			result = complain_machine(c, "no memory");
	if (!result && code != SQLITE_DONE)
		result = store_complain(store, c);
	sqlite3_finalize(statement);
	return result;
}

static int complain_of_machine(const struct store *store, const char *machine, struct complaint *c)
{
	static const struct choice all;
	const char **labels;
	struct runs runs = {0};
	size_t nr = 0;

	if (find(&runs, store, &all, c))
		return -1;
	labels = calloc(runs.nr + 1, sizeof *labels);
	for (size_t i = 0; labels && i < runs.nr; i++)
		if (i == 0 || runs.run[i].machine != runs.run[i - 1].machine)
			labels[nr++] = runs.run[i].label;
	complain_no_such(c, "machine of this store", machine, labels, labels ? nr : 0);
	complain_at(c, "--machine");
	free(labels);
	runs_fini(&runs);
	return -1;
}

static int complain_of_none(const struct store *store, const struct choice *choice,
			    struct complaint *c)
{
	const struct choice on_machine = {.machine = choice->machine};
	struct runs runs = {0};
	size_t nr;

	if (find(&runs, store, &on_machine, c))
		return -1;
	nr = runs.nr;
	runs_fini(&runs);
	if (!nr && choice->machine)
		return complain_of_machine(store, choice->machine, c);
	if (!nr)
		return complain(c, "%s has no runs yet; racelab merge DIR -o %s puts one there",
				store->path, store->path);
	return complain(c, "--run: '%s' is no run of %s%s; racelab show %s lists them", choice->run,
			choice->machine ? "that machine in " : "", store->path, store->path);
}

int runs_load(struct runs *runs, const struct store *store, const struct choice *choice,
	      struct complaint *c)
{
	int result;

	*runs = (struct runs){0};
	result = find(runs, store, choice, c);
	if (!result && !runs->nr)
		result = complain_of_none(store, choice, c);
	if (result)
		runs_fini(runs);
	return result;
}

void runs_fini(struct runs *runs)
{
	for (size_t i = 0; i < runs->nr; i++)
		free_run(&runs->run[i]);
	free(runs->run);
	*runs = (struct runs){0};
}

// Whether two runs have the same plan. 1, 0, or -1 with a complaint.
static int have_one_plan(const struct store *store, int64_t one, int64_t other, struct complaint *c)
{
	sqlite3_stmt *statement =
	    store_prepare(store,
			  "SELECT json_extract(a.manifest, '$.plan') = json_extract(b.manifest, "
			  "'$.plan') FROM runs AS a, runs AS b WHERE a.id = ? AND b.id = ?",
			  c);
	int code, are = 0;

	if (!statement)
		return -1;
	sqlite3_bind_int64(statement, 1, one);
	sqlite3_bind_int64(statement, 2, other);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		are = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW ? are : store_complain(store, c);
}

// Whether a run has no block that one of those that are kept, from it to `last`, has, too.
static bool has_other_blocks(const struct runs *runs, const bool *kept, size_t i, size_t last)
{
	const struct run_info *run = &runs->run[i];

	for (size_t j = i + 1; j <= last; j++)
		if (kept[j] && run->first_block <= runs->run[j].last_block &&
		    run->last_block >= runs->run[j].first_block)
			return false;
	return true;
}

// Marks what is kept of the machine whose last run is that one.
static int mark(const struct runs *runs, bool *kept, size_t last, const struct store *store,
		struct complaint *c)
{
	kept[last] = true;
	for (size_t i = last; i-- > 0 && runs->run[i].machine == runs->run[last].machine;) {
		int same = has_other_blocks(runs, kept, i, last)
			       ? have_one_plan(store, runs->run[i].id, runs->run[last].id, c)
			       : 0;

		if (same < 0)
			return -1;
		kept[i] = same;
	}
	return 0;
}

static int mark_all(const struct runs *runs, bool *kept, const struct store *store,
		    struct complaint *c)
{
	for (size_t i = 0; i < runs->nr; i++) {
		bool is_last =
		    i + 1 == runs->nr || runs->run[i + 1].machine != runs->run[i].machine;

		if (is_last && mark(runs, kept, i, store, c))
			return -1;
	}
	return 0;
}

static void drop(struct runs *runs, const bool *kept)
{
	size_t nr = 0;

	for (size_t i = 0; i < runs->nr; i++) {
		if (kept[i])
			runs->run[nr++] = runs->run[i];
		else
			free_run(&runs->run[i]);
	}
	runs->nr = nr;
}

int runs_reduce(struct runs *runs, const struct store *store, struct complaint *c)
{
	bool *kept = calloc(runs->nr + 1, sizeof *kept);
	int result;

	if (!kept)
		return complain_machine(c, "no memory");
	result = mark_all(runs, kept, store, c);
	if (!result)
		drop(runs, kept);
	free(kept);
	return result;
}
