// SPDX-License-Identifier: MIT

// The batch job we run in, as Slurm tells it in the environment (man sbatch, man srun: OUTPUT
// ENVIRONMENT VARIABLES). It says who gave us which CPUs, and which of many equal processes we are.

#ifndef RACELAB_JOB_H
#define RACELAB_JOB_H

#include <stddef.h>

enum job_fact {
	JOB_CLUSTER,
	JOB_ID,
	JOB_NODE,
	JOB_ARRAY_ID,
	JOB_ARRAY_TASK, /* one of ARRAY_MIN, ARRAY_MIN + ARRAY_STEP, ... ARRAY_MAX */
	JOB_ARRAY_MIN,
	JOB_ARRAY_MAX,
	JOB_ARRAY_STEP,
	JOB_ARRAY_COUNT,
	JOB_STEP_ID, /* of srun; a batch script itself is in none */
	JOB_STEP_TASK,
	JOB_STEP_TASKS, /* how many, from 0 on */
	NR_JOB_FACTS,
};

struct job {
	const char *fact[NR_JOB_FACTS]; /* the environment's own; NULL: not set, or no job */
};

// The variable that a fact is in, for messages; and its name in run.json.
extern const struct job_word {
	const char *variable, *key;
} job_words[NR_JOB_FACTS];

// What the environment says; nothing outside of a job. Never fails.
void job_load(struct job *job);

// What all parts of an array or a step have in common, and other jobs have not: "17", or "17.0" for
// a step of several tasks. Empty outside of a job. Returns text.
const char *job_run(const struct job *job, char *text, size_t size);

#endif
