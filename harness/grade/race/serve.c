// SPDX-License-Identifier: MIT

// A server and its clients, as three processes: we, who wait; the host, ours too, who makes the
// socket, is all of the clients, and counts the server's descriptors; and the server, which has
// given away all rights but those to talk over that socket and to have threads.
//
//     racelab --fork--> host (clients, /proc/PID/fd) --fork--> server (frame_serve, confined)

#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "benches/sync/must.h"
#include "harness/complaint.h"
#include "harness/grade/race/clients.h"
#include "harness/grade/race/confined.h"
#include "harness/grade/race/ending.h"
#include "harness/grade/race/heat.h"
#include "harness/grade/race/loaded.h"
#include "harness/grade/race/members.h"
#include "harness/grade/race/race.h"
#include "harness/grade/race/word.h"
#include "harness/machine/probe.h"
#include "harness/trial/sandbox.h"

#define LOOK_AGAIN_NS 1000000
#define SETTLE_NS     500000000 /* to close what a client was served by, once it is gone */
#define MEET_NS	      20000000	/* to notice that a client has come and gone */

// How far the server has come.
enum {
	PORCH_CLOSED,
	PORCH_CANNOT, /* and `why` */
	PORCH_OPEN,
	PORCH_LEFT, /* frame_serve has returned */
};

// Shared with the server: all it can write to.
struct porch {
	unsigned stop;
	unsigned open;
	int call;
	char why[512];
};

// Shared by us and the host.
struct told {
	struct served served;
	bool complete;
	char why[512]; /* it cannot be done here */
};

struct host {
	const struct racing_asked *asked;
	struct told *told;
	struct porch *porch;
	unsigned nr_clients;
	uint16_t port;
	int listener;
	pid_t server;
	bool reaped;
	int status; /* of the server */
};

static void *map_shared(size_t bytes)
{
	return mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

// --- The server's process.

static void unmet(const char *what)
{
	(void)what; /* clients see what a server is worth */
}

static void reached(void)
{
}

static int cannot(struct porch *porch, const char *why)
{
	snprintf(porch->why, sizeof porch->why, "%s", why);
	word_set(&porch->open, PORCH_CANNOT);
	return 1;
}

static int serve(const struct host *host)
{
	struct porch *porch = host->porch;
	uint64_t cpu_ns = 8 * heat_patience_ns(host->asked);
	struct loaded loaded;
	struct complaint c;
	char why[512];

	munmap(host->told, sizeof *host->told);
	confined_prepare();
	if (loaded_open(&loaded, host->asked->object, unmet, reached, why, sizeof why))
		return cannot(porch, why);
	if (!loaded.serve)
		return cannot(porch, "its frame has no frame_serve");
	if (confined_server(host->listener, cpu_ns, &porch->call, &c))
		return cannot(porch, c.text);
	word_set(&porch->open, PORCH_OPEN);
	loaded.serve(host->listener, &porch->stop);
	word_set(&porch->open, PORCH_LEFT);
	return 0;
}

static void start_server(struct host *host)
{
	pid_t parent = getpid();

	host->server = fork();
	must_errno(host->server);
	if (host->server)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	_exit(serve(host));
}

// --- The host.

static void listen_here(struct host *host)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof at;

	host->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must_errno(host->listener);
	must_errno(bind(host->listener, (const struct sockaddr *)&at, length));
	must_errno(listen(host->listener, SOMAXCONN));
	must_errno(getsockname(host->listener, (struct sockaddr *)&at, &length));
	host->port = ntohs(at.sin_port);
}

static bool has_ended(struct host *host)
{
	if (!host->reaped && waitpid(host->server, &host->status, WNOHANG) == host->server)
		host->reaped = true;
	return host->reaped;
}

static bool await_end(struct host *host, uint64_t wait_ns)
{
	uint64_t end_ns = probe_now_ns() + wait_ns;

	while (!has_ended(host) && probe_now_ns() < end_ns)
		members_nap(LOOK_AGAIN_NS);
	return host->reaped;
}

static bool await_open(struct host *host)
{
	uint64_t end_ns = probe_now_ns() + heat_patience_ns(host->asked);

	while (!word_look(&host->porch->open) && !has_ended(host) && probe_now_ns() < end_ns)
		word_sleep(&host->porch->open, 0, LOOK_AGAIN_NS);
	return word_look(&host->porch->open) >= PORCH_OPEN;
}

