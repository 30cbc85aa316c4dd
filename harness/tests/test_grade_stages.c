// SPDX-License-Identifier: MIT

// Speed, order, faults and servers of students' objects: each measured on what is known to be right
// and on what is known to be wrong.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "harness/complaint.h"
#include "harness/grade/race/race.h"
#include "harness/tests/raced_objects.h"

#define PATIENCE_NS 5000000000 /* on a machine that others use, too */
#define SHORT_NS    500000000  /* where somebody is to wait in vain */

TestSuite(grade_stages, .init = raced_enter, .fini = raced_leave, .timeout = 120);

static struct racing_asked asked_for(const char *object, const struct task_kind *kind)
{
	return (struct racing_asked){.object = object,
				     .kind = kind,
				     .count = 2,
				     .window_ns = 3000000,
				     .patience_ns = PATIENCE_NS,
				     .topology = &raced_topology};
}

// --- Speed.

static struct speed speed_of(const char *student, const char *reference,
			     const struct task_kind *kind)
{
	struct racing_asked asked;
	struct complaint c;
	struct speed speed;
	char file[64];

	snprintf(file, sizeof file, "%s", raced_lock(student, NULL));
	asked = asked_for(file, kind);
	cr_assert_eq(race_speed(&asked, raced_lock(reference, NULL), &speed, &c), 0, "%s", c.text);
	return speed;
}

// An interval of 95 % misses 1 in one of twenty cases, but not by much.
Test(grade_stages, a_file_is_as_fast_as_itself)
{
	for (size_t k = 0; k < task_kinds(); k++) {
		struct speed speed = speed_of("right", "right", task_kind(k));

		cr_expect(!speed.failed);
		cr_expect_eq(speed.pairs, 60);
		cr_expect(speed.low <= speed.median && speed.median <= speed.high);
		cr_expect(speed.low < 1.2 && speed.high > 1 / 1.2, "%g to %g", speed.low,
			  speed.high);
		cr_expect_gt(speed.ns_per_round, 0);
	}
}

Test(grade_stages, what_is_many_times_slower_is_seen_to_be)
{
	struct speed speed = speed_of("slow", "right", &task_threads);

	cr_expect(!speed.failed);
	cr_expect_lt(speed.high, 1, "%g to %g", speed.low, speed.high);
	cr_expect_gt(speed.ns_per_round, speed.reference_ns_per_round);
}

Test(grade_stages, what_fails_has_no_speed)
{
	struct speed speed = speed_of("crash", "right", &task_threads);

	cr_expect(speed.failed);
	cr_expect(strstr(speed.what, "SIGABRT"), "%s", speed.what);
}

Test(grade_stages, a_reference_that_fails_is_not_the_student_s_fault)
{
	char file[64];
	struct racing_asked asked;
	struct speed speed;
	struct complaint c;

	snprintf(file, sizeof file, "%s", raced_lock("right", NULL));
	asked = asked_for(file, &task_threads);
	cr_expect_eq(race_speed(&asked, raced_lock("crash", NULL), &speed, &c), -1);
	cr_expect(strstr(c.text, "the reference fails here: signal 6"), "%s", c.text);
}

// --- Order.

static struct order order_of(const char *name, const struct task_kind *kind)
{
	struct racing_asked asked = asked_for(raced_lock(name, NULL), kind);
	struct complaint c;
	struct order order;

	asked.count = 4;
	cr_assert_eq(race_order(&asked, 10, &order, &c), 0, "%s", c.text);
	return order;
}

Test(grade_stages, a_queue_serves_who_came_first)
{
	for (size_t k = 0; k < task_kinds(); k++) {
		struct order order = order_of("ticket", task_kind(k));

		cr_expect(!order.failed, "%s", order.what);
		cr_expect_eq(order.rows, 10);
		cr_expect_eq(order.waiters, 3);
		cr_expect_eq(order.pairs, 10 * 6);
		cr_expect_geq(order.share, 0.9, "%g", order.share);
	}
}

Test(grade_stages, who_is_not_in_a_queue_is_served_by_chance)
{
	for (size_t k = 0; k < task_kinds(); k++) {
		cr_expect_lt(order_of("right", task_kind(k)).share, 0.8);
		cr_expect_lt(order_of("mutex", task_kind(k)).share, 0.8);
	}
}

Test(grade_stages, what_fails_has_no_order)
{
	struct racing_asked asked = asked_for(raced_lock("keep", NULL), &task_threads);
	struct complaint c;
	struct order order;

	asked.count = 4;
	asked.patience_ns = SHORT_NS;
	cr_assert_eq(race_order(&asked, 10, &order, &c), 0, "%s", c.text);
	cr_expect(order.failed);
	cr_expect(strstr(order.what, "it hung"), "%s", order.what);
}

