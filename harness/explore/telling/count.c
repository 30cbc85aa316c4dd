// SPDX-License-Identifier: MIT

#include "harness/explore/telling/count.h"

#include <stdbool.h>
#include <string.h>

// From the end, since the last digit comes first.
static const char *write(big_count count, bool grouped, char text[COUNT_TEXT])
{
	char *p = &text[COUNT_TEXT - 1];
	unsigned nr = 0;

	*p = '\0';
	do {
		if (grouped && nr && nr % 3 == 0)
			*--p = ',';
		*--p = (char)('0' + (unsigned)(count % 10));
		count /= 10;
		nr++;
	} while (count);
	return memmove(text, p, strlen(p) + 1);
}

const char *count_plain(big_count count, char text[COUNT_TEXT])
{
	return write(count, false, text);
}

const char *count_grouped(big_count count, char text[COUNT_TEXT])
{
	return write(count, true, text);
}
