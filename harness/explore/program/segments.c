// SPDX-License-Identifier: MIT

#include "harness/explore/program/segments.h"

#include <elf.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>

struct quest {
	uint64_t inside;
	struct segments segments;
};

static struct segments measure(const struct dl_phdr_info *info)
{
	struct segments segments = {.image = {info->dlpi_addr, info->dlpi_addr}};

	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		uint64_t low = info->dlpi_addr + segment->p_vaddr;
		struct seam_range range = {low, low + segment->p_memsz};

		if (segment->p_type != PT_LOAD)
			continue;
		segments.image.high = range.high;
		if (segment->p_flags & PF_W)
			segments.memory = range;
	}
	return segments;
}

static int look(struct dl_phdr_info *info, size_t size, void *context)
{
	struct quest *quest = context;

	(void)size;
	quest->segments = measure(info);
	return seam_has(&quest->segments.image, quest->inside);
}

bool segments_find(const void *inside, struct segments *segments)
{
	struct quest quest = {.inside = (uintptr_t)inside};

	if (!dl_iterate_phdr(look, &quest))
		return false;
	*segments = quest.segments;
	return segments->memory.high != 0;
}
