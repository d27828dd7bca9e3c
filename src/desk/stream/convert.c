/* convert.c -- exports of collection tools to canonical posts. What each tool's columns mean is a table.
 *
 * A table row is one export format in CSV: by which columns it is known, and where id, author, time, text and link
 * stand. Ids spoilt by a spreadsheet (1,73E+18) are taken from the link. tweet-harvest files may hold a text that ends
 * in a stray quote and so swallows the rows behind it: such files are cut at the dates that start each row, and no row
 * is lost without a word.
 */
#define _GNU_SOURCE
#include "base/csv.h"
#include "base/json.h"
#include "desk/stream/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { F_ID, F_HANDLE, F_NAME, F_TIME, F_CLOCK, F_TEXT, F_MORE, F_URL, F_KIND, F_PLATFORM, F_REGION, F_N };
enum time_form { TIME_ISO, TIME_TWITTER, TIME_UNIX, TIME_ZONE_WORD, TIME_LOCAL_DAY };

static const struct format {
	const char *name, *platform; /* platform NULL: column F_PLATFORM says */
	const char *known_by[4];     /* all of these columns are there */
	const char *columns[F_N];
	enum time_form time;
	enum post_kind kind;
} formats[] = {
	{"canonical-csv", NULL, {"id", "platform", "text"}, {"id", "handle", "name", "time", NULL, "text", NULL, "url", "kind", "platform", "region"}, TIME_ISO, KIND_POST},
	{"tweet-harvest", "x", {"created_at", "id_str", "full_text"}, {"id_str", "username", NULL, "created_at", NULL, "full_text", NULL, "tweet_url", NULL, NULL, NULL}, TIME_TWITTER, KIND_POST},
	{"4cat-tiktok", "tiktok", {"tiktok_url", "body", "author"}, {"id", "author", "author_full", "unix_timestamp", NULL, "body", "stickers", "tiktok_url", NULL, NULL, NULL}, TIME_UNIX, KIND_POST},
	{"4cat-instagram", "instagram", {"usertags", "body", "author"}, {"id", "author", "author_fullname", "unix_timestamp", NULL, "body", NULL, "url", NULL, NULL, NULL}, TIME_UNIX, KIND_POST},
	{"4cat-x", "x", {"is_retweet", "body", "author"}, {"id", "author", "author_fullname", "unix_timestamp", NULL, "body", NULL, "link", NULL, NULL, NULL}, TIME_UNIX, KIND_POST},
	{"youtube-data-tools", "youtube", {"publishedAt", "authorName", "isReply"}, {"id", "authorName", "authorName", "publishedAt", NULL, "text", NULL, NULL, NULL, NULL, NULL}, TIME_ISO, KIND_COMMENT},
	{"crowdtangle", "facebook", {"Post Created", "Message", "URL"}, {NULL, "User Name", "Page Name", "Post Created", NULL, "Message", "Image Text", "URL", NULL, NULL, NULL}, TIME_ZONE_WORD, KIND_POST},
	{"meta-content-library", "facebook", {"mcl_url", "creation_time", "text"}, {"id", "post_owner.username", "post_owner.name", "creation_time", NULL, "text", NULL, "mcl_url", NULL, NULL, NULL}, TIME_ISO, KIND_POST},
	{"manual-csv", NULL, {"Tautan", "Nama Akun", "Isi"}, {"No", "Username", "Nama Akun", "Tanggal", "Jam", "Isi", NULL, "Tautan", "Jenis Tindakan", "Platform", "Kab/Kota"}, TIME_LOCAL_DAY, KIND_POST},
};
#define FORMATS_N (sizeof formats / sizeof *formats)

const char *const stream_formats[] = {"canonical", "canonical-csv", "tweet-harvest", "4cat-tiktok", "4cat-instagram", "4cat-x", "youtube-data-tools", "crowdtangle",
				      "meta-content-library", "manual-csv", "x-api-v2-twarc", NULL};

struct conversion {
	struct arena *a; /* of the report */
	struct arena row;
	const struct format *f;
	int at[F_N];
	size_t columns; /* of the header */
	struct buf *out;
	struct stream_report *report;
};

static void refuse(struct conversion *c, size_t line, const char *why)
{
	c->report->refused++;
	if (c->report->faults.n < 1000)
		ARENA_PUSH(c->a, &c->report->faults, ((struct stream_fault){line, arena_strdup(c->a, why)}));
}

/* ---- Times ---- */

