// SPDX-License-Identifier: MIT

#include "harness/explore/program/tool.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "harness/interrupt.h"
#include "harness/trial/sandbox.h"

#define TOOL_TIMEOUT_NS 60000000000 /* for a file of any honest size */

struct call {
	const struct tool_bounds *bounds; /* NULL: none */
	char *const *argv;
	const char *output, *errors;
};

static void send_to(int descriptor, const char *file)
{
	int fd = open(file ? file : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd >= 0)
		dup2(fd, descriptor);
}

static void bound(int resource, uint64_t most)
{
	const struct rlimit limit = {most, most};

	if (most)
		setrlimit(resource, &limit);
}

// Variables by which a compiler reads or writes what nobody told it to.
static void tidy_environment(const char *folder)
{
	static const char *const others[] = {
	    "CPATH",	  "C_INCLUDE_PATH",   "DEPENDENCIES_OUTPUT", "SUNPRO_DEPENDENCIES",
	    "GCC_COLORS", "SOURCE_DATE_EPOCH"};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		unsetenv(others[i]);
	setenv("LC_ALL", "C", 1);
	if (folder)
		setenv("TMPDIR", folder, 1);
}

static void keep_within(const struct tool_bounds *bounds)
{
	const struct rlimit none = {0, 0};
	int nothing = open("/dev/null", O_RDONLY);

	if (nothing >= 0)
		dup2(nothing, STDIN_FILENO);
	tidy_environment(bounds->folder);
	setrlimit(RLIMIT_CORE, &none);
	bound(RLIMIT_CPU, bounds->cpu_s);
	bound(RLIMIT_FSIZE, bounds->file_bytes);
	bound(RLIMIT_AS, bounds->memory_bytes);
}

static int become(void *context)
{
	const struct call *call = context;

	send_to(STDOUT_FILENO, call->output);
	send_to(STDERR_FILENO, call->errors);
	if (call->bounds)
		keep_within(call->bounds);
	execvp(call->argv[0], call->argv);
	return 127;
}

static int run(struct call *call, uint64_t timeout_ns)
{
	struct sandbox_end end = sandbox_run(become, call, timeout_ns, &interrupt_signal);

	return end.kind == SANDBOX_EXITED ? end.status : -1;
}

int tool_run(char *const argv[], const char *output, const char *errors)
{
	struct call call = {NULL, argv, output, errors};

	return run(&call, TOOL_TIMEOUT_NS);
}

int tool_run_within(const struct tool_bounds *bounds, char *const argv[], const char *output,
		    const char *errors)
{
	struct call call = {bounds, argv, output, errors};

	return run(&call, bounds->wall_ns ? bounds->wall_ns : TOOL_TIMEOUT_NS);
}
