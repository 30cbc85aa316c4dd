// SPDX-License-Identifier: MIT

// Who takes part in a duet: the real program, which does what it is asked, and whatever else an
// executable may do instead. Nothing of any of them is left.

#include "harness/duet/contender.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <jansson.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/catalog.h"
#include "harness/complaint.h"
#include "harness/data/row.h"
#include "harness/data/words.h"
#include "harness/duet/line.h"
#include "harness/duet/protocol.h"
#include "harness/machine/probe.h"
#include "harness/plan/case.h"
#include "harness/tests/program.h"
#include "harness/tests/trials.h"
#include "harness/trial/plugin.h"
#include "harness/trial/record.h"
#include "harness/version.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct plugins no_plugins;
static const struct request usual = {
    .window_ns = 1000000, .timeout_ns = 10000000000, .seed = 7, .ground_offset = 4096};

static struct contender contender; /* large: a megabyte for a line */
static struct words *words;
static struct row row;
static struct complaint c;
static int ground_fd;

static void set_up(void)
{
	program_enter();
	trials_load();
	signal(SIGPIPE, SIG_IGN);
	/* orphans become ours, so that none is overlooked */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	words = words_create();
	ground_fd = memfd_create("ground", MFD_CLOEXEC);
	cr_assert(words && ground_fd >= 0);
}

static unsigned nr_open(void)
{
	DIR *fds = opendir("/proc/self/fd");
	unsigned nr = 0;

	while (readdir(fds))
		nr++;
	closedir(fds);
	return nr;
}

// What was killed with its parent may take a moment; what was not would never end.
static void expect_nothing_left(void)
{
	uint64_t deadline_ns = probe_now_ns() + 5000000000;
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) >= 0 && probe_now_ns() < deadline_ns)
		if (!pid)
			usleep(1000);
	cr_expect_eq(pid, -1, "a process is left");
}

static void tear_down(void)
{
	expect_nothing_left();
	words_destroy(words);
	trials_unload();
	program_leave();
}

TestSuite(contender, .init = set_up, .fini = tear_down, .timeout = 120);

static const char *racelab(void)
{
	const char *path = getenv("RACELAB");

	return path ? path : RACELAB_ROOT "/build/release/racelab";
}

static int start(const char *path)
{
	return contender_start(&contender, "HEAD", path, &no_plugins, ground_fd, NULL, &c);
}

static void start_racelab(void)
{
	cr_assert_eq(start(racelab()), 0, "%s", c.text);
}

static enum answer open_case(const char *sync, const char *structure, const char *task)
{
	const struct case_spec spec = a_case(catalog_find_strategy(sync), structure, task, 2);
	static struct record axes;

	record_init(&axes, &spec);
	return contender_open(&contender, &axes.row, &usual, words, &row, &c);
}

static void expect_window(int64_t number)
{
	cr_assert_eq(contender_race(&contender, number, words, &row, &c), ANSWER_GOOD, "%s",
		     c.text);
	cr_expect_str_eq(row.outcome, "ok", "%s", row.detail);
	cr_expect_eq(row.block, number);
	cr_expect_gt(row.ops, 0);
	cr_expect_eq(row.ops, row.observed);
}

static void expect_case(const char *sync, const char *structure, const char *task)
{
	cr_assert_eq(open_case(sync, structure, task), ANSWER_GOOD, "%s", c.text);
	cr_expect_str_eq(row.outcome, "");
	for (int64_t number = 5; number < 8; number++)
		expect_window(number);
	cr_expect_str_eq(row.sync, sync);
	cr_expect_str_eq(row.task, task);
	cr_assert_eq(contender_close(&contender, &c), ANSWER_GOOD, "%s", c.text);
}

Test(contender, races_one_case_after_another)
{
	unsigned nr = nr_open();

	start_racelab();
	cr_expect_eq(contender.protocol, PROTOCOL_NEWEST);
	cr_expect(json_is_object(json_object_get(contender.hello, "build")));
	expect_case("mutex", "variable", "thread");
	expect_case("fetch_add", "hashtable", "process");
	expect_case("sysv_semaphore", "array", "thread");
	contender_stop(&contender);
	cr_expect_eq(nr_open(), nr, "a descriptor is left open");
	contender_stop(&contender); /* is fine */
}

