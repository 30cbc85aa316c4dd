// SPDX-License-Identifier: MIT

#include "harness/explore/found.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct outcome *found_outcome(struct found *found, uint64_t value)
{
	size_t at = 0;

	while (at < found->nr_outcomes && found->outcome[at].value < value)
		at++;
	if (at < found->nr_outcomes && found->outcome[at].value == value)
		return &found->outcome[at];
	if (found->nr_outcomes == MOST_OUTCOMES) {
		found->more_outcomes = true;
		return NULL;
	}
	memmove(&found->outcome[at + 1], &found->outcome[at],
		(found->nr_outcomes - at) * sizeof found->outcome[0]);
	found->outcome[at] = (struct outcome){.value = value};
	found->nr_outcomes++;
	return &found->outcome[at];
}

struct wrong *found_wrong(struct found *found, enum wrong_kind kind, const char *text)
{
	struct wrong *wrong;

	for (size_t i = 0; i < found->nr_wrongs; i++) {
		wrong = &found->wrong[i];
		if (wrong->kind == kind &&
		    (!text || !wrong->text || strcmp(wrong->text, text) == 0))
			return NULL;
	}
	if (found->nr_wrongs == MOST_WRONGS)
		return NULL;
	wrong = &found->wrong[found->nr_wrongs++];
	*wrong = (struct wrong){.kind = kind, .text = text};
	return wrong;
}

void found_fini(struct found *found)
{
	for (size_t i = 0; i < found->nr_wrongs; i++)
		free(found->wrong[i].witness.event);
	*found = (struct found){0};
}

static const char *const model_names[] = {"sc", "tso", "rc11"};

const char *model_name(enum model model)
{
	return model_names[model];
}

bool model_kept_here(enum model model)
{
#if defined(__x86_64__) || defined(__i386__)
	return model != MODEL_SC;
#else
	return model == MODEL_RC11;
#endif
}

int model_find(const char *name)
{
	for (int i = 0; i < NR_MODELS; i++)
		if (strcmp(model_names[i], name) == 0)
			return i;
	return -1;
}

const char *wrong_name(enum wrong_kind kind)
{
	static const char *const names[] = {
	    [WRONG_LOST] = "lost update", [WRONG_INSIDE] = "mutual exclusion",
	    [WRONG_HANG] = "hang",	  [WRONG_RACE] = "data race",
	    [WRONG_ASSERT] = "assertion", [WRONG_CRASH] = "crash",
	    [WRONG_ENDLESS] = "endless",
	};

	return names[kind];
}
