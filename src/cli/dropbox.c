/* dropbox.c -- one pass over a gateway's folder. See dropbox.h. */
#include "cli/dropbox.h"

#include "base/fd.h"
#include "base/json.h"
#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PASS_FILES 1000               /* files of one pass */
#define PASS_BYTES ((size_t)256 << 20) /* and their bytes together */
#define FILE_BYTES ((size_t)8 << 20)   /* of one file of messages */
#define ITEMS_MAX  5000                /* messages in one file */
#define TELLING    50                  /* messages of one sender that are taken as one */
#define WAIT_MOST_S 60                 /* a sender who never stops is taken after so long */

/* ---- reading ---- */

static enum status bytes_read(struct arena *a, int folder, const char *name, size_t max, struct str *ret, struct instant *ret_written,
			      struct err *e)
{
	scoped(fd_close) int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) != 0)
		return FAIL(e, errno == ENOENT ? NOT_FOUND : UNAVAILABLE, "cannot be opened (%s)", strerror(errno));
	if (!S_ISREG(st.st_mode))
		return FAIL(e, INVALID, "is no ordinary file");
	if ((size_t)st.st_size > max)
		return FAIL(e, TOO_LARGE, "expected at most %zu MiB", max >> 20);
	size_t n = (size_t)st.st_size, at = 0;
	char *bytes = arena_alloc(a, n + 1);
	while (at < n) {
		ssize_t got = read(fd, bytes + at, n - at);
		if (got <= 0)
			return FAIL(e, UNAVAILABLE, "cannot be read to its end");
		at += (size_t)got;
	}
	*ret = (struct str){bytes, n};
	if (ret_written)
		*ret_written = (struct instant){(int64_t)st.st_mtim.tv_sec * SECOND_US};
	return OK;
}

static bool is_mail(const char *name)
{
	return text_ends(name, ".eml");
}

static bool is_lines(const char *name)
{
	return text_ends(name, ".ndjson") || text_ends(name, ".jsonl");
}

static void item_bad(struct arena *a, struct drop_item *item, const struct err *why)
{
	item->bad = true;
	item->field = why->field ? arena_strdup(a, why->field) : "(whole)";
	item->why = arena_strdup(a, why->why);
}

static void item_add(struct arena *a, const struct office *o, struct drop_file *f, struct str raw, size_t line)
{
	struct drop_item item = {.file = f, .line = line, .raw = raw};
	struct err why = {0};
	enum status status = is_mail(f->name) ? gateway_read_mail(a, raw, &item.m, &why)
					      : gateway_read(a, o->zone, raw.s, raw.n, &item.m, &why);
	if (status != OK)
		item_bad(a, &item, &why);
	ARENA_PUSH(a, f, item);
}

enum status drop_read(struct arena *a, const struct office *o, int folder, const char *name, struct drop_file *ret, struct err *e)
{
	*ret = (struct drop_file){.name = arena_strdup(a, name), .folder = folder};
	TRY(bytes_read(a, folder, name, is_mail(name) ? MAIL_MAX : FILE_BYTES, &ret->bytes, &ret->written, e));
	if (!is_lines(name)) {
		item_add(a, o, ret, ret->bytes, 0);
		return OK;
	}
	struct str rest = ret->bytes, line;
	for (size_t i = 1; str_split(&rest, '\n', &line); i++) {
		if (!str_trim(line).n)
			continue;
		if (ret->n == ITEMS_MAX)
			return FAIL(e, TOO_LARGE, "expected at most %d messages in one file", ITEMS_MAX);
		item_add(a, o, ret, line, i);
	}
	return OK;
}

/* ---- one sender's messages are one telling ---- */

struct senders {
	struct drop_item **items;
	size_t n, cap;
};

