// SPDX-License-Identifier: MIT

// Escapes, and the hash that lets a page run its own script and no other.

#include "harness/report/html.h"

#include <assert.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdint.h>
#include <string.h>

#include "harness/export/plain.h"

static const char *in_html(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void html_text(FILE *out, const char *text)
{
	plain_put(out, text, PLAIN_WHOLE, in_html);
}

// In JSON a '<' stands only in a string, where it may be written like this.
static int put_json(const char *buffer, size_t size, void *data)
{
	FILE *out = data;

	for (size_t i = 0; i < size; i++)
		if (buffer[i] == '<')
			fputs("\\u003c", out);
		else
			putc(buffer[i], out);
	return 0;
}

void html_json(FILE *out, json_t *json)
{
	assert(json);
	json_dump_callback(json, put_json, out, JSON_COMPACT | JSON_REAL_PRECISION(6));
	json_decref(json);
}

void html_hash(char hash[HTML_HASH_BYTES], const char *script)
{
	struct sha256_ctx context;
	uint8_t digest[SHA256_DIGEST_SIZE];
	char *base64 = stpcpy(hash, "sha256-");

	sha256_init(&context);
	sha256_update(&context, strlen(script), (const uint8_t *)script);
	sha256_digest(&context, sizeof digest, digest);
	base64_encode_raw(base64, sizeof digest, digest);
	base64[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)] = '\0';
}
