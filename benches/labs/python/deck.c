// SPDX-License-Identifier: MIT

// Written in Python's way, and as the lecture has it. The two kinds of tasks differ only in the
// class that starts them, the lock, and where the counter lies: threads share a dict, processes an
// array in shared memory. There is a function for each way to increment, so that nothing but the
// increment is in the loop.

#include "benches/labs/python/deck.h"

#include <inttypes.h>
#include <stdio.h>

#include "benches/labs/lab.h"
#include "benches/labs/python/talk.h"

// Its arguments: task, lock or none, tasks, increments, call or none, seconds to switch after, and
// how many runs and ns at most.
static const char python_deck[] =
    "import platform, sys, threading, time\n"
    "\n"
    "task, guard, tasks, increments, between, interval, runs, most_ns = sys.argv[1:]\n"
    "tasks, increments, runs = int(tasks), int(increments), int(runs)\n"
    "if float(interval) > 0:\n"
    "    sys.setswitchinterval(float(interval))\n"
    "if task == 'process':\n"
    "    import mmap, multiprocessing\n"
    "    context = multiprocessing.get_context('fork')\n"
    "    try:\n"
    "        Task, lock = context.Process, context.Lock()\n"
    "    except OSError as error:\n"
    "        sys.exit('%s: is there a /dev/shm?' % error)\n"
    "    counter = memoryview(mmap.mmap(-1, 8)).cast('q')\n"
    "else:\n"
    "    Task, lock, counter = threading.Thread, threading.Lock(), {0: 0}\n"
    "\n"
    "def same(value):\n"
    "    return value\n"
    "\n"
    "def count():\n"
    "    for i in range(increments):\n"
    "        value = counter[0]\n"
    "        value = value + 1\n"
    "        counter[0] = value\n"
    "\n"
    "def count_call():\n"
    "    for i in range(increments):\n"
    "        value = counter[0]\n"
    "        value = same(value) + 1\n"
    "        counter[0] = value\n"
    "\n"
    "def count_lock():\n"
    "    for i in range(increments):\n"
    "        with lock:\n"
    "            value = counter[0]\n"
    "            value = value + 1\n"
    "            counter[0] = value\n"
    "\n"
    "def count_lock_call():\n"
    "    for i in range(increments):\n"
    "        with lock:\n"
    "            value = counter[0]\n"
    "            value = same(value) + 1\n"
    "            counter[0] = value\n"
    "\n"
    "work = {('none', 'none'): count, ('none', 'call'): count_call,\n"
    "        ('lock', 'none'): count_lock, ('lock', 'call'): count_lock_call}[guard, between]\n"
    "\n"
    "def run():\n"
    "    counter[0] = 0\n"
    "    crowd = [Task(target=work) for i in range(tasks)]\n"
    "    begin = time.perf_counter()\n"
    "    for member in crowd:\n"
    "        member.start()\n"
    "    for member in crowd:\n"
    "        member.join()\n"
    "    return tasks * increments - counter[0], int(1e9 * (time.perf_counter() - begin))\n"
    "\n"
    "end = time.monotonic() + int(most_ns) / 1e9\n"
    "results = [run()]\n"
    "while len(results) < runs and time.monotonic() < end:\n"
    "    results.append(run())\n"
    "lost = [result[0] for result in results]\n"
    "print(platform.python_version(), len(results), sum(l != 0 for l in lost), sum(lost),\n"
    "      sum(result[1] for result in results), flush=True)\n";

// Leaves no runs in the result of a line that is not the deck's.
static void parse(const char *line, struct deck_result *result)
{
	*result = (struct deck_result){.runs = 0};
	snprintf(result->said, sizeof result->said, "%.150s", line);
	if (sscanf(line, "%23s %" SCNu64 " %" SCNu64 " %" SCNd64 " %" SCNu64, result->version,
		   &result->runs, &result->wrong, &result->lost, &result->elapsed_ns) != 5)
		result->runs = 0;
}

int deck_run(const struct lab_run *run, const char *python, const struct deck_case *deck,
	     struct deck_result *result)
{
	char tasks[16], increments[16], runs[24], most_ns[24], line[256] = "";
	const char *const argv[] = {python,
				    "-I",
				    "-c",
				    python_deck,
				    deck->task,
				    deck->locked ? "lock" : "none",
				    tasks,
				    increments,
				    deck->call ? "call" : "none",
				    deck->switch_s,
				    runs,
				    most_ns,
				    NULL};
	struct talk talk;

	snprintf(tasks, sizeof tasks, "%u", deck->tasks);
	snprintf(increments, sizeof increments, "%u", deck->increments);
	snprintf(runs, sizeof runs, "%" PRIu64, lab_option(run, "runs"));
	snprintf(most_ns, sizeof most_ns, "%" PRIu64, lab_option(run, "window"));
	parse("", result);
	talk_begin(&talk, argv, lab_option(run, "most"));
	while (talk_line(&talk, line, sizeof line))
		parse(line, result);
	return talk_end(&talk);
}
