// SPDX-License-Identifier: MIT

// One directory, one transaction.

#include "harness/store/intake.h"

#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/control.h"
#include "harness/machine/cpu_family.h"
#include "harness/data/rows.h"
#include "harness/store/digest.h"
#include "harness/store/parcel.h"
#include "harness/store/guest.h"
#include "harness/store/trials.h"

// A run as the store has it.
struct had {
	int64_t id; /* 0: it does not */
	size_t nr_trials;
	uint64_t bytes;		  /* of trials.csv, of which the digest is */
	char digest[DIGEST_TEXT]; /* "": none is kept */
	bool ended;
};

// A parcel on its way in.
struct entry {
	struct intake *intake;
	struct parcel *parcel;
	struct had had;
	char digest[DIGEST_TEXT]; /* of all of its trials.csv */
	struct intake_result *result;
	struct complaint *c;
};

int intake_init(struct intake *intake, struct store *store, bool anonymous, struct complaint *c)
{
	*intake =
	    (struct intake){.store = store, .anonymous = anonymous, .machines = json_object()};
	return intake->machines ? 0 : complain_machine(c, "no memory");
}

void intake_fini(struct intake *intake)
{
	json_decref(intake->machines);
}

static const char *text_of(const json_t *about, const char *object, const char *key)
{
	const json_t *of = object ? json_object_get(about, object) : about;

	return json_string_value(json_object_get(of, key));
}

// Binds a text that is to be read by people; NULL for none.
static void bind_plain(sqlite3_stmt *statement, int at, const char *text)
{
	char *plain = text && *text ? strdup(text) : NULL;

	if (plain)
		sqlite3_bind_text(statement, at, control_plain(plain), -1, SQLITE_TRANSIENT);
	free(plain);
}

static int find_run(struct entry *entry)
{
	struct had *had = &entry->had;
	sqlite3_stmt *statement = store_prepare(entry->intake->store,
						"SELECT id, nr_trials, bytes, digest, ended IS NOT "
						"NULL FROM runs WHERE key = ?",
						entry->c);
	int code;

	if (!statement)
		return -1;
	*had = (struct had){0};
	sqlite3_bind_text(statement, 1, entry->parcel->run_key, -1, SQLITE_STATIC);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		had->id = sqlite3_column_int64(statement, 0);
		had->nr_trials = (size_t)sqlite3_column_int64(statement, 1);
		had->bytes = (uint64_t)sqlite3_column_int64(statement, 2);
		snprintf(had->digest, sizeof had->digest, "%s",
			 (const char *)sqlite3_column_text(statement, 3));
		had->ended = sqlite3_column_int(statement, 4);
	}
	sqlite3_finalize(statement);
	return code == SQLITE_ROW || code == SQLITE_DONE
		   ? 0
		   : store_complain(entry->intake->store, entry->c);
}

// Whether what the store has of the run is the beginning of what is here. An older copy, which has
// less, is passed over.
static int compare_with_had(struct entry *entry)
{
	char first[DIGEST_TEXT];
	const struct had *had = &entry->had;

	if (digest_file(entry->parcel->trials, entry->parcel->rows.whole_bytes, entry->digest,
			had->bytes, first, entry->c))
		return -1;
	if (had->digest[0] && had->bytes <= entry->parcel->rows.whole_bytes &&
	    strcmp(first, had->digest) != 0)
		return complain(entry->c,
				"%s: the store has this run with other rows; one of the two was "
				"changed by hand",
				entry->parcel->trials);
	return 0;
}

// What a machine is recognized by. Of those without a name the store must not keep anything that a
// name could be found out by, so they are known to be the same only within a session.
static const char *machine_key(const struct intake *intake, const struct parcel *parcel)
{
	const char *key;

	if (!intake->anonymous)
		return parcel->machine_key;
	key = json_string_value(json_object_get(intake->machines, parcel->machine_key));
	if (key)
		return key;
	json_object_set_new(intake->machines, parcel->machine_key, json_string(parcel->run_key));
	return parcel->run_key;
}

static int64_t find_id(const struct store *store, const char *sql, const char *key,
		       struct complaint *c)
{
	sqlite3_stmt *statement = store_prepare(store, sql, c);
	int64_t id = -1;
	int code;

	if (!statement)
		return -1;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		id = sqlite3_column_int64(statement, 0);
	else if (code == SQLITE_DONE)
		id = 0;
	else
		store_complain(store, c);
	sqlite3_finalize(statement);
	return id;
}

// Two machines may have one name; none is called like another.
static const char add_machine[] =
    "INSERT INTO machines (key, name, cpu_model, arch, virtualization, topology, nr_pus, family,"
    " label) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, CASE WHEN ?2 IS NULL THEN 'machine ' || "
    "(SELECT"
    " count(*) + 1 FROM machines) WHEN EXISTS (SELECT 1 FROM machines WHERE name = ?2) THEN ?2 ||"
    " ' (' || (SELECT count(*) + 1 FROM machines WHERE name = ?2) || ')' ELSE ?2 END)";

