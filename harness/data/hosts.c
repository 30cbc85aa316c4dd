// SPDX-License-Identifier: MIT

// A list of objects with a name and the number of its first row.

#include "harness/data/hosts.h"

#include <stdio.h>
#include <string.h>

#include "harness/control.h"
#include "harness/machine/host_json.h"

static json_t *entry(const char *name, json_int_t row)
{
	return json_pack("{s:o, s:I}", "name", json_text_or_null(name), "from_row", row);
}

static json_t *list_of(const char *name)
{
	return json_pack("[o]", entry(name, 0));
}

json_t *hosts_begin(const struct host *host)
{
	return list_of(host->name);
}

static bool is_list(const json_t *hosts)
{
	for (size_t i = 0; i < json_array_size(hosts); i++)
		if (!json_is_integer(json_object_get(json_array_get(hosts, i), "from_row")))
			return false;
	return json_array_size(hosts) > 0;
}

json_t *hosts_of(const json_t *json)
{
	json_t *hosts = json_object_get(json, "hosts");

	if (is_list(hosts))
		return json_deep_copy(hosts);
	return list_of(json_string_value(json_object_get(json_object_get(json, "host"), "name")));
}

static const char *name_of(const json_t *hosts, size_t i)
{
	const char *name = json_string_value(json_object_get(json_array_get(hosts, i), "name"));

	return name ? name : "";
}

bool hosts_go_on(json_t *hosts, const struct host *host, size_t row)
{
	if (strcmp(name_of(hosts, json_array_size(hosts) - 1), host->name) == 0)
		return false;
	json_array_append_new(hosts, entry(host->name, (json_int_t)row));
	return true;
}

const char *hosts_format(const json_t *hosts, char *text, size_t size)
{
	size_t used;

	text[0] = '\0';
	if (json_array_size(hosts) < 2)
		return text;
	used = (size_t)snprintf(text, size, "%s", name_of(hosts, 0));
	for (size_t i = 1; i < json_array_size(hosts) && used < size; i++)
		used += (size_t)snprintf(
		    text + used, size - used, ", from row %" JSON_INTEGER_FORMAT " on %s",
		    json_integer_value(json_object_get(json_array_get(hosts, i), "from_row")),
		    name_of(hosts, i));
	return control_plain(text);
}
