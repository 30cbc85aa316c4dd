// SPDX-License-Identifier: MIT

#include "harness/store/count.h"

#include <sqlite3.h>

int store_count(struct store_count *count, const struct store *store, struct complaint *c)
{
	sqlite3_stmt *statement = store_prepare(store,
						"SELECT (SELECT count(*) FROM machines), count(*),"
						" total(nr_trials) FROM runs",
						c);
	int code;

	*count = (struct store_count){0};
	if (!statement)
		return -1;
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		count->machines = (size_t)sqlite3_column_int64(statement, 0);
		count->runs = (size_t)sqlite3_column_int64(statement, 1);
		count->trials = (size_t)sqlite3_column_int64(statement, 2);
	}
	sqlite3_finalize(statement);
	return code == SQLITE_ROW ? 0 : store_complain(store, c);
}