static void append(const char *path, const char *text)
{
	FILE *file = fopen(path, "a");

	cr_assert(file && fputs(text, file) >= 0);
	cr_assert_eq(fclose(file), 0);
}

Test(contender, is_executed_anew)
{
	unsigned nr = nr_open();
	pid_t first;

	start_racelab();
	first = contender.pid;
	expect_case("mutex", "variable", "thread");
	contender_rest(&contender);
	expect_nothing_left();
	cr_expect_eq(nr_open(), nr, "a descriptor is left open");
	cr_expect(json_is_object(json_object_get(contender.hello, "build")), "it is still known");
	contender_rest(&contender); /* is fine */
	for (int again = 0; again < 3; again++) {
		cr_assert_eq(contender_restart(&contender, &c), 0, "%s", c.text);
		cr_expect_neq(contender.pid, first);
		cr_expect_eq(contender.protocol, PROTOCOL_NEWEST);
		expect_case("fetch_add", "array", "process");
	}
	cr_expect_eq(contender.nr_starts, 4);
	contender_stop(&contender);
	cr_expect_eq(nr_open(), nr, "a descriptor is left open");
}

Test(contender, is_there_beside_another)
{
	static struct contender other;

	start_racelab();
	cr_assert_eq(contender_start(&other, "BASE", racelab(), &no_plugins, ground_fd, NULL, &c),
		     0, "%s", c.text);
	expect_case("mutex", "variable", "thread");
	contender_stop(&contender); /* the other one does not hold its pipe open */
	contender_stop(&other);
}

Test(contender, is_refused_what_cannot_be_and_goes_on)
{
	struct request request = usual;
	static struct record axes;
	struct case_spec spec = a_case(catalog_find_strategy("none"), "variable", "thread", 1);

	start_racelab();
	record_init(&axes, &spec);
	axes.row.sync = "from_the_future";
	cr_expect_eq(contender_open(&contender, &axes.row, &request, words, &row, &c),
		     ANSWER_REFUSED);
	cr_expect_str_eq(c.text, "HEAD: sync: 'from_the_future' is no strategy; see racelab list");
	axes.row.sync = "none";
	request.window_ns = 1; /* shorter than can be */
	cr_expect_eq(contender_open(&contender, &axes.row, &request, words, &row, &c),
		     ANSWER_REFUSED);
	axes.row.sync = "none,mutex";
	cr_expect_eq(contender_open(&contender, &axes.row, &usual, words, &row, &c),
		     ANSWER_REFUSED);
	cr_expect_str_eq(c.text, "HEAD: these axes make 2 cases, not one");
	cr_expect_eq(contender_race(&contender, 1, words, &row, &c), ANSWER_REFUSED,
		     "no case is open");
	expect_case("mutex", "variable", "thread");
	contender_stop(&contender);
}

Test(contender, is_told_why_a_case_cannot_begin)
{
	const struct case_spec spec =
	    a_case(catalog_find_strategy("none"), "variable", "thread", 1);
	struct request request = usual;
	static struct record axes;

	start_racelab();
	record_init(&axes, &spec);
	request.ground_offset = 100; /* no page begins there */
	cr_expect_eq(contender_open(&contender, &axes.row, &request, words, &row, &c), ANSWER_GOOD);
	cr_expect_str_eq(row.outcome, "broken");
	expect_case("mutex", "variable", "thread");
	contender_stop(&contender);
}

static void put(const char *text)
{
	cr_assert_eq(write(contender.to_fd, text, strlen(text)), (ssize_t)strlen(text));
}

static void expect_refusals(unsigned nr)
{
	char *line;

	for (unsigned i = 0; i < nr; i++) {
		cr_assert_eq(line_read(&contender.from, probe_now_ns() + 10000000000, NULL, &line),
			     LINE_WHOLE);
		cr_expect(strncmp(line, "{\"refused\":", 11) == 0, "%s", line);
	}
}

