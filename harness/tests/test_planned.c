// SPDX-License-Identifier: MIT

// A plan's cases as rows: each has its case's axes, so that it bears the case's name, and nothing
// that only a trial could know.

#include "harness/trial/planned.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/complaint.h"
#include "harness/data/case_name.h"
#include "harness/data/rows.h"
#include "harness/machine/topology.h"
#include "harness/plan/axes.h"
#include "harness/plan/case.h"
#include "harness/plan/plan.h"

static struct topology machine;
static struct plan plan;

// All axes in two matrices, of which the second has what the first leaves out.
static void set_up(void)
{
	static const struct {
		size_t matrix;
		enum axis axis;
		const char *text;
	} axes[] = {
	    {0, AXIS_STRUCTURE, "array"},
	    {0, AXIS_SYNC, "mutex"},
	    {0, AXIS_TASK, "thread,process"},
	    {0, AXIS_COUNT, "1,3"},
	    {0, AXIS_PLACE, "scatter,cpus:0,2"},
	    {0, AXIS_PATTERN, "uniform,zipf:0.9"},
	    {0, AXIS_SLOTS, "64"},
	    {0, AXIS_GRANULARITY, "global,striped:8"},
	    {0, AXIS_HOLD, "0,1500ns"},
	    {0, AXIS_THINK, "2us"},
	    {1, AXIS_STRUCTURE, "variable"},
	    {1, AXIS_SYNC, "none,fetch_add"},
	};
	struct complaint c;
	struct spec spec;

	spec_init(&spec);
	spec_add(&spec, NULL, NULL);
	spec_add(&spec, NULL, NULL);
	for (size_t i = 0; i < sizeof axes / sizeof axes[0]; i++)
		given_set(&spec.matrices[axes[i].matrix].axis[axes[i].axis], axes[i].text,
			  "--axis");
	cr_assert_eq(topology_load_synthetic(&machine, "core:4 pu:1", &c), 0, "%s", c.text);
	cr_assert_eq(plan_build(&plan, &spec, &machine, &c), 0, "%s", c.text);
	spec_fini(&spec);
}

static void tear_down(void)
{
	plan_fini(&plan);
	topology_fini(&machine);
}

TestSuite(planned, .init = set_up, .fini = tear_down);

Test(planned, a_row_bears_its_cases_name)
{
	char wanted[256], found[256];
	struct complaint c;
	struct rows rows;

	cr_assert_eq(planned_rows(&rows, &plan, &c), 0, "%s", c.text);
	cr_assert_eq(rows.nr_rows, plan.nr_cases);
	for (size_t i = 0; i < rows.nr_rows; i++)
		cr_expect_str_eq(case_name(&rows.row[i], true, found, sizeof found),
				 case_format(&plan.cases[i], wanted, sizeof wanted));
	rows_fini(&rows);
}

Test(planned, nothing_is_measured_yet)
{
	struct complaint c;
	struct rows rows;

	cr_assert_eq(planned_rows(&rows, &plan, &c), 0, "%s", c.text);
	for (size_t i = 0; i < rows.nr_rows; i++) {
		cr_expect_str_empty(rows.row[i].outcome);
		cr_expect_str_empty(rows.row[i].cpus);
		cr_expect_eq(rows.row[i].ops, COUNT_EMPTY);
		cr_expect(isnan(rows.row[i].throughput_per_s));
	}
	rows_fini(&rows);
}
