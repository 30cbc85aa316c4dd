// SPDX-License-Identifier: MIT

// Whose a line is the preprocessor says: `# 12 "FOLDER/student.c" 2` stands before the student's
// twelfth line. directives.c has seen to it that nobody else writes such lines.

#include "harness/grade/submission/screen.h"

#include <ctype.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "harness/grade/submission/fault.h"
#include "harness/grade/submission/permitted.h"
#include "harness/grade/submission/system_headers.h"
#include "harness/grade/submission/tokens.h"

// A function of the C library may have another name in there: asm("" "__isoc99_scanf").
enum label {
	LABEL_NONE,
	LABEL_OPENS, /* the word was there */
	LABEL_WITHIN,
};

struct reading {
	const struct screen *screen;
	const char *at;
	bool begins;
	bool theirs;	     /* the line is the student's own */
	bool in_header;	     /* or of the exercise's header */
	char seen[PATH_MAX]; /* the last that may be included, as it is asked for line after line */
	unsigned line;	     /* of the file that it is of */
	unsigned own_line;   /* of the student's file: the last one that there was */
	unsigned parens;     /* within an attribute; 0: in none */
	bool opens;	     /* the word "attribute" was there, and no parenthesis yet */
	enum label label;    /* of a header's declaration */
	char last;	     /* the mark just before; 0: it was none */
	char **fault;
};

static void begin(struct reading *reading, const struct screen *screen, const char *text,
		  char **fault)
{
	*reading = (struct reading){
	    .screen = screen, .at = text, .begins = true, .line = 1, .fault = fault};
}

// "# 12 "NAME" 1 3": takes its parts. A name has quotes and backslashes behind backslashes.
static bool read_marker(const char *text, unsigned *line, char name[PATH_MAX])
{
	char *end;
	size_t n = 0;

	if (strncmp(text, "# ", 2) != 0 || !isdigit((unsigned char)text[2]))
		return false;
	*line = (unsigned)strtoul(text + 2, &end, 10);
	if (strncmp(end, " \"", 2) != 0)
		return false;
	for (end += 2; *end != '"' && *end && *end != '\n' && n < PATH_MAX - 1; end++) {
		end += *end == '\\' && end[1] && end[1] != '\n';
		name[n++] = *end;
	}
	name[n] = '\0';
	return *end == '"';
}

static bool is_header(const struct screen *screen, const char *name)
{
	char path[PATH_MAX];

	return realpath(name, path) && strcmp(path, screen->header) == 0;
}

// The student's line before the one that is gone on with behind what is included.
static unsigned include_line(const struct reading *reading)
{
	const char *at = reading->at;
	char name[PATH_MAX];
	unsigned line;

	while ((at = strstr(at, "\n# "))) {
		at++;
		if (read_marker(at, &line, name) && strcmp(name, reading->screen->copy) == 0)
			return line - 1;
	}
	return reading->own_line + 1;
}

static int judge_include(struct reading *reading, const char *name)
{
	const struct screen *screen = reading->screen;

	if (reading->theirs || name[0] == '<' || strcmp(name, reading->seen) == 0)
		return 0;
	reading->in_header = is_header(screen, name);
	if (!reading->in_header && !system_headers_have(screen->headers, name))
		return fault_say(
		    reading->fault,
		    "line %u: This includes %s, which is neither a system header nor %s.",
		    include_line(reading), name, screen->header_name);
	strcpy(reading->seen, name);
	return 0;
}

static int judge_pragma(struct reading *reading, const struct token *token)
{
	const char *text = token->text + strlen("#pragma ");
	size_t length = token->length - strlen("#pragma ");

	if (!reading->theirs && permitted_pragma(text, length))
		return 0;
	return fault_say(reading->fault,
			 "line %u: #pragma %.*s is not allowed; nothing here needs one.",
			 reading->own_line, (int)(length < 60 ? length : 60), text);
}

// A marker, or a pragma; else something that looks like one and was made by macros.
static int take_line(struct reading *reading, const struct token *token)
{
	char name[PATH_MAX];
	unsigned line;

	if (strncmp(token->text, "#pragma ", 8) == 0)
		return judge_pragma(reading, token);
	if (!read_marker(token->text, &line, name))
		return fault_say(reading->fault, "line %u: A # begins what macros made here.",
				 reading->own_line);
	reading->theirs = strcmp(name, reading->screen->copy) == 0;
	if (reading->theirs)
		reading->seen[0] = '\0';
	reading->in_header &= !reading->theirs;
	reading->line = line - 1; /* the line end behind it begins that line */
	return judge_include(reading, name);
}

static int judge_attribute(struct reading *reading, const struct token *token)
{
	bool allowed = permitted_nowhere(token->text, token->length) &&
		       (!reading->theirs || permitted_attribute(token->text, token->length));

	return allowed ? 0
		       : fault_say(reading->fault,
				   "line %u: The attribute %.*s is not allowed; leave it out.",
				   reading->own_line, (int)token->length, token->text);
}

static bool is_attribute(const struct token *token)
{
	return token_is(token, "__attribute__") || token_is(token, "__attribute");
}

static bool is_assembly(const struct token *token)
{
	return token_is(token, "asm") || token_is(token, "__asm") || token_is(token, "__asm__");
}

