// SPDX-License-Identifier: MIT

// An entry is " <1><5b>: Abbrev Number: 8 (DW_TAG_variable)", and below it are lines like
// "    <5c>   DW_AT_name        : (indirect string, offset: 0x5): lock". What stands between is
// translated, what is in capitals never.

#include "harness/explore/program/debug_info.h"

#include <ctype.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "harness/control.h"
#include "harness/explore/grow.h"
#include "harness/explore/program/tool.h"

static enum debug_kind kind_of(const char *line)
{
	static const struct {
		const char *tag;
		enum debug_kind kind;
	} kinds[] = {
	    {"(DW_TAG_compile_unit)", DEBUG_UNIT},     {"(DW_TAG_variable)", DEBUG_VARIABLE},
	    {"(DW_TAG_typedef)", DEBUG_ALIAS},	       {"(DW_TAG_const_type)", DEBUG_QUALIFIED},
	    {"(DW_TAG_atomic_type)", DEBUG_QUALIFIED}, {"(DW_TAG_volatile_type)", DEBUG_QUALIFIED},
	    {"(DW_TAG_structure_type)", DEBUG_STRUCT}, {"(DW_TAG_union_type)", DEBUG_UNION},
	    {"(DW_TAG_member)", DEBUG_MEMBER},	       {"(DW_TAG_array_type)", DEBUG_ARRAY},
	    {"(DW_TAG_subrange_type)", DEBUG_BOUND},
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strstr(line, kinds[i].tag))
			return kinds[i].kind;
	return DEBUG_OTHER;
}

static struct debug_entry *add(struct debug_info *info)
{
	struct debug_entry *grown = grow(info->entry, info->nr, sizeof *grown);

	if (!grown)
		return NULL;
	info->entry = grown;
	grown[info->nr] = (struct debug_entry){0};
	return &grown[info->nr++];
}

// Returns whether the line begins an entry.
static bool begin_entry(struct debug_info *info, const char *line, size_t *unit)
{
	struct debug_entry *entry;
	unsigned level;
	uint64_t id;

	if (sscanf(line, " <%u><%" SCNx64 ">", &level, &id) != 2 || !strstr(line, "(DW_TAG_"))
		return false;
	entry = add(info);
	if (!entry)
		return true;
	entry->kind = kind_of(line);
	entry->level = level;
	entry->id = id;
	if (level == 0)
		*unit = info->nr - 1;
	entry->unit = *unit;
	return true;
}

// Takes an attribute that is one number, "16" or "12	(ANSI C99)", as so many more. "9 byte block:
// ..." is none.
static void take_number(uint64_t *number, const char *value, uint64_t more)
{
	char *end;
	uint64_t its = strtoull(value, &end, 0);

	end += strspn(end, " \t");
	if (isdigit((unsigned char)value[0]) && (*end == '\0' || *end == '('))
		*number = its + more;
}

// "<0x57>"
static uint64_t id_of(const char *value)
{
	return strncmp(value, "<0x", 3) == 0 ? strtoull(value + 1, NULL, 16) : 0;
}

// Of a place that is told by nothing but its address: "9 byte block: ... (DW_OP_addr: 40e0)".
static uint64_t address_of(const char *value)
{
	const char *found = strstr(value, "(DW_OP_addr: ");
	char *end;
	uint64_t address = found ? strtoull(found + strlen("(DW_OP_addr: "), &end, 16) : 0;

	return found && *end == ')' ? address : 0;
}

// A string that is elsewhere comes as "(...): it".
static void take_name(struct debug_entry *entry, const char *value)
{
	const char *behind = value[0] == '(' ? strstr(value, "): ") : NULL;

	snprintf(entry->name, sizeof entry->name, "%s", behind ? behind + 3 : value);
	control_plain(entry->name);
}

static void take_attribute(struct debug_entry *entry, const char *name, const char *value)
{
	if (strcmp(name, "name") == 0)
		take_name(entry, value);
	else if (strcmp(name, "type") == 0)
		entry->type = id_of(value);
	else if (strcmp(name, "specification") == 0 || strcmp(name, "abstract_origin") == 0)
		entry->origin = id_of(value);
	else if (strcmp(name, "byte_size") == 0)
		take_number(&entry->size, value, 0);
	else if (strcmp(name, "data_member_location") == 0)
		take_number(&entry->start, value, 0);
	else if (strcmp(name, "bit_size") == 0)
		entry->bits = true;
	else if (strcmp(name, "count") == 0)
		take_number(&entry->count, value, 0);
	else if (strcmp(name, "upper_bound") == 0)
		take_number(&entry->count, value, 1);
	else if (strcmp(name, "location") == 0)
		entry->address = address_of(value);
}

static void read_line(struct debug_info *info, char *line, size_t *unit)
{
	char name[32];
	int value = 0;

	line[strcspn(line, "\n")] = '\0';
	if (begin_entry(info, line, unit) || !info->nr)
		return;
	if (sscanf(line, " <%*x> DW_AT_%31[a-z_] : %n", name, &value) == 1 && value)
		take_attribute(&info->entry[info->nr - 1], name, line + value);
}

void debug_info_read(struct debug_info *info, FILE *in)
{
	char *line = NULL;
	size_t room = 0, unit = 0;

	*info = (struct debug_info){0};
	while (getline(&line, &room, in) > 0)
		read_line(info, line, &unit);
	free(line);
}

void debug_info_load(struct debug_info *info, const char *object, const char *folder)
{
	char *argv[] = {"readelf", "--debug-dump=info", (char *)(uintptr_t)object, NULL};
	char output[PATH_MAX];
	FILE *in;

	*info = (struct debug_info){0};
	snprintf(output, sizeof output, "%s/debug_info", folder);
	in = tool_run(argv, output, NULL) == 0 ? fopen(output, "re") : NULL;
	if (!in)
		return;
	debug_info_read(info, in);
	fclose(in);
}

void debug_info_fini(struct debug_info *info)
{
	free(info->entry);
	*info = (struct debug_info){0};
}

static int by_id(const void *key, const void *element)
{
	const uint64_t *id = key;
	const struct debug_entry *entry = element;

	return (*id > entry->id) - (*id < entry->id);
}

const struct debug_entry *debug_info_find(const struct debug_info *info, uint64_t id)
{
	return id && info->nr ? bsearch(&id, info->entry, info->nr, sizeof *info->entry, by_id)
			      : NULL;
}

const struct debug_entry *debug_info_part(const struct debug_info *info,
					  const struct debug_entry *whole,
					  const struct debug_entry *last)
{
	const struct debug_entry *end = info->entry + info->nr, *at = last ? last : whole;

	while (++at < end && at->level > whole->level)
		if (at->level == whole->level + 1)
			return at;
	return NULL;
}