static const char *iso(struct arena *a, struct instant t, enum zone zone)
{
	char text[DAY_TEXT_MAX];
	return arena_strdup(a, instant_iso(t, zone, text));
}

/* "Mon Dec 11 23:59:00 +0000 2023" */
static const char *twitter_time(struct arena *a, const char *s)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4] = "", weekday[4] = "";
	int day, hour, minute, second, offset, year;
	if (sscanf(s, "%3s %3s %d %d:%d:%d %d %d", weekday, month, &day, &hour, &minute, &second, &offset, &year) != 8)
		return NULL;
	const char *m = strstr(months, month);
	if (!m || (m - months) % 3 || !day_valid(year, (int)(m - months) / 3 + 1, day) || hour > 23 || minute > 59 || second > 60 || hour < 0 || minute < 0 || second < 0 ||
	    offset < -1400 || offset > 1400)
		return NULL;
	struct instant t = {(int64_t)day_of(year, (int)(m - months) / 3 + 1, day).n * DAY_US + hour * HOUR_US + (minute * 60 + second) * SECOND_US};
	t.us -= (offset / 100) * HOUR_US + (offset % 100) * 60 * SECOND_US;
	return iso(a, t, WIB);
}

static const char *unix_time(struct arena *a, const char *s)
{
	int64_t seconds;
	struct err e;
	size_t whole = strcspn(s, ".");
	if (int_parse(arena_strndup(a, s, whole), 0, INT64_C(4102444800), &seconds, &e) != OK)
		return NULL;
	return iso(a, (struct instant){seconds * SECOND_US}, WIB);
}

/* "2024-06-24 10:15:20 WIB" */
static const char *zone_word_time(struct arena *a, const char *s)
{
	const char *word = strrchr(s, ' ');
	enum zone zone = WIB;
	struct instant t;
	struct err e;
	if (!word || zone_parse(word + 1, &zone, &e) != OK)
		return NULL;
	return instant_parse(arena_strndup(a, s, (size_t)(word - s)), zone, &t, &e) == OK ? iso(a, t, zone) : NULL;
}

/* "12/10/2024" and "10.15 WIB" */
static const char *local_day_time(struct arena *a, const char *date, const char *clock)
{
	struct day day;
	struct err e;
	int hour = 0, minute = 0;
	char word[8] = "WIB";
	enum zone zone = WIB;
	if (day_parse(date, &day, &e) != OK)
		return NULL;
	if (clock[0] && sscanf(clock, "%d%*[.:]%d %5s", &hour, &minute, word) < 2)
		return NULL;
	if (zone_parse(word, &zone, &e) != OK || hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return NULL;
	return iso(a, instant_at(day, hour, minute, 0, zone), zone);
}

static const char *time_of(struct conversion *c, const char *s, const char *clock)
{
	struct instant t;
	struct err e;
	switch (c->f->time) {
	case TIME_ISO:
		return instant_parse(s, WIB, &t, &e) != OK ? NULL : strpbrk(s, "+Z") || strlen(s) < 19 ? arena_strdup(&c->row, s) : arena_printf(&c->row, "%.10sT%.8sZ", s, s + 11);
	case TIME_TWITTER: return twitter_time(&c->row, s);
	case TIME_UNIX: return unix_time(&c->row, s);
	case TIME_ZONE_WORD: return zone_word_time(&c->row, s);
	case TIME_LOCAL_DAY: return local_day_time(&c->row, s, clock);
	}
	return NULL;
}

/* ---- One row ---- */

static const char *cell(struct conversion *c, const struct str *cells, size_t n, int field)
{
	if (c->at[field] < 0 || (size_t)c->at[field] >= n)
		return "";
	struct str s = cells[c->at[field]];
	return text_clean(&c->row, s.s, s.n);
}

/* Ids are digits; one that a spreadsheet made a fraction of is the last part of the link. */
static const char *id_of(struct conversion *c, const char *id, const char *url)
{
	const char *last = strrchr(url, '/');
	bool spoilt = !id[0] || (strpbrk(id, "+,.") && strpbrk(id, "eE"));
	/* Some crawlers rounded the id itself in a double: where the link ends in digits, the link is right. */
	bool sure = c->f->time == TIME_TWITTER && last && last[1] && strspn(last + 1, "0123456789") == strcspn(last + 1, "?#");
	if ((spoilt || sure) && last && last[1])
		id = arena_strndup(&c->row, last + 1, strcspn(last + 1, "?#"));
	return id;
}

static enum post_kind kind_of(const struct conversion *c, const char *s)
{
	static const struct { const char *part; enum post_kind kind; } words[] = {{"komen", KIND_COMMENT}, {"suka", KIND_LIKE}, {"like", KIND_LIKE}, {"bagi", KIND_SHARE}, {"share", KIND_SHARE},
										  {"ikut", KIND_FOLLOW}, {"tandai", KIND_TAG}, {"cerita", KIND_STORY}, {"story", KIND_STORY}, {"pesan", KIND_MESSAGE}};
	enum post_kind ret = c->f->kind;
	if (!s[0] || post_kind_of(s, strlen(s), &ret))
		return ret;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasestr(s, words[i].part))
			return words[i].kind;
	return ret;
}

