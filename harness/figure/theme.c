// SPDX-License-Identifier: MIT

// Names of themes and pages.

#include "harness/figure/theme.h"

#include <string.h>

const char *const theme_names[NR_THEMES] = {"light", "dark", "print"};
const char *const page_names[NR_PAGES] = {"16:9", "4:3"};

int theme_read(enum theme *theme, const char *text, struct complaint *c)
{
	for (unsigned i = 0; i < NR_THEMES; i++)
		if (strcmp(text, theme_names[i]) == 0) {
			*theme = i;
			return 0;
		}
	return complain(c, "'%s' is no theme; there are light, dark, print", text);
}

int page_read(enum page *page, const char *text, struct complaint *c)
{
	for (unsigned i = 0; i < NR_PAGES; i++)
		if (strcmp(text, page_names[i]) == 0) {
			*page = i;
			return 0;
		}
	return complain(c, "'%s' is no size; there are 16:9, 4:3", text);
}
