/* convert_whatsapp.c -- the text that WhatsApp's "export chat" makes, of Android and of iOS, Indonesian and English.
 *
 *     21/07/26 03.10 - Nama: isi            Android, Indonesian
 *     7/21/26, 3:10 PM - Nama: isi          Android, American (U+202F before PM)
 *     [21/07/26 03.10.15] Nama: isi         iOS, with U+200E marks
 *
 * There are no ids: a message is known by the hash of its moment, author and words, so that a longer export of the
 * same chat brings only what is new. There is no zone: the office's is assumed and each post says so. Whether day or
 * month stands first is found from the whole file: a number above 12, else the order in which time does not run back.
 * Lines without a moment belong to the message before; lines without an author are the app's own and are counted.
 */
#define _GNU_SOURCE
#include "desk/stream/convert.h"

#include <string.h>
#include <strings.h>

struct stamp { /* as written: which of a, b is the day is not yet known */
	int a, b, year, hour, minute, second;
	bool iso; /* year first */
	bool half; /* AM or PM */
};
struct order {
	bool month_first;
	bool assumed; /* nothing in the file decides it */
};
struct message {
	struct stamp at;
	size_t line;
	struct str name;
	struct buf text;
	bool open;
};

/* ---- Small pieces: each takes what it reads off the front of @s ---- */

