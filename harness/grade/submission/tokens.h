// SPDX-License-Identifier: MIT

// What is preprocessed, as tokens: enough of C's lexical grammar to tell names from what stands in
// strings and characters. There are no comments and no spliced lines any more.

#ifndef RACELAB_GRADE_TOKENS_H
#define RACELAB_GRADE_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_END, /* of the text */
	TOKEN_NAME,
	TOKEN_NUMBER,
	TOKEN_STRING, /* or a character */
	TOKEN_RAW,    /* the beginning of a raw string, which ends where no lexer of ours knows */
	TOKEN_MARK,   /* one character of punctuation; digraphs are what they stand for */
	TOKEN_LINE,   /* a whole line that begins with #, to be read by who asks */
};

struct token {
	enum token_kind kind;
	const char *text;
	size_t length;
	char mark;	/* of a TOKEN_MARK */
	unsigned lines; /* line ends before it since the last one */
};

// The next one at *at, which is moved behind it. `begins` of the first call is true: the text
// begins a line.
struct token token_next(const char **at, bool *begins);

bool token_is(const struct token *token, const char *name);

#endif
