// SPDX-License-Identifier: MIT

// Running the real program.

#include "harness/tests/program.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <hwloc.h>

#include "harness/complaint.h"
#include "harness/data/directory.h"
#include "harness/machine/probe.h"

enum {
	MAX_WORDS = 64,
	PATIENCE_S = 60, /* the longest run of all tests takes five, in the slowest build thirty */
};

static char directory[64];
static pid_t session; /* of the program last started; 0: none */

void program_enter(void)
{
	snprintf(directory, sizeof directory, "/tmp/racelab-program-XXXXXX");
	cr_assert(mkdtemp(directory));
	cr_assert_eq(chdir(directory), 0);
	setenv("LC_ALL", "C", 1);
	unsetenv("SLURM_JOB_ID"); /* in a job of several parts a run would be one of them */
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status, (void)type, (void)place;
	return remove(path);
}

void program_remove(const char *path)
{
	nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

// True for a process of that session which has not ended, by /proc/PID/stat (proc(5)).
static bool lives_in(const char *pid, pid_t whose)
{
	char path[64], line[512] = "";
	char state = 'Z';
	int its_session = 0;
	FILE *stat;

	snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
	stat = fopen(path, "re");
	if (!stat)
		return false;
	if (fgets(line, sizeof line, stat) && strrchr(line, ')')) /* its name may hold anything */
		sscanf(strrchr(line, ')') + 1, " %c %*d %*d %d", &state, &its_session);
	fclose(stat);
	return its_session == whose && state != 'Z' && state != 'X';
}

// Sends a signal to all processes of a session; signal 0 only counts them. Returns how many.
static unsigned signal_all(pid_t whose, int signal)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	unsigned nr = 0;

	cr_assert(proc);
	while ((entry = readdir(proc)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
		    lives_in(entry->d_name, whose) && kill(atoi(entry->d_name), signal) == 0)
			nr++;
	closedir(proc);
	return nr;
}

unsigned program_nr_processes(const struct program *program)
{
	return signal_all(program->pid, 0);
}

void program_leave(void)
{
	if (session)
		signal_all(session, SIGKILL); /* what a failed test did not wait for */
	cr_assert_eq(chdir("/"), 0);
	program_remove(directory);
}

// A bitmap, because a machine may have more CPUs than a cpu_set_t.
static int ask_cpus(int (*question)(hwloc_const_bitmap_t))
{
	hwloc_bitmap_t set = hwloc_bitmap_alloc();
	hwloc_topology_t topology;
	int answer;

	hwloc_topology_init(&topology);
	hwloc_topology_load(topology);
	cr_assert_eq(hwloc_get_cpubind(topology, set, 0), 0);
	answer = question(set);
	hwloc_topology_destroy(topology);
	hwloc_bitmap_free(set);
	return answer;
}

int program_nr_cpus(void)
{
	return ask_cpus(hwloc_bitmap_weight);
}

int program_last_cpu(void)
{
	return ask_cpus(hwloc_bitmap_last);
}

static void pin_to(int cpu)
{
	cpu_set_t *set = CPU_ALLOC(cpu + 1);
	size_t bytes = CPU_ALLOC_SIZE(cpu + 1);

	CPU_ZERO_S(bytes, set);
	CPU_SET_S(cpu, bytes, set);
	if (sched_setaffinity(0, bytes, set) != 0)
		_exit(127);
}

static void limit_files(uint64_t bytes)
{
	struct rlimit limit = {.rlim_cur = bytes, .rlim_max = bytes};

	signal(SIGXFSZ, SIG_IGN); /* writing fails with EFBIG then, as it would with ENOSPC */
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		_exit(127);
}

// Tests that a script runs in the background have SIGINT ignored, and so has whoever they start.
static void expect_signals(int ignored)
{
	static const int stops[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
	sigset_t none;

	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		signal(stops[i], stops[i] == ignored ? SIG_IGN : SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void become(char **words, const struct surroundings *surroundings, int cpu,
			     int out, int err)
{
	expect_signals(surroundings->ignored);
	setsid(); /* from here on it can be sent some */
	if (surroundings->one_cpu)
		pin_to(cpu);
	if (surroundings->file_bytes)
		limit_files(surroundings->file_bytes);
	dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
	dup2(surroundings->full_output ? open("/dev/full", O_WRONLY) : out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	execv(words[0], words);
	_exit(127);
}

// Makes a pipe or a terminal. Returns the program's end; ours is in *ours.
static int open_ends(int *ours, bool terminal, unsigned columns)
{
	struct winsize size = {.ws_row = 25, .ws_col = (unsigned short)(columns ? columns : 80)};
	int ends[2];

	if (terminal)
		cr_assert_eq(openpty(&ends[0], &ends[1], NULL, NULL, &size), 0);
	else
		cr_assert_eq(pipe(ends), 0);
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	*ours = ends[0];
	return ends[1];
}

static int open_capture(struct capture *capture, bool terminal, unsigned columns)
{
	*capture = (struct capture){0};
	capture->stream = open_memstream(&capture->text, &capture->length);
	cr_assert(capture->stream);
	return open_ends(&capture->fd, terminal, columns);
}

// Splits the line in place, after the program's own path.
static void split(char **words, char *line)
{
	const char *path = getenv("RACELAB");
	size_t nr = 0;

	words[nr++] = (char *)(path ? path : RACELAB_ROOT "/build/release/racelab");
	while (line && nr < MAX_WORDS) {
		words[nr] = strsep(&line, " ");
		for (char *tab = words[nr++]; (tab = strchr(tab, '\t'));)
			*tab = ' ';
	}
	cr_assert_lt(nr, MAX_WORDS);
	words[nr] = NULL;
}

void program_start(struct program *program, const struct surroundings *surroundings,
		   const char *arguments)
{
	char *line = strdup(arguments), *words[MAX_WORDS];
	int cpu = surroundings->one_cpu ? program_last_cpu() : 0;
	int out = open_capture(&program->out, surroundings->terminal_out, surroundings->columns);
	int err = open_capture(&program->err, surroundings->terminal, surroundings->columns);

	split(words, line);
	fflush(NULL);
	program->pid = fork();
	cr_assert_geq(program->pid, 0);
	if (program->pid == 0)
		become(words, surroundings, cpu, out, err);
	session = program->pid;
	close(out);
	close(err);
	free(line);
}

void program_interrupt(const struct program *program, int signal)
{
	while (kill(-program->pid, signal) && errno == ESRCH)
		sleep_ms(1);
}

// Reads what is there; a terminal whose other end is closed says EIO instead of nothing.
static void read_some(struct capture *capture)
{
	char part[4096];
	ssize_t length = read(capture->fd, part, sizeof part);

	if (length > 0) {
		fwrite(part, 1, (size_t)length, capture->stream);
		return;
	}
	cr_assert(length == 0 || errno == EIO);
	close(capture->fd);
	capture->fd = -1;
}

static void read_all(struct program *program)
{
	uint64_t deadline_ns = probe_now_ns() + PATIENCE_S * UINT64_C(1000000000);
	struct capture *captures[] = {&program->out, &program->err};

	while (program->out.fd >= 0 || program->err.fd >= 0) {
		struct pollfd fds[2] = {{.fd = program->out.fd, .events = POLLIN},
					{.fd = program->err.fd, .events = POLLIN}};

		cr_assert_lt(probe_now_ns(), deadline_ns, "racelab takes longer than %d s",
			     PATIENCE_S);
		poll(fds, 2, 1000);
		for (int i = 0; i < 2; i++)
			if (fds[i].revents)
				read_some(captures[i]);
	}
	fclose(program->out.stream);
	fclose(program->err.stream);
}

void program_wait(struct program *program)
{
	int status;

	read_all(program);
	cr_assert_eq(waitpid(program->pid, &status, 0), program->pid);
	program->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void program_fini(struct program *program)
{
	free(program->out.text);
	free(program->err.text);
}

void program_run(struct program *program, const struct surroundings *surroundings,
		 const char *arguments, int status, const char *err)
{
	program_start(program, surroundings, arguments);
	program_wait(program);
	cr_assert_eq(program->status, status, "racelab %s: ended with %d, not %d:\n%s", arguments,
		     program->status, status, program->err.text);
	if (err)
		cr_assert_str_eq(program->err.text, err, "racelab %s: said\n%s\nnot\n%s", arguments,
				 program->err.text, err);
}

void program_expect(const char *arguments, int status, const char *err)
{
	struct program program;

	program_run(&program, &(struct surroundings){0}, arguments, status, err);
	program_fini(&program);
}

void program_rows(struct rows *rows, const char *path)
{
	char *file = directory_file(path, "trials.csv");
	struct complaint c;

	cr_assert_eq(rows_load(rows, file, &c), 0, "%s", c.text);
	free(file);
}

size_t program_nr_rows(const char *path)
{
	char *file = directory_file(path, "run.json");
	bool there = access(file, F_OK) == 0;
	struct rows rows;
	size_t nr;

	free(file);
	if (!there)
		return 0;
	program_rows(&rows, path);
	nr = rows.nr_rows;
	rows_fini(&rows);
	return nr;
}

void program_await_rows(const char *path, size_t nr)
{
	for (int i = 0; i < 10000 && program_nr_rows(path) < nr; i++)
		sleep_ms(1);
	cr_assert_geq(program_nr_rows(path), nr);
}

void sleep_ms(long ms)
{
	struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&time, NULL);
}

char *program_read(const char *path, size_t *length)
{
	struct stat status;
	FILE *file = fopen(path, "re");
	char *text;

	cr_assert(file && fstat(fileno(file), &status) == 0, "%s", path);
	text = calloc(1, (size_t)status.st_size + 1);
	cr_assert_eq(fread(text, 1, (size_t)status.st_size, file), (size_t)status.st_size);
	fclose(file);
	if (length)
		*length = (size_t)status.st_size;
	return text;
}