Test(grade_stages, two_tasks_are_no_row)
{
	struct racing_asked asked = asked_for("./any.so", &task_threads);
	struct complaint c;
	struct order order;

	cr_expect_eq(race_order(&asked, 10, &order, &c), -1);
	cr_expect_eq(c.kind, COMPLAINT_USER);
}

// --- Faults.

static struct faults faults_of(const char *name, const struct task_kind *kind)
{
	struct racing_asked asked =
	    asked_for(raced_lock(name, "harness/tests/graded/faults_frame.c"), kind);
	struct complaint c;
	struct faults faults;

	asked.patience_ns = SHORT_NS;
	cr_assert_eq(race_faults(&asked, &faults, &c), 0, "%s", c.text);
	return faults;
}

static void expect_fault(const struct fault *fault, const char *name, bool let_in)
{
	cr_expect_str_eq(fault->name, name);
	cr_expect_eq(fault->let_in, let_in, "%s: %s", name, fault->what);
}

static void expect_faults(const char *lock, const struct task_kind *kind, bool killed_lets_in)
{
	struct faults faults = faults_of(lock, kind);

	cr_assert_eq(faults.nr, 5);
	expect_fault(&faults.fault[0], "keep", false);
	cr_expect(strstr(faults.fault[0].what, "it was never let go"), "%s", faults.fault[0].what);
	expect_fault(&faults.fault[1], "exit", true);
	expect_fault(&faults.fault[2], "cancel", true);
	expect_fault(&faults.fault[3], "kill", killed_lets_in);
	expect_fault(&faults.fault[4], "crash", false);
	cr_expect(strstr(faults.fault[4].what, "signal"), "%s", faults.fault[4].what);
}

Test(grade_stages, only_a_robust_lock_outlives_its_holder)
{
	for (size_t k = 0; k < task_kinds(); k++) {
		expect_faults("robust", task_kind(k), true);
		expect_faults("mutex", task_kind(k), false);
	}
}

Test(grade_stages, a_frame_without_faults_has_none)
{
	struct racing_asked asked = asked_for(raced_lock("right", NULL), &task_threads);
	struct complaint c;
	struct faults faults;

	cr_expect_eq(race_faults(&asked, &faults, &c), -1);
	cr_expect(strstr(c.text, "has no faults"), "%s", c.text);
}

// --- A server.

enum {
	CLIENTS = 4,
};

static struct served served_by(const char *server, uint64_t patience_ns)
{
	struct racing_asked asked = asked_for(raced_server(server), &task_threads);
	struct complaint c;
	struct served served;

	asked.patience_ns = patience_ns;
	cr_assert_eq(race_serve(&asked, CLIENTS, &served, &c), 0, "%s", c.text);
	cr_expect_eq(served.clients, CLIENTS);
	return served;
}

Test(grade_stages, a_right_server_serves_all)
{
	struct served served = served_by("RIGHT", PATIENCE_NS);

	cr_expect(!served.failed, "%s", served.what);
	cr_expect_eq(served.answered, CLIENTS);
	cr_expect_eq(served.wrong, 0);
	cr_expect(served.slow_answered);
	cr_expect_eq(served.left_open, 0);
	cr_expect(served.ended);
	cr_expect(served.slowest_ms > 0 && served.slowest_ms < 5000);
}

Test(grade_stages, one_slow_client_stops_who_serves_one_by_one)
{
	struct served served = served_by("ONE_BY_ONE", SHORT_NS);

	cr_expect(!served.failed, "%s", served.what);
	cr_expect_eq(served.answered, 0);
	cr_expect_geq(served.slowest_ms, 500);
	cr_expect(served.ended, "when the slow one had gone");
}

Test(grade_stages, what_comes_back_wrong_is_counted)
{
	struct served served = served_by("GARBLES", PATIENCE_NS);

	cr_expect_eq(served.answered, 0);
	cr_expect_eq(served.wrong, CLIENTS + 1);
	cr_expect(!served.failed, "%s", served.what);
}

Test(grade_stages, what_is_left_open_is_counted)
{
	cr_expect_eq(served_by("LEAVES_OPEN", PATIENCE_NS).left_open, CLIENTS + 1);
}

static void expect_failed(const char *server, const char *what)
{
	struct served served = served_by(server, PATIENCE_NS);

	cr_expect(served.failed);
	cr_expect(!served.ended);
	cr_expect(strstr(served.what, what), "%s: %s", server, served.what);
}

Test(grade_stages, a_server_that_does_not_live)
{
	expect_failed("CRASHES", "signal");
	expect_failed("EXITS", "it ended before it was done");
	expect_failed("FORKS", "not allowed"); /* by which call, some versions of glibc hide */
	expect_failed("GOES_HOME", "it went home before it was told to");
}

Test(grade_stages, a_server_that_does_not_stop)
{
	struct served served = served_by("NEVER_STOPS", SHORT_NS);

	cr_expect(!served.ended);
	cr_expect_eq(served.answered, CLIENTS);
}
