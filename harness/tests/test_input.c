// SPDX-License-Identifier: MIT

// racelab topo --input: another machine's topology, what is shown of it, and what is refused.

#include <criterion/criterion.h>
#include <jansson.h>
#include <libxml/parser.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "harness/tests/drawn.h"
#include "harness/tests/machines.h"
#include "harness/tests/program.h"

TestSuite(input, .init = program_enter, .fini = program_leave, .timeout = 240);

static const struct surroundings usual = {0};

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

// What `racelab topo ARGUMENTS --json` prints. json_decref is due.
static json_t *topo_json(const char *arguments)
{
	struct program topo;
	char line[256];
	json_t *json;

	snprintf(line, sizeof line, "topo %s --json", arguments);
	program_run(&topo, &usual, line, 0, "");
	json = json_loads(topo.out.text, 0, NULL);
	cr_assert(json, "%s: %s", line, topo.out.text);
	program_fini(&topo);
	return json;
}

// The PUs of its tasks: "0 2 4".
static const char *tasks_of(json_t *json)
{
	static char text[4096];
	size_t i, used = 0;
	json_t *task;

	text[0] = '\0';
	json_array_foreach(json_object_get(json, "tasks"), i, task)
	{
		used +=
		    (size_t)snprintf(text + used, sizeof text - used, used ? " %lld" : "%lld",
				     (long long)json_integer_value(json_object_get(task, "pu")));
	}
	return text;
}

static void expect_tasks(const char *machine, const char *place, const char *expected)
{
	char arguments[64];
	json_t *json;

	if (!expected)
		return;
	snprintf(arguments, sizeof arguments, "--input machine.xml --place %s", place);
	if (strcmp(expected, "-") == 0) {
		struct program topo;

		snprintf(arguments, sizeof arguments, "topo --input machine.xml --place %s", place);
		program_run(&topo, &usual, arguments, 64,
			    "racelab: --place: 'smt' cannot be had: no core has two PUs that may "
			    "be used here; use compact or core\n");
		program_fini(&topo);
		return;
	}
	json = topo_json(arguments);
	/* more tasks than PUs of the placement wrap around: the first ones count */
	cr_expect_eq(strncmp(tasks_of(json), expected, strlen(expected)), 0, "%s on '%s': %s",
		     place, machine, tasks_of(json));
	json_decref(json);
}

Test(input, every_machine_with_every_placement)
{
	for (size_t i = 0; i < machines_nr(); i++) {
		const struct machine *machine = machine_at(i);

		machine_write(i, "machine.xml");
		program_expect("topo --input machine.xml", 0, "");
		program_expect("topo --input machine.xml --place none", 0, "");
		expect_tasks(machine->name, "compact", machine->compact);
		expect_tasks(machine->name, "scatter", machine->scatter);
		expect_tasks(machine->name, "core", machine->core);
		expect_tasks(machine->name, "smt", machine->smt);
	}
}

Test(input, every_machine_is_drawn)
{
	for (size_t i = 0; i < machines_nr(); i++) {
		xmlDoc *svg;

		machine_write(i, "machine.xml");
		program_expect("topo --input machine.xml --count 1 -o machine.svg", 0, "");
		svg = drawn_read("machine.svg");
		cr_expect(drawn_says(xmlDocGetRootElement(svg), "task 0"), "%s",
			  machine_at(i)->name);
		xmlFreeDoc(svg);
	}
}

static const char *fact(json_t *json, const char *name)
{
	const char *text =
	    json_string_value(json_object_get(json_object_get(json, "machine"), name));

	return text ? text : "";
}

Test(input, nothing_of_this_host_is_shown)
{
	static const char *const unknown[] = {"name",	  "cpu_model", "arch", "kernel",
					      "os",	  "governor",  "smt",  "virtualization",
					      "synthetic"};
	json_t *json;

	machine_write(machine_find("power"), "machine.xml");
	json = topo_json("--input machine.xml");
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
		cr_expect_str_eq(fact(json, unknown[i]), "", "%s: %s", unknown[i],
				 fact(json, unknown[i]));
	cr_expect_str_eq(fact(json, "input"), "machine.xml");
	cr_expect_str_eq(fact(json, "topology"), "2 packages, 4 cores, 16 PUs");
	json_decref(json);
}

#define MACHINE                                                                                    \
	"<object type=\"Machine\" os_index=\"0\" cpuset=\"0x1\" complete_cpuset=\"0x1\" "          \
	"allowed_cpuset=\"0x1\" nodeset=\"0x1\" complete_nodeset=\"0x1\" "                         \
	"allowed_nodeset=\"0x1\" gp_index=\"1\">"
