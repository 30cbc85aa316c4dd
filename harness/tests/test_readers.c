// SPDX-License-Identifier: MIT

// Readers, how far behind they are, and latencies of single increments.

#include <criterion/criterion.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "benches/catalog.h"
#include "benches/sync/sync.h"
#include "harness/data/row.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"
#include "harness/tests/trials.h"

TestSuite(readers, .init = trials_load, .fini = trials_unload, .timeout = 120);
TestSuite(latency, .init = trials_load, .fini = trials_unload, .timeout = 120);

static const struct measuring window = {.window_ns = 10000000, .timeout_ns = 20000000000};

// A trial with two writers and a reader.
static const struct row *run_with_reader(const char *strategy, const char *structure,
					 uint64_t parameter)
{
	struct case_spec spec = a_case(catalog_find_strategy(strategy), structure, "thread", 3);

	spec.readers = 1;
	if (parameter)
		spec.parameter = parameter;
	return run_trial(&spec, &window);
}

Test(readers, read_while_the_others_count)
{
	for (size_t s = 0; s < catalog_nr_strategies(); s++) {
		const struct strategy *strategy = catalog_strategy(s);
		const struct row *row;

		if (strategy->about->max_tasks && strategy->about->max_tasks < 3)
			continue;
		row = run_with_reader(strategy->name, s % 2 ? "array" : "variable", 0);
		cr_expect_str_eq(row->outcome, "ok", "%s: %s", strategy->name, row->detail);
		cr_expect_eq(row->readers, 1);
		cr_expect_gt(row->reads, 0, "%s", strategy->name);
		cr_expect_gt(row->ns_per_read, 0, "%s", strategy->name);
		cr_expect_gt(row->ops, 0, "%s", strategy->name);
		if (!strategy->about->may_lose)
			cr_expect_eq(row->lost, 0, "%s lost %ld", strategy->name, row->lost);
	}
}

Test(readers, of_an_exact_counter_see_all_there_is)
{
	static const char *const exact[] = {"per_task", "per_task_packed", "per_cpu", "combining"};

	for (size_t i = 0; i < 4; i++) {
		const struct row *row = run_with_reader(exact[i], "variable", 0);

		cr_expect_eq(row->read_error_max, 0, "%s: %g", exact[i], row->read_error_max);
		cr_expect_eq(row->read_error_flushed, 0);
	}
}

// A task hands over when it has THRESHOLD: what it still has is less.
Test(readers, of_a_sloppy_counter_are_behind_by_less_than_its_thresholds)
{
	const struct row *row = run_with_reader("sloppy", "variable", 1000);
	double seen = 0;

	cr_expect_str_eq(row->sync, "sloppy:1000");
	for (int again = 0; again < 20; again++) {
		row = run_with_reader("sloppy", "array", 1000);
		cr_expect_leq(row->read_error_max, 2 * 999.0);
		cr_expect_leq(row->read_error_mean, row->read_error_max);
		cr_expect_eq(row->read_error_flushed, 0);
		cr_expect_eq(row->lost, 0);
		seen = fmax(seen, row->read_error_max);
	}
	cr_expect_gt(seen, 0, "never behind: nothing was tested");
}

Test(readers, of_an_eventual_counter_are_behind_until_it_is_collected)
{
	double seen = 0;

	for (int again = 0; again < 20; again++) {
		const struct row *row = run_with_reader("eventual", "variable", 0);

		cr_expect_eq(row->read_error_flushed, 0);
		cr_expect_eq(row->lost, 0);
		seen = fmax(seen, row->read_error_max);
		cr_expect_lt(row->read_error_max, (double)row->ops, "it was never collected");
	}
	cr_expect_gt(seen, 0, "never behind: nothing was tested");
}

Test(readers, are_not_there_unless_asked_for)
{
	struct case_spec spec = a_case(catalog_find_strategy("mutex"), "variable", "thread", 2);
	const struct row *row = run_trial(&spec, &window);

	cr_expect_eq(row->readers, COUNT_EMPTY);
	cr_expect_eq(row->reads, COUNT_EMPTY);
	cr_expect(isnan(row->ns_per_read));
	cr_expect(isnan(row->read_error_max));
	cr_expect_eq(row->latency_samples, COUNT_EMPTY);
	cr_expect(isnan(row->latency_p50_ns));
}

Test(latency, has_percentiles_that_rise)
{
	static const char *const names[] = {"none", "fetch_add", "mutex", "per_task"};
	const struct measuring sampling = {.ops = 20000, .latency = 64, .timeout_ns = 20000000000};

	for (size_t i = 0; i < 4; i++) {
		struct case_spec spec =
		    a_case(catalog_find_strategy(names[i]), "variable", "process", 2);
		const struct row *row = run_trial(&spec, &sampling);

		cr_expect_str_eq(row->outcome, "ok", "%s", row->detail);
		cr_expect_gt(row->latency_samples, 100, "%s", names[i]);
		cr_expect_leq(row->latency_p50_ns, row->latency_p90_ns);
		cr_expect_leq(row->latency_p90_ns, row->latency_p99_ns);
		cr_expect_leq(row->latency_p99_ns, row->latency_p999_ns);
		cr_expect_leq(row->latency_p999_ns, row->latency_max_ns);
		cr_expect_gt(row->latency_max_ns, 0);
		cr_expect_eq(row->ops, row->observed + row->lost);
	}
}

// lfht has a kernel of its own, which times nothing: not measured is empty, not 0.
Test(latency, is_empty_where_no_kernel_takes_samples)
{
	const struct measuring sampling = {.ops = 1000, .latency = 10, .timeout_ns = 20000000000};
	struct case_spec spec = a_case(catalog_find_strategy("fetch_add"), "lfht", "thread", 2);
	const struct row *row = run_trial(&spec, &sampling);

	cr_expect_eq(row->lost, 0);
	cr_expect_eq(row->latency_samples, COUNT_EMPTY);
	cr_expect(isnan(row->latency_p50_ns));
	cr_expect(isnan(row->latency_max_ns));
}

// With fixed work, one increment in K is timed, no more and no less.
Test(latency, times_one_increment_in_k)
{
	const struct measuring sampling = {.ops = 1000, .latency = 10, .timeout_ns = 20000000000};
	struct case_spec spec = a_case(catalog_find_strategy("fetch_add"), "array", "thread", 2);
	const struct row *row = run_trial(&spec, &sampling);

	cr_expect_eq(row->ops, 2000);
	cr_expect_eq(row->lost, 0);
	cr_expect_eq(row->latency_samples, 200);
}
