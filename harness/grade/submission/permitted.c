// SPDX-License-Identifier: MIT

#include "harness/grade/submission/permitted.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

enum {
	WORD = 64, /* longer ones are none of these */
};

#define NR(array) (sizeof(array) / sizeof *(array))

static bool is_one(const char *word, size_t length, const char *const *patterns, size_t nr)
{
	char text[WORD];

	if (length >= sizeof text)
		return false;
	snprintf(text, sizeof text, "%.*s", (int)length, word);
	for (size_t i = 0; i < nr; i++)
		if (fnmatch(patterns[i], text, 0) == 0)
			return true;
	return false;
}

static const char by_hand[] =
    "what it does to memory cannot be seen; <stdatomic.h> has all that is needed";
static const char own_copy[] =
    "a task knows itself by its number; keep what is its own by that, or on its stack";

static const struct {
	const char *word, *why;
} never[] = {
    {"asm", by_hand},	    {"__asm", by_hand},		 {"__asm__", by_hand},
    {"_asm", by_hand},	    {"_Thread_local", own_copy}, {"thread_local", own_copy},
    {"__thread", own_copy},
};

const char *permitted_not(const char *word, size_t length)
{
	for (size_t i = 0; i < NR(never); i++)
		if (is_one(word, length, &never[i].word, 1))
			return never[i].why;
	return NULL;
}

bool permitted_builtin(const char *word, size_t length)
{
	static const char *const allowed[] = {
	    "expect*",	   "unreachable", "trap",	 "clz*",	 "ctz*",
	    "ffs*",	   "popcount*",	  "parity*",	 "bswap*",	 "prefetch",
	    "assume*",	   "constant_p",  "choose_expr", "offsetof",	 "types_compatible_p",
	    "*_overflow*", "object_size", "memcpy",	 "memset",	 "memmove",
	    "memcmp",	   "va_*",	  "ia32_pause",	 "arm_yield",	 "abs",
	    "labs",	   "llabs",	  "huge_val*",	 "inf*",	 "nan*",
	    "is*",	   "signbit*",	  "strlen",	 "strcmp",	 "fabs*",
	    "clrsb*",	   "tgmath",	  "bit_cast",	 "add_overflow", "classify_type",
	};
	static const char prefix[] = "__builtin_";

	if (length < sizeof prefix - 1 || strncmp(word, prefix, sizeof prefix - 1) != 0)
		return true;
	return is_one(word + sizeof prefix - 1, length - (sizeof prefix - 1), allowed, NR(allowed));
}

static void strip(const char **word, size_t *length)
{
	if (*length > 4 && strncmp(*word, "__", 2) == 0 &&
	    strncmp(*word + *length - 2, "__", 2) == 0) {
		*word += 2;
		*length -= 4;
	}
}

bool permitted_attribute(const char *word, size_t length)
{
	static const char *const allowed[] = {
	    "aligned",
	    "packed",
	    "unused",
	    "maybe_unused",
	    "used",
	    "const",
	    "pure",
	    "always_inline",
	    "noinline",
	    "flatten",
	    "hot",
	    "cold",
	    "format",
	    "format_arg",
	    "may_alias",
	    "fallthrough",
	    "noreturn",
	    "nonnull",
	    "returns_nonnull",
	    "warn_unused_result",
	    "deprecated",
	    "cleanup",
	    "nothrow",
	    "leaf",
	    "gnu_inline",
	    "artificial",
	    "malloc",
	    "alloc_size",
	    "transparent_union",
	    "warn_if_not_aligned",
	    "unavailable",
	    "sentinel",
	    "access",
	    "nonstring",
	    "designated_init",
	    "assume_aligned",
	    "returns_twice",
	    "error",
	    "warning",
	};

	strip(&word, &length);
	return is_one(word, length, allowed, NR(allowed));
}

bool permitted_nowhere(const char *word, size_t length)
{
	static const char *const refused[] = {
	    "no_sanitize*",   "*instrument*",  "optimize",   "optnone",	      "constructor",
	    "destructor",     "section",       "naked",	     "ifunc",	      "alias",
	    "no_split_stack", "target_clones", "patchable*", "init_priority",
	};

	strip(&word, &length);
	return !is_one(word, length, refused, NR(refused));
}

bool permitted_pragma(const char *text, size_t length)
{
	static const char *const allowed[] = {
	    "GCC diagnostic *", "GCC push_options",   "GCC pop_options", "GCC target*",
	    "GCC visibility *", "clang diagnostic *", "GCC poison *",	 "pack*",
	    "STDC *",
	};

	return is_one(text, length, allowed, NR(allowed));
}
