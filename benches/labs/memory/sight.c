// SPDX-License-Identifier: MIT

// Page frames by /proc/self/pagemap. Source: Linux, Documentation/admin-guide/mm/pagemap.rst.

#include "benches/labs/memory/sight.h"

#include <fcntl.h>
#include <unistd.h>

#define FRAME	    ((UINT64_C(1) << 55) - 1)
#define MAPPED_ONCE (UINT64_C(1) << 56)
#define PRESENT	    (UINT64_C(1) << 63)

static uint64_t page_of(const void *address)
{
	return (uintptr_t)address / (uint64_t)sysconf(_SC_PAGESIZE);
}

static uint64_t page_entry(const void *address)
{
	int file = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	uint64_t entry;
	bool read;

	if (file < 0)
		return 0;
	read = pread(file, &entry, sizeof entry, (off_t)(page_of(address) * sizeof entry)) ==
	       sizeof entry;
	close(file);
	return read && (entry & PRESENT) ? entry : 0;
}

struct sight sight_take(const uint64_t *counter)
{
	return (struct sight){*counter, counter, page_entry(counter)};
}

uint64_t sight_frame(const struct sight *sight)
{
	return sight->entry & FRAME;
}

// Without numbers: threads have one page table, and a page that only one process has mapped is not
// its parent's.
static bool is_same(const struct sight *parent, const struct sight *worker, bool worker_is_process)
{
	if (sight_frame(parent) && sight_frame(worker))
		return sight_frame(parent) == sight_frame(worker);
	if (worker_is_process)
		return !(worker->entry & MAPPED_ONCE);
	return page_of(parent->address) == page_of(worker->address);
}

const char *sight_same_frame(const struct sight *parent, const struct sight *worker,
			     bool worker_is_process)
{
	if (!parent->entry || !worker->entry)
		return "";
	return is_same(parent, worker, worker_is_process) ? "yes" : "no";
}
