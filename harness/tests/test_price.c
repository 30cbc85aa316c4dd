// SPDX-License-Identifier: MIT

// fairness_price: which locks it takes, which of them are the front, what its title says, and that
// it is drawn whatever the shares are.

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <libxml/parser.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "harness/cli/cli.h"
#include "harness/cli/draw.h"
#include "harness/cli/plot.h"
#include "harness/complaint.h"
#include "harness/data/summary.h"
#include "harness/figure/chart.h"
#include "harness/tests/charted.h"

enum {
	OPS = 1000000
};

struct offer {
	const char *sync;
	double millions, share; /* increments a second; of them, handovers */
	double spread;		/* how far the second of two trials is above: 0.1 is 10 % */
	bool oversubscribed;
};

static struct row row_of(const struct offer *offer, int64_t block)
{
	struct row row;

	row_init(&row);
	row.block = block;
	row.structure = "variable";
	row.sync = offer->sync;
	row.class = "locked";
	row.task = "thread";
	row.count = 2;
	row.place = "compact";
	row.hold_ns = row.think_ns = 0;
	row.outcome = "ok";
	row.detail = offer->oversubscribed ? "oversubscribed" : "";
	row.ops = row.observed = OPS;
	row.lost = 0;
	row.handovers = llround(offer->share * OPS);
	row.throughput_per_s = 1e6 * offer->millions * (1 + offer->spread * (double)block);
	row.goodput_per_s = row.throughput_per_s;
	row.ns_per_op = 2e9 / row.throughput_per_s;
	row.elapsed_ns = llround(row.ns_per_op * OPS / 2);
	return row;
}

static void chart_offers(struct charted *b, const struct offer *offers)
{
	size_t nr = 0;

	for (size_t i = 0; offers[i].sync; i++)
		for (int64_t block = 0; block < 2; block++)
			b->row[nr++] = row_of(&offers[i], block);
	charted_build(b, nr);
}

static void title_is(const struct offer *offers, const char *expected)
{
	struct charted b;

	chart_offers(&b, offers);
	charted_expect_title(&b, "fairness_price", expected);
	charted_fini(&b);
}

static const struct offer mutex = {"mutex", 42, 0.0011, 0, false};
static const struct offer ticket = {"ticket", 4.8, 0.95, 0, false};
static const struct offer none = {NULL, 0, 0, 0, false};

Test(price, is_the_fastest_lock_that_takes_turns_beside_the_fastest)
{
	const struct offer offers[] = {mutex, ticket, {"mcs", 3.9, 0.99, 0, false}, none};

	title_is(offers, "2 threads at one lock: ticket takes turns at 4.8 million a second; mutex "
			 "does 42 million, but changes hands once in 910 increments");
}

Test(price, of_a_lock_that_one_task_keeps)
{
	const struct offer offers[] = {{"tas", 90, 0, 0, true}, ticket, none};

	title_is(offers, "2 threads at one lock: ticket takes turns at 4.8 million a second; tas "
			 "does 90 million, but never changes hands (more tasks than PUs)");
}

Test(price, is_not_claimed_where_intervals_overlap)
{
	const struct offer offers[] = {
	    {"tas", 5, 0.1, 0.5, false}, {"mcs", 4, 0.9, 1, false}, none};

	title_is(offers, "2 threads at one lock: taking turns has no sure price, 6.0 million a "
			 "second by mcs and 6.2 by tas");
}

Test(price, may_be_nothing)
{
	const struct offer offers[] = {{"tas", 4, 0.1, 0, false}, ticket, none};

	title_is(offers,
		 "Fairness is free: by 2 threads, no lock is faster than ticket, which takes "
		 "turns at 4.8 million a second");
}

Test(price, is_unknown_if_nobody_takes_turns)
{
	const struct offer offers[] = {mutex, {"ttas", 30, 0.1, 0, false}, none};

	title_is(offers, "No lock takes turns: of 2 threads, even ttas changes hands once in 10 "
			 "increments, at 30 million a second");
}

Test(price, needs_locks_whose_handovers_were_counted)
{
	const struct offer offers[] = {mutex, none};
	struct charted b;

	chart_offers(&b, offers);
	charted_fini(&b);
	b.row[0].handovers = b.row[1].handovers = COUNT_EMPTY;
	charted_build(&b, 2);
	charted_expect_title(&b, "fairness_price",
			     "fairness_price: no two tasks fought for the lock of a variable; "
			     "--structure variable --sync locked --count 2 would give it");
	charted_fini(&b);
}

Test(price, front_is_what_no_other_beats_in_both)
{
	const struct offer offers[] = {
	    mutex, ticket, {"mcs", 3.9, 0.94, 0, false}, {"ttas", 42, 0.1, 0, false}, none};
	struct charted b;
	struct chart chart;
	struct complaint c;

	chart_offers(&b, offers);
	cr_assert_eq(chart_build(&chart, charted_figure("fairness_price"), &b.material, &c), 0);
	cr_assert_eq(chart.nr_points, 4);
	for (size_t i = 0; i < chart.nr_points; i++)
		cr_expect_eq(chart.points[i].front,
			     strcmp(chart.points[i].of->axes->sync, "mcs") != 0, "%s",
			     chart.points[i].of->axes->sync);
	chart_fini(&chart);
	charted_fini(&b);
}

static void write_run(const char *path, const struct offer *offers)
{
	FILE *file = fopen(path, "w");

	cr_assert(file);
	cr_assert_eq(row_write_header(file), 0);
	for (size_t i = 0; offers[i].sync; i++)
		for (int64_t block = 0; block < 2; block++) {
			struct row row = row_of(&offers[i], block);

			cr_assert_eq(row_write(file, &row), 0);
		}
	fclose(file);
}

static bool drawn(const char *path)
{
	xmlDoc *svg = xmlReadFile(path, NULL, XML_PARSE_NOERROR | XML_PARSE_NOWARNING);

	xmlFreeDoc(svg);
	return svg;
}

static void expect_drawn(const struct offer *offers)
{
	static const char *const made[] = {"figures/figures.json", "figures/fairness_price.gp",
					   "figures/fairness_price.csv",
					   "figures/fairness_price.svg"};
	char folder[] = "/tmp/racelab-price-XXXXXX", path[80];

	cr_assert(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/trials.csv", folder);
	write_run(path, offers);
	cr_expect_eq(plot_directory(folder, 1u << DRAW_SVG,
				    1u << (charted_figure("fairness_price") - catalog_figure(0))),
		     EXIT_DONE);
	unlink(path);
	for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, made[i]);
		cr_expect(i < 3 || drawn(path), "%s of %s", path, offers->sync);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/figures", folder);
	rmdir(path);
	rmdir(folder);
}

Test(price, is_drawn_whatever_the_shares_are, .timeout = 60)
{
	const struct offer never[] = {{"tas", 90, 0, 0, false}, none};
	const struct offer always[] = {
	    {"mcs", 0.02, 1, 0, false}, {"clh", 0.02, 1, 0, false}, none};
	const struct offer far[] = {{"tas", 1e8, 1e-6, 0, false}, {"mcs", 1e-9, 1, 0, false}, none};
	const struct offer mixed[] = {mutex, ticket, {"tas", 90, 0, 0.1, false}, none};

	cr_redirect_stdout();
	cr_redirect_stderr();
	expect_drawn(never);
	expect_drawn(always);
	expect_drawn(far);
	expect_drawn(mixed);
}
