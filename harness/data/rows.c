// SPDX-License-Identifier: MIT

// Reads a trials.csv as a stream: the rows are what takes memory, and for a million of them the
// file beside them would be as much again.
//
// A row counts once the newline at its end is there; the length of what has one is found out first,
// so that nothing of a torn line is ever looked at.

#include "harness/data/rows.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/data/column.h"
#include "harness/data/decimal.h"
#include "harness/data/summary.h"
#include "harness/data/twice.h"
#include "harness/data/words.h"

enum {
	MAX_WORD = 32768,  /* bytes */
	MAX_FIELDS = 1024, /* ours are 39; a header wider than this is no trials.csv */
	CHUNK = 1 << 16,   /* bytes read at a time */
	NOT_OURS = -1,	   /* a column that row.def does not have */
};

struct reader {
	const char *path;
	struct complaint *complaint;
	struct rows *rows;
	uint64_t *lines;  /* on which each row began */
	size_t capacity;  /* rows and lines that there is room for */
	struct row empty; /* what a new row starts as */
	struct csv_parser parser;
	uint64_t line;		 /* whole lines read */
	uint64_t row_line;	 /* line on which the row being read began, from 1 */
	bool row_ended;		 /* by the newline just read */
	size_t field;		 /* fields of that row so far */
	size_t nr_fields;	 /* fields of the header; 0 until it has been read */
	bool failed;		 /* the complaint is filled in */
	int16_t ids[MAX_FIELDS]; /* each field's enum column_id, or NOT_OURS */
};

