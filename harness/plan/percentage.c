// SPDX-License-Identifier: MIT

// A percentage is a decimal with a sign behind it that may be left out.

#include "harness/plan/percentage.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "harness/plan/value.h"

#define PARTS 10000 /* of one per cent */

int percentage_read(double *share, const char *text, unsigned min, unsigned max,
		    struct complaint *c)
{
	const char *sign = strchr(text, '%');
	size_t length =
	    sign && !sign[1 + strspn(sign + 1, " ")] ? (size_t)(sign - text) : strlen(text);
	char number[64];
	uint64_t parts;
	struct complaint ignored;

	snprintf(number, sizeof number, "%.*s", (int)length, text);
	if (length >= sizeof number || value_decimal(&parts, number, PARTS, (uint64_t)min * PARTS,
						     (uint64_t)max * PARTS, &ignored))
		return complain(c, "'%.40s' is no percentage of %u%% to %u%%", text, min, max);
	*share = (double)parts / PARTS / 100;
	return 0;
}
