// SPDX-License-Identifier: MIT

// racelab lab echo: what a staller does to whom, that nothing is left over, and the sentence.

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "benches/labs/echo/load.h"
#include "benches/labs/echo/server.h"
#include "benches/labs/lab.h"
#include "harness/lab/run.h"
#include "harness/tests/lab_rows.h"
#include "harness/tests/program.h"

#define ALL_MODELS                                                                                 \
	const struct echo_model *model = echo_models;                                              \
	model < echo_models + ECHO_NR_MODELS;                                                      \
	model++

enum {
	NR_WORKERS = 4,
};

static const struct surroundings usual;

TestSuite(lab_echo, .init = program_enter, .fini = program_leave, .timeout = 120);

// --- The experiment -----------------------------------------------------------------------------

static void run_lab(struct lab_rows *rows, const char *options)
{
	struct program program;
	char line[200];

	snprintf(line, sizeof line, "lab echo %s -o out", options);
	program_run(&program, &usual, line, 0, NULL);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
	lab_rows_load(rows, "out/lab-echo.csv");
	cr_assert_eq(rows->nr_rows, 2 * ECHO_NR_MODELS);
}

static void expect_clean(const struct lab_rows *rows)
{
	static const char *const faults[] = {"wrong", "broken", "refused",
					     "fds",   "tasks",	"zombies"};

	for (size_t row = 0; row < rows->nr_rows; row++) {
		const char *model = lab_rows_word(rows, row, "model");

		cr_expect_gt(lab_rows_real(rows, row, "echoes"), 0, "%s", model);
		cr_expect_gt(lab_rows_real(rows, row, "rss_kb"), 100, "%s", model);
		for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
			cr_expect_eq(lab_rows_real(rows, row, faults[i]), 0, "%s: %s is %s", model,
				     faults[i], lab_rows_word(rows, row, faults[i]));
	}
}

static double p99_ms(const struct lab_rows *rows, const char *model, const char *stallers)
{
	size_t row = lab_rows_find(rows, 0, "model", model, "stallers", stallers, NULL);

	return lab_rows_real(rows, row, "p99_us") / 1e3;
}

Test(lab_echo, a_staller_holds_up_who_has_one_client_at_a_time)
{
	struct lab_rows rows;

	run_lab(&rows, "--time 100ms --delay 400ms");
	expect_clean(&rows);
	for (ALL_MODELS) {
		double without_ms = p99_ms(&rows, model->name, "0");
		double with_ms = p99_ms(&rows, model->name, "1");

		if (strcmp(model->name, "one_at_a_time") == 0)
			cr_expect(with_ms >= 360 && without_ms < 200, "%g, %g ms", with_ms,
				  without_ms);
		else
			cr_expect_lt(with_ms, 200, "%s: %g ms", model->name, with_ms);
	}
	lab_rows_fini(&rows);
}

Test(lab_echo, as_many_stallers_as_workers_hold_up_a_pool)
{
	struct lab_rows rows;

	run_lab(&rows, "--time 100ms --delay 300ms --workers 2 --stallers 2");
	cr_expect_geq(p99_ms(&rows, "pool", "2"), 270);
	cr_expect_lt(p99_ms(&rows, "thread", "2"), 150);
	lab_rows_fini(&rows);
	run_lab(&rows, "--time 100ms --delay 300ms --workers 3 --stallers 2");
	cr_expect_lt(p99_ms(&rows, "pool", "2"), 150);
	lab_rows_fini(&rows);
}

Test(lab_echo, long_messages_of_many_clients_come_back_right)
{
	struct lab_rows rows;

	run_lab(&rows, "--time 50ms --clients 50 --messages 1 --bytes 300000 --delay 500ms");
	expect_clean(&rows);
	lab_rows_fini(&rows);
}

Test(lab_echo, nothing_is_left_when_it_is_killed)
{
	struct program program;

	program_start(&program, &usual, "lab echo --time 5s");
	usleep(300000);
	cr_assert_eq(kill(program.pid, SIGKILL), 0);
	program_wait(&program);
	for (int i = 0; i < 2000 && program_nr_processes(&program); i++)
		usleep(1000);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
}

// --- The sentence -------------------------------------------------------------------------------

extern const struct lab lab_echo;

static void make_row(struct lab_run *run, const struct echo_model *model, bool stalled)
{
	lab_row_begin(run);
	lab_word(run, "model", "%s", model->name);
	if (echo_places(model, NR_WORKERS))
		lab_count(run, "places", echo_places(model, NR_WORKERS));
	lab_count(run, "stallers", stalled);
	lab_real(run, "delay_ms", 200);
	lab_count(run, "echoes", 1000);
	lab_real(run, "p99_us", stalled && model->places == 1 ? 200500 : 1500);
	lab_row_end(run);
}

// The rows of a run in which all came out as it should; row 2 * i is that of model i, row 2 * i + 1
// the same with a staller.
static void make_rows(struct lab_run *run)
{
	*run = (struct lab_run){.lab = &lab_echo, .table = calloc(1, sizeof *run->table)};
	cr_assert(run->table);
	run->table->lab = &lab_echo;
	for (ALL_MODELS)
		for (int stalled = 0; stalled < 2; stalled++)
			make_row(run, model, stalled);
}

static void set_real(struct lab_run *run, size_t row, const char *column, double real)
{
	struct lab_field *field = &run->table->fields[row][lab_column(&lab_echo, column)];

	field->set = true;
	if (lab_echo.columns[lab_column(&lab_echo, column)].kind == LAB_COUNT)
		field->count = (int64_t)real;
	else
		field->real = real;
}

