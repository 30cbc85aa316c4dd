// SPDX-License-Identifier: MIT

// Merging without names: what must not be found in a store afterwards, and what must.

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/data/row.h"
#include "harness/store/names.h"
#include "harness/tests/made_fleet.h"
#include "harness/tests/program.h"

TestSuite(forget, .init = program_enter, .fini = program_leave, .timeout = 120);

static void expect_replaced(struct names *names, const char *text, const char *expected)
{
	char *replaced = names_replace(names, text);

	cr_assert_str_eq(replaced, expected, "'%s' became '%s'", text, replaced);
	free(replaced);
}

Test(forget, numbers_hosts_as_they_are_met)
{
	struct names *names = names_create();

	names_add(names, "east west east");
	names_add(names, "far.example.org");
	names_add(names, "10.0.0.7");
	names_add(names, NULL);
	expect_replaced(names, "west east west", "host1 host2 host1");
	expect_replaced(names, "no word from rank 1 (process 7 on far).",
			"no word from rank 1 (process 7 on host3).");
	expect_replaced(names, "far.example.org: gone; east.", "host3: gone; host2.");
	expect_replaced(names, "alice@east[west] eastern, 10 on 10.0.0.7",
			"alice@host2[host1] eastern, 10 on host4");
	expect_replaced(names, "", "");
	names_destroy(names);
}

Test(forget, leaves_no_path)
{
	struct names *names = names_create();

	expect_replaced(names, "cannot open '/home/alice/lock.so': none",
			"cannot open '(path)': none");
	expect_replaced(names, "../alice/x.so, ~alice/x", "(path), (path)");
	expect_replaced(names, "/dev/shm: full; 3 / 4; 8 ns/op", "/dev/shm: full; 3 / 4; 8 ns/op");
	names_destroy(names);
}

static json_t *word_list(const char *a, const char *b, const char *c)
{
	return json_pack("[s, s, s]", a, b, c);
}

// Of a job on two nodes: what run.json has beyond what it has of any run.
static void add_ranks(const char *path)
{
	json_t *run = json_load_file(path, 0, NULL);

	cr_assert(run);
	json_object_set_new(
	    run, "job",
	    json_pack("{s:s, s:s, s:s}", "scheduler", "slurm", "id", "4711", "node", "rack7"));
	json_object_set_new(run, "hosts",
			    json_pack("[{s:s, s:i}, {s:s, s:i}]", "name", "login.example",
				      "from_row", 0, "name", "spare", "from_row", 3));
	json_object_set_new(
	    run, "mpi",
	    json_pack("{s:s, s:s, s:{s:s}, s:[{s:s}], s:o}", "library",
		      "Open MPI v4.1.4, package: Open MPI alice@builder Distribution", "device",
		      "ch4:ofi", "settings", "MPIR_CVAR_CH3_INTERFACE_HOSTNAME", "10.1.2.3",
		      "hosts", "name", "node1", "ranks",
		      word_list("node1.example", "node2.example", "node1.example")));
	cr_assert_eq(json_dump_file(run, path, 0), 0);
	json_decref(run);
}

static void make_ranks(const char *directory, size_t nr_rows)
{
	static const char *const details[] = {"", "no word from rank 2 (process 9 on node2)",
					      "a lock of rack7; /home/alice/x.so",
					      "moved to spare"};
	const struct made_host made = {
	    .directory = directory, .name = "login.example", .nr_rows = 1, .seed = 1};
	char path[64];
	FILE *file;

	made_host_write(&made);
	snprintf(path, sizeof path, "%s/run.json", directory);
	add_ranks(path);
	snprintf(path, sizeof path, "%s/trials.csv", directory);
	file = fopen(path, "w");
	cr_assert(file && row_write_header(file) == 0);
	for (size_t i = 0; i < nr_rows; i++) {
		struct row row;

		row_init(&row);
		row.block = (int64_t)i;
		row.position = 0;
		row.task = "rank";
		row.count = 2;
		row.cpus = row.nodes = "0 1";
		row.outcome = "ok";
		row.detail = details[i % 4];
		row.hosts = i % 2 ? "node1.example node1.example" : "node2.example node1.example";
		cr_assert_eq(row_write(file, &row), 0);
	}
	cr_assert_eq(fclose(file), 0);
}

