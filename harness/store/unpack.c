// SPDX-License-Identifier: MIT

// Reading a pack, which can be anything. What its entries are called decides only which of our own
// three names they go to.

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/control.h"
#include "harness/data/directory.h"
#include "harness/store/limits.h"
#include "harness/store/pack.h"

enum {
	BLOCK = 1 << 16, /* bytes read at a time */
};

struct unpacking {
	struct archive *archive;
	const char *file, *directory;
	char folder[256]; /* that all entries lie in: a second one would be a second run */
	bool seen[NR_RUN_FILES];
	struct complaint *c;
};

static int torn(const struct unpacking *unpacking)
{
	char text[256];

	snprintf(text, sizeof text, "%s", archive_error_string(unpacking->archive));
	return complain(unpacking->c, "%s is damaged: %s", unpacking->file, control_plain(text));
}

static int unwanted(const struct unpacking *unpacking, const char *name, const char *why)
{
	char text[128];

	snprintf(text, sizeof text, "%s", name ? name : "");
	return complain(unpacking->c, "%s: '%s' in it %s; is it by racelab pack?", unpacking->file,
			control_plain(text), why);
}

// Which of the files "FOLDER/NAME" is; -1 if none.
static int find_file(const char *name)
{
	for (int i = 0; i < NR_RUN_FILES; i++)
		if (strcmp(run_files[i].name, name) == 0)
			return i;
	return -1;
}

static bool is_folder_name(const char *folder)
{
	return *folder && strcmp(folder, ".") != 0 && strcmp(folder, "..") != 0;
}

// Whether an entry is one of ours, the first of its name, and of the same folder as the others.
// Returns its number, or -1 with a complaint.
static int check_entry(struct unpacking *unpacking, struct archive_entry *entry)
{
	const char *path = archive_entry_pathname(entry), *slash = path ? strchr(path, '/') : NULL;
	char folder[sizeof unpacking->folder] = "";
	int which = slash ? find_file(slash + 1) : -1;

	if (which >= 0 && slash - path < (long)sizeof folder)
		memcpy(folder, path, (size_t)(slash - path));
	if (which < 0 || !is_folder_name(folder))
		return unwanted(unpacking, path, "is no file of a run");
	if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry))
		return unwanted(unpacking, path, "is no regular file");
	if (archive_entry_size(entry) > run_files[which].most)
		return unwanted(unpacking, path, "is too large");
	if (unpacking->seen[which] ||
	    (*unpacking->folder && strcmp(unpacking->folder, folder) != 0))
		return unwanted(unpacking, path, "is of a second run");
	unpacking->seen[which] = true;
	memcpy(unpacking->folder, folder, sizeof folder);
	return which;
}

static int put(int fd, const char *block, size_t length)
{
	while (length) {
		ssize_t done = write(fd, block, length);

		if (done < 0)
			return errno;
		block += done;
		length -= (size_t)done;
	}
	return 0;
}

// A header can promise less than what comes.
static int copy(const struct unpacking *unpacking, int fd, enum run_file which)
{
	char block[BLOCK];
	int64_t total = 0;
	la_ssize_t got;
	int error;

	while ((got = archive_read_data(unpacking->archive, block, sizeof block)) > 0) {
		total += got;
		if (total > run_files[which].most)
			return unwanted(unpacking, run_files[which].name, "is too large");
		error = put(fd, block, (size_t)got);
		if (error)
			return complain_machine(unpacking->c, "%s: %s", unpacking->directory,
						strerror(error));
	}
	return got < 0 ? torn(unpacking) : 0;
}

static int extract(const struct unpacking *unpacking, enum run_file which)
{
	char *path = directory_file(unpacking->directory, run_files[which].name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600), result;

	if (fd < 0) {
		result = complain_machine(unpacking->c, "%s: %s", path, strerror(errno));
	} else {
		result = copy(unpacking, fd, which);
		if (close(fd) && !result)
			result = complain_machine(unpacking->c, "%s: %s", path, strerror(errno));
	}
	free(path);
	return result;
}

// Nothing is taken for an archive that is only text.
static int open_archive(struct unpacking *unpacking)
{
	struct archive *archive = archive_read_new();

	unpacking->archive = archive;
	if (!archive)
		return complain_machine(unpacking->c, "no memory");
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_format_tar(archive);
	if (archive_read_open_filename(archive, unpacking->file, BLOCK) == ARCHIVE_OK)
		return 0;
	return complain(unpacking->c, "'%s' is neither a result directory nor a .racelab file",
			unpacking->file);
}

static int read_all(struct unpacking *unpacking)
{
	struct archive_entry *entry;
	bool any = false;
	int code, which;

	while ((code = archive_read_next_header(unpacking->archive, &entry)) == ARCHIVE_OK) {
		any = true;
		if (archive_entry_filetype(entry) == AE_IFDIR) /* as tar makes them by hand */
			continue;
		which = check_entry(unpacking, entry);
		if (which < 0 || extract(unpacking, (enum run_file)which))
			return -1;
	}
	if (code == ARCHIVE_EOF && any)
		return 0;
	if (!any)
		return complain(unpacking->c,
				"'%s' is neither a result directory nor a .racelab file",
				unpacking->file);
	return torn(unpacking);
}

static int check_complete(const struct unpacking *unpacking)
{
	if (unpacking->seen[RUN_MANIFEST] && unpacking->seen[RUN_TRIALS])
		return 0;
	return complain(unpacking->c, "%s has no %s in it; is it by racelab pack?", unpacking->file,
			run_files[unpacking->seen[RUN_MANIFEST] ? RUN_TRIALS : RUN_MANIFEST].name);
}

int pack_read(const char *file, const char *directory, struct complaint *c)
{
	struct unpacking unpacking = {.file = file, .directory = directory, .c = c};
	int result = open_archive(&unpacking) || read_all(&unpacking) ? -1 : 0;

	if (unpacking.archive)
		archive_read_free(unpacking.archive);
	return result ? -1 : check_complete(&unpacking);
}
