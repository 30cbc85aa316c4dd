// SPDX-License-Identifier: MIT

// Result directories that somebody damaged or made up, given to the whole program: each command
// that reads one does so or refuses it in one line, is never killed, and lets no control character
// through to the terminal.

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/tests/program.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const struct surroundings usual;

static const char header[] =
    "block,position,structure,sync,class,task,count,place,cpus,pattern,slots,granularity,hold_ns,"
    "think_ns,outcome,detail,ops,observed,lost,entries_lost,entries_twice,elapsed_ns,overlap,"
    "throughput_per_s,goodput_per_s,ns_per_op,jain,ops_min,ops_max,handoff_ns,spin_ns,steal_ns,"
    "cpu_ns,switches_voluntary,switches_involuntary,migrations";
static const char *const lines[] = {
    "0,0,variable,none,unsynchronized,thread,2,compact,0 "
    "1,,,,0,0,ok,,10,7,3,,,100,0.5,1e8,7e7,20,1,"
    "5,5,45.5,,0,,,,0",
    "0,1,array,mutex,locked,thread,2,compact,0 1,same,64,global,0,0,ok,,10,10,0,,,100,0.5,2e8,2e8,"
    "10,1,5,5,45.5,,0,,,,0",
    "1,0,array,mutex,locked,thread,2,compact,0 1,same,64,global,0,0,ok,,12,12,0,,,100,0.5,3e8,3e8,"
    "8,1,6,6,45.5,,0,,,,0",
    "1,1,variable,none,unsynchronized,thread,2,compact,0 1,,,,0,0,hung,killed,,,,,,,,,,,,,,,,,,,,",
};

// What `racelab run` would have written in X/run.json of a plan that is made anywhere.
static const char manifest[] =
    "{\"format\": 1, \"asked\": {\"command\": \"racelab\", \"loaded\": [], \"matrices\": [{"
    "\"structure\": \"variable\", \"sync\": \"none\", \"task\": \"thread\", \"count\": \"1\"}]},"
    " \"plan\": {\"window_ns\": 0, \"ops\": 10, \"blocks\": 1, \"seed\": 7, \"timeout_ns\": "
    "10000000000, \"cases\": [\"variable none thread 1 compact\"]}, \"start\": \"\", \"end\": "
    "\"\"}";

static void put(const char *path, const char *text, size_t length)
{
	FILE *file = fopen(path, "w");

	cr_assert(file && fwrite(text, 1, length, file) == length);
	cr_assert_eq(fclose(file), 0);
}

static void put_manifest(const char *text)
{
	put("X/run.json", text, strlen(text));
}

// A trials.csv of these lines below the header.
static void put_lines(const char *const *rows, size_t nr)
{
	FILE *file = fopen("X/trials.csv", "w");

	fprintf(file, "%s\n", header);
	for (size_t i = 0; i < nr; i++)
		fprintf(file, "%s\n", rows[i]);
	cr_assert_eq(fclose(file), 0);
}

static void set_up(void)
{
	program_enter();
	cr_assert_eq(mkdir("X", 0777), 0);
	put_lines(lines, LENGTH(lines));
}

TestSuite(hostile, .init = set_up, .fini = program_leave, .timeout = 300);

// `text` with the first `old` in it replaced, on the heap.
static char *replaced(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);
	char *result;

	cr_assert(at, "%s", old);
	cr_assert(asprintf(&result, "%.*s%s%s", (int)(at - text), text, new, at + strlen(old)) > 0);
	return result;
}

static void expect_harmless(const char *arguments, const char *text)
{
	for (const char *p = text; *p; p++) {
		cr_expect(*p == '\n' || ((unsigned char)*p >= ' ' && *p != 0x7f), "racelab %s: %s",
			  arguments, text);
		cr_expect_not(p[0] == '\xc2' && (unsigned char)p[1] < 0xa0, "racelab %s: %s",
			      arguments, text);
	}
}

// Runs it: it must end with 0, or with 64 and one line. Returns what it printed or complained of,
// on the heap.
static char *run(const char *arguments)
{
	struct program program;
	char *end, *said;

	program_start(&program, &usual, arguments);
	program_wait(&program);
	expect_harmless(arguments, program.out.text);
	expect_harmless(arguments, program.err.text);
	end = strchr(program.err.text, '\n');
	if (program.status) {
		cr_expect_eq(program.status, 64, "racelab %s: %d", arguments, program.status);
		cr_expect(end && !end[1] && strncmp(program.err.text, "racelab: ", 9) == 0,
			  "racelab %s: said\n%s", arguments, program.err.text);
		cr_expect_str_eq(program.out.text, "", "racelab %s", arguments);
	}
	said = strdup(program.status ? program.err.text : program.out.text);
	program_fini(&program);
	return said;
}

