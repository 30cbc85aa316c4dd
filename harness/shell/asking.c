// SPDX-License-Identifier: MIT

// Which candidates go on from what was typed.

#include "harness/shell/asking.h"

#include <stdbool.h>
#include <string.h>

static bool is_listed(const char *list, const char *candidate)
{
	size_t length = strlen(candidate), item_length;

	for (const char *item = list; *item; item += item_length + (item[item_length] == ',')) {
		item_length = strcspn(item, ",");
		if (item_length == length && strncmp(item, candidate, length) == 0)
			return true;
	}
	return false;
}

void asking_offer(const struct asking *asking, const char *candidate, const char *summary)
{
	if (strncmp(candidate, asking->word, strlen(asking->word)) != 0 ||
	    is_listed(asking->list, candidate))
		return;
	fprintf(asking->out, "%s%s", asking->list, candidate);
	if (summary && *summary)
		fprintf(asking->out, "\t%s", summary);
	fputc('\n', asking->out);
}
