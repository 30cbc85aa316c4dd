// SPDX-License-Identifier: MIT

// Files that somebody hands in to read what is not theirs, to get points without work, or to do
// harm. Each is refused in words that a student can read, in bounded time, or does nothing that
// anybody else would see.

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/complaint.h"
#include "harness/grade/race/race.h"
#include "harness/grade/submission/submission.h"
#include "harness/machine/topology.h"
#include "harness/tests/handed_in.h"

TestSuite(grade_hostile, .init = handed_in_enter, .fini = handed_in_leave, .timeout = 300);

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

struct refused {
	const char *text, *words;
};

static void refuse_all(const struct refused *refused, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		handed_in_refused(refused[i].text, refused[i].words);
}

Test(grade_hostile, what_is_included)
{
	static const struct refused refused[] = {
	    {"int x;\n#include \"solution.c\"\n", "line 2: This includes "},
	    {"#include \"solution.c\"\n", "lock/solution.c, which is neither a system header nor "
					  "lock.h."},
	    {"#include \"../ticket/ticket.h\"\n", "which is neither a system header nor lock.h."},
	    {"#include \"" RACELAB_ROOT "/benches/exercises/lock/solution.c\"\n", "neither"},
	    {"#include <" RACELAB_ROOT "/benches/exercises/lock/solution.c>\n", "neither"},
	    {"#include \"/usr/include/../../etc/passwd\"\n", "/etc/passwd, which is neither"},
	    {"#include \"/dev/null\"\n", "/dev/null, which is neither"},
	    {"#define S(x) #x\n#define T(x) S(x)\n#define F " RACELAB_ROOT
	     "/benches/exercises/lock/solution.c\n#include T(F)\n",
	     "neither a system header nor lock.h"},
	    {"#define FILE \"/etc/passwd\"\n#include FILE\n", "line 2: This includes /etc/passwd"},
	    {"#include \"nothing_of_that_name.h\"\n", "does not compile:\nlock.c:1:"},
	    {"#include \"/dev/zero\"\n", ""},
	    {"#include __FILE__\n", "does not compile"},
	    {"#embed \"/etc/passwd\"\n", "line 1: #embed is not allowed"},
	    {"#include_next <stdio.h>\n", "line 1: #include_next is not allowed"},
	};

	refuse_all(refused, LENGTH(refused));
}

// A link in the student's own folder leads nowhere, as it is our copy that is compiled.
Test(grade_hostile, a_link_beside_it)
{
	cr_assert_eq(symlink(RACELAB_ROOT "/benches/exercises/lock/solution.c", "mine.h"), 0);
	handed_in_refused("#include \"mine.h\"\n", "does not compile:\nlock.c:1:");
}

// By what the preprocessor writes for itself, a line would pass for one of a system header.
Test(grade_hostile, lines_that_say_whose_they_are)
{
	static const struct refused refused[] = {
	    {"\n# 1 \"/usr/include/stdio.h\" 1 3\nint x;\n", "line 2: #1 is not allowed"},
	    {"#line 7 \"/usr/include/stdio.h\"\n", "line 1: #line is not allowed"},
	    {"%: 1 \"/usr/include/stdio.h\" 1 3\n", "line 1: #1 is not allowed"},
	    {"/* */ # 1 \"/usr/include/stdio.h\" 1 3\n", "line 1: #1 is not allowed"},
	    {"/*\n*/ # 1 \"/usr/include/stdio.h\" 1 3\n", "line 2: #1 is not allowed"},
	    {"#\\\n1 \"/usr/include/stdio.h\" 1 3\n", "is not allowed"},
	    {"%\\\n: 1 \"/usr/include/stdio.h\" 1 3\n", "#1 is not allowed"},
	    {"/*\n*\\\n/ # 1 \"/usr/include/stdio.h\" 1 3\n", "#1 is not allowed"},
	    {"\xef\xbb\xbf# 1 \"/usr/include/stdio.h\" 1 3\n", "#1 is not allowed"},
	    {"#/* */1 \"/usr/include/stdio.h\" 1 3\n", "is not allowed"},
	    {"#ident \"x\"\n", "#ident is not allowed"},
	};

	refuse_all(refused, LENGTH(refused));
}

