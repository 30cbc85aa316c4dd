// SPDX-License-Identifier: MIT

#include "harness/grade/class/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/grade/class/stored.h"
#include "harness/grade/conduct.h"
#include "harness/grade/exercise.h"
#include "harness/grade/rubric.h"
#include "harness/trial/sandbox.h"

enum {
	NAP_NS = 20000000,
	SAID_WHY = 3, /* exit status of a worker that could not; why is in the shared memory */
};

// What a worker tells that cannot make its grade.
struct why {
	char text[sizeof((struct assignment *)0)->why];
};

struct working {
	struct batch *batch;
	pid_t *pid;	 /* of each assignment that is under way; 0: none */
	struct why *why; /* of each, shared with the workers */
	size_t nr_running, nr_done;
};

static bool is_taken(const struct batch *batch, size_t before, const char *stored)
{
	for (size_t i = 0; i < before; i++)
		if (strcmp(batch->assignment[i].stored, stored) == 0)
			return true;
	return false;
}

// course_grade names the student in the same way.
static void name_file(struct batch *batch, size_t i)
{
	struct assignment *assignment = &batch->assignment[i];
	char *student = assignment->student;
	unsigned number = 1;

	grade_student(assignment->file, assignment->course->exercise.name, student,
		      sizeof assignment->student);
	snprintf(assignment->stored, sizeof assignment->stored, "%s/%s.json", batch->folder,
		 student);
	while (is_taken(batch, i, assignment->stored))
		snprintf(assignment->stored, sizeof assignment->stored, "%s/%s-%u.json",
			 batch->folder, student, ++number);
}

static bool is_newer(const char *stored, const char *file)
{
	struct stat grade, graded;

	return stat(stored, &grade) == 0 && stat(file, &graded) == 0 &&
	       (grade.st_mtim.tv_sec > graded.st_mtim.tv_sec ||
		(grade.st_mtim.tv_sec == graded.st_mtim.tv_sec &&
		 grade.st_mtim.tv_nsec >= graded.st_mtim.tv_nsec));
}

static int take(struct assignment *assignment, struct complaint *c)
{
	int status = grade_load(&assignment->grade, assignment->stored, assignment->course, c);

	assignment->done = status == 0;
	return status < 0 ? -1 : 0;
}

// One that could not be graded is to be tried again.
static int take_earlier(struct assignment *assignment, struct complaint *c)
{
	if (!is_newer(assignment->stored, assignment->file))
		return 0;
	if (take(assignment, c))
		return -1;
	assignment->done &= assignment->grade.certificate.holds;
	assignment->earlier = assignment->done;
	if (!assignment->done)
		grade_fini(&assignment->grade);
	return 0;
}

// A lock on a file belongs to an opening of it, which a fork shares.
static void open_anew(int *fd)
{
	char path[40];

	snprintf(path, sizeof path, "/proc/self/fd/%d", *fd);
	if (*fd >= 0)
		*fd = open(path, O_RDWR | O_CLOEXEC);
}

static _Noreturn void work(struct assignment *assignment, struct why *why, pid_t parent)
{
	struct complaint c = {0};
	int status;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	open_anew(&assignment->course->quiet_fd);
	status = sandbox_prepare(&c);
	if (!status)
		status = course_grade(assignment->course, assignment->file, assignment->certificate,
				      &assignment->grade, &c);
	if (!status)
		status = grade_store(&assignment->grade, assignment->stored, &c);
	if (status < 0)
		snprintf(why->text, sizeof why->text, "%s", c.text);
	_exit(status < 0 ? SAID_WHY : status);
}

static void tell(const struct working *working)
{
	const struct batch *batch = working->batch;

	if (batch->tell)
		batch->tell(batch->context, batch, working->nr_done);
}

static int start(struct working *working, size_t i, struct complaint *c)
{
	pid_t parent = getpid(), pid;

	fflush(NULL);
	pid = fork();
	if (pid < 0)
		return complain_machine(c, "fork: %s", strerror(errno));
	if (pid == 0)
		work(&working->batch->assignment[i], &working->why[i], parent);
	working->pid[i] = pid;
	working->nr_running++;
	return 0;
}

static void finish(struct working *working, size_t i, int status)
{
	struct assignment *assignment = &working->batch->assignment[i];
	struct complaint c = {0};

	working->pid[i] = 0;
	working->nr_running--;
	if (status == 0 && take(assignment, &c))
		snprintf(assignment->why, sizeof assignment->why, "%s", c.text);
	else if (WIFEXITED(status) && WEXITSTATUS(status) == SAID_WHY)
		snprintf(assignment->why, sizeof assignment->why, "%s", working->why[i].text);
	else if (status)
		snprintf(assignment->why, sizeof assignment->why,
			 "the process that was to grade it ended with %d", status);
	working->nr_done++;
	tell(working);
}

// Waits a while for one to end. The mask of signals is open only here, so that Ctrl-C is noticed.
static void await(struct working *working)
{
	const struct timespec nap = {.tv_nsec = NAP_NS};
	sigset_t none;
	int status;
	pid_t pid = waitpid(-1, &status, WNOHANG);

	for (size_t i = 0; i < working->batch->nr && pid > 0; i++)
		if (working->pid[i] == pid)
			finish(working, i, status);
	sigemptyset(&none);
	if (pid <= 0)
		ppoll(NULL, 0, &nap, &none);
}

static void stop(struct working *working)
{
	for (size_t i = 0; i < working->batch->nr; i++)
		if (working->pid[i])
			kill(working->pid[i], SIGTERM);
	while (waitpid(-1, NULL, 0) > 0)
		;
}

static int go(struct working *working, const volatile sig_atomic_t *interrupted,
	      struct complaint *c)
{
	struct batch *batch = working->batch;
	size_t next = 0;
	int status = 0;

	while (!status && !(interrupted && *interrupted)) {
		while (next < batch->nr && batch->assignment[next].done)
			next++;
		if (next < batch->nr && working->nr_running < batch->jobs)
			status = start(working, next++, c);
		else if (working->nr_running)
			await(working);
		else
			return 0;
	}
	stop(working);
	return status ? status : 1;
}

static int prepare(struct working *working, struct complaint *c)
{
	struct batch *batch = working->batch;

	for (size_t i = 0; i < batch->nr; i++) {
		name_file(batch, i);
		if (take_earlier(&batch->assignment[i], c))
			return -1;
		working->nr_done += batch->assignment[i].done;
	}
	return 0;
}

int batch_grade(struct batch *batch, const volatile sig_atomic_t *interrupted, struct complaint *c)
{
	size_t bytes = (batch->nr ? batch->nr : 1) * sizeof(struct why);
	struct working working = {.batch = batch};
	int status;

	working.pid = calloc(batch->nr + 1, sizeof *working.pid);
	working.why = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!working.pid || working.why == MAP_FAILED) {
		free(working.pid);
		return complain_machine(c, "no memory for %zu grades", batch->nr);
	}
	status = prepare(&working, c);
	if (!status)
		tell(&working);
	if (!status)
		status = go(&working, interrupted, c);
	munmap(working.why, bytes);
	free(working.pid);
	return status;
}

bool batch_asks(const struct batch *batch, int stage)
{
	for (size_t i = 0; i < batch->nr; i++)
		if (batch->assignment[i].course->rubric.points[stage] > 0)
			return true;
	return false;
}

void batch_fini(struct batch *batch)
{
	for (size_t i = 0; i < batch->nr; i++)
		grade_fini(&batch->assignment[i].grade);
	free(batch->assignment);
	*batch = (struct batch){0};
}
