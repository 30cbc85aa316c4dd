// SPDX-License-Identifier: MIT

#include "harness/grade/submission/student_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/grade/submission/fault.h"

static int judge(int fd, const char *file, char **fault, struct complaint *c)
{
	struct stat status;

	if (fstat(fd, &status))
		return complain_machine(c, "%s: %m", file);
	if (!S_ISREG(status.st_mode))
		return fault_say(fault, "This is no file with text in it; hand in a C file.");
	if (status.st_size == 0)
		return fault_say(fault, "The file is empty.");
	if (status.st_size > STUDENT_FILE_BYTES)
		return fault_say(fault, "The file has %lld bytes; more than %d are too many.",
				 (long long)status.st_size, STUDENT_FILE_BYTES);
	return 0;
}

// As much as there is room for: it may have grown since it was judged.
static int read_all(struct student_file *student, int fd, const char *file, struct complaint *c)
{
	ssize_t nr = 1;

	student->text = calloc(1, STUDENT_FILE_BYTES + 1);
	if (!student->text)
		return complain_machine(c, "no memory");
	while (nr > 0 && student->size < STUDENT_FILE_BYTES) {
		nr = read(fd, student->text + student->size, STUDENT_FILE_BYTES - student->size);
		if (nr > 0)
			student->size += (size_t)nr;
	}
	return nr < 0 ? complain_machine(c, "%s: %m", file) : 0;
}

static int judge_text(const struct student_file *student, char **fault)
{
	unsigned line = 1;

	for (size_t i = 0; i < student->size; i++) {
		unsigned char byte = (unsigned char)student->text[i];

		line += byte == '\n';
		if (byte == 0x7f || (byte < ' ' && !strchr("\t\n\v\f\r", byte)) || !byte)
			return fault_say(fault, "line %u: This is no text: it has a byte %#04x.",
					 line, byte);
	}
	return 0;
}

static int open_file(const char *file, int *fd, char **fault, struct complaint *c)
{
	*fd = open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (*fd >= 0)
		return 0;
	if (errno == ELOOP)
		return fault_say(fault, "This is a link to another file; hand in the file itself.");
	if (errno == ENXIO || errno == ENODEV)
		return fault_say(fault, "This is no file with text in it; hand in a C file.");
	return complain(c, "%s: %m", file);
}

int student_file_read(struct student_file *student, const char *file, char **fault,
		      struct complaint *c)
{
	int fd, error;

	*student = (struct student_file){0};
	error = open_file(file, &fd, fault, c);
	if (error)
		return error;
	error = judge(fd, file, fault, c);
	if (!error)
		error = read_all(student, fd, file, c);
	if (!error)
		error = judge_text(student, fault);
	close(fd);
	return error;
}

void student_file_fini(struct student_file *student)
{
	free(student->text);
	*student = (struct student_file){0};
}