Test(grade_hostile, what_hides_from_those_who_look)
{
	static const struct refused refused[] = {
	    {"void f(void) { __asm__ volatile(\"nop\"); }\n", "line 1: __asm__ is not allowed"},
	    {"\nregister long x asm(\"rbx\");\n", "line 2: asm is not allowed"},
	    {"#define G(a, b) a##b\nG(a, sm)(\"nop\");\n", "line 2: asm is not allowed"},
	    {"__attribute__((constructor)) void f(void) {}\n", "The attribute constructor"},
	    {"__attribute__((unused,\n__constructor__)) void f(void) {}\n",
	     "line 2: The attribute __constructor__"},
	    {"[[gnu::constructor]] void f(void) {}\n", "[[attributes]] are not allowed"},
	    {"<:<:gnu::constructor:>:> void f(void) {}\n", "[[attributes]] are not allowed"},
	    {"#define extern __attribute__((constructor)) extern\n#include <sched.h>\n",
	     "The attribute constructor"},
	    {"#define extern _Pragma(\"GCC optimize(0)\") extern\n#include <sched.h>\n",
	     "#pragma GCC optimize(0) is not allowed"},
	    {"\n#define extern __asm__(\"#NO_APP\\nhlt\\n#APP\"); extern\n#include <sched.h>\n",
	     "line 3: What this includes has assembly in it"},
	    {"__attribute__((no_sanitize(\"thread\"))) void f(void) {}\n", "no_sanitize"},
	    {"__attribute__((section(\".text\"))) int f = 7;\n", "The attribute section"},
	    {"void g(void) {}\nvoid f(void) __attribute__((alias(\"g\")));\n", "alias"},
	    {"#pragma GCC optimize (\"O0\")\n", "line 1: #pragma GCC optimize"},
	    {"_Pragma(\"weak f\")\n", "#pragma weak f is not allowed"},
	    {"void *f(void) { return __builtin_return_address(0); }\n",
	     "line 1: __builtin_return_address is not allowed"},
	    {"_Thread_local int x;\n", "line 1: _Thread_local is not allowed: a task knows"},
	    {"const char *s = R\"(\" asm \")\";\n", "Raw strings"},
	};

	refuse_all(refused, LENGTH(refused));
}

static const char in_acquire[] = HANDED_IN_BEGIN
    "void lock_release(struct lock *lock, unsigned task) { (void)lock; (void)task; }\n"
    "%s\n"
    "void lock_acquire(struct lock *lock, unsigned task)\n"
    "{ (void)lock; (void)task;\n"
    "%s\n"
    "}\n";

static void call_refused(const char *before, const char *body, const char *words)
{
	char text[2048];

	snprintf(text, sizeof text, in_acquire, before, body);
	handed_in_refused(text, words);
}

Test(grade_hostile, what_is_called)
{
	static const struct {
		const char *before, *body, *words;
	} calls[] = {
	    {"#include <stdlib.h>", "exit(0);",
	     "line 9: exit may not be used here. What may be "
	     "called: pthread_mutex_*, "},
	    {"#include <unistd.h>", "while (1) fork();", "line 9: fork may not be used"},
	    {"#include <signal.h>", "kill(-1, 9);", "line 9: kill may not be used"},
	    {"#include <stdio.h>", "printf(\"{\\\"score\\\": 20}\\n\");",
	     "calls puts, which may not be used"},
	    {"#include <stdio.h>", "for (;;) printf(\"%d\", 1);", "line 9: printf may not be"},
	    {"#include <sys/ptrace.h>", "ptrace(PTRACE_ATTACH, 1, 0, 0);", "ptrace may not"},
	    {"#include <fcntl.h>", "open(\"/autograder/results/results.json\", O_WRONLY);",
	     "open may not be used"},
	    {"#include <sys/mman.h>", "mprotect(0, 1, PROT_EXEC);", "mprotect may not be used"},
	    {"#include <dlfcn.h>", "((void (*)(int))dlsym(0, \"exit\"))(0);", "dlsym may not"},
	    {"void frame_claim(int, const char *);", "frame_claim(1, \"\");",
	     "frame_claim may not be used"},
	    {"extern void (*raced_unmet)(const char *);", "raced_unmet = 0;",
	     "raced_unmet may not be used"},
	    {"extern char environ[];", "environ[0] = 0;", "environ may not be used"},
	    {"", "void in(void) { task++; } void (*volatile p)(void) = in; p();", "function"},
	};

	for (size_t i = 0; i < LENGTH(calls); i++)
		call_refused(calls[i].before, calls[i].body, calls[i].words);
}

