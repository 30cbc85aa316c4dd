// SPDX-License-Identifier: MIT

// Lets go whatever goes wrong: a task is inside when its thread ends, is cancelled, its process
// killed; and the next one is to get in.

#include <stdint.h>

#include "harness/complaint.h"
#include "harness/grade/grade.h"
#include "harness/grade/race/race.h"
#include "harness/grade/stages/raced.h"
#include "harness/grade/stages/stages.h"

#define PATIENCE_NS                                                                                \
	UINT64_C(2000000000) /* a robust mutex is had in 50 us; a quota stalls for 100 ms */

static void conclude(const struct faults *faults, struct stage_result *result)
{
	unsigned let_in = 0;

	for (unsigned i = 0; i < faults->nr; i++) {
		const struct fault *fault = &faults->fault[i];

		let_in += fault->let_in;
		stage_say(result, "%s: %s", fault->name,
			  fault->let_in ? "the next one got in" : fault->what);
		if (!fault->let_in)
			stage_found(result, "%s: %s", fault->name, fault->what);
	}
	if (!faults->nr)
		stage_end(result, 0, "nothing could be tried");
	else
		stage_end(result, (double)let_in / faults->nr,
			  "after %u of %u faults of who was inside the next one got in", let_in,
			  faults->nr);
}

int stage_faults(const struct grading *grading, struct stage_result *result, struct complaint *c)
{
	struct racing_asked asked = raced_asked(grading, &task_threads, 2);
	struct faults faults;
	int status;

	asked.patience_ns = PATIENCE_NS;
	status = race_faults(&asked, &faults, c);
	if (!status)
		conclude(&faults, result);
	return status;
}