#define NODE                                                                                       \
	"<object type=\"NUMANode\" os_index=\"0\" cpuset=\"0x1\" complete_cpuset=\"0x1\" "         \
	"nodeset=\"0x1\" complete_nodeset=\"0x1\" gp_index=\"2\"/>"
#define PU                                                                                         \
	"<object type=\"PU\" os_index=\"0\" cpuset=\"0x1\" complete_cpuset=\"0x1\" "               \
	"nodeset=\"0x1\" complete_nodeset=\"0x1\" gp_index=\"3\"/>"
#define INFO(name, value) "<info name=\"" name "\" value=\"" value "\"/>"

Test(input, a_machine_says_whose_it_is)
{
	struct program topo;
	json_t *json;

	/* by another hand: comments, a second way to begin an escape, and a line break */
	write_text("other.xml",
		   "<?xml version='1.0'?>\n<!-- mine -->\n<topology version='2.0'>" MACHINE INFO(
		       "HostName", "far&#x9b;31m&#10;away") INFO("OSName", "Linux")
		       INFO("OSRelease", "5.10") INFO("Architecture", "ppc64le")
			   INFO("CPUModel", "POWER9 &lt;2.3&gt;") NODE "<!-- the only one -->" PU
								       "</object></topology>");
	json = topo_json("--input other.xml");
	cr_expect_str_eq(fact(json, "name"), "far31m?away");
	cr_expect_str_eq(fact(json, "kernel"), "Linux 5.10");
	cr_expect_str_eq(fact(json, "arch"), "ppc64le");
	cr_expect_str_eq(fact(json, "cpu_model"), "POWER9 <2.3>");
	json_decref(json);
	program_run(&topo, &usual, "topo --input other.xml", 0, "");
	cr_expect_eq(strncmp(topo.out.text, "far31m?away (from other.xml), POWER9 <2.3>, 1 PU, ",
			     strlen("far31m?away (from other.xml), POWER9 <2.3>, 1 PU, ")),
		     0, "%s", topo.out.text);
	program_fini(&topo);
}

Test(input, a_run_shows_its_machine)
{
	struct utsname uts;
	json_t *json;

	drawn_take_run("run");
	json = topo_json("--input run");
	cr_expect_str_eq(tasks_of(json), "0 1");
	cr_expect_str_eq(fact(json, "input"), "run");
	json_decref(json);
	json = topo_json("--input run/topology.xml --count 3");
	cr_expect_str_eq(tasks_of(json), "0 1 0");
	cr_assert_eq(uname(&uts), 0);
	json_decref(json);
}

Test(input, a_run_on_one_cpu_shows_that_one)
{
	char expected[16];
	struct program run;
	json_t *json;

	if (program_nr_cpus() < 2)
		cr_skip_test("one CPU only");
	program_run(&run, &(struct surroundings){.one_cpu = true},
		    "run --structure variable --sync mutex --count 1 --window 1ms --blocks 1 "
		    "--quiet -o run",
		    0, NULL);
	program_fini(&run);
	json = topo_json("--input run");
	snprintf(expected, sizeof expected, "%d", program_last_cpu());
	cr_expect_str_eq(tasks_of(json), expected);
	json_decref(json);
}

Test(input, a_cpu_that_is_not_there_is_told_apart)
{
	machine_write(machine_find("offline"), "offline.xml");
	program_expect("topo --input offline.xml --place cpus:1", 64,
		       "racelab: --place: CPU 1 is offline; those that may be used are 0,2\n");
	program_expect("topo --input offline.xml --place cpus:4", 64,
		       "racelab: --place: CPU 4 does not exist here; those that may be used are "
		       "0,2\n");
	machine_write(machine_find("disallowed"), "disallowed.xml");
	program_expect("topo --input disallowed.xml --place cpus:0", 64,
		       "racelab: --place: CPU 0 is not allowed there; those that may be used are "
		       "1-3,12,14-15\n");
}

#define RIGHT	    "; `lstopo FILE.xml` writes a right one\n"
#define ENTITIES    "racelab: --input: x.xml declares entities, which no topology needs" RIGHT
#define SENSE(text) "racelab: --input: x.xml is no machine: " text RIGHT

