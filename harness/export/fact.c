// SPDX-License-Identifier: MIT

// jansson's accessors take NULL and the wrong type for "not there".

#include "harness/export/fact.h"

#include <jansson.h>

#include "harness/machine/quota.h"

static const json_t *find(const struct verdict *verdict, const char *object, const char *key)
{
	const json_t *in = verdict->about;

	return json_object_get(object ? json_object_get(in, object) : in, key);
}

const char *fact_text(const struct verdict *verdict, const char *object, const char *key)
{
	const char *text = json_string_value(find(verdict, object, key));

	return text ? text : "";
}

long long fact_count(const struct verdict *verdict, const char *object, const char *key)
{
	return json_integer_value(find(verdict, object, key));
}

const char *fact_quota(const struct verdict *verdict, char *text, size_t size)
{
	return quota_format(json_number_value(find(verdict, "host", "quota_pus")),
			    (unsigned)fact_count(verdict, "host", "nr_pus"), text, size);
}

time_t fact_time(const struct verdict *verdict, const char *key)
{
	struct tm utc = {0};
	const char *end = strptime(fact_text(verdict, NULL, key), "%Y-%m-%dT%H:%M:%SZ", &utc);

	return end && !*end ? timegm(&utc) : -1;
}