static int judge_name(struct reading *reading, const struct token *token)
{
	const char *why = permitted_not(token->text, token->length);

	if (reading->parens)
		return reading->parens == 2 ? judge_attribute(reading, token) : 0;
	reading->opens = is_attribute(token);
	if (!reading->theirs) {
		if (is_assembly(token))
			reading->label = LABEL_OPENS;
		return 0;
	}
	if (why)
		return fault_say(reading->fault, "line %u: %.*s is not allowed: %s.",
				 reading->own_line, (int)token->length, token->text, why);
	if (!permitted_builtin(token->text, token->length))
		return fault_say(reading->fault, "line %u: %.*s is not allowed; say it in plain C.",
				 reading->own_line, (int)token->length, token->text);
	return 0;
}

static int judge_mark(struct reading *reading, const struct token *token)
{
	char mark = token->mark;

	if (mark == '(' && (reading->parens || reading->opens))
		reading->parens++;
	else if (mark == ')' && reading->parens)
		reading->parens--;
	else if (mark == '[' && reading->last == '[')
		return fault_say(reading->fault,
				 "line %u: [[attributes]] are not allowed; leave them out.",
				 reading->own_line);
	reading->opens = false;
	return 0;
}

static bool is_plain_string(const struct token *token)
{
	if (token->kind != TOKEN_STRING || token->text[0] != '"')
		return false;
	for (size_t i = 1; i + 1 < token->length; i++)
		if (!isalnum((unsigned char)token->text[i]) && !strchr("_.$@", token->text[i]))
			return false;
	return true;
}

// In a header's lines. What macros of the student's may have put there instead could say that it
// is no assembly, to those who look for it in what is compiled.
static int judge_label(struct reading *reading, const struct token *token)
{
	bool within = reading->label == LABEL_WITHIN;

	if (!within && token->kind == TOKEN_MARK && token->mark == '(') {
		reading->label = LABEL_WITHIN;
		return 0;
	}
	if (within && token->kind == TOKEN_MARK && token->mark == ')') {
		reading->label = LABEL_NONE;
		return 0;
	}
	if (within && is_plain_string(token))
		return 0;
	return fault_say(reading->fault, "line %u: What this includes has assembly in it: %s.",
			 include_line(reading), permitted_not("asm", 3));
}

static int judge(struct reading *reading, const struct token *token)
{
	if (reading->label && token->kind != TOKEN_LINE)
		return judge_label(reading, token);
	switch (token->kind) {
	case TOKEN_LINE:
		return take_line(reading, token);
	case TOKEN_NAME:
		return judge_name(reading, token);
	case TOKEN_MARK:
		return judge_mark(reading, token);
	case TOKEN_RAW:
		return fault_say(reading->fault,
				 "line %u: Raw strings are C++; write an ordinary one.",
				 reading->own_line);
	default:
		return 0;
	}
}

static struct token next(struct reading *reading)
{
	struct token token = token_next(&reading->at, &reading->begins);

	reading->line += token.lines;
	if (reading->theirs)
		reading->own_line = reading->line;
	return token;
}

static void put_quoted(FILE *out, const char *name)
{
	putc('"', out);
	for (; *name; name++) {
		if (strchr("\"\\", *name))
			putc('\\', out);
		putc(*name, out);
	}
	putc('"', out);
}

// A marker of the student's lines, with the file's own name.
static void put_marker(const struct reading *reading, const struct token *token, FILE *out)
{
	const char *end = token->text + token->length;

	while (end[-1] != '"')
		end--;
	fprintf(out, "# %u ", reading->line + 1);
	put_quoted(out, reading->screen->file);
	fwrite(end, 1, (size_t)(token->text + token->length - end), out);
}

int screen_pass(const struct screen *screen, const char *text, FILE *out, char **fault)
{
	const char *from = text;
	struct reading reading;
	struct token token;

	begin(&reading, screen, text, fault);
	do {
		token = next(&reading);
		if (judge(&reading, &token))
			return 1;
		if (token.kind != TOKEN_LINE)
			reading.last = token.kind == TOKEN_MARK ? token.mark : '\0';
		if (token.kind == TOKEN_LINE && reading.theirs && token.text[1] == ' ') {
			fwrite(from, 1, (size_t)(token.text - from), out);
			put_marker(&reading, &token, out);
			from = reading.at;
		}
	} while (token.kind != TOKEN_END);
	fputs(from, out);
	return 0;
}

// The line of its first mention, in the student's lines or in the header's.
static unsigned find(const struct screen *screen, const char *text, const char *name, bool header)
{
	struct reading reading;
	struct token token;
	char *fault = NULL;
	unsigned line = 0;

	begin(&reading, screen, text, &fault);
	do {
		token = next(&reading);
		if (token.kind == TOKEN_LINE)
			take_line(&reading, &token);
		else if ((header ? reading.in_header : reading.theirs) && token_is(&token, name))
			line = reading.line;
	} while (!line && token.kind != TOKEN_END);
	free(fault);
	return line;
}

unsigned screen_line_of(const struct screen *screen, const char *text, const char *name)
{
	return find(screen, text, name, false);
}

bool screen_header_has(const struct screen *screen, const char *text, const char *name)
{
	return find(screen, text, name, true) != 0;
}
