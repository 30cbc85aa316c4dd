// SPDX-License-Identifier: MIT

// Gnuplot as a child process. It starts in the folder of the figures and is given names that the
// catalogue fixed, so no path of the user's ever becomes a gnuplot argument.

#include "harness/cli/draw.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

const char *const draw_format_names[NR_DRAW_FORMATS] = {"svg", "png", "pdf"};

struct job {
	const struct picture *picture;
	pid_t pid;
	int said; /* what gnuplot wrote: a file in memory, or -1 */
};

static int set_up(posix_spawn_file_actions_t *actions, const char *folder, int said)
{
	int error = posix_spawn_file_actions_addchdir_np(actions, folder);

	error =
	    error ? error : posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
	error = error ? error : posix_spawn_file_actions_adddup2(actions, said, 1);
	return error ? error : posix_spawn_file_actions_adddup2(actions, said, 2);
}

// Returns 0 or an errno value.
static int start(struct job *job, const char *folder)
{
	char settings[64], script[NAME_MAX + 1];
	/* -d: no ~/.gnuplot, so pictures are the same for everyone */
	char *argv[] = {"gnuplot", "-d", "-e", settings, script, NULL};
	posix_spawn_file_actions_t actions;
	int error;

	snprintf(settings, sizeof settings, "format='%s'; theme='%s'; size='%s'",
		 draw_format_names[job->picture->format], theme_names[job->picture->theme],
		 page_names[job->picture->page]);
	snprintf(script, sizeof script, "%s.gp", job->picture->name);
	job->said = memfd_create("gnuplot", MFD_CLOEXEC);
	if (job->said < 0)
		return errno;
	error = posix_spawn_file_actions_init(&actions);
	if (error)
		return error;
	error = set_up(&actions, folder, job->said);
	if (!error)
		error = posix_spawnp(&job->pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static void show_said(int said)
{
	off_t from = 0;
	ssize_t copied;
	char text[4096];

	while ((copied = pread(said, text, sizeof text, from)) > 0) {
		fwrite(text, 1, (size_t)copied, stderr);
		from += copied;
	}
}

static int complain_start(const struct job *job, int error, struct complaint *c)
{
	if (error == ENOENT)
		return complain_machine(c, "gnuplot was not found: install it "
					   "(Debian: apt install gnuplot-nox)");
	return complain_machine(c, "%s.%s: gnuplot could not be started: %s", job->picture->name,
				draw_format_names[job->picture->format], strerror(error));
}

static int complain_failed(const struct job *job, const char *folder, struct complaint *c)
{
	char *path;

	show_said(job->said);
	if (asprintf(&path, "%s/%s.%s", folder, job->picture->name,
		     draw_format_names[job->picture->format]) >= 0) {
		unlink(path); /* half a picture is worse than none */
		free(path);
	}
	return complain_machine(c, "%s.%s: gnuplot failed; what it said stands above",
				job->picture->name, draw_format_names[job->picture->format]);
}

// Waits for a started job. Returns 0, or -1 with a complaint.
static int finish(const struct job *job, const char *folder, struct complaint *c)
{
	int status;
	pid_t ended;

	do
		ended = waitpid(job->pid, &status, 0);
	while (ended < 0 && errno == EINTR);
	if (ended < 0)
		return complain_machine(c, "gnuplot: waiting for it failed: %s", strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return complain_failed(job, folder, c);
	return 0;
}

static size_t nr_usable_pus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof set, &set) == 0)
		return (size_t)CPU_COUNT(&set);
	return 1; /* more than 1024 CPUs: slow, but right */
}

static int run_jobs(struct job *jobs, size_t nr, const char *folder, struct complaint *c)
{
	size_t at_once = nr_usable_pus(), started = 0, finished = 0;
	struct complaint later;
	int result = 0;

	while (finished < nr) {
		while (started < nr && started - finished < at_once) {
			int error = start(&jobs[started], folder);

			if (error) {
				jobs[started].pid = 0;
				if (result == 0)
					result = complain_start(&jobs[started], error, c);
			}
			started++;
		}
		if (jobs[finished].pid > 0 && finish(&jobs[finished], folder, result ? &later : c))
			result = -1;
		if (jobs[finished].said >= 0)
			close(jobs[finished].said);
		finished++;
	}
	return result;
}

int draw_pictures(const char *folder, const struct picture *pictures, size_t nr,
		  struct complaint *c)
{
	struct job *jobs = calloc(nr + 1, sizeof *jobs);
	int result;

	if (!jobs)
		return complain_machine(c, "gnuplot: no memory");
	for (size_t i = 0; i < nr; i++)
		jobs[i] = (struct job){.picture = &pictures[i], .said = -1};
	result = run_jobs(jobs, nr, folder, c);
	free(jobs);
	return result;
}
