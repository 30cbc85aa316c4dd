// SPDX-License-Identifier: MIT

#include "harness/tests/made_fleet.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "harness/data/directory.h"
#include "harness/data/row.h"

void made_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0, "%s", path);
}

static void write_manifest(const struct made_host *host)
{
	char text[4096], *path = directory_file(host->directory, "run.json");

	snprintf(
	    text, sizeof text,
	    "{\"format\": 1, \"racelab\": {\"version\": \"0.1.0\", \"commit\": \"abc\", "
	    "\"compiler\": \"12.2.0\", \"flags\": \"-O2 -I/home/alice/include\"}, \"asked\": "
	    "{\"command\": \"racelab run -o /home/alice/%s\", \"loaded\": [], \"matrices\": "
	    "[{\"name\": null, \"structure\": \"variable\", \"sync\": \"none,mutex,fetch_add\", "
	    "\"count\": \"2\"}]}, \"plan\": {\"window_ns\": 20000000, \"ops\": 0, \"blocks\": "
	    "%d, \"seed\": %d, \"latency\": 0, \"timeout_ns\": 10000000000, \"cases\": [\"a\", "
	    "\"b\", \"c\"]}, \"host\": {\"name\": %s%s%s, \"cpu_model\": \"%s\", \"arch\": "
	    "\"x86_64\", \"kernel\": \"Linux 6.1.0-alice #1\", \"topology\": \"1 package, 2 "
	    "cores, 2 PUs\", \"nr_pus\": 2}, \"turns_per_ns\": 1.5, \"clock_ns\": 16, "
	    "\"counters\": [], \"start\": \"2026-11-2%dT10:00:00Z\", \"end\": %s}\n",
	    host->directory, MADE_ROWS / 3, host->seed, host->name ? "\"" : "",
	    host->name ? host->name : "null", host->name ? "\"" : "",
	    host->cpu_model ? host->cpu_model : "Made", host->seed % 10,
	    host->nr_rows == MADE_ROWS ? "\"2026-11-29T10:01:00Z\"" : "null");
	made_file(path, text);
	free(path);
}

static void set_measured(struct row *row, const struct made_host *host, size_t i)
{
	double speed = host->speed > 0 ? host->speed : 1;

	row->elapsed_ns = 20000000 + (int64_t)(i * 1001);
	row->ops = (int64_t)(1e6 * speed) + (int64_t)(i * i);
	row->lost = strcmp(row->sync, "none") ? host->broken && i == 1
					      : (int64_t)((double)row->ops * 0.1 * speed);
	row->observed = row->ops - row->lost;
	row->overlap = 0.987654321;
	row->ns_per_op = 2.0 * (double)row->elapsed_ns / (double)row->ops;
	row->throughput_per_s = (double)row->ops / (double)row->elapsed_ns * 1e9;
	row->goodput_per_s = (double)row->observed / (double)row->elapsed_ns * 1e9;
	row->handoff_ns = 40 / speed + (double)(i % 7) / 3;
	row->ops_min = row->ops / 2;
	row->ops_max = row->ops - row->ops_min;
}

static struct row make_row(const struct made_host *host, size_t i)
{
	static const char *const syncs[] = {"none", "mutex", "fetch_add"};
	static const char *const classes[] = {"unsynchronized", "locked", "atomic"};
	struct row row;

	row_init(&row);
	row.block = (int64_t)(i / 3);
	row.position = (int64_t)(i % 3);
	row.structure = "variable";
	row.sync = syncs[(i + i / 3) % 3];
	row.class = classes[(i + i / 3) % 3];
	row.task = "thread";
	row.count = 2;
	row.place = "compact";
	row.cpus = "0 1";
	row.hold_ns = row.think_ns = 0;
	row.outcome = i == 10 ? "hung" : "ok";
	row.detail = i == 11 && host->name ? host->name : i == 12 ? "said \"no, 1\"" : "";
	if (i != 10)
		set_measured(&row, host, i);
	return row;
}

void made_host_write(const struct made_host *host)
{
	char *path = directory_file(host->directory, "trials.csv");
	FILE *file;

	mkdir(host->directory, 0777);
	file = fopen(path, "w");
	cr_assert(file);
	cr_assert_eq(row_write_header(file), 0);
	for (size_t i = host->first; i < host->first + host->nr_rows; i++) {
		struct row row = make_row(host, i);

		cr_assert_eq(row_write(file, &row), 0);
	}
	cr_assert_eq(fclose(file), 0);
	free(path);
	write_manifest(host);
}
