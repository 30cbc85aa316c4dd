// SPDX-License-Identifier: MIT

#include "harness/grade/submission/tokens.h"

#include <ctype.h>
#include <string.h>

// Bytes above 127 are letters of some script.
static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static bool is_part(char c)
{
	return is_letter(c) || isdigit((unsigned char)c);
}

// A universal character name, \u00e9, is a letter, too.
static size_t name_length(const char *p)
{
	size_t n = 0;

	while (is_part(p[n]) || (p[n] == '\\' && (p[n + 1] == 'u' || p[n + 1] == 'U')))
		n++;
	return n;
}

// A preprocessing number: 6.4.8.
static size_t number_length(const char *p)
{
	size_t n = 1;

	for (;;) {
		if (strchr("eEpP", p[n]) && p[n] && p[n + 1] && strchr("+-", p[n + 1]))
			n += 2;
		else if (is_part(p[n]) || p[n] == '.')
			n++;
		else
			return n;
	}
}

// One that is not closed ends with its line.
static size_t string_length(const char *p)
{
	size_t n = 1;

	while (p[n] && p[n] != '\n' && p[n] != *p)
		n += p[n] == '\\' && p[n + 1] && p[n + 1] != '\n' ? 2 : 1;
	return n + (p[n] == *p);
}

static bool is_raw(const struct token *name)
{
	const char *last = name->text + name->length - 1;

	return name->length <= 3 && *last == 'R' && last[1] == '"';
}

static const struct {
	const char *spelling;
	char mark;
} digraphs[] = {{"<:", '['}, {":>", ']'}, {"<%", '{'}, {"%>", '}'}, {"%:", '#'}};

static void take_mark(struct token *token)
{
	token->kind = TOKEN_MARK;
	token->length = 1;
	token->mark = *token->text;
	for (size_t i = 0; i < sizeof digraphs / sizeof *digraphs; i++)
		if (strncmp(token->text, digraphs[i].spelling, 2) == 0) {
			token->length = 2;
			token->mark = digraphs[i].mark;
		}
}

static void take(struct token *token, bool begins)
{
	const char *p = token->text;

	if (!*p) {
		token->kind = TOKEN_END;
	} else if (begins && (*p == '#' || strncmp(p, "%:", 2) == 0)) {
		token->kind = TOKEN_LINE;
		token->length = strcspn(p, "\n");
	} else if (is_letter(*p) || *p == '\\') {
		token->kind = TOKEN_NAME;
		token->length = name_length(p);
		if (!token->length)
			take_mark(token);
		else if (is_raw(token))
			token->kind = TOKEN_RAW;
	} else if (isdigit((unsigned char)*p) || (*p == '.' && isdigit((unsigned char)p[1]))) {
		token->kind = TOKEN_NUMBER;
		token->length = number_length(p);
	} else if (*p == '"' || *p == '\'') {
		token->kind = TOKEN_STRING;
		token->length = string_length(p);
	} else {
		take_mark(token);
	}
}

struct token token_next(const char **at, bool *begins)
{
	struct token token = {0};

	for (; **at && strchr(" \t\v\f\r\n", **at); ++*at) {
		token.lines += **at == '\n';
		*begins |= **at == '\n';
	}
	token.text = *at;
	take(&token, *begins);
	*at += token.length;
	*begins = false;
	return token;
}

bool token_is(const struct token *token, const char *name)
{
	return token->kind == TOKEN_NAME && token->length == strlen(name) &&
	       strncmp(token->text, name, token->length) == 0;
}
