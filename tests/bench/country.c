/* country.c -- see country.h. */
#define _GNU_SOURCE
#include "country.h"

#include "base/csv.h"
#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static _Noreturn void stop(const char *path, const char *why)
{
	fprintf(stderr, "%s: %s\n", path, why);
	exit(1);
}

static struct str map(const char *folder, const char *name, bool required)
{
	char path[4096];
	struct stat st;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT && !required)
		return (struct str){0};
	if (fd < 0 || fstat(fd, &st))
		stop(path, strerror(errno));
	if (!st.st_size)
		stop(path, "is empty");
	void *bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	close(fd);
	if (bytes == MAP_FAILED)
		stop(path, strerror(errno));
	return (struct str){bytes, (size_t)st.st_size};
}

/* ---- Tables ---- */

#define CELLS_MAX 8

typedef void (*take_row)(struct country *c, const char *const cells[CELLS_MAX]);

static const char *keep(struct country *c, const char *s) { return *s ? arena_strdup(&c->arena, s) : ""; }

static void read_table(struct country *c, const char *name, const struct csv_column *columns, take_row take)
{
	struct str file = map(c->folder, name, true);
	struct csv_header header;
	struct csv csv;
	struct err e;
	csv_open(&csv, file.s, file.n);
	if (csv_header_read(&csv, &c->arena, columns, &header, &e) != OK)
		stop(name, e.why);
	for (enum csv_step step; (step = csv_next(&csv, &e)) != CSV_END;) {
		const char *cells[CELLS_MAX] = {0};
		if (step == CSV_BAD)
			stop(name, e.why);
		for (int i = 0; columns[i].name; i++)
			cells[i] = keep(c, csv_get(&csv, &header, i));
		take(c, cells);
	}
	csv_close(&csv);
	munmap((void *)file.s, file.n);
}

static const struct csv_column person_columns[] = {{"nip", {0}, false}, {"nama", {0}, true}, {"kelas", {0}, false}, {"instansi", {0}, false}, {"unit", {0}, false},
						   {"jabatan", {0}, false}, {"wilayah", {0}, false}, {"status", {0}, false}, {0}};
static void take_person(struct country *c, const char *const cells[CELLS_MAX])
{
	struct screen_person p = {.ref = (int64_t)c->persons.n + 1, .nip = cells[0], .name = cells[1], .class = class_of(cells[2]), .agency = cells[3],
				  .unit = cells[4], .position = cells[5], .region = cells[6], .status = cells[7]};
	ARENA_PUSH(&c->arena, &c->persons, p);
}

static const struct csv_column account_columns[] = {{"platform", {0}, true}, {"handle", {0}, true}, {"nip", {0}, true}, {"evidence", {0}, false}, {0}};
static void take_account(struct country *c, const char *const cells[CELLS_MAX])
{
	ARENA_PUSH(&c->arena, &c->accounts, ((struct screen_account){cells[0], cells[1], cells[2], 0, cells[3]}));
}

static const struct csv_column term_columns[] = {{"contest", {0}, true}, {"pair", {0}, true}, {"number", {0}, false}, {"kind", {0}, true}, {"term", {0}, true},
						 {"region", {0}, false}, {0}};
static void take_term(struct country *c, const char *const cells[CELLS_MAX])
{
	ARENA_PUSH(&c->arena, &c->terms, ((struct screen_term){cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]}));
}

static void read_queries(struct country *c)
{
	struct str file = map(c->folder, "queries.tsv", true), line, cell[4];
	while (str_split(&file, '\n', &line)) {
		if (!line.n)
			continue;
		for (int i = 0; i < 4; i++)
			if (!str_split(&line, '\t', &cell[i]))
				stop("queries.tsv", "expected row, kind, name, written name in every line");
		struct query q = {arena_strndup(&c->arena, cell[1].s, cell[1].n), arena_strndup(&c->arena, cell[2].s, cell[2].n),
				  arena_strndup(&c->arena, cell[3].s, cell[3].n)};
		ARENA_PUSH(&c->arena, &c->queries, q);
	}
}

/* ---- The folder ---- */

static size_t size(const char *variable, size_t otherwise)
{
	const char *s = getenv(variable);
	return s && atoll(s) > 0 ? (size_t)atoll(s) : otherwise;
}

static char temporary[4096]; /* for the end of the program, however it comes */

