// SPDX-License-Identifier: MIT

#include "harness/explore/found.h"

#include <stdbool.h>
#include <stdio.h>
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

static struct wrong *find(struct found *found, enum wrong_kind kind, const char *text)
{
	for (struct wrong *wrong = found->wrong; wrong < found->wrong + found->nr_wrongs; wrong++)
		if (wrong->kind == kind &&
		    (!text || !wrong->text || strcmp(wrong->text, text) == 0))
			return wrong;
	return NULL;
}

struct wrong *found_wrong(struct found *found, enum wrong_kind kind, const char *text, bool *fresh)
{
	struct wrong *wrong = find(found, kind, text);
	bool is_new = !wrong && found->nr_wrongs < MOST_WRONGS;

	if (is_new) {
		wrong = &found->wrong[found->nr_wrongs++];
		*wrong = (struct wrong){.kind = kind, .text = text};
	}
	if (fresh)
		*fresh = is_new;
	return wrong;
}

enum wrong_kind wrong_kind_of(enum step_kind end)
{
	return end == STEP_ASSERT ? WRONG_ASSERT : end == STEP_CRASH ? WRONG_CRASH : WRONG_ENDLESS;
}

unsigned found_wrongs(const struct found *found)
{
	unsigned wrongs = 0;

	for (size_t i = 0; i < found->nr_wrongs; i++)
		wrongs |= 1u << found->wrong[i].kind;
	return wrongs;
}

const char *wrongs_text(unsigned wrongs, char *text, size_t size)
{
	size_t length = 0;

	text[0] = '\0';
	for (int kind = 0; kind < NR_WRONGS; kind++)
		if (wrongs >> kind & 1 && length < size)
			length += (size_t)snprintf(text + length, size - length, "%s%s",
						   length ? ", " : "", wrong_name(kind));
	return text;
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
