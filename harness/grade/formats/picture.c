// SPDX-License-Identifier: MIT

// gnuplot as a child process, in a folder of its own that holds the script and then the picture.
// All names in the script go through gnuplot_quote.

#include "harness/grade/formats/picture.h"

#include <fcntl.h>
#include <limits.h>
#include <nettle/base64.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/assets.h"
#include "harness/complaint.h"
#include "harness/figure/gnuplot.h"
#include "harness/grade/formats/told.h"

#define BEGINNING "data:image/png;base64,"

enum {
	MOST_BYTES = 400000, /* of a PNG; PrairieLearn takes a MB in all */
};

extern char **environ;

static void put_array(FILE *out, const struct grade *grade, const char *name,
		      void (*put)(FILE *out, const struct stage_result *stage))
{
	fprintf(out, "array %s[%zu]\n", name, grade->nr_stages);
	for (size_t i = 0; i < grade->nr_stages; i++) {
		fprintf(out, "%s[%zu] = ", name, i + 1);
		put(out, &grade->stage[i]);
		fputc('\n', out);
	}
}

static void put_title(FILE *out, const struct stage_result *stage)
{
	gnuplot_quote(out, stage->title);
}

static void put_points(FILE *out, const struct stage_result *stage)
{
	char text[POINTS_TEXT];

	fputs(told_points(stage->points, text), out);
}

static void put_most(FILE *out, const struct stage_result *stage)
{
	char text[POINTS_TEXT];

	fputs(told_points(stage->most, text), out);
}

static void put_end(FILE *out, const struct stage_result *stage)
{
	gnuplot_quote(out, stage_end_name(stage->end));
}

static void put_script(FILE *out, const struct grade *grade, const char *plots)
{
	gnuplot_set_text(out, "name", "grade");
	gnuplot_set_text(out, "plots", plots);
	gnuplot_set_text(out, "what", grade->title);
	put_array(out, grade, "title", put_title);
	put_array(out, grade, "points", put_points);
	put_array(out, grade, "most", put_most);
	put_array(out, grade, "end", put_end);
	fputs("load plots.'/grade.gp'\n", out);
}

static bool write_script(const struct grade *grade, const char *folder)
{
	struct complaint c;
	char path[PATH_MAX], *plots = assets_folder("plots", &c);
	FILE *out;
	bool written;

	snprintf(path, sizeof path, "%s/grade.gp", folder);
	out = plots ? fopen(path, "we") : NULL;
	if (out)
		put_script(out, grade, plots);
	written = out && !ferror(out);
	free(plots);
	return out && fclose(out) == 0 && written;
}

// Returns 0 or an errno value.
static int start(pid_t *pid, const char *folder)
{
	/* -d: no ~/.gnuplot, so that the picture is the same for everyone */
	char *argv[] = {"gnuplot", "-d", "-e", "format='png'", "grade.gp", NULL};
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	error = posix_spawn_file_actions_addchdir_np(&actions, folder);
	for (int fd = 0; fd < 3 && !error; fd++)
		error = posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
	error = error ? error : posix_spawnp(pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

static bool draw(const char *folder)
{
	pid_t pid;
	int status;

	return start(&pid, folder) == 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

static char *encoded(const unsigned char *bytes, size_t nr)
{
	char *url = malloc(sizeof BEGINNING + BASE64_ENCODE_RAW_LENGTH(nr));

	if (!url)
		return NULL;
	strcpy(url, BEGINNING);
	base64_encode_raw(url + strlen(BEGINNING), nr, bytes);
	url[strlen(BEGINNING) + BASE64_ENCODE_RAW_LENGTH(nr)] = '\0';
	return url;
}

// Of the file if it is a PNG, and no larger than is worth it.
static char *read_picture(const char *folder)
{
	static const unsigned char png[] = {0x89, 'P', 'N', 'G'};
	unsigned char *bytes = malloc(MOST_BYTES + 1);
	char path[PATH_MAX], *url = NULL;
	FILE *in;

	snprintf(path, sizeof path, "%s/grade.png", folder);
	in = fopen(path, "re");
	if (in && bytes) {
		size_t nr = fread(bytes, 1, MOST_BYTES + 1, in);

		if (nr > sizeof png && nr <= MOST_BYTES && memcmp(bytes, png, sizeof png) == 0)
			url = encoded(bytes, nr);
	}
	if (in)
		fclose(in);
	free(bytes);
	return url;
}

static void remove_folder(const char *folder)
{
	static const char *const names[] = {"grade.gp", "grade.png"};
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	rmdir(folder);
}

char *picture_of_points(const struct grade *grade)
{
	const char *where = getenv("TMPDIR");
	char folder[PATH_MAX - NAME_MAX], *url = NULL;

	snprintf(folder, sizeof folder, "%s/racelab-grade-XXXXXX",
		 where && *where ? where : "/tmp");
	if (!mkdtemp(folder))
		return NULL;
	if (write_script(grade, folder) && draw(folder))
		url = read_picture(folder);
	remove_folder(folder);
	return url;
}