// One answer for each line, also within a case: or all that follow would answer something else.
Test(contender, answers_each_line_once)
{
	start_racelab();
	put("nonsense\n");
	put("[1]\n");
	put("{\"case\": {\"sync\": [[[]]]}}\n");
	put("{\"window\": 99999999999999999999}\n");
	put("\n");
	expect_refusals(5);
	cr_assert_eq(open_case("mutex", "variable", "thread"), ANSWER_GOOD);
	put("nonsense\n");
	put("[2]\n");
	expect_refusals(2);
	expect_window(1);
	cr_expect_eq(contender_close(&contender, &c), ANSWER_GOOD);
	expect_case("mutex", "variable", "thread");
	contender_stop(&contender);
}

// The child of `parent` that has any; 0 if there is none.
static pid_t child_of(pid_t parent)
{
	char path[64];
	int child = 0;
	FILE *children;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", parent, parent);
	children = fopen(path, "re");
	if (!children || fscanf(children, "%d", &child) != 1)
		child = 0;
	if (children)
		fclose(children);
	return child;
}

// A sandbox that dies between two windows is the answer to the next question, not to the one after.
Test(contender, tells_of_a_death_between_two_windows)
{
	pid_t sandbox;

	start_racelab();
	for (int again = 0; again < 2; again++) {
		cr_assert_eq(open_case("sysv_semaphore", "variable", "thread"), ANSWER_GOOD);
		expect_window(1);
		sandbox = child_of(contender.pid);
		if (!sandbox)
			cr_skip("needs /proc/PID/task/PID/children");
		kill(sandbox, SIGKILL);
		while (again && child_of(contender.pid) == sandbox)
			usleep(1000); /* once it is gone for sure, once it may be on its way */
		cr_expect_eq(contender_race(&contender, 2, words, &row, &c), ANSWER_GOOD, "%s",
			     c.text);
		cr_expect_str_eq(row.outcome, "crashed");
		cr_expect_str_eq(row.detail, "signal 9 (SIGKILL)");
		cr_expect_eq(row.block, 2);
		expect_case("mutex", "variable", "thread");
	}
	contender_stop(&contender);
}

static void write_script(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file && fprintf(file, "#!/bin/sh\n%s", text) > 0);
	cr_assert_eq(fclose(file), 0);
	cr_assert_eq(chmod(path, 0755), 0);
}

#define HELLO "echo '{\"racelab\": \"0.1.0\", \"protocol\": 1, \"oldest\": 1}'\n"

static void expect_refused(const char *path, const char *why)
{
	unsigned nr = nr_open();

	cr_expect_eq(start(path), -1, "%s", path);
	cr_expect_eq(c.kind, COMPLAINT_USER);
	cr_expect_str_eq(c.text, why, "%s: %s", path, c.text);
	contender_stop(&contender);
	cr_expect_eq(nr_open(), nr, "%s: a descriptor is left open", path);
	expect_nothing_left();
}

Test(contender, must_be_an_executable)
{
	write_script("text", "exit 0\n");
	cr_assert_eq(chmod("text", 0644), 0);
	cr_assert_eq(mkdir("folder", 0777), 0);
	expect_refused("text", "HEAD: text: this is no executable; give a racelab, or sync:NAME");
	expect_refused("folder",
		       "HEAD: folder: this is no executable; give a racelab, or sync:NAME");
	expect_refused("nowhere", "HEAD: nowhere: No such file or directory");
	expect_refused("", "HEAD: : No such file or directory");
}

// It was one: so what is wrong is another thing than with a file that never was.
Test(contender, may_not_change_between_two_starts)
{
	write_script("changes", HELLO "read protocol; read case\n");
	cr_assert_eq(start("./changes"), 0, "%s", c.text);
	cr_assert_eq(contender_restart(&contender, &c), 0, "%s", c.text);
	append("changes", "# and a line more\n");
	cr_expect_eq(contender_restart(&contender, &c), -1);
	cr_expect_str_eq(c.text,
			 "HEAD: ./changes: start 3: it has been replaced since the duet began");
	contender_rest(&contender);
	cr_assert_eq(unlink("changes"), 0);
	cr_expect_eq(contender_restart(&contender, &c), -1);
	cr_expect_str_eq(c.text, "HEAD: ./changes: start 4: No such file or directory");
	contender_stop(&contender);
	write_script("fickle",
		     "[ ! -e once ] || exit 3\n: >once\n" HELLO "read protocol; read l\n");
	cr_assert_eq(start("./fickle"), 0, "%s", c.text);
	cr_expect_eq(contender_restart(&contender, &c), -1);
	cr_expect_str_eq(c.text, "HEAD: ./fickle: start 2: it ended without an answer");
	contender_stop(&contender);
}