static void add_tags(struct conversion *c, struct post *p)
{
	scoped(text_free) struct text t = {0};
	text_read(&t, p->text, strlen(p->text));
	for (size_t i = 0; i < t.n; i++) {
		const struct token *k = &t.items[i];
		if ((k->flags & (TOKEN_TAG | TOKEN_MENTION)) && k->end > k->at + 1) {
			const char *word = arena_strndup(&c->row, p->text + k->at + 1, k->end - k->at - 1);
			if (k->flags & TOKEN_TAG)
				ARENA_PUSH(&c->row, &p->hashtags, word);
			else
				ARENA_PUSH(&c->row, &p->mentions, word);
		}
	}
}

static void one_row(struct conversion *c, const struct str *cells, size_t n, size_t line)
{
	const char *platform = c->f->platform ? c->f->platform : text_lower(&c->row, cell(c, cells, n, F_PLATFORM));
	const char *url = cell(c, cells, n, F_URL), *id = id_of(c, cell(c, cells, n, F_ID), url), *more = cell(c, cells, n, F_MORE);
	const char *handle = cell(c, cells, n, F_HANDLE), *time = cell(c, cells, n, F_TIME);
	struct post p = {.platform = platform, .text = cell(c, cells, n, F_TEXT), .url = url, .author = {handle + (handle[0] == '@'), cell(c, cells, n, F_NAME)},
			 .kind = kind_of(c, cell(c, cells, n, F_KIND)), .region = "", .target_id = "", .target_text = "", .target_author = {"", ""},
			 .raw_format = c->f->name, .raw_line = (int64_t)line, .time = ""};
	c->report->read++;
	if (more[0]) /* text on the picture: slogans stand there */
		p.text = arena_printf(&c->row, "%s%s%s", p.text, p.text[0] ? "\n" : "", more);
	if (!p.text[0]) {
		refuse(c, line, "no text in this row");
		return;
	}
	if (time[0] && !(p.time = time_of(c, time, cell(c, cells, n, F_CLOCK)))) {
		refuse(c, line, arena_printf(&c->row, "time: '%.40s' is not a moment of this format", time));
		return;
	}
	const char *region = cell(c, cells, n, F_REGION);
	if (region[0] && strspn(region, "0123456789.") == strlen(region))
		p.region = region;
	p.id = arena_printf(&c->row, "%s:%s", platform, id[0] ? id : arena_printf(&c->row, "line-%zu", line));
	add_tags(c, &p);
	post_write(c->out, &p);
}

/* ---- Tables ---- */

static bool header_holds(const struct csv *c, const char *name, int *ret_at)
{
	for (size_t i = 0; i < c->n_cells; i++) {
		struct str s = str_trim(c->cells[i]);
		if (s.n == strlen(name) && !strncasecmp(s.s, name, s.n)) {
			*ret_at = (int)i;
			return true;
		}
	}
	return false;
}

static const struct format *format_of(const struct csv *c, const char *wanted)
{
	int at;
	for (size_t i = 0; i < FORMATS_N; i++) {
		bool fits = true;
		for (int k = 0; k < 4 && formats[i].known_by[k]; k++)
			fits &= header_holds(c, formats[i].known_by[k], &at);
		if (fits && (!wanted || !strcmp(wanted, formats[i].name)))
			return &formats[i];
	}
	return NULL;
}

