// SPDX-License-Identifier: MIT

// The title of fairness_price: what it costs that the lock goes round.

#include <assert.h>
#include <stddef.h>
#include <stdio.h>

#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/figure/finding.h"
#include "harness/figure/front.h"
#include "harness/figure/words.h"

struct offer {
	const struct chart_point *fast; /* of all locks the fastest */
	const struct chart_point *fair; /* the fastest that takes turns; NULL: none does */
	const struct chart_point *even; /* the one that changes hands most often */
};

static const struct chart_point *faster(const struct chart_point *a, const struct chart_point *b)
{
	return !a || b->of->throughput.median > a->of->throughput.median ? b : a;
}

static const struct chart_point *evener(const struct chart_point *a, const struct chart_point *b)
{
	return !a || b->of->handover_share.median > a->of->handover_share.median ? b : a;
}

static void compare(struct offer *offer, const struct chart *chart)
{
	*offer = (struct offer){NULL, NULL, NULL};
	for (size_t i = 0; i < chart->nr_points; i++) {
		const struct chart_point *point = &chart->points[i];

		offer->fast = faster(offer->fast, point);
		offer->even = evener(offer->even, point);
		if (front_takes_turns(point))
			offer->fair = faster(offer->fair, point);
	}
}

static const char *name(const struct chart *chart, const struct chart_point *point)
{
	return chart->lines.key[point->line - 1].label;
}

static const char *millions(const struct chart_point *point, char *text, size_t size)
{
	return words_number(1e-6 * point->of->throughput.median, text, size);
}

// "changes hands once in 190 increments"
static const char *how_often(const struct chart_point *point, char *text, size_t size)
{
	double share = point->of->handover_share.median;
	char times[32];

	if (share > 0)
		snprintf(text, size, "changes hands once in %s increments",
			 words_number(words_two_digits(1 / share), times, sizeof times));
	else
		snprintf(text, size, "never changes hands");
	return text;
}

static void no_turns(const struct chart *chart, const struct offer *offer, char *title, size_t size)
{
	char who[64], rate[32], often[64];

	snprintf(title, size, "No lock takes turns: of %s, even %.48s %s, at %s million a second%s",
		 words_tasks(offer->even, who, sizeof who), name(chart, offer->even),
		 how_often(offer->even, often, sizeof often),
		 millions(offer->even, rate, sizeof rate), words_crowd(offer->even));
}

static void no_price(const struct chart *chart, const struct offer *offer, char *title, size_t size)
{
	char who[64], rate[32];

	snprintf(title, size,
		 "Fairness is free: by %s, no lock is faster than %.48s, which takes turns at %s "
		 "million a second%s",
		 words_tasks(offer->fair, who, sizeof who), name(chart, offer->fair),
		 millions(offer->fair, rate, sizeof rate), words_crowd(offer->fair));
}

static void price(const struct chart *chart, const struct offer *offer, char *title, size_t size)
{
	char who[64], fair[32], fast[32], often[64];

	snprintf(title, size,
		 "%s at one lock: %.48s takes turns at %s million a second; %.48s does %s million, "
		 "but %s%s",
		 words_tasks(offer->fair, who, sizeof who), name(chart, offer->fair),
		 millions(offer->fair, fair, sizeof fair), name(chart, offer->fast),
		 millions(offer->fast, fast, sizeof fast),
		 how_often(offer->fast, often, sizeof often), words_crowd(offer->fast));
}

static void unsure(const struct chart *chart, const struct offer *offer, char *title, size_t size)
{
	char who[64], fair[32], fast[32];

	snprintf(
	    title, size,
	    "%s at one lock: taking turns has no sure price, %s million a second by %.48s and %s "
	    "by %.48s%s",
	    words_tasks(offer->fair, who, sizeof who), millions(offer->fair, fair, sizeof fair),
	    name(chart, offer->fair), millions(offer->fast, fast, sizeof fast),
	    name(chart, offer->fast), words_crowd(offer->fast));
}

void finding_fairness_price(const struct chart *chart, char *title, size_t size)
{
	struct offer offer;

	compare(&offer, chart);
	assert(offer.even && offer.fast); /* a chart without points is not drawn */
	if (!offer.fair)
		no_turns(chart, &offer, title, size);
	else if (offer.fair == offer.fast)
		no_price(chart, &offer, title, size);
	else if (offer.fast->of->throughput.low > offer.fair->of->throughput.high)
		price(chart, &offer, title, size);
	else
		unsure(chart, &offer, title, size);
}