static void expect_sane(const char *arguments)
{
	free(run(arguments));
}

static void expect_refused(const char *arguments, const char *complaint)
{
	char *said = run(arguments), *expected;

	cr_assert(asprintf(&expected, "racelab: %s\n", complaint) > 0);
	cr_expect_str_eq(said, expected, "racelab %s: said\n%snot\n%s", arguments, said, expected);
	free(expected);
	free(said);
}

Test(hostile, trials_cut_off_at_each_byte)
{
	const size_t whole = strlen(header) + 1;
	size_t length;
	char *text;

	put_lines(lines, 1);
	text = program_read("X/trials.csv", &length);
	for (size_t end = 0; end < length; end++) {
		struct program program;

		put("X/trials.csv", text, end);
		program_run(&program, &usual, "show X", end < whole ? 64 : 0,
			    end < whole	   ? "racelab: X/trials.csv: no header; is this a "
					     "trials.csv of racelab?\n"
			    : end == whole ? ""
					   : "racelab: X/trials.csv: its last line was cut off and "
					     "is left out\n");
		cr_assert_str_eq(program.out.text, end < whole ? "" : "No trials.\n");
		program_fini(&program);
	}
	free(text);
}

Test(hostile, a_manifest_cut_off_at_each_byte)
{
	put_lines(lines, 0);
	for (size_t end = 0; end < strlen(manifest); end++) {
		char *said;

		put("X/run.json", manifest, end);
		said = run("run --resume X --dry-run");
		cr_assert(strncmp(said, "racelab: --resume: X/run.json:1:", 32) == 0 &&
			      strstr(said, ": not JSON: "),
			  "%zu: %s", end, said);
		free(said);
	}
	put_manifest(manifest);
	expect_sane("run --resume X --dry-run");
}

// One line with its last field first.
static void put_fields_reversed(FILE *file, const char *line)
{
	char *copy = strdup(line), *comma;

	while ((comma = strrchr(copy, ','))) {
		fprintf(file, "%s,", comma + 1);
		*comma = '\0';
	}
	fprintf(file, "%s\n", copy);
	free(copy);
}

static void put_reversed(void)
{
	FILE *file = fopen("X/trials.csv", "w");

	put_fields_reversed(file, header);
	for (size_t i = 0; i < LENGTH(lines); i++)
		put_fields_reversed(file, lines[i]);
	cr_assert_eq(fclose(file), 0);
}

Test(hostile, rows_and_columns_in_any_order)
{
	char *usual_text = run("show X"), *text;
	const char *turned[] = {lines[3], lines[1], lines[2], lines[0]};

	put_lines(turned, LENGTH(turned));
	text = run("show X");
	cr_assert_str_eq(text, usual_text);
	free(text);
	put_reversed();
	text = run("show X");
	cr_assert_str_eq(text, usual_text);
	free(text);
	free(usual_text);
}

Test(hostile, a_trial_that_stands_twice)
{
	const char *twice[] = {lines[0], "", lines[3], lines[1], lines[2], lines[1], lines[0]};
	const char complaint[] =
	    "X/trials.csv:7: block 0, position 1 stands twice (first on line 5)";

	put_manifest(manifest);
	put_lines(twice, LENGTH(twice));
	expect_refused("show X", complaint);
	expect_refused("show X --json", complaint);
	expect_refused("plot X", complaint);
	expect_refused("run --resume X", complaint);
}

// Where the plan's number of cases is a power of two, this block's first trial wrapped to 0.
Test(hostile, a_block_beyond_all_blocks)
{
	char *text, *row;

	program_expect("run --structure variable --sync none,cas,mutex,fetch_add --task thread "
		       "--count 1 --ops 10 --blocks 1 --seed 7 -o Y",
		       0, NULL);
	text = program_read("Y/trials.csv", NULL);
	row = replaced(text, "\n0,0,", "\n4611686018427387904,0,");
	put("Y/trials.csv", row, strlen(row));
	expect_refused("run --resume Y", "--resume: 'Y' holds block 4611686018427387904, position "
					 "0, which its plan does not have");
	free(row);
	free(text);
}