Test(grade_hostile, what_is_not_there)
{
	static const struct refused refused[] = {
	    {"int x;\n",
	     "lock.c does not define lock_acquire, lock_bytes, lock_init, lock_release; "
	     "lock.h says what it is."},
	    {"#define lock_acquire mine\n" HANDED_IN_BEGIN HANDED_IN_OPEN, "define lock_acquire;"},
	    {"#define lock_acquire static lock_acquire\nint x;\n", "does not define"},
	    {"int lock_acquire;\n", "does not compile"},
	    {"int f( {\n", "does not compile:\nlock.c:1:"},
	};

	refuse_all(refused, LENGTH(refused));
}

// Whatever it calls its own stays its own: the frame is not found out, and none of it is replaced.
Test(grade_hostile, names_of_others)
{
	static const char text[] = HANDED_IN_BEGIN HANDED_IN_OPEN
	    "#include <stdint.h>\n"
	    "uint64_t frame_found(void *room, const uint64_t *done, unsigned n)\n"
	    "{ (void)room; (void)n; return done[0] + done[1]; }\n"
	    "uint64_t frame_work(void *room, unsigned task, const void *pace)\n"
	    "{ (void)room; (void)task; (void)pace; return 1; }\n"
	    "void *memset(void *p, int c, size_t n) { (void)c; (void)n; return p; }\n"
	    "void program_task(unsigned task) { (void)task; }\n"
	    "const unsigned program_tasks = 1;\n"
	    "void racelab_inside(unsigned inside) { (void)inside; }\n"
	    "int pthread_mutex_lock(void *mutex) { (void)mutex; return 0; }\n"
	    "int main(void) { return 0; }\n";
	struct handed_in handed;
	char why[512];

	handed_in_text(&handed, text, strlen(text));
	cr_assert(!handed.fault, "%s", handed.fault);
	cr_expect_gt(handed_in_explore(&handed, why, sizeof why), 0, "%s", why);
	handed_in_close(&handed);
}

// What the screen does not see, as it stands in a header's lines, is seen in what is compiled.
Test(grade_hostile, assembly_by_a_header_is_not_explored)
{
	static const char text[] = "#define extern __asm__(\"hlt\"); extern\n"
				   "#include <sched.h>\n"
				   "#undef extern\n" HANDED_IN_BEGIN HANDED_IN_OPEN;
	struct handed_in handed;
	char why[512];

	handed_in_text(&handed, text, strlen(text));
	cr_assert(!handed.fault, "%s", handed.fault);
	cr_expect_eq(handed_in_explore(&handed, why, sizeof why), -1);
	cr_expect(strstr(why, "inline assembly"), "%s", why);
	handed_in_close(&handed);
}

static void explored_wrong(const char *body)
{
	struct handed_in handed;
	char text[2048], why[512];

	snprintf(text, sizeof text, in_acquire, "", body);
	handed_in_text(&handed, text, strlen(text));
	cr_assert(!handed.fault, "%s", handed.fault);
	cr_expect_gt(handed_in_explore(&handed, why, sizeof why), 0, "%s: %s", body, why);
	handed_in_close(&handed);
}

