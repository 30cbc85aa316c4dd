// SPDX-License-Identifier: MIT

// Numbers for tables, by the C library's own rounding.

#include "harness/data/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// The decimal exponent that x has when it is rounded to three significant digits.
static int exponent_of(double x)
{
	char text[32];

	snprintf(text, sizeof text, "%.2e", x);
	return atoi(strchr(text, 'e') + 1);
}

void number_put(FILE *cell, double x)
{
	char text[32];
	int exponent = exponent_of(x);

	snprintf(text, sizeof text, "%.2e", x);
	if (x == 0)
		fputs("0", cell);
	else
		fprintf(cell, "%.*f", exponent < 2 ? 2 - exponent : 0, strtod(text, NULL));
}

struct prefix {
	double scale;
	const char *text;
};

static struct prefix prefix_of(double x)
{
	static const struct prefix prefixes[] = {
	    {1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}, {1e12, "T"}};
	int i = exponent_of(x) / 3;

	return prefixes[i < 0 ? 0 : i > 4 ? 4 : i];
}

void number_put_rate(FILE *cell, const struct estimate *rate)
{
	struct prefix prefix = prefix_of(rate->median);

	number_put(cell, rate->median / prefix.scale);
	fprintf(cell, " %s/s", prefix.text);
}

void number_put_interval(FILE *cell, const struct estimate *rate)
{
	struct prefix prefix = prefix_of(rate->median);

	fputs("[", cell);
	number_put(cell, rate->low / prefix.scale);
	fputs(", ", cell);
	number_put(cell, rate->high / prefix.scale);
	fputs("]", cell);
}

void number_put_lost(FILE *cell, int64_t lost, int64_t ops)
{
	double percent = ops ? 100 * ((double)lost / (double)ops) : 0;

	if (lost && fabs(percent) < 0.001) {
		fputs(percent > 0 ? "<0.001 %" : ">-0.001 %", cell);
		return;
	}
	number_put(cell, percent);
	fputs(lost ? " %" : "", cell);
}
