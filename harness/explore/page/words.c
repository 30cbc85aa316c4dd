// SPDX-License-Identifier: MIT

#include "harness/explore/page/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/explore/behaviour.h"
#include "harness/explore/found.h"
#include "harness/explore/grow.h"
#include "harness/explore/step.h"
#include "harness/explore/telling/tell.h"
#include "harness/machine/host_json.h"

static uint32_t number_of(struct words *words, struct values *values, uint64_t value)
{
	uint64_t *grown;

	for (size_t i = 0; i < values->nr; i++)
		if (values->value[i] == value)
			return (uint32_t)i;
	grown = grow(values->value, values->nr, sizeof *grown);
	if (!grown) {
		words->no_memory = true;
		return 0;
	}
	values->value = grown;
	values->value[values->nr] = value;
	return (uint32_t)values->nr++;
}

uint32_t words_value(struct words *words, uint16_t place, uint64_t value)
{
	return number_of(words, &words->place[place].values, value);
}

uint32_t words_read(struct words *words, uint32_t node, uint64_t value)
{
	return number_of(words, &words->deed[words->deed_of[node]].read, value);
}

size_t words_reads(const struct words *words, uint32_t node)
{
	return words->deed[words->deed_of[node]].read.nr;
}

static bool same_text(const char *one, const char *other)
{
	return one == other || (one && other && strcmp(one, other) == 0);
}

static bool is_same(const struct deed *one, const struct deed *other)
{
	return one->kind == other->kind && one->operation == other->operation &&
	       one->order == other->order && one->failure == other->failure &&
	       one->size == other->size && one->inside == other->inside &&
	       one->place == other->place && one->site == other->site &&
	       one->operand == other->operand && one->expected == other->expected &&
	       same_text(one->text, other->text);
}

static uint32_t deed_of(struct words *words, uint32_t node)
{
	const struct deed *deed = words->subject->behaviour->deed;
	struct word_deed *grown;

	for (uint32_t i = 0; i < words->nr_deeds; i++)
		if (is_same(&deed[words->deed[i].node], &deed[node]))
			return i;
	grown = grow(words->deed, words->nr_deeds, sizeof *grown);
	if (!grown) {
		words->no_memory = true;
		return 0;
	}
	words->deed = grown;
	words->deed[words->nr_deeds] = (struct word_deed){.node = node};
	return words->nr_deeds++;
}

int words_open(struct words *words, const struct subject *subject)
{
	const struct behaviour *behaviour = subject->behaviour;

	*words = (struct words){
	    .subject = subject,
	    .place = calloc(behaviour->nr_places + 1, sizeof *words->place),
	    .deed_of = calloc(behaviour->nr_nodes + 1, sizeof *words->deed_of),
	};
	if (!words->place || !words->deed_of)
		return -1;
	for (uint32_t i = 0; i < behaviour->nr_nodes && !words->no_memory; i++)
		words->deed_of[i] = deed_of(words, i);
	return words->no_memory ? -1 : 0;
}

void words_close(struct words *words)
{
	for (uint32_t i = 0; words->place && i < words->subject->behaviour->nr_places; i++)
		free(words->place[i].values.value);
	for (uint32_t i = 0; i < words->nr_deeds; i++)
		free(words->deed[i].read.value);
	free(words->place);
	free(words->deed);
	free(words->deed_of);
	*words = (struct words){0};
}

void words_choose(struct words *words)
{
	words->nr_shown = 0;
	for (uint32_t i = 0; i < words->subject->behaviour->nr_places; i++) {
		struct word_place *place = &words->place[i];

		place->shown =
		    place->values.nr > 1 || place->buffered ? words->nr_shown++ : WORDS_HIDDEN;
	}
}

// --- As JSON ------------------------------------------------------------------------------------

// What was written to a stream of memory; closes and frees it.
static json_t *text_json(FILE *out, char **text)
{
	json_t *json = out && fclose(out) == 0 ? json_text_or_null(*text) : json_null();

	free(*text);
	return json;
}

static json_t *name_json(const struct words *words, uint16_t place)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out)
		tell_place(out, words->subject, place);
	return text_json(out, &text);
}

static json_t *value_json(const struct words *words, uint16_t place, uint64_t value)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out)
		tell_value(out, words->subject, place, value);
	return text_json(out, &text);
}

static json_t *values_json(const struct words *words, uint16_t place)
{
	const struct values *values = &words->place[place].values;
	json_t *json = json_array();

	for (size_t i = 0; i < values->nr; i++)
		json_array_append_new(json, value_json(words, place, values->value[i]));
	return json;
}

json_t *words_places_json(const struct words *words)
{
	json_t *places = json_array();

	for (uint32_t i = 0; i < words->subject->behaviour->nr_places; i++)
		if (words->place[i].shown != WORDS_HIDDEN)
			json_array_append_new(
			    places, json_pack("{s:o, s:o}", "name", name_json(words, (uint16_t)i),
					      "values", values_json(words, (uint16_t)i)));
	return places;
}

static json_t *pending_json(const struct words *words, uint32_t node)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out)
		tell_pending(out, words->subject, node);
	return text_json(out, &text);
}

static int shown_of(const struct words *words, uint16_t place)
{
	return place == NOWHERE || words->place[place].shown == WORDS_HIDDEN
		   ? -1
		   : (int)words->place[place].shown;
}

// The number of a value of a place that is shown, -1 where that place never holds it.
static int value_of(const struct words *words, uint16_t place, uint64_t value)
{
	const struct values *values = &words->place[place].values;

	for (size_t i = 0; i < values->nr; i++)
		if (values->value[i] == value)
			return (int)i;
	return -1;
}

static json_t *event_text(const struct words *words, const struct event *event)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out)
		tell_event(out, words->subject, event);
	return text_json(out, &text);
}

static json_t *event_json(const struct words *words, const struct word_deed *word, uint64_t read)
{
	const struct deed *deed = &words->subject->behaviour->deed[word->node];
	struct event event = {.node = word->node, .place = deed->place, .read = read};
	int value = -1;

	event.wrote = deed_writes(deed, read, &event.written);
	if (deed_reads(deed) && shown_of(words, deed->place) >= 0)
		value = value_of(words, deed->place, read);
	return json_pack("[o, i, b]", event_text(words, &event), value, event.wrote);
}

static json_t *events_json(const struct words *words, const struct word_deed *word)
{
	const struct deed *deed = &words->subject->behaviour->deed[word->node];
	json_t *events = json_array();

	for (size_t i = 0; i < word->read.nr; i++)
		json_array_append_new(events, event_json(words, word, word->read.value[i]));
	if (!word->read.nr && !deed_is_end(deed) && !deed_reads(deed))
		json_array_append_new(events, event_json(words, word, 0));
	return events;
}

json_t *words_deeds_json(const struct words *words,
			 int (*line_of)(const void *context, uint32_t node), const void *context)
{
	json_t *deeds = json_array();

	for (uint32_t i = 0; i < words->nr_deeds; i++) {
		const struct word_deed *word = &words->deed[i];
		const struct deed *deed = &words->subject->behaviour->deed[word->node];

		json_array_append_new(
		    deeds,
		    json_pack("{s:o, s:i, s:i, s:b, s:b, s:b, s:o}", "text",
			      pending_json(words, word->node), "line", line_of(context, word->node),
			      "place", shown_of(words, deed->place), "inside", deed->inside != 0,
			      "plain", deed->place != NOWHERE && deed->order == ORDER_PLAIN, "done",
			      deed->kind == STEP_END, "events", events_json(words, word)));
	}
	return deeds;
}
