/* circular_door.c -- a circular letter by its link, without an account: heads and units acknowledge it and pass it on, the people of a
 * unit say that they have read it.
 *
 * Who has the link of a head or unit acts for it, as who holds the paper does; what is kept is the name that was typed. The people prove
 * themselves (web/proving.h), and their acknowledgement is left to the store's thread like the signature of a pledge. */
#include "web/circular_views.h"
#include "web/answer.h"
#include "web/proving.h"

#include "desk/evidence/evidence.h"
#include "paper/paper.h"

#include "page_circular_door.h"
#include "page_circular_read.h"

#include <string.h>

/* ---- What both pages show ---- */

static enum status text_fill(struct tx *tx, const struct circular_door *door, struct circular_points_rows *points, struct circular_differences *differences,
			     bool *compared, int64_t *before, struct err *e)
{
	struct circular_versions_rows all;
	if (!door->has_version)
		return OK;
	TRY(circular_points(tx, door->now.version, points, e));
	TRY(circular_versions(tx, door->circular.id, &all, e));
	for (size_t i = 0; i < all.n && !*compared; i++)
		if (all.items[i].number < door->now.number) {
			*compared = true, *before = all.items[i].number;
			TRY(circular_differences_of(tx, all.items[i].id, door->now.version, differences, e));
		}
	return OK;
}

static enum status door_open(struct request *rq, struct tx *tx, struct circular_door *ret, struct err *e)
{
	TRY(desk_begin(&rq->desk, READ, tx, e));
	return circular_door_of(tx, &rq->desk, rq->segments[0], ret, e);
}

/* ---- Heads and units ---- */