static void clean(void)
{
	static const char *const files[] = {"registry.csv", "accounts.csv", "watchlist.csv", "posts.ndjson", "posts95.ndjson", "queries.tsv", "bench.idx"};
	size_t n = strlen(temporary);
	for (size_t i = 0; n && i < sizeof files / sizeof *files; i++) {
		temporary[n] = '/';
		strcpy(temporary + n + 1, files[i]);
		unlink(temporary);
		temporary[n] = '\0';
	}
	if (n)
		rmdir(temporary);
}

static void interrupted(int signal)
{
	clean();
	_exit(128 + signal);
}

static void make_temporary(struct country *c)
{
	const char *parent = getenv("TMPDIR");
	snprintf(temporary, sizeof temporary - 32, "%s/netra-bench-XXXXXX", parent && *parent ? parent : "/tmp");
	if (!mkdtemp(temporary))
		stop(temporary, strerror(errno));
	c->temporary = arena_strdup(&c->arena, temporary);
	atexit(clean);
	static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE}; /* the last: "bench-screen_bench | head" */
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		signal(ends[i], interrupted);
}

static void compose(struct country *c)
{
	struct load_sizes sizes = {.persons = size("NETRA_BENCH_PERSONS", 4700000), .pairs = size("NETRA_BENCH_PAIRS", 1557),
				   .posts = c->paths > c->speed ? c->paths : c->speed, .posts95 = c->speed / 4 + 1};
	sizes.accounts = size("NETRA_BENCH_ACCOUNTS", sizes.persons * 5000 / 4700);
	sizes.queries = size("NETRA_BENCH_QUERIES", 5000);
	c->folder = c->temporary;
	c->ours = true;
	load_write(c->folder, &sizes);
}

struct country *country_open(void)
{
	struct country *c = calloc(1, sizeof *c);
	if (!c)
		exit(1);
	c->speed = size("NETRA_BENCH_POSTS", 200000);
	c->paths = size("NETRA_BENCH_PATHS", 1000000);
	make_temporary(c);
	c->folder = getenv("NETRA_BENCH_LOAD");
	if (!c->folder || !*c->folder)
		compose(c);
	read_table(c, "registry.csv", person_columns, take_person);
	read_table(c, "accounts.csv", account_columns, take_account);
	read_table(c, "watchlist.csv", term_columns, take_term);
	read_queries(c);
	c->posts = map(c->folder, "posts.ndjson", true);
	c->posts95 = map(c->folder, "posts95.ndjson", false);
	size_t queries = size("NETRA_BENCH_QUERIES", 5000);
	c->queries.n = c->queries.n < queries ? c->queries.n : queries;
	return c;
}

void country_close(struct country *c)
{
	arena_free(&c->arena);
	free(c);
}

struct adding {
	struct country *c;
	struct screen_builder *b;
};

/* Generators draw numbers twice; who has a number already taken is there without one. */
static void person_refused(void *context, size_t row, const struct err *why)
{
	struct adding *x = context;
	struct screen_person p = x->c->persons.items[row];
	struct err e;
	if (why->status == CONFLICT)
		x->c->twice++;
	p.nip = "";
	x->c->refused += why->status != CONFLICT || screen_add_person(x->b, &p, &e) != OK;
}
static void account_refused(void *context, size_t row, const struct err *why)
{
	struct adding *x = context;
	(void)row, (void)why;
	x->c->refused++;
}

void country_build(struct country *c, struct screen_builder *b)
{
	struct err e;
	struct adding adding = {c, b};
	c->refused = c->twice = 0;
	screen_builder_expect(b, c->persons.n, c->accounts.n);
	screen_add_persons(b, c->persons.items, c->persons.n, person_refused, &adding);
	screen_add_accounts(b, c->accounts.items, c->accounts.n, account_refused, &adding);
	for (size_t i = 0; i < c->terms.n; i++)
		c->refused += screen_add_term(b, &c->terms.items[i], &e) != OK;
}

struct str country_lines(struct str lines, size_t n)
{
	const char *at = lines.s, *end = lines.s + lines.n;
	for (; n && at < end; n--) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		at = line_end ? line_end + 1 : end;
	}
	return (struct str){lines.s, (size_t)(at - lines.s)};
}

size_t country_count(struct str lines)
{
	size_t n = 0;
	for (const char *at = lines.s, *end = at + lines.n; at < end; n++) {
		const char *line_end = memchr(at, '\n', (size_t)(end - at));
		at = line_end ? line_end + 1 : end;
	}
	return n;
}