Test(hostile, numbers_of_any_size)
{
	static const struct {
		const char *old, *new;
		int status;
	} numbers[] = {
	    {",2e8,2e8,", ",1.7e308,1.7e308,", 0},
	    {",2e8,2e8,", ",-1.7e308,-1.7e308,", 0},
	    {",2e8,2e8,", ",1e-320,0,", 0},
	    {",2e8,2e8,", ",1e309,0,", 64},
	    {",2e8,2e8,", ",-5,-0,", 0},
	    {",10,10,0,", ",9223372036854775807,0,9223372036854775807,", 0},
	    {",10,10,0,", ",1,9223372036854775807,-9223372036854775807,", 0},
	    {",10,10,0,", ",9223372036854775808,10,0,", 64},
	    {",thread,2,", ",thread,9223372036854775807,", 0},
	    {",thread,2,", ",thread,,", 0},
	    {",thread,2,", ",thread,-1,", 64},
	    {",same,64,", ",same,0x40,", 64},
	    {"0,1,", ",,", 0},
	};

	for (size_t i = 0; i < LENGTH(numbers); i++) {
		char *row = replaced(lines[1], numbers[i].old, numbers[i].new);
		char *again = replaced(row, row[0] == ',' ? ",," : "0,1,", "2,0,");
		const char *rows[] = {lines[0], row, again};
		struct program program;

		put_lines(rows, LENGTH(rows));
		program_run(&program, &usual, "show X", numbers[i].status, NULL);
		cr_expect_not(strstr(program.out.text, "inf") || strstr(program.out.text, "nan"),
			      "%s", program.out.text);
		program_fini(&program);
		expect_sane("show X --json");
		expect_sane("plot X");
		free(again);
		free(row);
	}
}

// A word is neither run by a terminal nor taken for something else; what cannot be text is refused.
Test(hostile, words_of_any_kind)
{
	static const struct {
		const char *word, *shown; /* shown: NULL where it is refused */
	} words[] = {
	    {"\"=cmd|' /C calc'!A0\"", "=cmd|' /C calc'!A0"},
	    {"+1", "+1"},
	    {"@x", "@x"},
	    {"%s%n$(id)`id`", "%s%n$(id)`id`"},
	    {"\"it's \"\"quoted\"\"\"", "it's \"quoted\""},
	    {"\"\x1b[31m\x1b]0;title\x07red\"", " [31m ]0;title red"},
	    {"\"\xc2\x9b"
	     "31mred\"",
	     "  31mred"},
	    {"\"two\nlines\r\n\"", "two lines"},
	    {"\x7f\x08word", "  word"},
	    {"\x9b"
	     "31m",
	     NULL},
	    {"\xc0\x80", NULL},
	    {"\xed\xa0\x80", NULL},
	};

	for (size_t i = 0; i < LENGTH(words); i++) {
		char *row = replaced(lines[1], "mutex", words[i].word), *said;
		const char *rows[] = {lines[0], row};

		put_lines(rows, LENGTH(rows));
		said = run("show X");
		if (words[i].shown)
			cr_expect(strstr(said, words[i].shown), "%s", said);
		else
			cr_expect_str_eq(
			    said, "racelab: X/trials.csv:3: column 'sync' is not text (UTF-8)\n");
		free(said);
		expect_sane("show X --json");
		expect_sane("plot X");
		free(row);
	}
}

Test(hostile, nuls)
{
	size_t length;
	char *text = program_read("X/trials.csv", &length);

	*strstr(text, "mutex") = '\0';
	put("X/trials.csv", text, length);
	expect_refused("show X", "X/trials.csv:3: column 'sync' is not text (UTF-8)");
	free(text);
}

static void expect_little_memory(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	cr_expect_lt(usage.ru_maxrss, 128 << 10, "%ld KiB", usage.ru_maxrss);
}

// Lines of a gigabyte, of 64 MiB where a hole in the file cannot stand for what is in them.
Test(hostile, a_line_without_end)
{
	char *commas = malloc(1 << 20);
	FILE *file;

	put_manifest(manifest);
	cr_assert_eq(truncate("X/trials.csv", 1l << 30), 0); /* NULs, and no newline after them */
	program_expect("show X --quiet", 0,
		       "racelab: X/trials.csv: its last line was cut off and is left out\n");
	file = fopen("X/trials.csv", "a");
	fputc('\n', file);
	fclose(file);
	expect_refused("show X", "X/trials.csv:6: column 'block' is longer than 32768 bytes");
	memset(commas, ',', 1 << 20);
	file = fopen("X/trials.csv", "w");
	fprintf(file, "%s\n%s", header, lines[0]);
	for (int i = 0; i < 64; i++)
		cr_assert_eq(fwrite(commas, 1, 1 << 20, file), 1 << 20);
	fputc('\n', file);
	fclose(file);
	expect_refused("show X", "X/trials.csv:2: more than 1024 fields where the header has 36");
	cr_assert_eq(truncate("X/run.json", 1l << 30), 0);
	expect_refused("run --resume X", "--resume: X/run.json is larger than 256 MiB; is it a "
					 "run.json of racelab?");
	expect_little_memory();
	free(commas);
}

