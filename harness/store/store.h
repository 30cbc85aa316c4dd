// SPDX-License-Identifier: MIT

// A store: the rows of many runs and machines in one SQLite file. What its tables hold is told in
// results/README.md; here it is opened, made, and brought up to date.
//
// One process writes at a time, others read meanwhile (write-ahead log). A store lies on a local
// disk: SQLite's locks do not hold between the hosts of a network file system.

#ifndef RACELAB_STORE_H
#define RACELAB_STORE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "harness/complaint.h"

struct store {
	sqlite3 *db;
	char *path;
};

// True if `path` is a regular file that begins as every SQLite file does.
bool store_is(const char *path);

// Opens a store to add to it, makes one where there is no file or an empty one, and brings one of
// an older racelab up to date. -1 with a user's complaint: it is something else, of a newer
// racelab, or lies on a network file system; or a machine's: it cannot be written. store_close is
// due in any case.
int store_edit(struct store *store, const char *path, struct complaint *c);

// Opens a store to read it, while others write or where nobody can. One of an older racelab is
// brought up to date first. -1 with a complaint as above. store_close is due in any case.
int store_open(struct store *store, const char *path, struct complaint *c);

void store_close(struct store *store);

// What SQLite says of its last error, as a complaint; a user's one if the file is damaged. Returns
// -1.
int store_complain(const struct store *store, struct complaint *c);

// Prepares a statement, which must be right: what can fail is the machine. NULL with a complaint.
sqlite3_stmt *store_prepare(const struct store *store, const char *sql, struct complaint *c);

// Steps a prepared statement that gives no row, and resets it. Returns 0, or -1 with a complaint.
int store_do(const struct store *store, sqlite3_stmt *statement, struct complaint *c);

// Executes SQL. Returns 0, or -1 with a complaint.
int store_execute(const struct store *store, const char *sql, struct complaint *c);

#endif
