/* convert.c -- exports of collection tools to canonical posts: whose file it is, and the formats that are tables.
 *
 * A table row is one export format in CSV: by which columns it is known, and where id, author, time, text and link
 * stand. Ids spoilt by a spreadsheet (1,73E+18) are taken from the link. tweet-harvest files may hold a text that ends
 * in a stray quote and so swallows the rows behind it: such files are cut at the dates that start each row, and no row
 * is lost without a word.
 */
#define _GNU_SOURCE
#include "base/csv.h"
#include "desk/stream/convert.h"

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
				      "meta-content-library", "manual-csv", "x-api-v2-twarc", "zeeschuimer", "snscrape", "instaloader",
				      "youtube-data-api", "facebook-scraper", "telegram-desktop", "whatsapp", NULL};

struct csv_export { /* one export in CSV */
	struct conversion *to;
	const struct format *f;
	int at[F_N];
	size_t columns; /* of the header */
};

void convert_refuse(struct conversion *c, size_t line, const char *why)
{
	c->report->refused++;
	if (c->report->faults.n < 1000)
		ARENA_PUSH(c->a, &c->report->faults, ((struct stream_fault){line, arena_strdup(c->a, why)}));
}

/* ---- Times of tables ---- */

/* "2024-06-24 10:15:20 WIB" */
static const char *zone_word_time(struct conversion *c, const char *s)
{
	const char *word = strrchr(s, ' ');
	enum zone zone = WIB;
	struct instant t;
	struct err e;
	char text[DAY_TEXT_MAX];
	if (!word || zone_parse(word + 1, &zone, &e) != OK)
		return NULL;
	if (instant_parse(arena_strndup(&c->row, s, (size_t)(word - s)), zone, &t, &e) != OK)
		return NULL;
	return arena_strdup(&c->row, instant_iso(t, zone, text));
}