Test(hostile, a_manifest_nested_deep)
{
	enum {
		DEPTH = 100000
	};
	char *text = malloc(DEPTH + 1);

	memset(text, '[', DEPTH);
	text[DEPTH] = '\0';
	put_manifest(text);
	expect_refused("run --resume X",
		       "--resume: X/run.json:1:2049: not JSON: maximum parsing depth "
		       "reached near '['");
	expect_sane("plot X");
	free(text);
}

Test(hostile, manifests_of_other_types)
{
	static const struct {
		const char *old, *new, *complaint;
	} wrong[] = {
	    {"\"format\": 1", "\"format\": 2",
	     "--resume: X/run.json was written by a newer racelab (format 2, ours is 1)"},
	    {"\"format\": 1", "\"format\": \"1\"",
	     "--resume: X/run.json is not a run.json of racelab"},
	    {"\"format\": 1", "\"format\": 1, \"format\": 1",
	     "--resume: X/run.json:1:22: not JSON: duplicate object key near '\"format\"'"},
	    {"\"plan\": {", "\"plan\": [{}], \"other\": {",
	     "--resume: X/run.json is not a run.json of racelab"},
	    {"\"blocks\": 1", "\"blocks\": \"1\"",
	     "--resume: X/run.json: 'blocks' is no whole number"},
	    {"\"blocks\": 1", "\"blocks\": 1.5",
	     "--resume: X/run.json: 'blocks' is no whole number"},
	    {"\"blocks\": 1", "\"blocks\": -1",
	     "X/run.json: '-1' is no whole number; use 1 to 1000000"},
	    {"\"blocks\": 1", "\"blocks\": 1e999",
	     "--resume: X/run.json:1:201: not JSON: real number overflow near '1e999'"},
	    {"\"blocks\": 1", "\"blocks\": 99999999999999999999",
	     "--resume: X/run.json:1:216: not JSON: too big integer near '99999999999999999999'"},
	    {"\"seed\": 7, ", "", "--resume: X/run.json: 'seed' is no whole number"},
	    {"\"seed\": 7", "\"seed\": 9223372036854775807",
	     "X/run.json: 9223372036854775807 is too large; use 0 to 9007199254740992"},
	    {"[\"variable none thread 1 compact\"]", "{}",
	     "--resume: X/run.json: 'cases' is no list of texts"},
	    {"\"variable none thread 1 compact\"", "null",
	     "--resume: X/run.json: 'cases' is no list of texts"},
	    {"\"variable none thread 1 compact\"", "\"\\u001b[31m\\u009b\"",
	     "--resume: the run in 'X' has the case '?[31m?"
	     "?' where this plan has 'variable none thread 1 compact'; leave out the axes to go on "
	     "with "
	     "it"},
	    {"[{", "[1, {", "--resume: X/run.json: 'matrices' is no list of objects"},
	    {"\"sync\": \"none\"", "\"sync\": \"\\u001b\"",
	     "X/run.json: '?' is no strategy; see racelab list"},
	    {"\"loaded\": []", "\"loaded\": [7]",
	     "--resume: X/run.json: what was loaded is not what racelab wrote"},
	};

	put_lines(lines, 0);
	for (size_t i = 0; i < LENGTH(wrong); i++) {
		char *text = replaced(manifest, wrong[i].old, wrong[i].new);

		put_manifest(text);
		expect_refused("run --resume X", wrong[i].complaint);
		free(text);
	}
}

Test(hostile, files_that_are_none)
{
	cr_assert_eq(mkfifo("X/run.json", 0666), 0);
	expect_refused("run --resume X",
		       "--resume: X/run.json is no regular file; a run.json of racelab is one");
	expect_sane("plot X");
	cr_assert_eq(unlink("X/trials.csv"), 0);
	cr_assert_eq(mkfifo("X/trials.csv", 0666), 0);
	expect_refused("show X", "X/trials.csv is no regular file; a trials.csv of racelab is one");
}