Test(input, what_is_no_machine_is_refused)
{
	static const struct {
		const char *text, *line;
	} cases[] = {
	    {"", "racelab: --input: x.xml is empty" RIGHT},
	    {"hello",
	     "racelab: --input: x.xml:1: not XML: Start tag expected, '<' not found" RIGHT},
	    {"<topology version='2.0'>\n<object type='Machine'>\n",
	     "racelab: --input: x.xml:3: not XML: Premature end of data in tag object line "
	     "2" RIGHT},
	    {"<html/>", "racelab: --input: x.xml is XML, but no topology of hwloc (its root is "
			"<html>)" RIGHT},
	    {"<topologydiff/>", "racelab: --input: x.xml is XML, but no topology of hwloc (its "
				"root is <topologydiff>)" RIGHT},
	    {"<topology version='9.0'/>",
	     "racelab: --input: x.xml is of hwloc 9, newer than the hwloc 2 here; write it by "
	     "`lstopo --export-xml-flags v2 FILE.xml`\n"},
	    {"<topology version='2.0'/>", SENSE("hwloc cannot load it")},
	    {"<topology version='2.0'><object type='Tree'/></topology>",
	     SENSE("hwloc cannot load it")},
	    {"<topology version='2.0'>" MACHINE NODE "</object></topology>",
	     SENSE("no PU that may be used")},
	    /* a million laughs, and a file of ours */
	    {"<!DOCTYPE topology [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
	     "<topology version='2.0'>" MACHINE INFO("HostName", "&b;") NODE PU
	     "</object></topology>",
	     ENTITIES},
	    {"<!DOCTYPE topology [<!ENTITY a SYSTEM '/etc/passwd'>]>"
	     "<topology version='2.0'>" MACHINE NODE PU "&a;</object></topology>",
	     ENTITIES},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		write_text("x.xml", cases[i].text);
		program_expect("topo --input x.xml", 64, cases[i].line);
	}
}

Test(input, what_is_no_file_is_refused)
{
#define NAME "; name what `lstopo FILE.xml` wrote, or a result directory\n"
	cr_assert_eq(mkdir("empty", 0777), 0);
	cr_assert_eq(mkfifo("pipe", 0666), 0);
	write_text("large.xml", "<topology/>");
	cr_assert_eq(truncate("large.xml", (off_t)65 << 20), 0);
	program_expect("topo --input none.xml", 64,
		       "racelab: --input: none.xml: No such file or directory" NAME);
	program_expect("topo --input empty", 64,
		       "racelab: --input: empty/topology.xml: No such file or directory" NAME);
	program_expect("topo --input pipe", 64, "racelab: --input: pipe is no regular file" RIGHT);
	program_expect("topo --input large.xml", 64,
		       "racelab: --input: large.xml is larger than 64 MiB, which no topology "
		       "is" RIGHT);
	program_expect("topo --input large.xml --synthetic core:1\tpu:1", 64,
		       "racelab: --input and --synthetic are two machines: name one\n");
}

static void expect_drawn(const char *machine, const char *place, const char *expected)
{
	char arguments[80];
	struct program topo;

	machine_write(machine_find(machine), "machine.xml");
	snprintf(arguments, sizeof arguments, "topo --input machine.xml --count 4 --place %s",
		 place);
	program_run(&topo, &usual, arguments, 0, "");
	cr_expect(strstr(topo.out.text, expected), "'%s': no\n%sin\n%s", machine, expected,
		  topo.out.text);
	program_fini(&topo);
}

Test(input, people_see_groups_kinds_and_memory)
{
	expect_drawn("boards", "scatter",
		     "\ngroup 0\n"
		     "|-package 0\n"
		     "| |-core 0   0:  0\n"
		     "| `-core 1   1:  -\n"
		     "`-package 1\n"
		     "  |-core 2   2:  2\n");
	expect_drawn("HBM near", "compact",
		     "| |-core 0  0:  0        2\n"
		     "| `-core 1  1:  1        2\n"
		     "`-group 1\n");
	expect_drawn("HBM near", "compact",
		     "\nnode memory kind local to PUs\n"
		     "   0 16 GiB HBM  0-1\n"
		     "   1 16 GiB HBM  2-3\n"
		     "   2 64 GiB      0-3\n");
	expect_drawn("hybrid", "core",
		     "|-core 1        2:  1     3:  -     IntelCore\n"
		     "|-core 2        4:  2               IntelAtom\n");
	expect_drawn("core unknown", "compact",
		     "         2:  2\n"
		     "         3:  3\n");
	expect_drawn("memory alone", "compact", "\n   2  1 GiB none\n");
}
