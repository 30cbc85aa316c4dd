// SPDX-License-Identifier: MIT

// Host facts to JSON.

#include "harness/machine/host_json.h"

#include <stddef.h>

#include "harness/machine/quota.h"

json_t *json_text_or_null(const char *text)
{
	json_t *string = text && text[0] ? json_string(text) : NULL;

	return string ? string : json_null();
}

json_t *host_json(const struct host *host)
{
	const struct {
		const char *key, *value;
	} facts[] = {
	    {"name", host->name},     {"cpu_model", host->cpu_model},
	    {"arch", host->arch},     {"kernel", host->kernel},
	    {"os", host->os},	      {"governor", host->governor},
	    {"smt", host->smt},	      {"virtualization", host->virtualization},
	    {"hwloc", host->hwloc},   {"topology", host->topology},
	    {"cpuset", host->cpuset},
	};
	json_t *object = json_object();

	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		json_object_set_new(object, facts[i].key, json_text_or_null(facts[i].value));
	json_object_set_new(object, "nr_pus", json_integer(host->nr_pus));
	/* NaN, for none, is no number to JSON */
	json_object_set_new(object, "quota_pus",
			    host->quota.pus > 0 ? json_real(host->quota.pus) : json_null());
	return object;
}

json_t *job_json(const struct job *job)
{
	json_t *object;

	if (!job->fact[JOB_ID])
		return json_null();
	object = json_pack("{s:s}", "scheduler", "slurm");
	for (int i = 0; i < NR_JOB_FACTS; i++)
		if (job->fact[i])
			json_object_set_new(object, job_words[i].key,
					    json_text_or_null(job->fact[i]));
	return object;
}