// A crash, a loop, a wild write: found, and whoever explores lives on.
Test(grade_hostile, what_runs_wild_is_found)
{
	explored_wrong("for (volatile int on = 1; on;) ;");
	explored_wrong("static const unsigned char code[] = {0x0f, 0x05, 0xc3};\n"
		       "((void (*)(void))(unsigned long)code)();");
	explored_wrong("*(volatile int *)8 = 1;");
	explored_wrong("lock_acquire(lock, task + 1);");
}

static const char raw[] = "#include <sys/syscall.h>\n#include <unistd.h>";

// Raced by two tasks of each kind, three times.
static void race(const char *body, struct raced *raced, const struct task_kind *kind)
{
	struct racing_asked asked = {
	    .kind = kind, .count = 2, .trials = 3, .window_ns = 2000000, .patience_ns = 2000000000};
	struct topology topology;
	struct handed_in handed;
	struct complaint c;
	char text[2048];

	snprintf(text, sizeof text, in_acquire, raw, body);
	handed_in_text(&handed, text, strlen(text));
	cr_assert(!handed.fault, "%s", handed.fault);
	cr_assert_eq(topology_load(&topology, &c), 0, "%s", c.text);
	asked.object = handed.submission.object;
	asked.topology = &topology;
	cr_expect_eq(race_run(&asked, 1, raced, &c), 0, "%s", c.text);
	topology_fini(&topology);
	handed_in_close(&handed);
}

static void race_stopped(const char *body, const char *words)
{
	struct raced raced;

	for (size_t i = 0; i < task_kinds(); i++) {
		race(body, &raced, task_kind(i));
		cr_expect_eq(raced.good, 0, "%s by %s", body, task_kind(i)->plural);
		cr_expect(strstr(raced.what, words), "%s by %s: %s", body, task_kind(i)->plural,
			  raced.what);
	}
}

// Of an exercise in which syscall() may be called, for the sake of futexes.
Test(grade_hostile, what_is_done_by_system_calls)
{
	char results[256];

	snprintf(results, sizeof results,
		 "syscall(SYS_openat, -100, \"results.json\", 0101, 0600);");
	race_stopped("while (1) syscall(SYS_clone, 17, 0, 0, 0, 0);", "clone");
	race_stopped("syscall(SYS_kill, -1, 0);", "kill");
	race_stopped("syscall(SYS_ptrace, 16, 1, 0, 0);", "ptrace");
	race_stopped(results, "openat");
	race_stopped("syscall(SYS_exit_group, 0);", "ended before it was done");
	race_stopped("for (;;) syscall(SYS_write, 1, \"{\\\"score\\\": 20}\\n\", 14);", "hung");
	cr_expect_eq(access("results.json", F_OK), -1);
}

// Compilers that are kept busy end, and say that they would not have.
Test(grade_hostile, what_takes_too_much_to_compile)
{
	static const struct refused refused[] = {
	    {"#define A x x x x x x x x\n#define B A A A A A A A A\n#define C B B B B B B B B\n"
	     "#define D C C C C C C C C\n#define E D D D D D D D D\n#define F E E E E E E E E\n"
	     "#define G F F F F F F F F\n#define H G G G G G G G G\nH H H H\n",
	     "takes more than"},
	    {"int a[1 << 28] = {1};\n", "does not compile"},
	    {"static char a[2 << 20];\nchar *f(void) { return a; }\n", "more than 1024 KB"},
	};

	refuse_all(refused, LENGTH(refused));
}

static void file_refused(const char *file, const char *words)
{
	struct handed_in handed;

	handed_in_file(&handed, file);
	cr_assert(handed.fault);
	cr_expect(strstr(handed.fault, words), "%s: %s", file, handed.fault);
	handed_in_close(&handed);
}

static void bytes_refused(const char *text, size_t size, const char *words)
{
	struct handed_in handed;

	handed_in_text(&handed, text, size);
	cr_assert(handed.fault);
	cr_expect(strstr(handed.fault, words), "%s", handed.fault);
	handed_in_close(&handed);
}

