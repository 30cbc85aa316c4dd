// SPDX-License-Identifier: MIT

#include "harness/verdict/pairing.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#include "harness/data/row.h"

static struct row trial(double throughput, double handoff_ns)
{
	struct row row;

	row_init(&row);
	row.outcome = "ok";
	row.throughput_per_s = throughput;
	row.handoff_ns = handoff_ns;
	row.spin_ns = 25000;
	row.steal_ns = 0;
	row.elapsed_ns = 20000000;
	row.overlap = 0.9;
	return row;
}

// pairing_ratios of whole arrays.
static size_t ratios_of(const struct row *head, size_t nr_head, const struct row *base,
			size_t nr_base, double *ratios)
{
	const struct row **heads = calloc(nr_head + 1, sizeof *heads);
	const struct row **bases = calloc(nr_base + 1, sizeof *bases);
	size_t nr;

	for (size_t i = 0; i < nr_head; i++)
		heads[i] = &head[i];
	for (size_t i = 0; i < nr_base; i++)
		bases[i] = &base[i];
	nr = pairing_ratios(heads, nr_head, bases, nr_base, ratios);
	free(heads);
	free(bases);
	return nr;
}

Test(pairing, each_field_has_its_unit)
{
	struct row a = trial(1, 100), b = a;

	cr_assert_eq(pairing_distance(&a, &b), 0);
	b.handoff_ns = 100 * exp(0.05);
	cr_assert_float_eq(pairing_distance(&a, &b), 0.5, 1e-9);
	b.spin_ns = 25000 * exp(-0.02);
	cr_assert_float_eq(pairing_distance(&a, &b), 2.5, 1e-9);
	b.steal_ns = b.elapsed_ns / 40;
	cr_assert_float_eq(pairing_distance(&a, &b), 2.75, 1e-9);
	b.overlap = 0.8;
	cr_assert_float_eq(pairing_distance(&a, &b), 3.75, 1e-9);
	cr_assert_eq(pairing_distance(&a, &b), pairing_distance(&b, &a));
}

Test(pairing, what_both_lack_is_left_out_and_what_one_lacks_parts_them)
{
	const struct row whole = trial(1, 100);
	struct row lacking[8], empty;

	for (size_t i = 0; i < 8; i++)
		lacking[i] = whole;
	lacking[0].handoff_ns = NAN;
	lacking[1].handoff_ns = 0;
	lacking[2].spin_ns = -1;
	lacking[3].spin_ns = NAN;
	lacking[4].steal_ns = COUNT_EMPTY;
	lacking[5].elapsed_ns = 0;
	lacking[6].elapsed_ns = COUNT_EMPTY;
	lacking[7].overlap = NAN;
	for (size_t i = 0; i < 8; i++) {
		cr_assert_eq(pairing_distance(&whole, &lacking[i]), INFINITY, "%zu", i);
		cr_assert_eq(pairing_distance(&lacking[i], &whole), INFINITY, "%zu", i);
		cr_assert_eq(pairing_distance(&lacking[i], &lacking[i]), 0, "%zu", i);
	}
	row_init(&empty);
	cr_assert_eq(pairing_distance(&empty, &empty), 0);
}

// 100 takes 101 before 104 can; what is left is too far from anything.
Test(pairing, the_nearest_are_paired_first)
{
	const struct row head[] = {trial(10, 104), trial(20, 100), trial(30, 300)};
	const struct row base[] = {trial(1, 101), trial(4, 60), trial(8, 110)};
	double ratios[3];

	cr_assert_eq(ratios_of(head, 3, base, 3, ratios), 2);
	cr_assert_eq(ratios[0], 20);
	cr_assert_eq(ratios[1], 10. / 8);
}

Test(pairing, equally_near_ones_come_in_their_order)
{
	const struct row head[] = {trial(2, 100), trial(3, 100)};
	const struct row base[] = {trial(5, 100), trial(7, 100), trial(11, 100)};
	double ratios[2];

	cr_assert_eq(ratios_of(head, 2, base, 3, ratios), 2);
	cr_assert_eq(ratios[0], 2. / 5);
	cr_assert_eq(ratios[1], 3. / 7);
}

Test(pairing, the_farthest_still_make_a_pair)
{
	const struct row head[] = {trial(1, 100)};
	struct row base[] = {trial(1, 100)};
	double ratio;

	base[0].handoff_ns = 100 * exp(0.1 * PAIRING_FARTHEST - 1e-9);
	cr_assert_eq(ratios_of(head, 1, base, 1, &ratio), 1);
	base[0].handoff_ns = 100 * exp(0.1 * PAIRING_FARTHEST + 1e-9);
	cr_assert_eq(ratios_of(head, 1, base, 1, &ratio), 0);
}

Test(pairing, rows_without_handoff_pair_only_among_themselves)
{
	struct row head[6], base[6];
	double ratios[6];
	size_t nr_lacking = 0;

	for (size_t i = 0; i < 6; i++) {
		head[i] = i < 4 ? trial(2, NAN) : trial(3, 100);
		base[i] = i < 2 ? trial(1, NAN) : trial(1, 100);
	}
	cr_assert_eq(ratios_of(head, 6, base, 6, ratios), 4);
	for (size_t i = 0; i < 4; i++)
		nr_lacking += ratios[i] == 2;
	cr_assert_eq(nr_lacking, 2);
}

Test(pairing, only_ok_trials_with_a_throughput_are_paired)
{
	struct row head[] = {trial(1, 100), trial(NAN, 100), trial(1, 100), trial(0, 100)};
	struct row base[] = {trial(2, 100), trial(0, 100), trial(2, 100), trial(4, 100)};
	double ratios[4];

	head[0].outcome = "crashed";
	base[2].outcome = "hung";
	cr_assert_eq(ratios_of(head, 4, base, 4, ratios), 2);
	cr_assert_eq(ratios[0], 1. / 2);
	cr_assert_eq(ratios[1], 0); /* did nothing at all */
	cr_assert_eq(ratios_of(head, 0, base, 4, ratios), 0);
	cr_assert_eq(ratios_of(head, 4, base, 0, ratios), 0);
	cr_assert_eq(ratios_of(head, 2, base, 4, ratios), 0);
}

// Each trial has a state of its own, farther than PAIRING_FARTHEST from the next: paired are those
// that both sides kept.
Test(pairing, of_too_many_the_kept_ones_are_evenly_spread)
{
	enum {
		MANY = 2 * PAIRING_MOST
	};
	struct row *rows = calloc(MANY, sizeof *rows);
	double *ratios = calloc(MANY, sizeof *ratios);

	for (size_t i = 0; i < MANY; i++)
		rows[i] = trial(1, exp(0.31 * (double)i));
	cr_assert_eq(ratios_of(rows, MANY, rows, MANY, ratios), PAIRING_MOST);
	cr_assert_eq(ratios_of(rows, MANY, &rows[MANY - 2], 2, ratios), 1);
	cr_assert_eq(ratios_of(rows, MANY, rows, 2, ratios), 1);
	free(ratios);
	free(rows);
}