// Complains about the row being read, in printf format.
#define COMPLAIN(r, format, ...)                                                                   \
	((r)->failed = true, complain((r)->complaint, "%s:%llu: " format, (r)->path,               \
				      (unsigned long long)(r)->row_line, ##__VA_ARGS__))

static void no_memory(struct reader *r)
{
	r->failed = true;
	complain_machine(r->complaint, "%s: no memory for its rows", r->path);
}

static void complain_of_field(struct reader *r, const char *what)
{
	if (r->field < r->nr_fields && r->ids[r->field] != NOT_OURS)
		COMPLAIN(r, "column '%s' %s", columns[r->ids[r->field]].name, what);
	else
		COMPLAIN(r, "field %zu %s", r->field + 1, what);
}

static void complain_of_length(struct reader *r)
{
	char what[64];

	snprintf(what, sizeof what, "is longer than %d bytes", MAX_WORD);
	complain_of_field(r, what);
}

static void read_word(struct reader *r, enum column_id id, const char *text, size_t length)
{
	const char **word = column_word(id, &r->rows->row[r->rows->nr_rows]);
	int error = words_add(r->rows->words, text, length, word);

	if (error == EILSEQ)
		complain_of_field(r, "is not text (UTF-8)");
	else if (error)
		no_memory(r);
	else if (id == COLUMN_outcome && outcome_find(*word) < 0)
		COMPLAIN(r, "column 'outcome': '%.40s' is none of %s", text, columns[id].meaning);
}

static void read_count(struct reader *r, enum column_id id, const char *text, size_t length)
{
	int64_t *count = column_count(id, &r->rows->row[r->rows->nr_rows]);

	if (!decimal_count(count, text, length))
		COMPLAIN(r, "column '%s': '%.40s' is no whole number", columns[id].name, text);
	else if (*count < 0 && id != COLUMN_lost) /* a structure can hold more than was put in */
		COMPLAIN(r, "column '%s': '%.40s' is below 0", columns[id].name, text);
}

static void read_real(struct reader *r, enum column_id id, const char *text, size_t length)
{
	double *real = column_real(id, &r->rows->row[r->rows->nr_rows]);

	if (!decimal_real(real, text, length))
		COMPLAIN(r, "column '%s': '%.40s' is no number", columns[id].name, text);
}

static void read_field(struct reader *r, enum column_id id, const char *text, size_t length)
{
	if (columns[id].kind == KIND_WORD)
		read_word(r, id, text, length);
	else if (!length)
		; /* not measured, as the row was initialized */
	else if (columns[id].kind == KIND_COUNT)
		read_count(r, id, text, length);
	else
		read_real(r, id, text, length);
}

static void read_name(struct reader *r, const char *name)
{
	int id = column_find(name);

	if (r->field == MAX_FIELDS) {
		COMPLAIN(r, "more than %d columns; is this a trials.csv of racelab?", MAX_FIELDS);
		return;
	}
	for (size_t i = 0; i < r->field; i++)
		if (id != NOT_OURS && r->ids[i] == id)
			COMPLAIN(r, "column '%s' stands twice", name);
	r->ids[r->field] = id;
}

static int make_room(struct reader *r)
{
	size_t capacity = r->capacity ? 2 * r->capacity : 256;
	struct row *row = reallocarray(r->rows->row, capacity, sizeof *row);
	uint64_t *lines;

	if (row)
		r->rows->row = row;
	lines = row ? reallocarray(r->lines, capacity, sizeof *lines) : NULL;
	if (!lines)
		return -1;
	r->lines = lines;
	r->capacity = capacity;
	return 0;
}

static void begin_row(struct reader *r)
{
	size_t nr = r->rows->nr_rows;

	if (nr == r->capacity && make_room(r)) {
		no_memory(r);
		return;
	}
	r->rows->row[nr] = r->empty;
	r->lines[nr] = r->row_line;
}

static void on_field(void *text, size_t length, void *reader)
{
	struct reader *r = reader;

	if (!r->failed && length > MAX_WORD)
		complain_of_length(r);
	if (!r->failed && !r->nr_fields)
		read_name(r, text);
	if (!r->failed && r->nr_fields && r->field == MAX_FIELDS)
		COMPLAIN(r, "more than %d fields where the header has %zu", MAX_FIELDS,
			 r->nr_fields);
	if (!r->failed && r->nr_fields && r->field == 0)
		begin_row(r);
	if (!r->failed && r->field < r->nr_fields && r->ids[r->field] != NOT_OURS)
		read_field(r, r->ids[r->field], text, length);
	r->field++;
}

// Older files end with `migrations`; all before it has always been there.
static void end_header(struct reader *r)
{
	bool seen[NR_COLUMNS] = {false};

	r->nr_fields = r->field;
	for (size_t i = 0; i < r->nr_fields; i++)
		if (r->ids[i] != NOT_OURS)
			seen[r->ids[i]] = true;
	for (int id = 0; id <= COLUMN_migrations; id++)
		if (!seen[id]) {
			COMPLAIN(r, "column '%s' is missing; is this a trials.csv of racelab?",
				 columns[id].name);
			return;
		}
}

static void end_row(struct reader *r)
{
	if (r->field != r->nr_fields)
		COMPLAIN(r, "%zu fields where the header has %zu", r->field, r->nr_fields);
	else
		r->rows->nr_rows++;
}

// Called for each CR and LF outside of quotes; a blank line, or the LF of a CRLF, has no fields.
static void on_row(int terminator, void *reader)
{
	struct reader *r = reader;

	if (!r->failed && r->field) {
		if (!r->nr_fields)
			end_header(r);
		else
			end_row(r);
	}
	r->field = 0;
	r->row_ended = terminator == '\n';
}

// Reads one line, or a piece of a long one.
static int read_piece(struct reader *r, const char *piece, size_t length)
{
	size_t done = csv_parse(&r->parser, piece, length, on_field, on_row, r);

	if (r->failed)
		return -1;
	if (done < length && csv_error(&r->parser) == CSV_EPARSE)
		return COMPLAIN(r, "a double quote in the wrong place");
	if (done < length) {
		no_memory(r);
		return -1;
	}
	/* the parser has taken a second block for a field that has not even ended */
	if (csv_get_buffer_size(&r->parser) > MAX_WORD + 2) {
		complain_of_length(r);
		return -1;
	}
	if (piece[length - 1] == '\n') {
		r->line++;
		if (r->row_ended)
			r->row_line = r->line + 1;
		r->row_ended = false;
	}
	return 0;
}

static int read_chunk(struct reader *r, const char *chunk, size_t length)
{
	while (length) {
		const char *newline = memchr(chunk, '\n', length);
		size_t piece = newline ? (size_t)(newline - chunk) + 1 : length;

		if (read_piece(r, chunk, piece))
			return -1;
		chunk += piece;
		length -= piece;
	}
	return 0;
}

static int read_failed(struct reader *r)
{
	return complain_machine(r->complaint, "%s: %s", r->path, strerror(errno));
}

// Where the last whole line of the first `size` bytes ends.
static int find_whole(struct reader *r, int fd, uint64_t size)
{
	char chunk[CHUNK];

	for (uint64_t end = size; end > 0;) {
		size_t length = end < CHUNK ? end : CHUNK;
		ssize_t got = pread(fd, chunk, length, end - length);
		const char *newline;

		if (got < 0)
			return read_failed(r);
		newline = memrchr(chunk, '\n', got);
		if (newline) {
			r->rows->whole_bytes = end - length + (newline - chunk) + 1;
			break;
		}
		end -= length;
	}
	r->rows->torn = r->rows->whole_bytes < size;
	return 0;
}

static int read_whole(struct reader *r, int fd)
{
	char chunk[CHUNK];

	for (uint64_t at = 0; at < r->rows->whole_bytes;) {
		uint64_t left = r->rows->whole_bytes - at;
		ssize_t got = pread(fd, chunk, left < CHUNK ? left : CHUNK, at);

		if (got < 0)
			return read_failed(r);
		if (got == 0)
			return complain_machine(r->complaint,
						"%s: became shorter while it was read", r->path);
		if (read_chunk(r, chunk, got))
			return -1;
		at += got;
	}
	if (r->row_line != r->line + 1)
		return COMPLAIN(r, "a double quote that is never closed");
	if (!r->nr_fields)
		return complain(r->complaint, "%s: no header; is this a trials.csv of racelab?",
				r->path);
	return 0;
}

// A trial that counted twice would make every interval too narrow.
static int refuse_twice(struct reader *r)
{
	size_t first, second;
	int found = twice_find(r->rows, &first, &second);

	if (found < 0)
		no_memory(r);
	if (found <= 0)
		return found;
	r->row_line = r->lines[second];
	return COMPLAIN(r, "block %lld, position %lld stands twice (first on line %llu)",
			(long long)r->rows->row[second].block,
			(long long)r->rows->row[second].position,
			(unsigned long long)r->lines[first]);
}

static int open_file(const char *path, uint64_t *size, struct complaint *c)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not block us */
	struct stat status;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return complain(c, "there is no %s; name a directory that racelab run wrote", path);
	if (fd < 0 || fstat(fd, &status))
		complain_machine(c, "%s: %s", path, strerror(errno));
	else if (!S_ISREG(status.st_mode))
		complain(c, "%s is no regular file; a trials.csv of racelab is one", path);
	else {
		*size = status.st_size;
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

static int read_rows(struct reader *r, int fd, uint64_t size)
{
	int failed;

	r->rows->words = words_create();
	if (!r->rows->words || csv_init(&r->parser, CSV_STRICT | CSV_APPEND_NULL | CSV_REPALL_NL)) {
		no_memory(r);
		return -1;
	}
	csv_set_blk_size(&r->parser, MAX_WORD + 2); /* a word too many, and its terminator */
	row_init(&r->empty);
	failed = find_whole(r, fd, size) || read_whole(r, fd) || refuse_twice(r);
	csv_free(&r->parser);
	free(r->lines);
	return failed ? -1 : 0;
}

int rows_load(struct rows *rows, const char *path, struct complaint *c)
{
	struct reader reader = {.path = path, .complaint = c, .rows = rows, .row_line = 1};
	uint64_t size = 0;
	int fd = open_file(path, &size, c), failed;

	*rows = (struct rows){0};
	if (fd < 0)
		return -1;
	failed = read_rows(&reader, fd, size);
	close(fd);
	if (failed)
		rows_fini(rows);
	return failed;
}

void rows_fini(struct rows *rows)
{
	free(rows->row);
	words_destroy(rows->words);
	*rows = (struct rows){0};
}