/* A line on which a tweet-harvest row starts: perhaps an index, then "Mon Dec 11 23:59:00 +0000 2023". */
static bool starts_row(const char *s, size_t n)
{
	size_t i = 0;
	while (i < n && i < 12 && (s[i] == ',' || s[i] == ';' || (s[i] >= '0' && s[i] <= '9')))
		i++;
	static const char shape[] = "Aaa Aaa 00 00:00:00 +0000 0000";
	if (n - i < sizeof shape - 1)
		return false;
	for (size_t k = 0; k < sizeof shape - 1; k++) {
		char c = s[i + k];
		bool digit = c >= '0' && c <= '9', letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		if (shape[k] == '0' ? !digit : shape[k] == 'A' || shape[k] == 'a' ? !letter : shape[k] == '+' ? c != '+' && c != '-' : c != shape[k])
			return false;
	}
	return true;
}

/* The text cell between the cells before and behind it, whose count is known; quotes at its ends are taken off. */
static struct str unquote(struct conversion *c, struct str s)
{
	if (s.n && s.s[0] == '"') {
		s.s++;
		s.n--;
		if (s.n && s.s[s.n - 1] == '"')
			s.n--;
	}
	char *out = arena_alloc(&c->row, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		out[n++] = s.s[i];
		i += s.s[i] == '"' && i + 1 < s.n && s.s[i + 1] == '"';
	}
	return (struct str){out, n};
}

static void lenient_row(struct conversion *c, struct str record, char separator, size_t line)
{
	struct str cells[CSV_CELLS_MAX], rest = record;
	size_t left = (size_t)c->at[F_TEXT], right = c->columns - left - 1, n = 0;
	while (rest.n && (rest.s[rest.n - 1] == '\n' || rest.s[rest.n - 1] == '\r'))
		rest.n--;
	for (; n < left; n++)
		if (!str_split(&rest, separator, &cells[n])) {
			refuse(c, line, "the row has too few cells");
			return;
		}
	for (size_t k = 0; k < right; k++) {
		const char *cut = rest.n ? memrchr(rest.s, separator, rest.n) : NULL;
		if (!cut) {
			refuse(c, line, "the row has too few cells behind its text");
			return;
		}
		cells[c->columns - 1 - k] = (struct str){cut + 1, (size_t)(rest.s + rest.n - cut - 1)};
		rest.n = (size_t)(cut - rest.s);
	}
	cells[left] = unquote(c, rest);
	one_row(c, cells, c->columns, line);
}

static void tweet_harvest(struct conversion *c, const struct csv *csv)
{
	const char *s = csv->s, *end = s + csv->n, *at = s + csv->at, *record = NULL;
	size_t line = 2, record_line = 2;
	for (; at <= end; line++) {
		const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
		if (at == end || starts_row(at, (size_t)((stop ? stop : end) - at))) {
			arena_reset(&c->row);
			if (record)
				lenient_row(c, (struct str){record, (size_t)(at - record)}, csv->separator, record_line);
			else if (at > s + csv->at)
				refuse(c, 2, "lines before the first row that starts with a date");
			record = at;
			record_line = line;
		}
		if (at == end)
			break;
		at = stop ? stop + 1 : end;
	}
}

static enum status convert_table(struct conversion *c, struct str bytes, const char *format, struct err *e)
{
	scoped(csv_close) struct csv csv;
	struct err why;
	csv_open(&csv, bytes.s, bytes.n);
	if (csv_next(&csv, &why) != CSV_ROW || !(c->f = format_of(&csv, format)))
		return FAIL(e, INVALID, "line 1: no export format we know has this header%s%s", format ? ", at least not " : "", format ? format : "");
	c->report->format = c->f->name;
	c->columns = csv.n_cells;
	for (int i = 0; i < F_N; i++)
		if (!c->f->columns[i] || !header_holds(&csv, c->f->columns[i], &c->at[i]))
			c->at[i] = -1;
	if (c->f->time == TIME_TWITTER) {
		tweet_harvest(c, &csv);
		return OK;
	}
	for (enum csv_step step; (step = csv_next(&csv, &why)) != CSV_END;) {
		arena_reset(&c->row);
		if (step == CSV_ROW)
			one_row(c, csv.cells, csv.n_cells, csv.record_line);
		else
			refuse(c, csv.record_line, why.why);
	}
	return OK;
}

/* ---- Lines of JSON ---- */

static void canonical_line(struct conversion *c, struct str line, size_t number)
{
	struct post p;
	struct err why;
	c->report->read++;
	if (post_read(&c->row, line.s, line.n, &p, &why) != OK) {
		refuse(c, number, why.why);
		return;
	}
	buf_raw(c->out, line.s, line.n); /* unknown fields are kept: the line goes on as it came */
	buf_char(c->out, '\n');
}

