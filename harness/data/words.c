// SPDX-License-Identifier: MIT

// The words live in a balanced tree (tsearch), so that no file can make a look-up slow. In front of
// it stands a small table of words seen lately: a results file has a few dozen different ones, a
// million times each.

#include "harness/data/words.h"

#include <errno.h>
#include <jansson.h>
#include <search.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/control.h"

enum {
	NR_RECENT = 1024, /* 8 KiB of pointers: stays in the first-level cache */
};

struct words {
	void *tree;
	const char *recent[NR_RECENT];
};

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

// FNV-1a (Fowler, Noll, Vo), 32 bits.
static uint32_t hash(const char *word, size_t length)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)word[i]) * 16777619u;
	return h;
}

// jansson knows UTF-8, and is what would stumble over the word later.
static bool is_utf8(const char *word)
{
	json_t *string = json_string(word);

	json_decref(string);
	return string;
}

// Without its control characters it may be one that is there.
static int add_new(struct words *words, const char *word, const char **own)
{
	const char *const *node;
	char *copy;

	if (!is_utf8(word))
		return EILSEQ;
	copy = strdup(word);
	if (!copy)
		return ENOMEM;
	control_replace(copy, ' ');
	node = tsearch(copy, &words->tree, compare);
	if (!node || *node != copy)
		free(copy);
	if (!node)
		return ENOMEM;
	*own = *node;
	return 0;
}

struct words *words_create(void)
{
	return calloc(1, sizeof(struct words));
}

int words_add(struct words *words, const char *word, size_t length, const char **own)
{
	const char **recent = &words->recent[hash(word, length) % NR_RECENT];
	const char *const *node;
	int error = 0;

	if (strlen(word) != length)
		return EILSEQ;
	if (!*recent || strcmp(*recent, word) != 0) {
		node = tfind(word, &words->tree, compare);
		if (node)
			*recent = *node;
		else
			error = add_new(words, word, recent);
	}
	*own = *recent;
	return error;
}

void words_destroy(struct words *words)
{
	if (!words)
		return;
	tdestroy(words->tree, free);
	free(words);
}