static int by_sender(const void *a, const void *b)
{
	const struct drop_item *x = *(struct drop_item *const *)a, *y = *(struct drop_item *const *)b;
	int order = strcmp(x->m.channel, y->m.channel);
	if (!order)
		order = strcmp(x->m.from, y->m.from);
	if (!order)
		order = (x->m.at.us > y->m.at.us) - (x->m.at.us < y->m.at.us);
	if (!order)
		order = strcmp(x->file->name, y->file->name);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static bool same_sender(const struct drop_item *x, const struct drop_item *y)
{
	return !strcmp(x->m.channel, y->m.channel) && !strcmp(x->m.from, y->m.from);
}

static bool same_telling(const struct desk *d, const struct drop_item *x, const struct drop_item *y)
{
	int64_t gap = settings_int(d->office->settings, "gateway.join_minutes") * 60 * SECOND_US;
	return same_sender(x, y) && (instant_is_none(y->m.at) || instant_is_none(x->m.at) || y->m.at.us - x->m.at.us <= gap);
}

/* The media beside the file. What is too large stays where it is and is told of. */
static enum status media_load(const struct desk *d, struct drop_item *item, struct err *e)
{
	size_t max = (size_t)settings_int(d->office->settings, "intake.file_max_mib") << 20;
	struct intake_file *files = arena_array(d->arena, struct intake_file, item->m.n_media + 1);
	if (item->m.original.n)
		return OK; /* a mail brings its files along */
	for (size_t i = 0; i < item->m.n_media; i++) {
		struct err why = {0};
		struct str bytes;
		enum status status = bytes_read(d->arena, item->file->folder, item->m.media[i].file, max, &bytes, NULL, &why);
		item->left[i] = status != OK && status != NOT_FOUND;
		if (status != OK) {
			item->m.missing++;
			continue;
		}
		files[item->m.n_files++] = (struct intake_file){.name = item->m.media[i].name, .bytes = bytes};
	}
	item->m.files = files;
	if (!item->m.n_files && item->m.n_media && text_blank(item->m.text))
		return FAIL_FIELD(e, INVALID, "media", "expected the named files beside this one; none could be read, and there is no text");
	return OK;
}

static bool passing(enum status s)
{
	return s == UNAVAILABLE || s == CONFLICT || s == NOT_LOADED;
}

/* Takes @n items of one sender. What is said of them outlives the telling. */
static void telling_take(const struct desk *d, struct drop_item **items, size_t n, drop_answer answer, void *context,
			 struct drop_count *count)
{
	struct arena *a = d->arena;
	scoped(arena_free) struct arena own = {0};
	struct desk desk = *d;
	desk.arena = &own;
	struct gateway_message messages[TELLING];
	struct drop_item *taken[TELLING];
	size_t k = 0;
	struct err why = {0};
	for (size_t i = 0; i < n; i++) {
		if (media_load(&desk, items[i], &why) != OK) {
			item_bad(a, items[i], &why);
			continue;
		}
		taken[k] = items[i];
		messages[k++] = items[i]->m;
	}
	struct gateway_answer r = {0};
	enum status status = k ? gateway_take(&desk, messages, k, &r, &why) : OK;
	if (k && status == OK)
		status = answer(context, &messages[0], &r, &why);
	for (size_t i = 0; i < k; i++) {
		taken[i]->done = status == OK;
		taken[i]->wait = passing(status);
		if (status != OK && !taken[i]->wait)
			item_bad(a, taken[i], &why);
		taken[i]->number = r.number ? arena_strdup(a, r.number) : "";
	}
	if (passing(status))
		log_err("gateway", &why);
	count->messages += status == OK ? k : 0;
	count->reports += k && status == OK && r.kind == GATEWAY_RECEIPT && !r.again;
	count->added += k && status == OK && r.kind == GATEWAY_ADDED && !r.again;
}

/* Somebody who wrote just now may be in the middle of it. */
static bool still_writing(struct drop_item *const *items, size_t n, int64_t settle_s)
{
	int64_t now = instant_now().us, newest = 0, oldest = INT64_MAX;
	for (size_t i = 0; i < n; i++) {
		int64_t at = items[i]->file->written.us;
		newest = at > newest ? at : newest;
		oldest = at < oldest ? at : oldest;
	}
	return settle_s && now - newest < settle_s * SECOND_US && now - oldest < WAIT_MOST_S * SECOND_US;
}

void drop_take(const struct desk *d, struct drop_file *files, size_t n, int64_t settle_s, drop_answer answer, void *context,
	       struct drop_count *count)
{
	struct senders s = {0};
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < files[i].n; k++)
			if (!files[i].items[k].bad)
				ARENA_PUSH(d->arena, &s, &files[i].items[k]);
	if (s.n)
		qsort(s.items, s.n, sizeof *s.items, by_sender);
	for (size_t at = 0, next; at < s.n; at = next) {
		for (next = at + 1; next < s.n && next - at < TELLING && same_telling(d, s.items[next - 1], s.items[next]); next++)
			;
		if (!still_writing(s.items + at, next - at, settle_s)) {
			telling_take(d, s.items + at, next - at, answer, context, count);
			continue;
		}
		for (size_t i = at; i < next; i++)
			s.items[i]->wait = true;
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < files[i].n; k++) {
			/* A file that is being written looks broken: it gets its time too. */
			struct drop_item *item = &files[i].items[k];
			item->wait |= item->bad && still_writing(&item, 1, settle_s);
			count->waiting += item->wait;
			count->bad += item->bad && !item->wait;
		}
}