/* Spaces, U+00A0, U+202F, and marks that are not seen (U+200E, U+200F, U+202A..E, U+FEFF). */
static size_t blank_bytes(struct str s)
{
	static const char *const blanks[] = {" ", "\t", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC", "\xE2\x80\xAD", "\xE2\x80\xAE", "\xEF\xBB\xBF"};
	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
		if (s.n >= strlen(blanks[i]) && !memcmp(s.s, blanks[i], strlen(blanks[i])))
			return strlen(blanks[i]);
	return 0;
}
static void skip(struct str *s, size_t n) { *s = (struct str){s->s + n, s->n - n}; }
static void skip_blanks(struct str *s)
{
	for (size_t n; (n = blank_bytes(*s));)
		skip(s, n);
}
static bool take(struct str *s, const char *one_of)
{
	if (!s->n || !strchr(one_of, s->s[0]))
		return false;
	skip(s, 1);
	return true;
}
static bool number(struct str *s, size_t digits_max, int *ret)
{
	size_t n = 0;
	for (*ret = 0; n < s->n && n < digits_max && s->s[n] >= '0' && s->s[n] <= '9'; n++)
		*ret = *ret * 10 + (s->s[n] - '0');
	skip(s, n);
	return n > 0;
}

/* "PM", "p.m.", "am" */
static bool half_day(struct str *s, struct stamp *at)
{
	static const char *const words[] = {"am", "pm", "a.m.", "p.m."};
	for (size_t i = 0; i < 4; i++)
		if (s->n >= strlen(words[i]) && !strncasecmp(s->s, words[i], strlen(words[i]))) {
			skip(s, strlen(words[i]));
			at->half = true;
			if (at->hour < 1 || at->hour > 12)
				return false;
			at->hour = at->hour % 12 + (i % 2 ? 12 : 0);
			return true;
		}
	return true;
}

static bool date(struct str *s, struct stamp *at)
{
	int third;
	if (!number(s, 4, &at->a) || !take(s, "/.-") || !number(s, 2, &at->b) || !take(s, "/.-") || !number(s, 4, &third))
		return false;
	at->iso = at->a > 99;
	at->year = at->iso ? at->a : third < 100 ? 2000 + third : third;
	if (at->iso) {
		at->a = at->b; /* the month */
		at->b = third;
	}
	return at->a >= 1 && at->a <= 31 && at->b >= 1 && at->b <= 31 && at->year >= 2009 && at->year < 2200; /* no WhatsApp before 2009 */
}

/* The moment at the start of a line; @rest is what stands behind it. */
static bool header(struct str line, struct stamp *at, struct str *rest)
{
	*at = (struct stamp){0};
	skip_blanks(&line);
	bool bracket = take(&line, "[");
	if (!date(&line, at))
		return false;
	take(&line, ",");
	skip_blanks(&line);
	if (!number(&line, 2, &at->hour) || !take(&line, ":.") || !number(&line, 2, &at->minute))
		return false;
	if (take(&line, ":.") && !number(&line, 2, &at->second))
		return false;
	skip_blanks(&line);
	if (!half_day(&line, at) || at->hour > 23 || at->minute > 59 || at->second > 59)
		return false;
	skip_blanks(&line);
	if (!take(&line, bracket ? "]" : "-"))
		return false;
	skip_blanks(&line);
	*rest = line;
	return true;
}

bool convert_is_whatsapp(struct str bytes)
{
	struct str rest = str_trim((struct str){bytes.s, bytes.n < 4096 ? bytes.n : 4096}), line, behind;
	struct stamp at;
	return str_split(&rest, '\n', &line) && header(line, &at, &behind);
}

/* ---- Day or month first ---- */

static int64_t minute_of(const struct stamp *t, bool month_first)
{
	int month = t->iso || month_first ? t->a : t->b, day = t->iso || month_first ? t->b : t->a;
	return (((int64_t)t->year * 12 + month) * 31 + day) * 1440 + t->hour * 60 + t->minute;
}

static struct order order_of(struct str bytes)
{
	struct str rest = bytes, line, behind;
	struct stamp at;
	size_t day_first = 0, month_first = 0, back[2] = {0, 0}, half = 0;
	int64_t before[2] = {0, 0};
	while (str_split(&rest, '\n', &line)) {
		if (!header(line, &at, &behind) || at.iso)
			continue;
		day_first += at.a > 12;
		month_first += at.b > 12;
		half += at.half;
		for (int i = 0; i < 2; i++) {
			int64_t here = minute_of(&at, i);
			back[i] += here < before[i];
			before[i] = here;
		}
	}
	if (day_first != month_first)
		return (struct order){month_first > day_first, false};
	if (back[0] != back[1])
		return (struct order){back[1] < back[0], false};
	return (struct order){half > 0, true}; /* only the American form writes AM and PM */
}

static const char *moment(struct conversion *c, const struct stamp *t, struct order order)
{
	int month = t->iso || order.month_first ? t->a : t->b, day = t->iso || order.month_first ? t->b : t->a;
	if (!day_valid(t->year, month, day))
		return NULL;
	return convert_instant(c, instant_at(day_of(t->year, month, day), t->hour, t->minute, t->second, c->from->zone));
}

/* ---- One message ---- */

/* What the app writes in place of a picture; with and without its name. */
static const char *media_kind(const char *s)
{
	static const struct { const char *part, *kind; } kinds[] = {{".jpg", "image"}, {".jpeg", "image"}, {".png", "image"}, {".webp", "image"}, {"gambar", "image"}, {"image", "image"}, {"foto", "image"},
								    {"stiker", "image"}, {"sticker", "image"}, {".mp4", "video"}, {"video", "video"}, {"gif", "video"}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcasestr(s, kinds[i].part))
			return kinds[i].kind;
	return "file";
}

static bool left_out(const char *line)
{
	static const char *const words[] = {"<Media omitted>", "<Media tidak disertakan>", NULL};
	static const char *const ends[] = {" tidak disertakan", " omitted", NULL};
	for (size_t i = 0; words[i]; i++)
		if (!strcasecmp(line, words[i]))
			return true;
	for (size_t i = 0; ends[i]; i++) /* "gambar tidak disertakan": one or two words before */
		if (text_ends(line, ends[i]) && strlen(line) < strlen(ends[i]) + 20)
			return true;
	return false;
}

/* "IMG-1.jpg (file terlampir)", "<terlampir: 00012-PHOTO.jpg>" */
static const char *attached(struct conversion *c, const char *line)
{
	static const char *const ends[] = {" (file terlampir)", " (file attached)"}, *const starts[] = {"<terlampir: ", "<attached: "};
	for (size_t i = 0; i < 2; i++) {
		if (text_ends(line, ends[i]))
			return arena_strndup(&c->row, line, strlen(line) - strlen(ends[i]));
		if (text_starts(line, starts[i]) && text_ends(line, ">"))
			return arena_strndup(&c->row, line + strlen(starts[i]), strlen(line) - strlen(starts[i]) - 1);
	}
	return NULL;
}

static bool deleted(const char *s)
{
	static const char *const words[] = {"Pesan ini dihapus", "Anda menghapus pesan ini", "This message was deleted", "You deleted this message", "Pesan ini telah dihapus"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_starts(s, words[i]) && strlen(s) <= strlen(words[i]) + 1)
			return true;
	return false;
}

/* iOS writes the group's name before the app's first line, as if the group had said it. */
static bool of_the_app(const char *s)
{
	return text_starts(s, "Pesan dan panggilan terenkripsi secara end-to-end") || text_starts(s, "Messages and calls are end-to-end encrypted");
}

/* Without the marks that are not seen, and without a trailing "<Pesan ini diedit>". */
static const char *clean(struct conversion *c, const char *s, size_t n)
{
	char *out = arena_alloc(&c->row, n + 1), *o = out;
	for (size_t i = 0; i < n;) {
		size_t mark = blank_bytes((struct str){s + i, n - i});
		bool unseen = mark == 3 && memcmp(s + i, "\xE2\x80\xAF", 3) != 0;
		if (unseen)
			i += mark;
		else if (s[i] == '\r')
			i++;
		else
			*o++ = s[i++];
	}
	static const char *const edited[] = {"<Pesan ini diedit>", "<This message was edited>"};
	char *text = text_clean(&c->row, out, (size_t)(o - out));
	for (size_t i = 0; i < 2; i++)
		if (text_ends(text, edited[i]))
			text = text_clean(&c->row, text, strlen(text) - strlen(edited[i]));
	return text;
}

/* A first line that stands for a picture becomes media; what follows is its caption. */
static void take_media(struct conversion *c, struct post *p)
{
	size_t n = strcspn(p->text, "\n");
	const char *first = arena_strndup(&c->row, p->text, n), *file = attached(c, first);
	if (!file && !left_out(first))
		return;
	convert_media(c, p, file ? file : "not included", media_kind(file ? file : first));
	p->text = p->text[n] ? p->text + n + 1 : "";
}

static void close_message(struct conversion *c, struct message *m, struct order order)
{
	if (!m->open)
		return;
	m->open = false;
	arena_reset(&c->row);
	struct post p = convert_post(c, "whatsapp", KIND_MESSAGE, m->line);
	p.author.name = clean(c, m->name.s, m->name.n);
	p.text = clean(c, m->text.s ? m->text.s : "", m->text.n);
	if (of_the_app(p.text)) {
		c->report->passed++;
		return;
	}
	c->report->read++;
	if (m->text.full) {
		convert_refuse(c, m->line, "the message is longer than 1 MiB");
		return;
	}
	p.time = moment(c, &m->at, order);
	p.raw_note = arena_printf(&c->row, "zone assumed: %s%s", zone_name(c->from->zone), order.assumed ? order.month_first ? "; month before day assumed" : "; day before month assumed" : "");
	const char *known_by = arena_printf(&c->row, "%s\n%s\n%s", p.time ? p.time : "", p.author.name, p.text);
	p.id = arena_strndup(&c->row, hash_hex(&c->row, hash_of(known_by, strlen(known_by))), 24);
	if (deleted(p.text)) {
		convert_refuse(c, m->line, "the message was deleted: its words are not in the export");
		return;
	}
	take_media(c, &p);
	convert_write(c, &p);
}

/* ---- The file ---- */

/* "Nama: isi". The app's own lines have no author; in one that quotes a group's name the colon is not its end. */
static bool authored(struct str rest, struct str *name, struct str *text)
{
	const char *colon = memmem(rest.s, rest.n, ": ", 2);
	if (!colon && rest.n && rest.s[rest.n - 1] == ':')
		colon = rest.s + rest.n - 1;
	if (!colon || colon == rest.s || colon - rest.s > 200)
		return false;
	*name = (struct str){rest.s, (size_t)(colon - rest.s)};
	*text = (struct str){colon + 1, rest.n - name->n - 1};
	return !memchr(name->s, '"', name->n) && !memmem(name->s, name->n, "\xE2\x80\x9C", 3);
}

static void new_line(struct conversion *c, struct message *m, struct str line, size_t line_number, struct order order)
{
	struct stamp at;
	struct str rest, name, text;
	if (!header(line, &at, &rest)) {
		if (m->open) {
			buf_char(&m->text, '\n');
			buf_raw(&m->text, line.s, line.n);
		} else if (m->line) {
			c->report->passed++; /* behind one of the app's own lines */
		} else if (str_trim(line).n) {
			c->report->read++;
			convert_refuse(c, line_number, "a line before the first that starts with a date");
		}
		return;
	}
	close_message(c, m, order);
	m->line = line_number;
	if (!authored(rest, &name, &text)) {
		c->report->passed++;
		return;
	}
	buf_clear(&m->text);
	m->at = at;
	m->name = name;
	m->open = true;
	buf_raw(&m->text, text.s, text.n);
}

void convert_whatsapp(struct conversion *c, struct str bytes)
{
	struct order order = order_of(bytes);
	struct message m = {.text = {.limit = (size_t)1 << 20}};
	struct str rest = bytes, line;
	c->format = c->report->format = "whatsapp";
	for (size_t number_of_line = 1; str_split(&rest, '\n', &line); number_of_line++) {
		while (line.n && line.s[line.n - 1] == '\r')
			line.n--;
		new_line(c, &m, line, number_of_line, order);
	}
	close_message(c, &m, order);
	buf_free(&m.text);
}
