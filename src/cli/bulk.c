/* bulk.c -- see bulk.h. */
#include "cli/bulk.h"

#include "base/json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum status bulk_open(struct arena *a, const char *path, size_t limit_bytes, struct str *ret, struct err *e)
{
	struct stat st;
	int fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0)
		return cli_read_file(a, path, limit_bytes, ret, e);
	bool plain = !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size > 0;
	void *bytes = plain ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	close(fd);
	if (bytes == MAP_FAILED)
		return cli_read_file(a, path, limit_bytes, ret, e);
	if ((size_t)st.st_size > limit_bytes)
		return FAIL(e, TOO_LARGE, "%s: %lld bytes, at most %zu are read", path, (long long)st.st_size, limit_bytes);
	*ret = (struct str){bytes, (size_t)st.st_size};
	return OK;
}

/* A term that is refused is told with the number of its pair; the others go on. */
static void add_term(struct arena *a, struct screen_builder *b, const struct screen_term *t, struct import_report *report)
{
	struct err why;
	if (screen_add_term(b, t, &why) == OK)
		return;
	report->rejected++;
	if (report->rejects.n < REJECTS_KEPT)
		ARENA_PUSH(a, &report->rejects, ((struct reject){report->read, arena_printf(a, "pair %zu of the list: %s", report->read, why.why)}));
}

/* A watch-list as a JSON list of pairs: ref, region, nomor_urut, calon, wakil, sebutan, slogan, tagar. */
static enum status add_json_pairs(struct arena *a, struct screen_builder *b, struct str bytes, struct import_report *report, struct err *e)
{
	const struct json *pairs;
	static const struct { const char *key, *kind; } lists[] = {{"sebutan", "nick"}, {"slogan", "slogan"}, {"tagar", "hashtag"}, {"akun", "account"}, {"partai", "party"}};
	TRY(json_read(a, report->file, bytes.s, bytes.n, (size_t)64 << 20, &pairs, e));
	for (size_t i = 0; i < pairs->n; i++) {
		const struct json *p = &pairs->items[i];
		const char *ref = json_get_text(p, "ref", ""), *slash = strrchr(ref, '/');
		int64_t number = json_get_int(p, "nomor_urut", -1);
		report->read++;
		struct screen_term t = {.contest = slash ? arena_strndup(a, ref, (size_t)(slash - ref)) : ref, .pair = slash ? slash + 1 : ref,
					.number = number >= 0 ? arena_printf(a, "%lld", (long long)number) : "", .region = json_get_text(p, "region", "")};
		const char *names[] = {json_get_text(p, "calon", ""), json_get_text(p, "wakil", "")};
		for (size_t k = 0; k < 2; k++)
			if (names[k][0]) {
				t.kind = "name";
				t.term = names[k];
				add_term(a, b, &t, report);
			}
		for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
			const struct json *list = json_get(p, lists[k].key);
			for (size_t m = 0; list && list->kind == J_ARRAY && m < list->n; m++)
				if (list->items[m].kind == J_TEXT && list->items[m].text.n) {
					t.kind = lists[k].kind;
					t.term = list->items[m].text.s;
					add_term(a, b, &t, report);
				}
		}
		report->kept++;
	}
	return OK;
}

enum status bulk_add(struct arena *a, struct screen_builder *b, enum registry_kind kind, const char *path, struct day today,
		     struct import_report *report, struct err *e)
{
	struct str bytes;
	struct err why;
	*report = (struct import_report){.kind = registry_kind_name(kind), .file = path, .columns_unknown = "", .encoding = "UTF-8"};
	TRY(bulk_open(a, path, REGISTRY_FILE_MAX, &bytes, e));
	report->sha256 = hash_hex(a, hash_of(bytes.s, bytes.n));
	struct str start = str_trim((struct str){bytes.s, bytes.n < 64 ? bytes.n : 64});
	if (kind == REGISTRY_WATCHLIST && start.n && start.s[0] == '[') {
		TRY(add_json_pairs(a, b, bytes, report, e));
	} else {
		scoped(registry_close) struct registry_reader r;
		if (registry_open(&r, a, kind, bytes.s, bytes.n, today, report, &why) != OK)
			return FAIL(e, INVALID, "%s: %s", path, why.why);
		bulk_rows(&r, b, kind, path);
	}
	const char *slash = strrchr(path, '/');
	screen_add_source(b, report->kind, slash ? slash + 1 : path, report->sha256, (int64_t)report->kept);
	return OK;
}

enum status bulk_contests(struct arena *a, struct screen_builder *b, const char *path, struct err *e)
{
	static const struct csv_column columns[] = {{"contest", {"pemilihan"}, true}, {"determined_on", {"ditetapkan"}, true}, {"election", {0}, false}, {0}};
	struct str bytes;
	struct csv_header h;
	struct err why;
	scoped(csv_close) struct csv c = {0};
	TRY(bulk_open(a, path, (size_t)64 << 20, &bytes, e));
	csv_open(&c, bytes.s, bytes.n);
	if (csv_header_read(&c, a, columns, &h, &why) != OK)
		return FAIL(e, INVALID, "%s: %s", path, why.why);
	for (enum csv_step step; (step = csv_next(&c, &why)) != CSV_END;) {
		if (step == CSV_BAD)
			return FAIL(e, INVALID, "%s: %s", path, why.why);
		struct screen_contest row = {.code = csv_get(&c, &h, 0), .election = csv_get(&c, &h, 2), .determined = DAY_NONE};
		const char *day = csv_get(&c, &h, 1);
		if ((day[0] && day_parse(day, &row.determined, &why) != OK) || screen_add_contest(b, &row, &why) != OK)
			return FAIL(e, INVALID, "%s:%zu: %s", path, c.record_line, why.why);
	}
	return OK;
}

void bulk_report(const struct import_report *r)
{
	if (r->columns_unknown && r->columns_unknown[0])
		fprintf(stderr, "%s: columns not used: %s\n", r->file, r->columns_unknown);
	if (!text_eq(r->encoding, "UTF-8"))
		fprintf(stderr, "%s: read as %s\n", r->file, r->encoding);
	if (r->doubtful)
		fprintf(stderr, "%s: %zu rows kept with a warning\n", r->file, r->doubtful);
	for (size_t i = 0; i < r->doubts.n && i < 5; i++)
		fprintf(stderr, "%s:%zu: %s: expected %s; kept: %s\n", r->file, r->doubts.items[i].line, r->doubts.items[i].field, r->doubts.items[i].expected,
			r->doubts.items[i].kept);
	for (size_t i = 0; i < r->rejects.n && i < 5; i++)
		fprintf(stderr, "%s:%zu: rejected: %s\n", r->file, r->rejects.items[i].line, r->rejects.items[i].why);
	fprintf(stderr, "%s: %zu rows read, %zu kept, %zu rejected\n", r->file, r->read, r->kept, r->rejected);
}

enum status bulk_rejects(const char *path, const struct import_report *reports, size_t n, struct err *e)
{
	FILE *f = fopen(path, "w");
	if (!f)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	fputs("file,line,reason\n", f);
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < reports[i].rejects.n; k++) {
			buf_csv(&b, reports[i].file);
			buf_printf(&b, ",%zu,", reports[i].rejects.items[k].line);
			buf_csv(&b, reports[i].rejects.items[k].why);
			buf_char(&b, '\n');
		}
	bool cut = fwrite(b.s ? b.s : "", 1, b.n, f) != b.n;
	return fclose(f) || cut ? FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno)) : OK;
}
