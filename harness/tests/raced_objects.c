// SPDX-License-Identifier: MIT

#include "harness/tests/raced_objects.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/complaint.h"
#include "harness/tests/program.h"
#include "harness/trial/sandbox.h"

// A lock's text: its structure's fields, variables of the file, and what its functions do.
struct lock_text {
	const char *name, *fields, *variables, *init, *acquire, *release;
};

#define SHARED_MUTEX                                                                               \
	"pthread_mutexattr_t a; pthread_mutexattr_init(&a);"                                       \
	"pthread_mutexattr_setpshared(&a, PTHREAD_PROCESS_SHARED);"
#define SPIN	"while (atomic_exchange(&lock->taken, 1)) while (lock->taken) sched_yield();"
#define LET_GO	"lock->taken = 0;"
#define LOCK	"pthread_mutex_lock(&lock->mutex);"
#define UNLOCK	"pthread_mutex_unlock(&lock->mutex);"
#define TAKEN	"atomic_int taken;"
#define A_MUTEX "pthread_mutex_t mutex;"

static const struct lock_text locks[] = {
    {"right", TAKEN, "", "", SPIN, LET_GO},
    {"none", TAKEN, "", "", "", ""},
    {"mutex", A_MUTEX, "", SHARED_MUTEX "pthread_mutex_init(&lock->mutex, &a);", LOCK, UNLOCK},
    {"static_mutex", TAKEN, "static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;", "",
     "pthread_mutex_lock(&mutex);", "pthread_mutex_unlock(&mutex);"},
    {"ticket", "atomic_uint next, serving;", "", "",
     "unsigned mine = atomic_fetch_add(&lock->next, 1);"
     "while (lock->serving != mine) sched_yield();",
     "atomic_fetch_add(&lock->serving, 1);"},
    {"robust", A_MUTEX, "",
     SHARED_MUTEX "pthread_mutexattr_setrobust(&a, PTHREAD_MUTEX_ROBUST);"
		  "pthread_mutex_init(&lock->mutex, &a);",
     "if (pthread_mutex_lock(&lock->mutex)) pthread_mutex_consistent(&lock->mutex);", UNLOCK},
    {"slow", TAKEN, "", "", SPIN, "for (volatile int i = 0; i < 2000; i++); " LET_GO},
    {"crash", TAKEN, "", "", "abort();", ""},
    {"crash_at_once", TAKEN, "", "*(volatile int *)0 = 1;", "", ""},
    {"loop", TAKEN, "", "", "for (;;) sched_yield();", ""},
    {"loop_at_once", TAKEN, "", "for (;;) sched_yield();", "", ""},
    {"exit", TAKEN, "", "", "exit(0);", ""},
    {"leave", TAKEN, "", "", "if (task) _exit(0);", ""},
    {"end_thread", TAKEN, "", "", "if (task) pthread_exit(NULL);", ""},
    {"fork", TAKEN, "", "", "fork();", ""},
    {"fork_at_once", TAKEN, "", "fork();", "", ""},
    {"keep", TAKEN, "", "", SPIN, ""},
    {"speak", TAKEN, "", "", SPIN, "puts(\"100 points\"); fflush(stdout);" LET_GO},
    {"large", "char bytes[5000];", "", "", "", ""},
    {"once", TAKEN, "static int begun, *pointer;",
     "if (begun) abort(); begun = 1; pointer = &begun;",
     "if (!begun || pointer != &begun) abort();" SPIN, LET_GO},
};

static const char text[] = "#include <pthread.h>\n"
			   "#include <sched.h>\n"
			   "#include <stdatomic.h>\n"
			   "#include <stdio.h>\n"
			   "#include <stdlib.h>\n"
			   "#include <unistd.h>\n"
			   "#include \"lock.h\"\n"
			   "struct lock { %s };\n"
			   "const size_t lock_bytes = sizeof(struct lock);\n"
			   "%s\n"
			   "void lock_init(struct lock *lock, unsigned nr_tasks) { %s }\n"
			   "void lock_acquire(struct lock *lock, unsigned task) { %s }\n"
			   "void lock_release(struct lock *lock, unsigned task) { %s }\n";

static char object[64];

struct topology raced_topology;

void raced_enter(void)
{
	struct complaint c;

	program_enter();
	cr_assert_eq(topology_load(&raced_topology, &c), 0);
	cr_assert_eq(sandbox_init(), 0);
}

void raced_leave(void)
{
	cr_expect(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "a process is left over");
	topology_fini(&raced_topology);
	program_leave();
}

static const struct lock_text *find(const char *name)
{
	for (size_t i = 0; i < sizeof locks / sizeof *locks; i++)
		if (strcmp(locks[i].name, name) == 0)
			return &locks[i];
	cr_assert_fail("there is no lock %s", name);
	return NULL;
}

static void compile(const char *options, const char *frame, const char *student)
{
	char command[4096];

	snprintf(command, sizeof command,
		 "cc -std=gnu11 -D_GNU_SOURCE -O2 -w -fPIC -fexceptions -pthread -shared "
		 "-I'%s' -I'%s/benches/exercises/lock' %s -o '%s' '%s/%s' "
		 "'%s/harness/grade/frames/raced.c' %s",
		 RACELAB_ROOT, RACELAB_ROOT, options, object, RACELAB_ROOT, frame, RACELAB_ROOT,
		 student);
	cr_assert_eq(system(command), 0, "%s", command);
}

const char *raced_lock(const char *name, const char *frame)
{
	const struct lock_text *lock = find(name);
	FILE *file = fopen("lock_text.c", "w");

	cr_assert(file);
	fprintf(file, text, lock->fields, lock->variables, lock->init, lock->acquire,
		lock->release);
	cr_assert_eq(fclose(file), 0);
	snprintf(object, sizeof object, "./%s.so", name);
	compile("", frame ? frame : "benches/exercises/lock/frame.c", "lock_text.c");
	return object;
}

const char *raced_server(const char *server)
{
	char option[64];

	snprintf(option, sizeof option, "-DSERVER=%s", server);
	snprintf(object, sizeof object, "./%s.so", server);
	compile(option, "harness/tests/graded/serve_frame.c", "");
	return object;
}
