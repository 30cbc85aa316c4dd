// SPDX-License-Identifier: MIT

// Our control group: /proc/self/cgroup says which one we are in, /proc/self/mountinfo where its
// folder is.

#include "harness/machine/cgroup.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A folder of the group hierarchy with the cpu controller, as it is mounted.
struct mount {
	char group[PATH_MAX]; /* the group that is mounted; "/.." if it is above our namespace */
	char point[PATH_MAX]; /* where */
};

static FILE *open_in(const char *root, const char *folder, const char *name)
{
	char path[2 * PATH_MAX];

	snprintf(path, sizeof path, "%s%s/%s", root, folder, name);
	return fopen(path, "re");
}

// Whether a list of words with commas between them has this one.
static bool has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (; list; list = strchr(list, ',')) {
		list += *list == ',';
		if (!strncmp(list, word, length) && strchr(",\n", list[length]))
			return true;
	}
	return false;
}

// Our group's path in cgroup v1's hierarchy with the cpu controller, or in v2's. A line is
// "4:cpu,cpuacct:/docker/1f3a", and in v2 "0::/user.slice".
static bool find_group(char group[PATH_MAX], const char *root, bool v2)
{
	FILE *file = open_in(root, "/proc/self", "cgroup");
	char line[PATH_MAX + 256];
	bool found = false;

	while (file && !found && fgets(line, sizeof line, file)) {
		char *controllers = strchr(line, ':');
		char *path = controllers ? strchr(controllers + 1, ':') : NULL;

		if (!path)
			continue;
		*path++ = '\0';
		found = v2 ? !strcmp(line, "0:") : has_word(controllers + 1, "cpu");
		path[strcspn(path, "\n")] = '\0';
		if (found)
			snprintf(group, PATH_MAX, "%s", path);
	}
	if (file)
		fclose(file);
	return found;
}

// In place: the kernel writes a space in a path as \040.
static void unescape(char *path)
{
	char *to = path;

	for (const char *from = path; *from; to++) {
		unsigned byte;

		if (sscanf(from, "\\%3o", &byte) == 1) {
			*to = (char)byte;
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

// A line of mountinfo is "32 31 0:29 /group /point rw - cgroup cgroup rw,cpu", with more words
// before the dash.
static bool is_mount(struct mount *mount, const char *line, bool v2)
{
	char type[64], options[512];
	const char *dash = strstr(line, " - ");

	if (!dash || sscanf(dash, " - %63s %*s %511s", type, options) != 2 ||
	    sscanf(line, "%*d %*d %*s %4095s %4095s", mount->group, mount->point) != 2)
		return false;
	unescape(mount->group);
	unescape(mount->point);
	return v2 ? !strcmp(type, "cgroup2") : !strcmp(type, "cgroup") && has_word(options, "cpu");
}

// What is left of a group's path below another's; NULL if it is not below.
static const char *below(const char *group, const char *above)
{
	size_t length = strcmp(above, "/") ? strlen(above) : 0;
	const char *rest = group + length;

	if (strncmp(group, above, length) != 0 || (*rest && *rest != '/') ||
	    !strncmp(rest, "/..", 3))
		return NULL;
	return strcmp(rest, "/") ? rest : "";
}

// Of several mounts the highest that our group is below; of these the last, which may lie upon the
// others.
static bool is_better(const struct mount *mount, const struct mount *than, const char *group)
{
	if (!than->point[0] || !below(group, than->group))
		return true;
	return below(group, mount->group) && strlen(mount->group) <= strlen(than->group);
}

static bool find_mount(struct mount *mount, const char *root, const char *group, bool v2)
{
	FILE *file = open_in(root, "/proc/self", "mountinfo");
	struct mount candidate;
	char *line = NULL;
	size_t room = 0;

	mount->point[0] = '\0';
	while (file && getline(&line, &room, file) > 0)
		if (is_mount(&candidate, line, v2) && is_better(&candidate, mount, group))
			*mount = candidate;
	free(line);
	if (file)
		fclose(file);
	return mount->point[0] != '\0';
}

// Whether this process is in the group of that folder.
static bool holds_us(const char *root, const char *folder)
{
	FILE *file = open_in(root, folder, "cgroup.procs");
	bool found = false;
	char line[32];

	while (file && !found && fgets(line, sizeof line, file))
		found = atol(line) == getpid();
	if (file)
		fclose(file);
	return found;
}

static bool descend(char folder[PATH_MAX], const char *root, unsigned depth, const char *rest);

// Tries each group that is directly below the folder.
static bool descend_each(char folder[PATH_MAX], const char *root, unsigned depth, const char *rest)
{
	size_t length = strlen(folder);
	struct dirent *entry;
	bool found = false;
	char path[2 * PATH_MAX];
	DIR *listing;

	snprintf(path, sizeof path, "%s%s", root, folder);
	listing = opendir(path);
	while (listing && !found && (entry = readdir(listing))) {
		if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
			continue;
		snprintf(folder + length, PATH_MAX - length, "/%s", entry->d_name);
		found = descend(folder, root, depth, rest);
	}
	if (listing)
		closedir(listing);
	if (!found)
		folder[length] = '\0';
	return found;
}

// Appends to the folder the names of `depth` groups and `rest`, so that we are in there; leaves it
// alone if we are nowhere.
static bool descend(char folder[PATH_MAX], const char *root, unsigned depth, const char *rest)
{
	size_t length = strlen(folder);

	if (depth > 0)
		return descend_each(folder, root, depth - 1, rest);
	snprintf(folder + length, PATH_MAX - length, "%s", rest);
	if (holds_us(root, folder))
		return true;
	folder[length] = '\0';
	return false;
}

// Where our group's folder is. A mount from outside our namespace, "/../..", does not say by which
// names one gets down to it again: they are looked for. A group that is not below the mount at all
// is what its container's runtime left of it: then what is mounted is ours.
static void find_folder(char folder[PATH_MAX], const char *root, const struct mount *mount,
			const char *group)
{
	const char *rest = below(group, mount->group);
	unsigned above = 0;

	snprintf(folder, PATH_MAX, "%s", strcmp(mount->point, "/") ? mount->point : "");
	for (const char *up = mount->group; !strncmp(up, "/..", 3); up += 3)
		above++;
	if (rest)
		snprintf(folder + strlen(folder), PATH_MAX - strlen(folder), "%s", rest);
	else if (above)
		descend(folder, root, above, strcmp(group, "/") ? group : "");
}

static bool find(struct cgroup *cgroup, bool v2)
{
	char group[PATH_MAX];
	struct mount mount;

	if (!find_group(group, cgroup->root, v2) || !find_mount(&mount, cgroup->root, group, v2))
		return false;
	find_folder(cgroup->folder, cgroup->root, &mount, group);
	cgroup->top = strcmp(mount.point, "/") ? strlen(mount.point) : 0;
	return true;
}

bool cgroup_find(struct cgroup *cgroup, const char *root)
{
	cgroup->root = root;
	return find(cgroup, false) || find(cgroup, true);
}

FILE *cgroup_open(const struct cgroup *cgroup, size_t length, const char *name)
{
	char folder[PATH_MAX];

	snprintf(folder, sizeof folder, "%.*s", (int)length, cgroup->folder);
	return open_in(cgroup->root, folder, name);
}

bool cgroup_ascend(const struct cgroup *cgroup, size_t *length)
{
	if (*length <= cgroup->top)
		return false;
	do
		(*length)--;
	while (*length > cgroup->top && cgroup->folder[*length] != '/');
	return true;
}
