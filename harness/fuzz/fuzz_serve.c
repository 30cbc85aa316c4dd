// SPDX-License-Identifier: MIT

// What the two ends of a duet say to each other: each line of the input is taken for every kind of
// message. A row that is read can be sent on and read again, and then is the same row.

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/data/column.h"
#include "harness/data/summary.h"
#include "harness/data/words.h"
#include "harness/duet/protocol.h"
#include "harness/fuzz/target.h"
#include "harness/plan/axes.h"

static void check_hello(const json_t *message)
{
	struct complaint c;
	int protocol = message_protocol(message, &c);

	MUST(protocol == 0 || (protocol >= PROTOCOL_OLDEST && protocol <= PROTOCOL_NEWEST));
	if (!protocol)
		target_check_complaint(&c);
}

static void check_case(const json_t *message)
{
	struct request request;
	struct complaint c;
	struct spec spec;

	spec_init(&spec);
	if (message_read_case(message, &spec, &request, &c)) {
		target_check_complaint(&c);
	} else {
		MUST(spec.nr_matrices == 1);
		MUST(request.window_ns > 0 && request.timeout_ns > 0);
		MUST(spec.setting[SETTING_WINDOW].text && spec.setting[SETTING_SEED].text);
	}
	spec_fini(&spec);
}

static bool same_field(enum column_id id, const struct row *a, const struct row *b)
{
	if (columns[id].kind == KIND_WORD)
		return strcmp(*column_word(id, a), *column_word(id, b)) == 0;
	if (columns[id].kind == KIND_COUNT)
		return *column_count(id, a) == *column_count(id, b);
	return *column_real(id, a) == *column_real(id, b) ||
	       (isnan(*column_real(id, a)) && isnan(*column_real(id, b)));
}

static void check_row(const json_t *message, struct words *words)
{
	struct row row, again;
	struct complaint c;
	json_t *sent;

	if (message_read_row(message, words, &row, &c)) {
		target_check_complaint(&c);
		return;
	}
	MUST(outcome_find(row.outcome) >= 0);
	sent = message_row(&row);
	MUST(sent && message_read_row(sent, words, &again, &c) == 0);
	for (int id = 0; id < NR_COLUMNS; id++)
		MUST(same_field(id, &row, &again));
	json_decref(sent);
}

static void check_line(const char *line, struct words *words)
{
	struct complaint c;
	json_t *message = message_read(line, &c);

	if (!message) {
		target_check_complaint(&c);
		return;
	}
	check_hello(message);
	check_case(message);
	check_row(message, words);
	json_decref(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = target_text(data, size), *rest = text, *line;
	struct words *words = words_create();

	MUST(words);
	while ((line = strsep(&rest, "\n")))
		check_line(line, words);
	words_destroy(words);
	free(text);
	return 0;
}
