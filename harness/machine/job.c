// SPDX-License-Identifier: MIT

// Facts of a job: one table of variables.

#include "harness/machine/job.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct job_word job_words[NR_JOB_FACTS] = {
    [JOB_CLUSTER] = {"SLURM_CLUSTER_NAME", "cluster"},
    [JOB_ID] = {"SLURM_JOB_ID", "id"},
    [JOB_NODE] = {"SLURMD_NODENAME", "node"},
    [JOB_ARRAY_ID] = {"SLURM_ARRAY_JOB_ID", "array_id"},
    [JOB_ARRAY_TASK] = {"SLURM_ARRAY_TASK_ID", "array_task"},
    [JOB_ARRAY_MIN] = {"SLURM_ARRAY_TASK_MIN", "array_min"},
    [JOB_ARRAY_MAX] = {"SLURM_ARRAY_TASK_MAX", "array_max"},
    [JOB_ARRAY_STEP] = {"SLURM_ARRAY_TASK_STEP", "array_step"},
    [JOB_ARRAY_COUNT] = {"SLURM_ARRAY_TASK_COUNT", "array_count"},
    [JOB_STEP_ID] = {"SLURM_STEP_ID", "step"},
    [JOB_STEP_TASK] = {"SLURM_PROCID", "step_task"},
    [JOB_STEP_TASKS] = {"SLURM_STEP_NUM_TASKS", "step_tasks"},
};

void job_load(struct job *job)
{
	*job = (struct job){0};
	if (!getenv(job_words[JOB_ID].variable))
		return; /* what else is set is left over from something */
	for (int i = 0; i < NR_JOB_FACTS; i++)
		job->fact[i] = getenv(job_words[i].variable);
	if (!job->fact[JOB_STEP_TASKS])
		job->fact[JOB_STEP_TASK] = NULL; /* a batch script's, which is in no step */
}

const char *job_run(const struct job *job, char *text, size_t size)
{
	const char *const *fact = job->fact;
	const char *id = fact[JOB_ARRAY_ID] ? fact[JOB_ARRAY_ID] : fact[JOB_ID];
	bool of_several = fact[JOB_STEP_TASKS] && strcmp(fact[JOB_STEP_TASKS], "1") != 0;

	snprintf(text, size, "%s", id ? id : "");
	if (of_several && fact[JOB_STEP_ID])
		snprintf(text + strlen(text), size - strlen(text), ".%s", fact[JOB_STEP_ID]);
	return text;
}