Test(grade_hostile, what_is_no_text)
{
	bytes_refused("", 0, "empty");
	bytes_refused("int x;\n\0int y;\n", 15, "line 2: This is no text");
	bytes_refused("\177ELF", 4, "line 1: This is no text");
	bytes_refused("\xff\xfe\xfd not UTF-8\n", 14, "");
}

Test(grade_hostile, what_is_no_file)
{
	cr_assert_eq(mkfifo("pipe.c", 0600), 0);
	cr_assert_eq(symlink("/dev/tty", "tty.c"), 0);
	cr_assert_eq(symlink(RACELAB_ROOT "/benches/exercises/lock/solution.c", "link.c"), 0);
	cr_assert_eq(mkdir("folder.c", 0700), 0);
	file_refused("pipe.c", "no file with text");
	file_refused("tty.c", "link to another file");
	file_refused("link.c", "link to another file");
	file_refused("folder.c", "no file with text");
	file_refused("/dev/null", "no file with text");
	rmdir("folder.c");
}

Test(grade_hostile, fifty_megabytes)
{
	FILE *out = fopen("large.c", "w");

	cr_assert(out);
	cr_assert_eq(ftruncate(fileno(out), 50 << 20), 0);
	fclose(out);
	file_refused("large.c", "more than 262144 are too many");
}

// Not a control character, nor a path of ours, reaches who reads a fault.
Test(grade_hostile, what_is_shown_drives_no_terminal)
{
	struct handed_in handed;
	const char text[] = "#error \xc2\x9b[2J \xe2\x80\xae\n#warning there\nint f( {\n";

	handed_in_text(&handed, text, strlen(text));
	cr_assert(handed.fault);
	cr_expect_not(strstr(handed.fault, "\xc2\x9b"), "%s", handed.fault);
	cr_expect_not(strstr(handed.fault, "racelab-"), "%s", handed.fault);
	handed_in_close(&handed);
}

// What an ordinary student writes passes.
Test(grade_hostile, what_is_harmless_is_taken)
{
	handed_in_taken("// A rule: #1 is first.\n/* Lock\n * # of tasks: 2 */\n"
			"#define _GNU_SOURCE\n"
			"#include <assert.h>\n#include <errno.h>\n#include <pthread.h>\n"
			"#include <sched.h>\n#include <stdatomic.h>\n#include <stdint.h>\n"
			"#include <stdio.h>\n#include <string.h>\n#include <unistd.h>\n"
			"#include <semaphore.h>\n#include <threads.h>\n"
			"#include \"lock.h\"\n"
			"struct lock { _Alignas(64) atomic_uint next; "
			"__attribute__((aligned(64))) atomic_uint now; char pad[8]; };\n"
			"const size_t lock_bytes = sizeof(struct lock);\n"
			"static inline __attribute__((always_inline)) void rest(void) {}\n"
			"void lock_init(struct lock *lock, unsigned n)\n"
			"{ memset(lock, 0, sizeof *lock); assert(n); errno = 0; }\n"
			"void lock_acquire(struct lock *lock, unsigned task)\n"
			"{ unsigned mine = atomic_fetch_add(&lock->next, 1); (void)task;\n"
			"  while (__builtin_expect(lock->now != mine, 0)) sched_yield(); }\n"
			"void lock_release(struct lock *lock, unsigned task)\n"
			"{ (void)task; atomic_fetch_add(&lock->now, 1); }\n");
}

Test(grade_hostile, warnings_are_kept)
{
	const char text[] = HANDED_IN_BEGIN HANDED_IN_OPEN "static int unused;\n";
	struct handed_in handed;

	handed_in_text(&handed, text, strlen(text));
	cr_assert(!handed.fault, "%s", handed.fault);
	cr_assert(handed.submission.warnings);
	cr_expect(strstr(handed.submission.warnings, "lock.c:7:"), "%s",
		  handed.submission.warnings);
	handed_in_close(&handed);
}
