// SPDX-License-Identifier: MIT

// Every strategy against its word: one that claims to be exact loses nothing, with any number and
// kind of tasks, on any structure; a known-bad one is caught.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/data/row.h"
#include "harness/machine/topology.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/tests/trials.h"

TestSuite(exact, .init = trials_load, .fini = trials_unload, .timeout = 300);

static const char *const kinds[] = {"thread", "process"};

// Where each contended increment can be two context switches, fewer of them have to do.
static struct measuring measuring_of(const struct strategy *strategy)
{
	bool slow = strategy->about->calls || strategy->about->yields;

	return (struct measuring){.ops = slow ? 200 : 10000, .timeout_ns = 60000000000};
}

static void expect_exact(const struct case_spec *spec)
{
	const struct measuring measuring = measuring_of(spec->strategy);
	char name[256], why[256];
	const struct row *row;

	if (case_impossible(spec, why, sizeof why))
		return;
	row = run_trial(spec, &measuring);
	case_format(spec, name, sizeof name);
	cr_expect_str_eq(row->outcome, "ok", "%s: %s", name, row->detail);
	cr_expect_eq(row->ops, (int64_t)(measuring.ops * spec->count), "%s did %ld", name,
		     row->ops);
	cr_expect_eq(row->lost, 0, "%s lost %ld", name, row->lost);
}

static void expect_all_exact(const char *structure)
{
	static const unsigned counts[] = {2, 3, 8, 64};

	for (size_t s = 0; s < catalog_nr_strategies(); s++)
		for (size_t k = 0; k < 2; k++)
			for (size_t n = 0; n < 4; n++) {
				const struct strategy *strategy = catalog_strategy(s);
				struct case_spec spec =
				    a_case(strategy, structure, kinds[k], counts[n]);

				if (!strategy->about->may_lose)
					expect_exact(&spec);
			}
}

Test(exact, on_a_variable)
{
	expect_all_exact("variable");
}

Test(exact, on_an_array)
{
	expect_all_exact("array");
}

Test(exact, on_a_hash_table)
{
	expect_all_exact("hashtable");
}

// What none of fifty blocks catches is no control at all; one is enough where nothing else runs.
Test(exact, catches_each_known_bad_control)
{
	const struct measuring window = {.window_ns = 20000000, .timeout_ns = 20000000000};

	if (topology.nr_pus < 2)
		cr_skip("needs two PUs to race on");
	for (size_t s = 0; s < catalog_nr_strategies(); s++) {
		const struct strategy *strategy = catalog_strategy(s);
		int64_t lost = 0;

		if (strategy->about->class != CLASS_BROKEN)
			continue;
		for (int block = 0; block < 50 && !lost; block++) {
			struct case_spec spec = a_case(strategy, "variable", kinds[block % 2], 2);
			const struct row *row = run_trial(&spec, &window);

			cr_assert_str_eq(row->outcome, "ok", "%s: %s", strategy->name, row->detail);
			cr_expect_eq(row->ops, row->observed + row->lost);
			lost = row->lost;
		}
		cr_expect_gt(lost, 0, "%s got away with it", strategy->name);
	}
}