static bool file_holds(const char *path, const char *word)
{
	size_t length;
	char *text = program_read(path, &length);
	bool holds = memmem(text, length, word, strlen(word)) != NULL;

	free(text);
	return holds;
}

static bool store_says(const char *file, const char *text)
{
	static const struct surroundings usual;
	struct program program;
	char command[128];
	bool says;

	snprintf(command, sizeof command, "show %s --format csv", file);
	program_run(&program, &usual, command, 0, NULL);
	says = strstr(program.out.text, text) != NULL;
	program_fini(&program);
	return says;
}

Test(forget, keeps_within_and_across_of_ranks)
{
	static const char *const names[] = {"login", "example", "node1",   "node2", "rack7",
					    "spare", "alice",	"builder", "4711",  "10.1.2.3",
					    "/home", "x.so",	"slurm"};

	make_ranks("a", 4);
	program_expect("merge a -o named.db", 0, "");
	program_expect("merge a -o nameless.db --anonymous", 0, "");
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		cr_expect(file_holds("named.db", names[i]), "%s", names[i]);
		cr_expect_not(file_holds("nameless.db", names[i]), "%s", names[i]);
	}
	cr_assert(store_says("nameless.db", "\"host1 host2\","));
	cr_assert(store_says("nameless.db", "\"host2 host2\","));
	cr_assert(store_says("nameless.db", "\"no word from rank 2 (process 9 on host1)\""));
	cr_assert(store_says("nameless.db", "\"a lock of host3; (path)\""));
	cr_assert(store_says("nameless.db", "moved to host4"));
	cr_assert(file_holds("nameless.db", "ch4:ofi"));
}

// Nothing is kept that the name could be found out by, and the run may grow all the same.
Test(forget, grows_without_a_digest_of_names)
{
	make_ranks("a", 1);
	make_ranks("b", 4);
	program_expect("merge a -o grown.db --anonymous", 0, "");
	program_expect("merge b -o grown.db --anonymous", 0, "");
	program_expect("merge a -o grown.db --anonymous", 0, "");
	program_expect("merge b -o whole.db --anonymous", 0, "");
	cr_assert(store_says("grown.db", "\"host1 host2\","));
	cr_assert(store_says("grown.db", "moved to host4"));
	cr_assert_not(file_holds("grown.db", "node1"));
	make_ranks("c", 0);
	program_expect("merge c -o grown.db --anonymous", 64,
		       "racelab: merge: c/trials.csv has no rows yet\n");
}

Test(forget, takes_the_name_of_a_machine)
{
	const struct made_host a = {
	    .directory = "a", .name = "eastwood.example", .nr_rows = MADE_ROWS, .seed = 1};
	const struct made_host b = {
	    .directory = "b", .name = "eastwood.example", .nr_rows = MADE_ROWS, .seed = 2};

	made_host_write(&a);
	made_host_write(&b);
	made_file("a/topology.xml", "<topology name='eastwood'/>");
	program_expect("merge a -o named.db", 0, "");
	cr_assert(file_holds("named.db", "eastwood"));
	cr_assert(file_holds("named.db", "alice"));
	program_expect("merge a b -o nameless.db --anonymous", 0, "");
	cr_assert_not(file_holds("nameless.db", "eastwood"));
	cr_assert_not(file_holds("nameless.db", "alice"));
	cr_assert(store_says("nameless.db", "\"machine 1\",1,"));
	cr_assert(store_says("nameless.db", "\"machine 1\",2,"));
	cr_assert_not(store_says("nameless.db", "\"machine 2\","));
	cr_assert(store_says("nameless.db", ",host1,"));
	program_expect("merge b a -o nameless.db --anonymous", 0, "");
	cr_assert_not(store_says("nameless.db", "\"machine 2\","));
}
