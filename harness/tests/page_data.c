// SPDX-License-Identifier: MIT

#include "harness/tests/page_data.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "harness/tests/program.h"

json_t *page_data(const char *file)
{
	char *page = program_read(file, NULL), *begin = strstr(page, "class=\"scheduler-data\">");
	char *end = begin ? strstr(begin, "</script>") : NULL;
	json_t *json;

	cr_assert(end);
	*end = '\0';
	json = json_loads(strchr(begin, '>') + 1, 0, NULL);
	cr_assert(json, "it is no JSON");
	free(page);
	return json;
}