#define NONE "this is no racelab with the serve command (from version 0.1.0 on)"

Test(contender, must_be_a_racelab)
{
	static const struct {
		const char *path, *script, *why;
	} cases[] = {
	    {"silent", "exit 0\n", "HEAD: ./silent: " NONE},
	    {"old", "echo \"racelab: 'serve' is no command\" >&2; exit 64\n",
	     "HEAD: ./old: " NONE "; it said: racelab: 'serve' is no command"},
	    {"garbage", "echo Hello, world; read line\n", "HEAD: ./garbage: " NONE},
	    {"binary", "printf '\\377\\000\\n'; read line\n", "HEAD: ./binary: " NONE},
	    {"half", "printf '{\"racelab\"'\n", "HEAD: ./half: " NONE},
	    {"nothing", "echo '{}'; read line\n",
	     "HEAD: ./nothing: it does not say which protocol it speaks"},
	    {"newer",
	     "echo '{\"racelab\": \"9.0.0\", \"protocol\": 9, \"oldest\": 7}'; read line\n",
	     "HEAD: ./newer: racelab 9.0.0 speaks protocol 7 to 9, this one (" RACELAB_VERSION
	     ") 1 to 1; build both from nearer revisions"},
	    {"endless", "yes | tr -d '\\n'\n", "HEAD: ./endless: " NONE},
	};

	expect_refused("/bin/true", "HEAD: /bin/true: " NONE);
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char path[64];

		write_script(cases[i].path, cases[i].script);
		snprintf(path, sizeof path, "./%s", cases[i].path);
		expect_refused(path, cases[i].why);
	}
}

// A file that may be executed, but that the kernel cannot.
Test(contender, must_be_something_that_runs)
{
	FILE *file = fopen("noise", "w");

	cr_assert(file && fputs("\x7f\x7f noise", file) > 0);
	cr_assert_eq(fclose(file), 0);
	cr_assert_eq(chmod("noise", 0755), 0);
	expect_refused("noise", "HEAD: noise: " NONE);
}

Test(contender, is_not_waited_for_when_it_hangs)
{
	uint64_t begin = probe_now_ns();

	contender_hello_ns = 300000000;
	write_script("hangs", "printf '{\"racelab\": '; read line\n");
	expect_refused("./hangs", "HEAD: ./hangs: " NONE);
	cr_expect_lt(probe_now_ns() - begin, 9000000000);
}

// It takes no notice of its pipe being closed, and has a child of its own.
Test(contender, is_killed_when_it_is_stuck)
{
	struct request request = usual;
	const struct case_spec spec =
	    a_case(catalog_find_strategy("none"), "variable", "thread", 1);
	static struct record axes;

	write_script("stuck", HELLO "trap '' HUP INT TERM PIPE\nsleep 1000 & while :; do sleep "
				    "1000; done\n");
	cr_assert_eq(start("./stuck"), 0, "%s", c.text);
	contender_hello_ns = 100000000;
	request.timeout_ns = 100000000;
	record_init(&axes, &spec);
	cr_expect_eq(contender_open(&contender, &axes.row, &request, words, &row, &c), ANSWER_LOST);
	cr_expect_str_eq(c.text, "HEAD: ./stuck: no answer within 0.2 s");
	contender_stop(&contender);
	expect_nothing_left();
}