static unsigned count_descriptors(const struct host *host)
{
	unsigned nr = 0;
	char path[40];
	DIR *folder;

	snprintf(path, sizeof path, "/proc/%d/fd", host->server);
	folder = opendir(path);
	if (!folder)
		return 0;
	for (const struct dirent *entry; (entry = readdir(folder));)
		nr += entry->d_name[0] != '.';
	closedir(folder);
	return nr;
}

// How many it has when it had the time to close some: no more than `usual`, if it does.
static unsigned settled(const struct host *host, unsigned usual)
{
	uint64_t end_ns = probe_now_ns() + SETTLE_NS;
	unsigned nr;

	while ((nr = count_descriptors(host)) > usual && probe_now_ns() < end_ns)
		members_nap(LOOK_AGAIN_NS);
	return nr;
}

static void converse(struct host *host, struct served *served)
{
	uint64_t patience_ns = heat_patience_ns(host->asked), took_ns;
	struct clients *clients = clients_open(host->port, host->nr_clients);

	if (!clients) /* the server is gone, or has closed its socket */
		return;
	served->answered = clients_talk(clients, patience_ns, &took_ns);
	served->slowest_ms = (double)took_ns / 1e6;
	served->slow_answered = clients_end_slow(clients, patience_ns);
	served->wrong = clients_wrong(clients);
	clients_close(clients);
}

static struct ending end_of(const struct host *host)
{
	const char *when = "while it served clients";
	int signal = WIFSIGNALED(host->status) ? WTERMSIG(host->status) : 0;
	int call = host->porch->call;

	if (call >= 0 || signal == SIGSYS)
		return ending_refused(call, when);
	return ending_crashed(signal, when);
}

// One comes and goes first: what a server opens only then is no leak.
static void meet_clients(struct host *host, struct served *served)
{
	unsigned usual = count_descriptors(host), left;

	clients_wake(host->port);
	members_nap(MEET_NS);
	usual = settled(host, usual);
	converse(host, served);
	left = settled(host, usual);
	served->left_open = left > usual ? left - usual : 0;
}

static void fail(struct served *served, const char *what)
{
	served->failed = true;
	snprintf(served->what, sizeof served->what, "%s", what);
}

// As it is to be: by returning from frame_serve, when it is told to and not before.
static void stop(struct host *host, struct served *served)
{
	bool early = word_look(&host->porch->open) == PORCH_LEFT;
	struct ending ending;

	word_set(&host->porch->stop, 1);
	clients_wake(host->port);
	if (!await_end(host, heat_patience_ns(host->asked)))
		return;
	ending = end_of(host);
	if (word_look(&host->porch->open) != PORCH_LEFT)
		fail(served, ending.what);
	else if (early)
		fail(served, "it went home before it was told to");
	else
		served->ended = true;
}

static int be_host(void *context)
{
	struct host *host = context;
	struct told *told = host->told;

	host->porch = map_shared(sizeof *host->porch);
	must(host->porch == MAP_FAILED ? ENOMEM : 0);
	host->porch->call = -1;
	listen_here(host);
	start_server(host);
	close(host->listener); /* or whoever calls waits for ever if the server is gone */
	if (!await_open(host)) {
		snprintf(told->why, sizeof told->why, "%.500s",
			 host->porch->open == PORCH_CANNOT ? host->porch->why
							   : "it was not ready in time");
		return 0;
	}
	meet_clients(host, &told->served);
	stop(host, &told->served);
	told->complete = true;
	return 0;
}

// --- We.

static int run(struct host *host, struct served *served, struct complaint *c)
{
	const struct told *told = host->told;
	struct sandbox_end end = sandbox_run(be_host, host, 10 * heat_patience_ns(host->asked),
					     host->asked->interrupted);

	if (end.kind == SANDBOX_INTERRUPTED)
		return 1;
	if (!told->complete)
		return complain_machine(c, "cannot be served: %.400s",
					told->why[0] ? told->why : end.said);
	*served = told->served;
	served->clients = host->nr_clients;
	return 0;
}

int race_serve(const struct racing_asked *asked, unsigned clients, struct served *served,
	       struct complaint *c)
{
	struct host host = {.asked = asked, .nr_clients = clients};
	int error;

	*served = (struct served){0};
	if (clients < 1 || clients > MOST_CLIENTS)
		return complain(c, "%u clients: there can be 1 to %d", clients, MOST_CLIENTS);
	host.told = map_shared(sizeof *host.told);
	if (host.told == MAP_FAILED)
		return complain_machine(c, "no memory to serve in: %s", strerror(errno));
	error = run(&host, served, c);
	munmap(host.told, sizeof *host.told);
	return error;
}