void drop_reply_json(const struct desk *d, struct buf *b, const struct gateway_message *to, const struct gateway_answer *r)
{
	struct json_out j = jout_start(b);
	jout_object(&j);
	jout_put_text(&j, "id", r->id);
	jout_put_text(&j, "channel", to->channel);
	jout_put_text(&j, "to", to->from);
	jout_put_text(&j, "reply_to", to->id);
	jout_put_instant(&j, "at", d->now, d->office->zone);
	jout_put_text(&j, "lang", to->english ? "en" : "id");
	jout_put_text(&j, "subject", r->subject);
	jout_put_text(&j, "text", r->text);
	jout_end(&j, '}');
	buf_char(b, '\n');
}

/* ---- where the files go ---- */

static enum status synced(int fd, struct err *e)
{
	return fsync(fd) == 0 ? OK : FAIL(e, UNAVAILABLE, "the folder cannot be synced: %s", strerror(errno));
}

enum status drop_write(int folder, const char *name, const struct buf *b, unsigned mode, struct err *e)
{
	char temporary[300];
	snprintf(temporary, sizeof temporary, ".%.280s.tmp", name);
	scoped(fd_close) int fd = openat(folder, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", name, strerror(errno));
	for (size_t at = 0; at < b->n;) {
		ssize_t put = write(fd, b->s + at, b->n - at);
		if (put <= 0)
			return FAIL(e, UNAVAILABLE, "%s: %s", name, strerror(errno));
		at += (size_t)put;
	}
	if (fsync(fd) != 0 || renameat(folder, temporary, folder, name) != 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", name, strerror(errno));
	return synced(folder, e);
}

struct pass {
	struct desk d;
	int in, replies, done, rejected;
};

static void pass_end(struct pass *p)
{
	fd_close(&p->in), fd_close(&p->replies), fd_close(&p->done), fd_close(&p->rejected);
}

static enum status folder_open(int in, const char *name, unsigned mode, int *ret, struct err *e)
{
	if (in >= 0)
		(void)mkdirat(in, name, mode);
	*ret = openat(in >= 0 ? in : AT_FDCWD, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return *ret >= 0 ? OK : FAIL(e, UNAVAILABLE, "%s: %s", name, strerror(errno));
}

static enum status reply_put(void *context, const struct gateway_message *first, const struct gateway_answer *r, struct err *e)
{
	struct pass *p = context;
	scoped(buf_free) struct buf b = {0};
	if (!*r->text)
		return OK;
	drop_reply_json(&p->d, &b, first, r);
	return drop_write(p->replies, arena_printf(p->d.arena, "%s.json", r->id), &b, 0640, e);
}

/* A file's name may hold a number: runs of six digits and more are dots. */
static const char *masked(struct arena *a, const char *name)
{
	char *s = arena_strdup(a, name);
	for (size_t i = 0, n; s[i]; i += n ? n : 1) {
		n = strspn(s + i, "0123456789");
		if (n >= 6)
			memset(s + i, '.', n);
	}
	return s;
}

/* A name that says nothing of the sender, the same whenever the same file is met again. */
static const char *key_of(struct pass *p, const struct drop_file *f)
{
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "gateway file|%s|", f->name);
	buf_raw(&b, f->bytes.s, f->bytes.n);
	struct hash h = hash_keyed(p->d.office->lookup_key, b.s, b.n);
	return hex_text(p->d.arena, h.bytes, 12);
}

static const char *ending_of(const char *name)
{
	return is_mail(name) ? "eml" : is_lines(name) ? "ndjson" : "json";
}

static void why_write(struct pass *p, const struct drop_file *f, const char *kept_as, struct buf *b)
{
	buf_printf(b, "berkas / file: %s\ndisimpan sebagai / kept as: rejected/%s\n", masked(p->d.arena, f->name), kept_as);
	for (size_t i = 0; i < f->n; i++) {
		const struct drop_item *x = &f->items[i];
		if (x->bad)
			buf_printf(b, "baris / line %zu, isian / field \"%s\": %s. TIDAK tersimpan / NOT taken\n", x->line ? x->line : 1,
				   x->field, x->why);
		else
			buf_printf(b, "baris / line %zu: tersimpan / taken, %s\n", x->line ? x->line : 1, x->number);
		for (size_t k = 0; k < x->m.n_media; k++)
			if (x->left[k])
				buf_printf(b, "baris / line %zu, media %zu: terlalu besar atau tak terbaca / too large or unreadable\n",
					   x->line ? x->line : 1, k + 1);
	}
	buf_text(b, "Perbaiki berkas itu, lalu pindahkan kembali ke folder masuk. / Mend that file and move it back into the folder.\n");
}

static void media_move(struct pass *p, const struct drop_item *x)
{
	for (size_t i = 0; i < x->m.n_media; i++) {
		const char *name = x->m.media[i].file;
		if (x->bad || x->left[i])
			(void)renameat(p->in, name, p->rejected, name); /* missing ones are missing */
		else
			(void)unlinkat(p->in, name, 0);
	}
}

static bool any_left(const struct drop_file *f)
{
	bool any = false;
	for (size_t i = 0; i < f->n; i++) {
		any |= f->items[i].bad;
		for (size_t k = 0; k < f->items[i].m.n_media; k++)
			any |= f->items[i].left[k];
	}
	return any;
}

static enum status reject(struct pass *p, const struct drop_file *f, const char *key, struct err *e)
{
	scoped(buf_free) struct buf raw = {0}, why = {0};
	const char *name = arena_printf(p->d.arena, "%s.%s", key, ending_of(f->name));
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].bad) {
			buf_raw(&raw, f->items[i].raw.s, f->items[i].raw.n);
			if (f->items[i].line)
				buf_char(&raw, '\n');
		}
	why_write(p, f, name, &why);
	if (raw.n)
		TRY(drop_write(p->rejected, name, &raw, 0600, e));
	return drop_write(p->rejected, arena_printf(p->d.arena, "%s.why", key), &why, 0640, e);
}