Test(contender, is_lost_when_it_ends_or_talks_nonsense)
{
	static const struct {
		const char *path, *script, *why;
	} cases[] = {
	    {"dies", "read window; echo 'I am tired' >&2; exit 3\n",
	     "HEAD: ./dies: it ended without an answer; it said: I am tired"},
	    {"breaks_off", "read window; printf '{\"row\": {\"outco'\n",
	     "HEAD: ./breaks_off: it ended without an answer"},
	    {"closes", "exec <&- >&-\nsleep 0.1\n", "HEAD: ./closes: it ended without an answer"},
	    {"raves", "read window; echo beg your pardon; read line\n",
	     "HEAD: ./raves: 'beg your pardon' is no message of racelab serve"},
	    {"evades", "read window; echo '{\"ended\": true}'; read line\n",
	     "HEAD: ./evades: a row without an outcome that is known"},
	    {"lies",
	     "read window; echo '{\"row\": {\"outcome\": \"ok\", \"ops\": \"1\"}}'; read l\n",
	     "HEAD: ./lies: column 'ops' has a value of another kind"},
	};

	for (size_t i = 0; i < LENGTH(cases); i++) {
		char path[64], script[512];

		snprintf(script, sizeof script,
			 HELLO "read protocol\nread case\necho '{\"ready\": \"\"}'\n%s",
			 cases[i].script);
		write_script(cases[i].path, script);
		snprintf(path, sizeof path, "./%s", cases[i].path);
		cr_assert_eq(start(path), 0, "%s", c.text);
		cr_assert_eq(open_case("none", "variable", "thread"), ANSWER_GOOD, "%s", c.text);
		cr_expect_eq(contender_race(&contender, 1, words, &row, &c), ANSWER_LOST);
		cr_expect_str_eq(c.text, cases[i].why);
		contender_stop(&contender);
		expect_nothing_left();
	}
}

// Whatever descriptors it was started with, the ground is its descriptor 3 and no other is open.
Test(contender, has_the_ground_and_nothing_else)
{
	write_script("looks", HELLO "read protocol; read case\n"
				    "echo \"{\\\"refused\\\": \\\"$(ls /proc/$$/fd | tr -d '\\n') "
				    "$(readlink /proc/$$/fd/3)\\\"}\"; read line\n");
	for (int fd = 0; fd < 5; fd += 3) {
		int saved = dup(fd), old = ground_fd;

		ground_fd = dup2(ground_fd, fd); /* as if we had been started without it */
		cr_assert_eq(start("./looks"), 0, "%s", c.text);
		ground_fd = old;
		cr_expect_eq(open_case("none", "variable", "thread"), ANSWER_REFUSED);
		/* 10 or 255 is the script itself, as its shell holds it */
		cr_expect(strncmp(c.text, "HEAD: 0123", 9) == 0 ||
			      strncmp(c.text, "HEAD: 0110", 9) == 0,
			  "%s", c.text);
		cr_expect(strstr(c.text, "/memfd:ground"), "%s", c.text);
		contender_stop(&contender);
		if (saved >= 0) {
			dup2(saved, fd);
			close(saved);
		} else {
			close(fd);
		}
	}
}

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	interrupted = signal;
}

static void interrupt_after(long ms)
{
	const struct itimerval after = {.it_value.tv_usec = ms * 1000};
	const struct sigaction action = {.sa_handler = interrupt};
	sigset_t blocked;

	sigaction(SIGALRM, &action, NULL);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGALRM);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	setitimer(ITIMER_REAL, &after, NULL);
}

Test(contender, is_not_waited_for_after_an_interrupt)
{
	write_script("waits", "read line\n");
	interrupt_after(50);
	cr_expect_eq(contender_start(&contender, "HEAD", "./waits", &no_plugins, ground_fd,
				     &interrupted, &c),
		     -1);
	cr_expect_str_eq(c.text, "stopped while HEAD was being started");
	contender_stop(&contender);
	write_script("ponders", HELLO "read protocol; read case; read line\n");
	interrupted = 0;
	cr_assert_eq(contender_start(&contender, "HEAD", "./ponders", &no_plugins, ground_fd,
				     &interrupted, &c),
		     0);
	interrupt_after(50);
	cr_expect_eq(open_case("none", "variable", "thread"), ANSWER_INTERRUPTED);
	contender_stop(&contender);
}