/* "12/10/2024" and "10.15 WIB" */
static const char *local_day_time(struct conversion *c, const char *date, const char *clock)
{
	struct day day;
	struct err e;
	int hour = 0, minute = 0;
	char word[8] = "", text[DAY_TEXT_MAX];
	enum zone zone = c->from->zone;
	if (day_parse(date, &day, &e) != OK)
		return NULL;
	if (clock[0] && sscanf(clock, "%d%*[.:]%d %5s", &hour, &minute, word) < 2)
		return NULL;
	if ((word[0] && zone_parse(word, &zone, &e) != OK) || hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return NULL;
	return arena_strdup(&c->row, instant_iso(instant_at(day, hour, minute, 0, zone), zone, text));
}

static const char *time_of(struct csv_export *c, const char *s, const char *clock)
{
	switch (c->f->time) {
	case TIME_ISO: return convert_iso(c->to, s);
	case TIME_TWITTER: return convert_twitter_time(c->to, s);
	case TIME_UNIX: return convert_unix(c->to, s);
	case TIME_ZONE_WORD: return zone_word_time(c->to, s);
	case TIME_LOCAL_DAY: return local_day_time(c->to, s, clock);
	}
	return NULL;
}

/* ---- One row ---- */

static const char *cell(struct csv_export *c, const struct str *cells, size_t n, int field)
{
	if (c->at[field] < 0 || (size_t)c->at[field] >= n)
		return "";
	struct str s = cells[c->at[field]];
	return text_clean(&c->to->row, s.s, s.n);
}

/* Ids are digits; one that a spreadsheet made a fraction of is the last part of the link. */
static const char *id_of(struct csv_export *c, const char *id, const char *url)
{
	const char *last = strrchr(url, '/');
	bool spoilt = !id[0] || (strpbrk(id, "+,.") && strpbrk(id, "eE"));
	/* Some crawlers rounded the id itself in a double: where the link ends in digits, the link is right. */
	bool sure = c->f->time == TIME_TWITTER && last && last[1] && strspn(last + 1, "0123456789") == strcspn(last + 1, "?#");
	if ((spoilt || sure) && last && last[1])
		id = arena_strndup(&c->to->row, last + 1, strcspn(last + 1, "?#"));
	return id;
}

static enum post_kind kind_of(const struct csv_export *c, const char *s)
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

static void one_row(struct csv_export *c, const struct str *cells, size_t n, size_t line)
{
	const char *platform = c->f->platform ? c->f->platform : text_lower(&c->to->row, cell(c, cells, n, F_PLATFORM));
	const char *url = cell(c, cells, n, F_URL), *id = id_of(c, cell(c, cells, n, F_ID), url), *more = cell(c, cells, n, F_MORE);
	const char *handle = cell(c, cells, n, F_HANDLE), *time = cell(c, cells, n, F_TIME);
	struct post p = {.platform = platform, .text = cell(c, cells, n, F_TEXT), .url = url, .author = {handle + (handle[0] == '@'), cell(c, cells, n, F_NAME)},
			 .kind = kind_of(c, cell(c, cells, n, F_KIND)), .region = "", .target_id = "", .target_text = "", .target_author = {"", ""},
			 .raw_format = c->f->name, .raw_line = (int64_t)line, .time = ""};
	c->to->report->read++;
	if (more[0]) /* text on the picture: slogans stand there */
		p.text = arena_printf(&c->to->row, "%s%s%s", p.text, p.text[0] ? "\n" : "", more);
	if (!strcmp(platform, "x"))
		p.text = convert_unescape(c->to, p.text);
	if (!p.text[0]) {
		convert_refuse(c->to, line, "no text in this row");
		return;
	}
	if (time[0] && !(p.time = time_of(c, time, cell(c, cells, n, F_CLOCK)))) {
		convert_refuse(c->to, line, arena_printf(&c->to->row, "time: '%.40s' is not a moment of this format", time));
		return;
	}
	const char *region = cell(c, cells, n, F_REGION);
	if (region[0] && strspn(region, "0123456789.") == strlen(region))
		p.region = region;
	p.id = id[0] ? id : arena_printf(&c->to->row, "line-%zu", line);
	convert_write(c->to, &p);
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
static struct str unquote(struct csv_export *c, struct str s)
{
	if (s.n && s.s[0] == '"') {
		s.s++;
		s.n--;
		if (s.n && s.s[s.n - 1] == '"')
			s.n--;
	}
	char *out = arena_alloc(&c->to->row, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		out[n++] = s.s[i];
		i += s.s[i] == '"' && i + 1 < s.n && s.s[i + 1] == '"';
	}
	return (struct str){out, n};
}

static void lenient_row(struct csv_export *c, struct str record, char separator, size_t line)
{
	struct str cells[CSV_CELLS_MAX], rest = record;
	size_t left = (size_t)c->at[F_TEXT], right = c->columns - left - 1, n = 0;
	while (rest.n && (rest.s[rest.n - 1] == '\n' || rest.s[rest.n - 1] == '\r'))
		rest.n--;
	for (; n < left; n++)
		if (!str_split(&rest, separator, &cells[n])) {
			convert_refuse(c->to, line, "the row has too few cells");
			return;
		}
	for (size_t k = 0; k < right; k++) {
		const char *cut = rest.n ? memrchr(rest.s, separator, rest.n) : NULL;
		if (!cut) {
			convert_refuse(c->to, line, "the row has too few cells behind its text");
			return;
		}
		cells[c->columns - 1 - k] = (struct str){cut + 1, (size_t)(rest.s + rest.n - cut - 1)};
		rest.n = (size_t)(cut - rest.s);
	}
	cells[left] = unquote(c, rest);
	one_row(c, cells, c->columns, line);
}

static void tweet_harvest(struct csv_export *c, const struct csv *csv)
{
	const char *s = csv->s, *end = s + csv->n, *at = s + csv->at, *record = NULL;
	size_t line = 2, record_line = 2;
	for (; at <= end; line++) {
		const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
		if (at == end || starts_row(at, (size_t)((stop ? stop : end) - at))) {
			arena_reset(&c->to->row);
			if (record)
				lenient_row(c, (struct str){record, (size_t)(at - record)}, csv->separator, record_line);
			else if (at > s + csv->at)
				convert_refuse(c->to, 2, "lines before the first row that starts with a date");
			record = at;
			record_line = line;
		}
		if (at == end)
			break;
		at = stop ? stop + 1 : end;
	}
}

static enum status convert_table(struct conversion *to, struct str bytes, const char *format, struct err *e)
{
	scoped(csv_close) struct csv csv;
	struct err why;
	struct csv_export table = {.to = to}, *c = &table;
	csv_open(&csv, bytes.s, bytes.n);
	if (csv_next(&csv, &why) != CSV_ROW || !(c->f = format_of(&csv, format)))
		return FAIL(e, INVALID, "line 1: no export format we know has this header%s%s", format ? ", at least not " : "", format ? format : "");
	to->format = to->report->format = c->f->name;
	c->columns = csv.n_cells;
	for (int i = 0; i < F_N; i++)
		if (!c->f->columns[i] || !header_holds(&csv, c->f->columns[i], &c->at[i]))
			c->at[i] = -1;
	if (c->f->time == TIME_TWITTER) {
		tweet_harvest(c, &csv);
		return OK;
	}
	for (enum csv_step step; (step = csv_next(&csv, &why)) != CSV_END;) {
		arena_reset(&c->to->row);
		if (step == CSV_ROW)
			one_row(c, csv.cells, csv.n_cells, csv.record_line);
		else
			convert_refuse(c->to, csv.record_line, why.why);
	}
	return OK;
}

/* ---- Any file ---- */

/* What is packed must be unpacked by the one who sends it: we do not guess what is inside. */
static const char *packed(struct str s)
{
	static const struct { const char *magic; size_t n; const char *how; } kinds[] = {{"\xFD""7zXZ", 5, "xz -d"}, {"\x1F\x8B", 2, "gzip -d"}, {"PK\x03\x04", 4, "unzip"}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (s.n >= kinds[i].n && !memcmp(s.s, kinds[i].magic, kinds[i].n))
			return kinds[i].how;
	return NULL;
}

static enum status convert_any(struct conversion *c, struct str bytes, struct err *e)
{
	const char *wanted = c->from->format;
	struct str start = str_trim((struct str){bytes.s, bytes.n < 4096 ? bytes.n : 4096});
	if (packed(bytes))
		return FAIL(e, INVALID, "the file is packed: unpack it first (%s)", packed(bytes));
	if (wanted ? !strcmp(wanted, "whatsapp") : convert_is_whatsapp(bytes)) {
		convert_whatsapp(c, bytes);
		return OK;
	}
	if (start.n && (start.s[0] == '{' || start.s[0] == '['))
		return convert_json(c, bytes, e);
	return convert_table(c, bytes, wanted, e);
}

enum status stream_convert_from(struct arena *a, struct str bytes, const struct stream_source *from, struct buf *out, struct stream_report *ret,
				struct err *e)
{
	*ret = (struct stream_report){.format = "", .file = "", .sha256 = ""};
	if (bytes.n > STREAM_FILE_MAX)
		return FAIL(e, TOO_LARGE, "%zu bytes, at most %zu are read", bytes.n, STREAM_FILE_MAX);
	size_t bom = text_bom(bytes.s, bytes.n);
	if (bom && bytes.n > bom && strchr("{[ \r\n", bytes.s[bom]))
		bytes = (struct str){bytes.s + bom, bytes.n - bom};
	struct conversion c = {.a = a, .from = from, .out = out, .report = ret, .format = ""};
	enum status status = convert_any(&c, bytes, e);
	arena_free(&c.row);
	return status;
}

enum status stream_convert(struct arena *a, struct str bytes, const char *format, struct buf *out, struct stream_report *ret, struct err *e)
{
	return stream_convert_from(a, bytes, &(struct stream_source){format, "", WIB}, out, ret, e);
}
