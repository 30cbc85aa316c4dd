// SPDX-License-Identifier: MIT

// Text and JSON on their way into an HTML page: whatever they hold, they stay text and JSON there.

#ifndef RACELAB_REPORT_HTML_H
#define RACELAB_REPORT_HTML_H

#include <jansson.h>
#include <stdio.h>

// Writes text (NULL is "") so that it may stand between tags and in a quoted attribute. What is no
// UTF-8, and control characters, become '?'.
void html_text(FILE *out, const char *text);

// Writes JSON that may stand in a <script>: no '<' in it, so that nothing ends the element or
// begins a comment. Reals with 6 significant digits. Drops the reference. Aborts without memory.
void html_json(FILE *out, json_t *json);

// The source expression of a script for a Content-Security-Policy, "sha256-...", in 52 bytes.
enum {
	HTML_HASH_BYTES = 52 /* "sha256-", 44 of base64, a zero */
};
void html_hash(char hash[HTML_HASH_BYTES], const char *script);

#endif
