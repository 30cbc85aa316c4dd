// SPDX-License-Identifier: MIT

#include "harness/explore/program/tool.h"

#include <fcntl.h>
#include <unistd.h>

#include "harness/interrupt.h"
#include "harness/trial/sandbox.h"

#define TOOL_TIMEOUT_NS 60000000000 /* for a file of any honest size */

struct call {
	char *const *argv;
	const char *output, *errors;
};

static void send_to(int descriptor, const char *file)
{
	int fd = open(file ? file : "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd >= 0)
		dup2(fd, descriptor);
}

static int become(void *context)
{
	const struct call *call = context;

	send_to(STDOUT_FILENO, call->output);
	send_to(STDERR_FILENO, call->errors);
	execvp(call->argv[0], call->argv);
	return 127;
}

int tool_run(char *const argv[], const char *output, const char *errors)
{
	struct call call = {argv, output, errors};
	struct sandbox_end end = sandbox_run(become, &call, TOOL_TIMEOUT_NS, &interrupt_signal);

	return end.kind == SANDBOX_EXITED ? end.status : -1;
}