static enum status below_fill(struct request *rq, struct tx *tx, struct circular_door_view *v, struct err *e)
{
	struct circular_below_rows rows;
	TRY(circular_below(tx, v->door.who.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct circular_addressee_row to;
		struct circular_passed_row passed;
		bool found, done;
		TRY(circular_addressee(tx, rows.items[i].id, &found, &to, e));
		TRY(circular_passed(tx, v->door.now.version, v->door.who.id, rows.items[i].id, &done, &passed, e));
		v->below_passed += done;
		ARENA_PUSH(rq->desk.arena, &v->below, ((struct circular_link){to.name, arena_printf(rq->desk.arena, "%s/surat/%s", rq_public_address(rq), to.token)}));
	}
	v->has_below = rows.n > 0;
	return OK;
}

static enum status head_view(struct request *rq, struct circular_door_view *v, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	*v = (struct circular_door_view){.token = rq->segments[0], .by_name = typed(rq, "by_name", ""), .units = typed(rq, "units", ""), .qr = "",
					 .people_url = "", .done = rq_query(rq, "dicatat") != NULL};
	TRY(door_open(rq, &tx, &v->door, e));
	TRY(text_fill(&tx, &v->door, &v->points, &v->differences, &v->compared, &v->before, e));
	if (v->door.has_version)
		TRY(below_fill(rq, &tx, v, e));
	TRY(tx_commit(&tx, e));
	v->may_people = v->door.circular.roster && v->door.who.agency;
	if (v->door.passed) {
		scoped(buf_free) struct buf qr = {0};
		v->people_url = arena_printf(rq->desk.arena, "%s/surat/%s", rq_public_address(rq), v->door.who.people);
		TRY(paper_qr_svg(&qr, v->people_url, say(rq, "Kode QR untuk pegawai", "QR code for the people"), e));
		v->qr = buf_arena(rq->desk.arena, &qr);
	}
	return OK;
}

static enum status head_page(struct request *rq, struct circular_door_view *v)
{
	struct page p = page_of(rq, "Surat edaran", "Circular letter");
	page_circular_door(rq->out, &p, v);
	return OK;
}

/* The units typed, one a line. */
static size_t units_typed(struct request *rq, const char *names[static CIRCULAR_PASS_MAX + 1])
{
	struct str rest = str_of(typed(rq, "units", "")), line;
	size_t n = 0;
	while (str_split(&rest, '\n', &line) && n <= CIRCULAR_PASS_MAX) {
		line = str_trim(line);
		if (line.n)
			names[n++] = arena_strndup(rq->desk.arena, line.s, line.n);
	}
	return n;
}

static enum status head_do(struct request *rq, struct err *e)
{
	const char *act = typed(rq, "do", "ack"), *names[CIRCULAR_PASS_MAX + 1];
	struct circular_door door;
	int64_t version;
	int units;
	TRY(rq_form_int(rq, "versi", 1, INT64_MAX, &version, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(circular_door_of(&tx, &rq->desk, rq->segments[0], &door, e));
	if (text_eq(act, "units"))
		TRY(circular_pass_units(&tx, &rq->desk, &door, version, names, units_typed(rq, names), &units, e));
	else if (text_eq(act, "people"))
		TRY(circular_pass_people(&tx, &rq->desk, &door, version, e));
	else
		TRY(circular_acknowledge(&tx, &rq->desk, &door, version, typed(rq, "by_name", ""), e));
	return tx_commit(&tx, e);
}

static const char *head_words(const struct request *rq, const char *field)
{
	static const struct {
		const char *field, *id, *en;
	} words[] = {
		{"by_name", "Tulis nama dan jabatan yang menyatakan, paling panjang 200 huruf. Surat dinyatakan dibaca dulu, baru diteruskan.", "Write name and position of who acknowledges, at most 200 characters. First acknowledge, then pass on."},
		{"units", "Tulis 1 sampai 60 unit, satu unit satu baris, bukan nama unit sendiri.", "Write 1 to 60 units, one a line, not your own."},
		{"people", "Tidak ada pegawai dalam daftar untuk penerima ini.", "The list has no people of this addressee."},
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_eq(field, words[i].field))
			return say(rq, words[i].id, words[i].en);
	return NULL;
}

static enum status head_press(struct request *rq, struct err *e)
{
	struct circular_door_view v;
	enum status done = head_do(rq, e);
	struct err why = *e;
	if (done == OK)
		return rq_redirect(rq, "/surat/%s?dicatat=1", rq->segments[0]);
	if (!head_words(rq, why.field) && !text_eq(why.field, "version"))
		return done;
	TRY(head_view(rq, &v, e));
	v.changed = text_eq(why.field, "version");
	if (!v.changed)
		v.fault = (struct fault){text_eq(why.field, "people") ? "pegawai" : why.field, head_words(rq, why.field)};
	rq->http = v.changed ? 409 : 422;
	return head_page(rq, &v);
}

/* ---- The unit's people ---- */

static enum status people_view(struct request *rq, struct circular_read_view *v, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	*v = (struct circular_read_view){.token = rq->segments[0], .number = typed(rq, "nomor", ""), .birth = typed(rq, "lahir", ""), .code = typed(rq, "kode", ""),
					 .read = ticked(rq, "baca"), .noted = rq_query(rq, "dicatat") != NULL};
	TRY(door_open(rq, &tx, &v->door, e));
	TRY(text_fill(&tx, &v->door, &v->points, &v->differences, &v->compared, &v->before, e));
	TRY(tx_commit(&tx, e));
	v->asks_birth = !text_eq(v->door.circular.takes, "code");
	v->asks_code = !text_eq(v->door.circular.takes, "birth");
	return OK;
}

static enum status people_page_show(struct request *rq, struct circular_read_view *v)
{
	struct page p = page_of(rq, "Surat edaran", "Circular letter");
	page_circular_read(rq->out, &p, v);
	return OK;
}

static enum status again(struct request *rq, struct circular_read_view *v, int http, const char *field, const char *text)
{
	v->fault = (struct fault){field, text};
	rq->http = http;
	return people_page_show(rq, v);
}

struct pressing {
	struct circular_read_view v;
	struct circular_press press;
	struct instant at;
};

static bool lacking(struct request *rq, struct pressing *w)
{
	if (text_blank(w->v.number) || strlen(w->v.number) > PROVING_NUMBER_MAX)
		again(rq, &w->v, 422, "nomor", say(rq, "Isi nomor pegawai Anda.", "Fill in your staff number."));
	else if (!w->v.read)
		again(rq, &w->v, 422, "baca", say(rq, "Baca suratnya, lalu beri tanda bahwa Anda sudah membacanya.", "Read the letter, then tick that you have read it."));
	else
		return false;
	return true;
}

static enum status press_write(struct tx *tx, struct request *rq, void *work, struct err *e)
{
	struct pressing *w = work;
	return circular_read_write(tx, &rq->desk, &w->press, &w->at, e);
}

/* Another version came, the head has not passed it on, or the code was used: the page again, as things stand now. */
static enum status stale(struct request *rq, struct pressing *w, const char *field, struct err *e)
{
	TRY(people_view(rq, &w->v, e));
	if (text_eq(field, "code"))
		return again(rq, &w->v, 409, "kode", proving_words_used(rq));
	w->v.changed = text_eq(field, "version");
	w->v.read = false;
	rq->http = 409;
	return people_page_show(rq, &w->v);
}

static enum status press_answer(struct request *rq, void *work, enum status outcome, struct err *e)
{
	struct pressing *w = work;
	const char *field = e->field;
	if (outcome != OK)
		return field && (outcome == CONFLICT || outcome == INVALID) ? stale(rq, w, field, e) : outcome;
	proving_right(rq, w->v.number);
	return rq_redirect(rq, "/surat/%s?dicatat=1", w->v.token);
}

static enum status people_press(struct request *rq, struct err *e)
{
	struct pressing *w = arena_new(rq->desk.arena, struct pressing);
	TRY(people_view(rq, &w->v, e));
	w->press = (struct circular_press){.circular = w->v.door.circular.id, .addressee = w->v.door.who.id};
	TRY(rq_form_int(rq, "versi", 1, INT64_MAX, &w->press.version, e));
	if (lacking(rq, w))
		return OK;
	if (!proving_may(rq, w->v.number))
		return again(rq, &w->v, 429, "", proving_words_rest(rq));
	enum status status = proving_who(rq, w->v.door.circular.roster, w->v.door.circular.takes, w->v.number, w->v.birth, w->v.code, &w->press.who, e);
	if (status == NOT_FOUND) {
		proving_wrong(rq, w->v.number);
		return again(rq, &w->v, 422, "", proving_words_wrong(rq, w->v.asks_birth, w->v.asks_code));
	}
	return status == OK ? rq_later(rq, press_write, press_answer, w) : status;
}

/* ---- One address for both ---- */

static enum status whose(struct request *rq, bool *ret_people, struct err *e)
{
	struct circular_addressee_of_token_row row;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(circular_addressee_of_token(&tx, rq->segments[0], &found, &row, e));
	TRY(tx_commit(&tx, e));
	*ret_people = found && row.to_people;
	return found ? OK : FAIL(e, NOT_FOUND, "no letter has that link");
}

static enum status door_show(struct request *rq, struct err *e)
{
	struct circular_door_view head;
	struct circular_read_view people;
	bool to_people;
	TRY(whose(rq, &to_people, e));
	if (to_people) {
		TRY(people_view(rq, &people, e));
		return people_page_show(rq, &people);
	}
	TRY(head_view(rq, &head, e));
	return head_page(rq, &head);
}

static enum status door_press(struct request *rq, struct err *e)
{
	bool to_people;
	TRY(whose(rq, &to_people, e));
	return to_people ? people_press(rq, e) : head_press(rq, e);
}

static enum status door_file(struct request *rq, struct err *e)
{
	struct circular_door door;
	struct evidence_file_get_row file;
	struct str bytes;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(door_open(rq, &tx, &door, e));
	if (!door.has_version)
		return FAIL(e, NOT_FOUND, "the letter was withdrawn");
	TRY(evidence_file_read(&tx, &rq->desk, door.now.file, &bytes, &file, e));
	TRY(tx_commit(&tx, e));
	rq->foreign = door.circular.issuer[0]; /* a scan that somebody sent us */
	return file_bytes(rq, bytes, file.type, file.name);
}

static const struct route routes[] = {
	{GET, "/surat/{token}", RIGHT_NONE, door_show, 0, NULL},
	{POST, "/surat/{token}", RIGHT_NONE, door_press, 32 * KIB, NULL},
	{GET, "/surat/{token}/berkas", RIGHT_NONE, door_file, 0, NULL},
};
const struct route_list circular_door_routes = {routes, sizeof routes / sizeof routes[0]};
