// SPDX-License-Identifier: MIT

#include "harness/store/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	CHUNK = 1 << 16, /* bytes read at a time */
};

void digest_enter(struct sha256_ctx *of, const char *text)
{
	if (!text)
		text = "";
	sha256_update(of, strlen(text) + 1, (const uint8_t *)text);
}

void digest_text(const struct sha256_ctx *of, char text[DIGEST_TEXT])
{
	struct sha256_ctx copy = *of;
	uint8_t digest[SHA256_DIGEST_SIZE];

	sha256_digest(&copy, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
}

// Enters the bytes from `from` to `to`.
static int enter_bytes(struct sha256_ctx *of, int fd, uint64_t from, uint64_t to)
{
	uint8_t chunk[CHUNK];

	while (from < to) {
		uint64_t left = to - from;
		ssize_t got =
		    pread(fd, chunk, left < sizeof chunk ? left : sizeof chunk, (off_t)from);

		if (got < 0)
			return errno;
		if (got == 0)
			return EIO; /* it became shorter */
		sha256_update(of, (size_t)got, chunk);
		from += (uint64_t)got;
	}
	return 0;
}

int digest_file(const char *path, uint64_t bytes, char whole[DIGEST_TEXT], uint64_t part,
		char first[DIGEST_TEXT], struct complaint *c)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = fd < 0 ? errno : 0;
	struct sha256_ctx of;

	sha256_init(&of);
	if (part > bytes)
		part = bytes;
	if (!error)
		error = enter_bytes(&of, fd, 0, part);
	digest_text(&of, first);
	if (!error)
		error = enter_bytes(&of, fd, part, bytes);
	digest_text(&of, whole);
	if (fd >= 0)
		close(fd);
	return error ? complain_machine(c, "%s: %s", path, strerror(error)) : 0;
}
