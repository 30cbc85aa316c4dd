// SPDX-License-Identifier: MIT

// Writing a pack, by libarchive: ustar, which every tar reads, in xz, which makes trials.csv a
// tenth.

#include "harness/store/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/data/directory.h"
#include "harness/data/rows.h"
#include "harness/store/limits.h"
#include "harness/store/parcel.h"

enum {
	CHUNK = 1 << 16, /* bytes copied at a time */
};

struct packing {
	struct archive *archive;
	const char *file, *name, *directory;
	struct complaint *c;
};

static int fail(const struct packing *packing)
{
	return complain_machine(packing->c, "cannot write %s: %s", packing->file,
				archive_error_string(packing->archive));
}

// Nobody's name and number, and the same time for all: equal directories make equal packs.
static int write_header(const struct packing *packing, const char *name, int64_t bytes)
{
	struct archive_entry *entry = archive_entry_new();
	char path[4096];
	int result;

	if (!entry)
		return complain_machine(packing->c, "no memory");
	snprintf(path, sizeof path, "%s/%s", packing->name, name);
	archive_entry_set_pathname(entry, path);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, bytes);
	archive_entry_set_mtime(entry, 0, 0);
	result = archive_write_header(packing->archive, entry) == ARCHIVE_OK ? 0 : fail(packing);
	archive_entry_free(entry);
	return result;
}

static int copy(const struct packing *packing, int fd, const char *path, int64_t bytes)
{
	char chunk[CHUNK];

	while (bytes > 0) {
		ssize_t got = read(fd, chunk, bytes < CHUNK ? (size_t)bytes : CHUNK);

		if (got <= 0)
			return complain_machine(packing->c, "%s: %s", path,
						got ? strerror(errno) : "became shorter");
		if (archive_write_data(packing->archive, chunk, (size_t)got) != got)
			return fail(packing);
		bytes -= got;
	}
	return 0;
}

// The file's first `bytes`; -1 for all of it.
static int add(const struct packing *packing, enum run_file which, int64_t bytes)
{
	const char *name = run_files[which].name;
	char *path = directory_file(packing->directory, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK), result;
	struct stat status;

	if (fd < 0 || fstat(fd, &status))
		result = complain_machine(packing->c, "%s: %s", path, strerror(errno));
	else {
		bytes = bytes < 0 ? status.st_size : bytes;
		result =
		    write_header(packing, name, bytes) || copy(packing, fd, path, bytes) ? -1 : 0;
	}
	if (fd >= 0)
		close(fd);
	free(path);
	return result;
}

static int open_archive(struct packing *packing, const char *temporary)
{
	struct archive *archive = archive_write_new();

	packing->archive = archive;
	if (!archive)
		return complain_machine(packing->c, "no memory");
	if (archive_write_add_filter_xz(archive) != ARCHIVE_OK ||
	    archive_write_set_format_ustar(archive) != ARCHIVE_OK ||
	    archive_write_open_filename(archive, temporary) != ARCHIVE_OK)
		return fail(packing);
	return 0;
}

static int write_all(struct packing *packing, const struct parcel *parcel, const char *temporary)
{
	int result = open_archive(packing, temporary) || add(packing, RUN_MANIFEST, -1) ||
			     add(packing, RUN_TRIALS, (int64_t)parcel->rows.whole_bytes) ||
			     (parcel->topology && add(packing, RUN_TOPOLOGY, -1))
			 ? -1
			 : 0;

	if (!result && archive_write_close(packing->archive) != ARCHIVE_OK)
		result = fail(packing);
	archive_write_free(packing->archive);
	return result;
}

static int put_in_place(struct packing *packing, const struct parcel *parcel, uint64_t *bytes)
{
	struct stat status;
	char *temporary;
	int result;

	if (asprintf(&temporary, "%s.new", packing->file) < 0)
		return complain_machine(packing->c, "no memory");
	result = write_all(packing, parcel, temporary);
	if (!result && (stat(temporary, &status) || rename(temporary, packing->file)))
		result = complain_machine(packing->c, "cannot write %s: %s", packing->file,
					  strerror(errno));
	if (result)
		unlink(temporary);
	else
		*bytes = (uint64_t)status.st_size;
	free(temporary);
	return result;
}

int pack_write(const char *file, const char *name, const char *directory, uint64_t *bytes,
	       struct complaint *c)
{
	struct packing packing = {.file = file, .name = name, .directory = directory, .c = c};
	struct parcel parcel;
	int result = parcel_load(&parcel, directory, c);

	if (!result)
		result = put_in_place(&packing, &parcel, bytes);
	parcel_fini(&parcel);
	return result;
}