static const struct json *by_id(const struct json *list, const char *id)
{
	for (size_t i = 0; list && list->kind == J_ARRAY && i < list->n; i++)
		if (id[0] && !strcmp(json_get_text(&list->items[i], "id", ""), id))
			return &list->items[i];
	return NULL;
}

/* One tweet of the X API v2; @includes is NULL in flattened files, where the author stands inside. */
static void api_tweet(struct conversion *c, const struct json *t, const struct json *includes, size_t number)
{
	const struct json *author = json_get(t, "author"), *refs = json_get(t, "referenced_tweets");
	const char *id = json_get_text(t, "id", "");
	if (!author)
		author = by_id(json_get(includes, "users"), json_get_text(t, "author_id", ""));
	struct post p = {.id = arena_printf(&c->row, "x:%s", id), .platform = "x", .time = json_get_text(t, "created_at", ""), .text = json_get_text(t, "text", ""),
			 .url = "", .region = "", .author = {json_get_text(author, "username", ""), json_get_text(author, "name", "")}, .target_id = "", .target_text = "",
			 .target_author = {"", ""}, .raw_format = "x-api-v2-twarc", .raw_line = (int64_t)number};
	c->report->read++;
	if (!id[0] || !p.text[0]) {
		refuse(c, number, "a record without id or text (an error object of the API?)");
		return;
	}
	if (p.author.handle[0])
		p.url = arena_printf(&c->row, "https://twitter.com/%s/status/%s", p.author.handle, id);
	const struct json *ref = refs && refs->kind == J_ARRAY && refs->n ? &refs->items[0] : NULL;
	if (ref) {
		const char *type = json_get_text(ref, "type", "");
		const struct json *full = by_id(json_get(includes, "tweets"), json_get_text(ref, "id", ""));
		p.kind = !strcmp(type, "replied_to") ? KIND_COMMENT : KIND_SHARE;
		p.has_target = true;
		p.target_id = json_get_text(ref, "id", "");
		p.target_text = json_get_text(full ? full : ref, "text", ""); /* a retweet's own text is cut short */
	}
	add_tags(c, &p);
	post_write(c->out, &p);
}

static void api_line(struct conversion *c, struct str line, size_t number)
{
	const struct json *page;
	struct err why;
	if (json_read(&c->row, "line", line.s, line.n, (size_t)64 << 20, &page, &why) != OK) {
		c->report->read++;
		refuse(c, number, why.why);
		return;
	}
	const struct json *data = json_get(page, "data");
	if (!data || data->kind == J_OBJECT)
		api_tweet(c, data ? data : page, json_get(page, "includes"), number);
	else
		for (size_t i = 0; i < data->n; i++)
			api_tweet(c, &data->items[i], json_get(page, "includes"), number);
}

static enum status convert_lines(struct conversion *c, struct str bytes, const char *format, struct err *e)
{
	struct str rest = bytes, line;
	size_t first = bytes.n < 65536 ? bytes.n : 65536;
	bool api = format ? !strcmp(format, "x-api-v2-twarc") : memmem(bytes.s, first, "\"public_metrics\"", 16) || memmem(bytes.s, first, "\"author_id\"", 11);
	if (format && !api && strcmp(format, "canonical"))
		return FAIL(e, INVALID, "the file holds JSON lines, not %s", format);
	c->report->format = api ? "x-api-v2-twarc" : "canonical";
	for (size_t number = 1; str_split(&rest, '\n', &line); number++) {
		arena_reset(&c->row);
		line = str_trim(line);
		if (line.n && api)
			api_line(c, line, number);
		else if (line.n)
			canonical_line(c, line, number);
	}
	return OK;
}

enum status stream_convert(struct arena *a, struct str bytes, const char *format, struct buf *out, struct stream_report *ret, struct err *e)
{
	*ret = (struct stream_report){.format = "", .file = "", .sha256 = ""};
	if (bytes.n > STREAM_FILE_MAX)
		return FAIL(e, TOO_LARGE, "%zu bytes, at most %zu are read", bytes.n, STREAM_FILE_MAX);
	struct conversion c = {.a = a, .out = out, .report = ret};
	struct str start = str_trim((struct str){bytes.s, bytes.n < 4096 ? bytes.n : 4096});
	enum status status = start.n && start.s[0] == '{' ? convert_lines(&c, bytes, format, e) : convert_table(&c, bytes, format, e);
	arena_free(&c.row);
	return status;
}
