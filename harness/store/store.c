// SPDX-License-Identifier: MIT

// Opening and closing by SQLite, and its errors as complaints.

#include "harness/store/store.h"

#include <assert.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "harness/control.h"
#include "harness/store/schema.h"

enum {
	BUSY_MS = 60000, /* a merge of a million rows holds the lock for seconds */
};

bool store_is(const char *path)
{
	static const char magic[16] = "SQLite format 3";
	char found[sizeof magic];
	struct stat status;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool is;

	if (fd < 0)
		return false;
	is = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	     read(fd, found, sizeof found) == sizeof found &&
	     memcmp(found, magic, sizeof magic) == 0;
	close(fd);
	return is;
}

int store_complain(const struct store *store, struct complaint *c)
{
	int code = store->db ? sqlite3_errcode(store->db) : SQLITE_NOMEM;
	const char *text = store->db ? sqlite3_errmsg(store->db) : "no memory";

	if (code == SQLITE_NOTADB)
		return complain(c, "%s is no store of racelab", store->path);
	if (code == SQLITE_CORRUPT)
		return complain(c, "%s is damaged: %s", store->path, text);
	return complain_machine(c, "%s: %s", store->path, text);
}

sqlite3_stmt *store_prepare(const struct store *store, const char *sql, struct complaint *c)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK)
		return statement;
	store_complain(store, c);
	return NULL;
}

int store_do(const struct store *store, sqlite3_stmt *statement, struct complaint *c)
{
	int code = sqlite3_step(statement);

	sqlite3_reset(statement);
	return code == SQLITE_DONE ? 0 : store_complain(store, c);
}

int store_execute(const struct store *store, const char *sql, struct complaint *c)
{
	return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK
		   ? 0
		   : store_complain(store, c);
}

// The folder that a path lies in, on the heap.
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return strdup(".");
	return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

static const char *network_name(long magic)
{
	static const struct {
		unsigned long magic;
		const char *name;
	} networks[] = {
	    {NFS_SUPER_MAGIC, "NFS"}, {SMB_SUPER_MAGIC, "SMB"}, {0xff534d42, "CIFS"},
	    {0xfe534d42, "SMB2"},     {AFS_SUPER_MAGIC, "AFS"}, {CODA_SUPER_MAGIC, "Coda"},
	    {0x00c36400, "Ceph"},     {0x0bd00bd0, "Lustre"},	{0x47504653, "GPFS"},
	    {0x19830326, "BeeGFS"},
	};

	for (size_t i = 0; i < sizeof networks / sizeof networks[0]; i++)
		if (networks[i].magic == (unsigned long)(magic & 0xffffffff))
			return networks[i].name;
	return NULL;
}

static int refuse_network(const char *path, struct complaint *c)
{
	char *folder = folder_of(path);
	struct statfs status;
	const char *network =
	    folder && statfs(folder, &status) == 0 ? network_name((long)status.f_type) : NULL;

	free(folder);
	if (!network)
		return 0;
	return complain(c,
			"'%s' lies on a network file system (%s), where two hosts could write at "
			"once and damage it; merge on a local disk, and copy the store",
			path, network);
}

static void begin(struct store *store, const char *path)
{
	store->db = NULL;
	store->path = strdup(path);
	assert(store->path);
	control_plain(store->path);
}

// Neither checks nor triggers of a file that others made are run on trust.
static void settle(const struct store *store)
{
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_busy_timeout(store->db, BUSY_MS);
}

// SQLite does not wait for its busy timeout when two turn the log on at once, as each holds a lock
// that the other one needs.
static int turn_on_log(const struct store *store, struct complaint *c)
{
	int code = SQLITE_BUSY;

	for (int ms = 0; code == SQLITE_BUSY && ms < BUSY_MS; ms += 10) {
		code = sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
		if (code == SQLITE_BUSY)
			sqlite3_sleep(10);
	}
	return code == SQLITE_OK ? 0 : store_complain(store, c);
}

int store_edit(struct store *store, const char *path, struct complaint *c)
{
	begin(store, path);
	if (refuse_network(path, c))
		return -1;
	if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL))
		return store_complain(store, c);
	settle(store);
	/* what is committed survives a crash of racelab, and the file one of the machine */
	if (schema_check(store, c) || turn_on_log(store, c) ||
	    store_execute(store,
			  "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;"
			  "PRAGMA temp_store = MEMORY",
			  c))
		return -1;
	return schema_make(store, c);
}

// For a place where not even the log's index can be made: nobody writes there.
static int open_unchanging(struct store *store, const char *path)
{
	char *uri = sqlite3_mprintf("file:%s?immutable=1", path);
	int code;

	sqlite3_close(store->db);
	store->db = NULL;
	/* a path with one of these in it would be taken for something else */
	if (!uri || strpbrk(path, "?#%"))
		code = SQLITE_CANTOPEN;
	else
		code =
		    sqlite3_open_v2(uri, &store->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
	sqlite3_free(uri);
	return code;
}

static bool can_be_read(const struct store *store)
{
	return sqlite3_exec(store->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL) ==
	       SQLITE_OK;
}

int store_open(struct store *store, const char *path, struct complaint *c)
{
	int version;

	begin(store, path);
	if (!store_is(path))
		return complain(c, "'%s' is no store; name one that racelab merge wrote",
				store->path);
	/* what a merge that was killed has left half written can only be tidied up by writing; a
	 * file that is write-protected is opened for reading all the same */
	if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE, NULL))
		return store_complain(store, c);
	settle(store);
	sqlite3_exec(store->db, "PRAGMA query_only = 1", NULL, NULL, NULL);
	if (!can_be_read(store) && sqlite3_errcode(store->db) == SQLITE_CANTOPEN &&
	    open_unchanging(store, path))
		return store_complain(store, c);
	version = schema_check(store, c) ? -1 : schema_version(store);
	if (version < 0 || version == STORE_VERSION)
		return version < 0 ? -1 : 0;
	store_close(store);
	return store_edit(store, path, c);
}

void store_close(struct store *store)
{
	sqlite3_close(store->db);
	free(store->path);
	*store = (struct store){0};
}