static enum status slip(struct pass *p, const struct drop_file *f, const char *key, struct err *e)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	size_t done = 0;
	jout_object(&j);
	jout_put_instant(&j, "taken_at", p->d.now, p->d.office->zone);
	jout_key(&j, "reports");
	jout_array(&j);
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].done && (!done++ || !text_eq(f->items[i].number, f->items[i - 1].number)))
			jout_text(&j, f->items[i].number);
	jout_end(&j, ']');
	jout_put_int(&j, "messages", (int64_t)done);
	jout_end(&j, '}');
	buf_char(&b, '\n');
	return done ? drop_write(p->done, arena_printf(p->d.arena, "%s.json", key), &b, 0640, e) : OK;
}

static enum status file_end(struct pass *p, const struct drop_file *f, struct err *e)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].wait)
			return OK;
	const char *key = key_of(p, f);
	if (any_left(f))
		TRY(reject(p, f, key, e));
	TRY(slip(p, f, key, e));
	if (unlinkat(p->in, f->name, 0) != 0)
		return FAIL(e, UNAVAILABLE, "a file that was taken cannot be removed: %s", strerror(errno));
	for (size_t i = 0; i < f->n; i++)
		media_move(p, &f->items[i]);
	return synced(p->in, e);
}

/* ---- a pass ---- */

