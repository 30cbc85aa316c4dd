// SPDX-License-Identifier: MIT

#include "harness/explore/proofs.h"

#include "harness/explore/behaviour.h"
#include "harness/explore/limit.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/program/program.h"
#include "harness/explore/target.h"
#include "harness/machine/probe.h"

const struct bounds proof_bounds[2] = {{2, 2}, {3, 1}};

enum {
	PROOF_MEMORY = 1 << 30, /* bytes that a search may take */
};

// One more pair of bounds: what is worse counts.
static void add(struct proof *proof, const struct found *found)
{
	enum verdict_of verdict = found_verdict(found);

	if (verdict == FOUND_VIOLATED || proof->verdict == FOUND_PROVED)
		proof->verdict = verdict;
	if (!found->complete)
		proof->why_not = found->why_not;
	proof->wrongs |= found_wrongs(found);
	proof->states += found->states;
	proof->executions += found->executions;
}

static int explore_models(struct proofs *proofs, struct program *program, uint64_t limit_ns,
			  struct complaint *c)
{
	struct behaviour behaviour = {0};
	static struct found found;
	int error = 0;

	for (int model = 0; model < NR_MODELS && !error; model++) {
		struct limit limit = {.end_ns = probe_now_ns() + limit_ns,
				      .memory_bytes = PROOF_MEMORY};

		error = explore(program, &behaviour, (enum model)model, &limit, &found, c);
		if (!error)
			add(&proofs->proof[model], &found);
		found_fini(&found);
	}
	behaviour_close(&behaviour);
	return error;
}

static int explore_bounds(struct proofs *proofs, const struct target *target, const char *root,
			  struct bounds bounds, uint64_t limit_ns, struct complaint *c)
{
	const struct source source = target_source(target, root, bounds.tasks, bounds.ops);
	struct program program;
	int error;

	if (target->max_tasks && bounds.tasks > target->max_tasks)
		return 0;
	if (program_open(&program, &source, target->name, c))
		return -1;
	error = explore_models(proofs, &program, limit_ns, c);
	program_close(&program);
	if (!error)
		proofs->bounds[proofs->nr_bounds++] = bounds;
	return error;
}

int proofs_make(struct proofs *proofs, const char *strategy, const char *root, uint64_t limit_ns,
		struct complaint *c)
{
	uint64_t begin_ns = probe_now_ns();
	struct target target;
	int error;

	*proofs = (struct proofs){.strategy = strategy};
	error = target_find(&target, strategy, root, &proofs->reason);
	for (size_t i = 0; i < 2 && !error; i++)
		error = explore_bounds(proofs, &target, root, proof_bounds[i], limit_ns,
				       &proofs->reason);
	proofs->explored = !error;
	proofs->seconds = (double)(probe_now_ns() - begin_ns) * 1e-9;
	if (error && proofs->reason.kind == COMPLAINT_MACHINE) {
		*c = proofs->reason;
		return -1;
	}
	return 0;
}