static void expect_sentence(const struct lab_run *run, bool came_out, const char *expected)
{
	char *text;
	size_t size;
	FILE *sentence = open_memstream(&text, &size);

	cr_expect_eq(lab_echo.conclude(run->table, sentence), came_out);
	fclose(sentence);
	cr_expect_str_eq(text, expected, "%s", text);
	free(text);
}

Test(lab_echo, the_sentence_says_what_came_out)
{
	struct lab_run run;

	make_rows(&run);
	expect_sentence(&run, true,
			"1 client stalling for 200 ms holds up one_at_a_time (p99 200 ms), not the "
			"others (at most 1.5 ms); every echo was right, nothing leaked");
	set_real(&run, 5, "zombies", 3);
	expect_sentence(&run, false, "process: 3 zombies left when the clients had gone");
	set_real(&run, 2, "wrong", 2);
	expect_sentence(&run, false, "thread: 2 echoes that differ from what was sent");
	free(run.table);
}

Test(lab_echo, the_sentence_says_what_did_not_come_out)
{
	struct lab_run run;

	make_rows(&run);
	set_real(&run, 9, "p99_us", 150000);
	expect_sentence(
	    &run, false,
	    "epoll: p99 1.5 ms without and 150 ms with a client that stalls for 200 ms, "
	    "though it should not be held up");
	set_real(&run, 1, "p99_us", 1500);
	expect_sentence(
	    &run, false,
	    "one_at_a_time: p99 1.5 ms without and 1.5 ms with a client that stalls for "
	    "200 ms, though it should be held up");
	run.table->nr_rows = 9;
	expect_sentence(&run, false, "epoll was not measured");
	run.table->nr_rows = 0;
	expect_sentence(&run, false, "there are no figures, so nothing can be said");
	free(run.table);
}

Test(lab_echo, the_sentence_of_a_single_model)
{
	struct lab_run run;

	make_rows(&run);
	run.table->fields[0][0] = run.table->fields[1][0] = (struct lab_field){0};
	memmove(run.table->fields, run.table->fields[2], 2 * sizeof run.table->fields[0]);
	run.table->nr_rows = 2;
	expect_sentence(&run, true,
			"1 client stalling for 200 ms holds up nobody (p99 at most 1.5 ms); every "
			"echo was right, nothing leaked");
	free(run.table);
}

// --- By hand ------------------------------------------------------------------------------------

// Reads what the program says until it has said where it serves. Returns the port.
static int read_port(struct program *program, char *said, size_t size)
{
	size_t length = 0;
	const char *port;

	for (;;) {
		ssize_t n = read(program->out.fd, said + length, size - 1 - length);

		cr_assert_gt(n, 0, "it said: %s", said);
		length += (size_t)n;
		said[length] = '\0';
		port = strstr(said, "port ");
		if (port && strchr(port, ';'))
			return atoi(port + strlen("port "));
	}
}

static void echo_once(int port, size_t bytes)
{
	char *message = malloc(bytes), *echo = malloc(bytes);
	size_t length = bytes;
	int fd = echo_dial(port, 20000000000);

	cr_assert_geq(fd, 0, "%s", strerror(errno));
	cr_assert(message && echo);
	echo_fill(message, bytes, 7);
	cr_expect(echo_exchange(fd, message, echo, &length, 0));
	cr_expect_arr_eq(echo, message, bytes);
	close(fd);
	free(message);
	free(echo);
}

static void serve_and_stop(const char *model)
{
	struct program program;
	char line[100], said[400] = "";
	int port;

	snprintf(line, sizeof line, "lab echo --serve --model %s", model);
	program_start(&program, &usual, line);
	port = read_port(&program, said, sizeof said);
	cr_expect(strstr(said, model), "%s", said);
	echo_once(port, 5);
	echo_once(port, 1000000);
	cr_assert_eq(kill(program.pid, SIGINT), 0);
	program_wait(&program);
	cr_expect_eq(program.status, 0, "%s: %d, %s", model, program.status, program.err.text);
	cr_expect_str_eq(program.out.text, "served 2 clients, refused 0\n");
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
}

Test(lab_echo, anyone_can_try_each_model)
{
	for (ALL_MODELS)
		serve_and_stop(model->name);
}

Test(lab_echo, a_server_dies_with_who_started_it)
{
	struct program program;
	char said[400] = "";

	program_start(&program, &usual, "lab echo --serve --model process");
	read_port(&program, said, sizeof said);
	cr_assert_eq(kill(program.pid, SIGKILL), 0);
	program_wait(&program);
	for (int i = 0; i < 2000 && program_nr_processes(&program); i++)
		usleep(1000);
	cr_expect_eq(program_nr_processes(&program), 0);
	program_fini(&program);
}

Test(lab_echo, a_port_that_is_taken_is_said_so)
{
	struct program first, second;
	char line[100], said[400] = "", expected[200];
	int port;

	program_start(&first, &usual, "lab echo --serve");
	port = read_port(&first, said, sizeof said);
	snprintf(line, sizeof line, "lab echo --serve --port %d", port);
	snprintf(expected, sizeof expected,
		 "racelab: lab echo: cannot listen at 127.0.0.1, port %d: Address already in use\n",
		 port);
	program_run(&second, &usual, line, 2, expected);
	program_fini(&second);
	cr_assert_eq(kill(first.pid, SIGTERM), 0);
	program_wait(&first);
	cr_expect_eq(first.status, 0);
	program_fini(&first);
}