static bool is_message(const char *name)
{
	return *name != '.' && (is_mail(name) || is_lines(name) || text_ends(name, ".json"));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum status names_read(struct pass *p, struct text_list *ret, struct err *e)
{
	int fd = dup(p->in);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (!dir)
		return FAIL(e, UNAVAILABLE, "the folder cannot be read: %s", strerror(errno));
	rewinddir(dir);
	const char **names = arena_array(p->d.arena, const char *, PASS_FILES);
	for (struct dirent *one; ret->n < PASS_FILES && (one = readdir(dir));)
		if (is_message(one->d_name))
			names[ret->n++] = arena_strdup(p->d.arena, one->d_name);
	closedir(dir);
	qsort(names, ret->n, sizeof *names, by_name);
	ret->items = names;
	return OK;
}

/* A file that cannot be read as a whole is one bad item. */
static void file_read(struct pass *p, const char *name, struct drop_file *f)
{
	struct err why = {0};
	if (drop_read(p->d.arena, p->d.office, p->in, name, f, &why) == OK && f->n)
		return;
	struct drop_item item = {.file = f, .raw = f->bytes, .bad = true, .field = "(whole)",
				 .why = arena_strdup(p->d.arena, why.status ? why.why : "expected at least one message")};
	f->n = 0;
	ARENA_PUSH(p->d.arena, f, item);
}

static enum status files_take(struct pass *p, const struct text_list *names, int64_t settle_s, struct drop_count *count, struct err *e)
{
	struct drop_file *files = arena_array(p->d.arena, struct drop_file, names->n + 1);
	size_t n = 0, bytes = 0;
	for (; n < names->n && bytes < PASS_BYTES; n++) {
		file_read(p, names->items[n], &files[n]);
		bytes += files[n].bytes.n;
	}
	drop_take(&p->d, files, n, settle_s, reply_put, p, count);
	for (size_t i = 0; i < n; i++)
		TRY(file_end(p, &files[i], e));
	return OK;
}

enum status dropbox_pass(struct office *o, const char *folder, int64_t settle_s, struct drop_count *count, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	scoped(pass_end) struct pass p = {.d = {.office = o, .arena = &a, .now = office_now(o), .user_name = ""},
					  .in = -1, .replies = -1, .done = -1, .rejected = -1};
	struct text_list names = {0};
	TRY(folder_open(-1, folder, 0, &p.in, e));
	TRY(names_read(&p, &names, e));
	if (!names.n)
		return OK;
	TRY(folder_open(p.in, "replies", 0770, &p.replies, e));
	TRY(folder_open(p.in, "done", 0750, &p.done, e));
	TRY(folder_open(p.in, "rejected", 0700, &p.rejected, e));
	return files_take(&p, &names, settle_s, count, e);
}
