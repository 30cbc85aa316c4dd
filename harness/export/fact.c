// SPDX-License-Identifier: MIT

// jansson's accessors take NULL and the wrong type for "not there".

#include "harness/export/fact.h"

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

time_t fact_time(const struct verdict *verdict, const char *key)
{
	struct tm utc = {0};
	const char *end = strptime(fact_text(verdict, NULL, key), "%Y-%m-%dT%H:%M:%SZ", &utc);

	return end && !*end ? timegm(&utc) : -1;
}