static int64_t insert_machine(const struct entry *entry, const char *key)
{
	static const char *const facts[] = {"name", "cpu_model", "arch", "virtualization",
					    "topology"};
	const json_t *about = entry->parcel->about;
	const struct store *store = entry->intake->store;
	sqlite3_stmt *statement = store_prepare(store, add_machine, entry->c);
	const char *model;
	char family[64];
	int result;

	if (!statement)
		return -1;
	sqlite3_bind_text(statement, 1, key, -1, SQLITE_STATIC);
	for (int i = 0; i < (int)(sizeof facts / sizeof facts[0]); i++)
		bind_plain(statement, i + 2, text_of(about, "host", facts[i]));
	sqlite3_bind_int64(
	    statement, 7,
	    json_integer_value(json_object_get(json_object_get(about, "host"), "nr_pus")));
	model = text_of(about, "host", "cpu_model");
	bind_plain(statement, 8, model ? cpu_family(model, family, sizeof family) : NULL);
	result = store_do(store, statement, entry->c);
	sqlite3_finalize(statement);
	return result ? -1 : sqlite3_last_insert_rowid(store->db);
}

static int64_t find_machine(const struct entry *entry)
{
	const char *key = machine_key(entry->intake, entry->parcel);
	int64_t id =
	    find_id(entry->intake->store, "SELECT id FROM machines WHERE key = ?", key, entry->c);

	return id ? id : insert_machine(entry, key);
}

static const char add_run[] =
    "INSERT INTO runs (key, machine, started, nr_trials, bytes, digest, manifest)"
    " VALUES (?, ?, ?, 0, 0, '', '')";

static int64_t insert_run(const struct entry *entry)
{
	const struct store *store = entry->intake->store;
	int64_t machine = find_machine(entry);
	sqlite3_stmt *statement = machine < 0 ? NULL : store_prepare(store, add_run, entry->c);
	int result;

	if (!statement)
		return -1;
	sqlite3_bind_text(statement, 1, entry->parcel->run_key, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, machine);
	bind_plain(statement, 3, text_of(entry->parcel->about, NULL, "start"));
	result = store_do(store, statement, entry->c);
	sqlite3_finalize(statement);
	return result ? -1 : sqlite3_last_insert_rowid(store->db);
}

// All that changes when a run grows.
static int update_run(const struct entry *entry, int64_t run)
{
	const struct store *store = entry->intake->store;
	const struct parcel *parcel = entry->parcel;
	sqlite3_stmt *statement =
	    store_prepare(store,
			  "UPDATE runs SET nr_trials = ?, bytes = ?, digest = ?, ended = ?,"
			  " manifest = ?, topology = ? WHERE id = ?",
			  entry->c);
	char *manifest = json_dumps(parcel->about, JSON_COMPACT);
	int result = -1;

	if (statement && manifest) {
		sqlite3_bind_int64(statement, 1, (sqlite3_int64)parcel->rows.nr_rows);
		sqlite3_bind_int64(statement, 2, (sqlite3_int64)parcel->rows.whole_bytes);
		/* whoever has the rows could try names until the digest fits */
		sqlite3_bind_text(statement, 3, parcel->renamed ? "" : entry->digest, -1,
				  SQLITE_STATIC);
		bind_plain(statement, 4, text_of(parcel->about, NULL, "end"));
		sqlite3_bind_text(statement, 5, manifest, -1, SQLITE_STATIC);
		if (parcel->topology)
			sqlite3_bind_text(statement, 6, parcel->topology, -1, SQLITE_STATIC);
		sqlite3_bind_int64(statement, 7, run);
		result = store_do(store, statement, entry->c);
	} else if (statement) {
		complain_machine(entry->c, "no memory");
	}
	sqlite3_finalize(statement);
	free(manifest);
	return result;
}

static enum intake_kind judge(const struct entry *entry)
{
	const struct had *had = &entry->had;
	const struct parcel *parcel = entry->parcel;
	bool ended = text_of(parcel->about, NULL, "end") != NULL;

	if (!had->id)
		return INTAKE_NEW;
	if (parcel->rows.whole_bytes < had->bytes ||
	    (parcel->rows.whole_bytes == had->bytes && (had->ended || !ended)))
		return INTAKE_SAME;
	return INTAKE_GROWN;
}

static int enter(struct entry *entry)
{
	int64_t run;

	if (find_run(entry) || compare_with_had(entry))
		return -1;
	entry->result->kind = judge(entry);
	entry->result->nr_rows = 0;
	if (entry->result->kind == INTAKE_SAME)
		return 0;
	run = entry->had.id ? entry->had.id : insert_run(entry);
	if (run < 0 ||
	    trials_insert(entry->intake->store, run, &entry->parcel->rows, entry->had.nr_trials,
			  entry->c) ||
	    update_run(entry, run))
		return -1;
	entry->result->nr_rows = entry->parcel->rows.nr_rows - entry->had.nr_trials;
	return 0;
}

static int enter_whole(struct entry *entry)
{
	struct store *store = entry->intake->store;

	if (store_execute(store, "BEGIN IMMEDIATE", entry->c))
		return -1;
	if (enter(entry) == 0)
		return store_execute(store, "COMMIT", entry->c);
	sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}

int intake_directory(struct intake *intake, const char *directory, struct intake_result *result,
		     struct complaint *c)
{
	struct parcel parcel;
	struct entry entry = {.intake = intake, .parcel = &parcel, .result = result, .c = c};
	int failed = parcel_load(&parcel, directory, c);

	if (!failed && intake->anonymous && parcel_forget(&parcel))
		failed = complain_machine(c, "no memory");
	if (!failed) {
		result->torn = parcel.rows.torn;
		failed = enter_whole(&entry);
	}
	parcel_fini(&parcel);
	return failed;
}

int intake_pack(struct intake *intake, const char *file, struct intake_result *result,
		struct complaint *c)
{
	struct guest guest;
	int failed =
	    guest_init(&guest, file, c) || intake_directory(intake, guest.directory, result, c);

	if (failed)
		guest_name(&guest, file, c);
	guest_fini(&guest);
	return failed ? -1 : 0;
}
