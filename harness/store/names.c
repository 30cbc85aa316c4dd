// SPDX-License-Identifier: MIT

// A name is an object with its number, 0 until it is met; the long and the short name of a host
// share one.

#include "harness/store/names.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAPS	 " ,;:()[]<>'\"/=@" /* between names, in a list of hosts and in a detail */
#define PATH_END " ,;:()[]<>'\""    /* a path with a space in it loses what is before it */
#define DIGITS	 "0123456789"

struct names {
	json_t *host;  /* its object, by each of its names */
	json_int_t nr; /* that were met */
};

struct names *names_create(void)
{
	struct names *names = calloc(1, sizeof *names);

	if (names && !(names->host = json_object())) {
		free(names);
		return NULL;
	}
	return names;
}

void names_destroy(struct names *names)
{
	if (!names)
		return;
	json_decref(names->host);
	free(names);
}

static json_t *find(const struct names *names, const char *name, size_t length)
{
	char *copy = strndup(name, length);
	json_t *host = copy ? json_object_get(names->host, copy) : NULL;

	free(copy);
	return host;
}

static void call(struct names *names, json_t *host, const char *name, size_t length)
{
	char *copy = strndup(name, length);

	if (copy && *copy && !json_object_get(names->host, copy))
		json_object_set(names->host, copy, host);
	free(copy);
}

// Of an address the part before the dot is a number like any other.
static void add(struct names *names, const char *name, size_t length)
{
	const char *dot = memchr(name, '.', length);
	json_t *host = json_pack("{s:i}", "number", 0);

	call(names, host, name, length);
	if (dot && strspn(name, DIGITS) < (size_t)(dot - name))
		call(names, host, name, (size_t)(dot - name));
	json_decref(host);
}

void names_add(struct names *names, const char *list)
{
	while (list && *list) {
		size_t length = strcspn(list, GAPS);

		add(names, list, length);
		list += length + strspn(list + length, GAPS);
	}
}

static json_int_t meet(struct names *names, json_t *host)
{
	json_t *number = json_object_get(host, "number");

	if (json_integer_value(number) == 0)
		json_integer_set(number, ++names->nr);
	return json_integer_value(number);
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

// How long a path at the beginning of a text is, but one of the system; 0: there is none.
static size_t path_length(const char *text)
{
	if (begins(text, "/dev/") || begins(text, "/proc/") || begins(text, "/sys/"))
		return 0;
	if (begins(text, "/") || begins(text, "./") || begins(text, "../") || begins(text, "~"))
		return strcspn(text, PATH_END);
	return 0;
}

// A name, with the dot that may end a sentence. Returns how long that is.
static size_t put_name(struct names *names, const char *text, FILE *out)
{
	size_t whole = strcspn(text, GAPS), length = whole;
	json_t *host = find(names, text, length);

	if (!host && length && text[length - 1] == '.')
		host = find(names, text, --length);
	if (host)
		fprintf(out, "host%" JSON_INTEGER_FORMAT, meet(names, host));
	else
		fwrite(text, 1, length, out);
	fwrite(text + length, 1, whole - length, out);
	return whole;
}

// A path or a name, and one character that is between them.
static const char *put_word(struct names *names, const char *text, FILE *out)
{
	size_t path = path_length(text);

	if (path > 1) {
		fputs("(path)", out);
		text += path;
	} else {
		text += put_name(names, text, out);
	}
	if (!*text)
		return text;
	fputc(*text, out);
	return text + 1;
}

char *names_replace(struct names *names, const char *text)
{
	char *out = NULL;
	size_t size;
	FILE *memory = open_memstream(&out, &size);

	while (memory && *text)
		text = put_word(names, text, memory);
	if (memory && fclose(memory)) {
		free(out);
		out = NULL;
	}
	return memory ? out : NULL;
}
