// SPDX-License-Identifier: MIT

// JSON as racelab writes it everywhere: indented, with 12 digits.

#include "harness/export/dump.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "harness/export/plain.h"

int dump_json(json_t *json, FILE *out)
{
	int error = json ? 0 : ENOMEM;

	errno = 0;
	if (json && (json_dumpf(json, out, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) ||
		     fputc('\n', out) == EOF))
		error = errno ? errno : EIO;
	json_decref(json);
	return error ? error : plain_end(out);
}

json_t *dump_text(const char *text)
{
	char *plain;
	json_t *string;

	if (!text)
		return json_null();
	plain = plain_copy(text);
	string = json_string(plain);
	free(plain);
	return string;
}

bool dump_has_median(const struct estimate *e)
{
	return e->nr && isfinite(e->median);
}

bool dump_has_interval(const struct estimate *e)
{
	return dump_has_median(e) && isfinite(e->low) && isfinite(e->high);
}
