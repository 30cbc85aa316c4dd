// SPDX-License-Identifier: MIT

#include "harness/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int descriptor_lift(int fd, int least)
{
	int lifted = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, least);
	int error = errno;

	if (fd >= 0)
		close(fd);
	errno = error;
	return lifted;
}
