/* paths.c -- which way a report should go, as its own words suggest: a hint with its reason and article (PRODUCT S5, S6).
 *
 * Nothing here refuses and nothing here decides. Late, unnamed, foreign, incomplete reports each have their way in the law;
 * an insulting one goes the way of every other. What the officer has marked (handle_marks) outweighs what we only see.
 */
#include "desk/handle/handle.h"

#include "desk/registry/registry.h"

#include <string.h>

struct seeing {
	struct tx *tx;
	const struct desk *d;
	const struct handle_file *f;
	struct handle_report_row r;
	struct handle_marks_rows marks;
	struct place_match place;
	bool outside, time_over; /* time_over: the time to complete has passed */
	const char *lacks;       /* in words of the page; "" nothing */
	bool formal_lacks, material_lacks;
	struct handle_path_list *ret;
};

static const char *say(const struct seeing *s, const char *id, const char *en)
{
	return s->d->lang == EN ? en : id;
}

/* The article of the transition that @event takes from here. */
static const char *article_of(const struct seeing *s, const char *event)
{
	const struct law_transition *next[32];
	size_t n = case_events(s->f->law, s->f->procedure, s->f->row.state, next, 32);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(next[i]->event, event))
			return next[i]->row.basis;
	return "";
}

static void path_put(struct seeing *s, const char *event, const char *title, const char *reason)
{
	struct handle_path p = {.event = event, .title = title, .reason = reason, .article = article_of(s, event), .to = ""};
	if (!strcmp(event, "other_level_competent"))
		p.to = arena_printf(s->tx->arena, "Bawaslu %s", s->place.name);
	ARENA_PUSH(s->tx->arena, s->ret, p);
}

/* What an officer said of an element: 1 met, 0 not met, -1 not looked at yet. */
static int marked(const struct seeing *s, const char *element)
{
	for (size_t i = 0; i < s->marks.n; i++)
		if (text_eq(s->marks.items[i].element, element))
			return s->marks.items[i].met;
	return -1;
}

static void lack(struct seeing *s, const char *element, bool there, const char *id, const char *en)
{
	int mark = marked(s, element);
	if (mark == 1 || (mark < 0 && there))
		return;
	s->lacks = *s->lacks ? arena_printf(s->tx->arena, "%s, %s", s->lacks, say(s, id, en)) : say(s, id, en);
	*(*element == 'F' ? &s->formal_lacks : &s->material_lacks) = true;
}

/* The elements of requirements.toml as the report shows them; F3, the time, is not to be cured and has its own words. */
static void look_at_elements(struct seeing *s)
{
	const struct handle_report_row *r = &s->r;
	s->lacks = "";
	lack(s, "F1", r->has_contact, "identitas pelapor", "the reporter's identity");
	lack(s, "F2", r->persons > 0, "siapa yang dilaporkan", "who is reported");
	lack(s, "M1", !text_blank(r->place) && !day_is_none(r->event_on), "tempat dan waktu kejadian", "place and time");
	lack(s, "M2", !text_blank(r->body), "uraian kejadian", "what happened");
	lack(s, "M3", r->proofs > 0, "bukti", "proof");
	if (marked(s, "F4") == 0)
		lack(s, "F4", false, "tanda tangan", "a signature");
}

static void outside_put(struct seeing *s)
{
	path_put(s, "other_level_competent", say(s, "Limpahkan ke kantor yang berwenang", "Hand to the competent office"),
		 arena_printf(s->tx->arena,
			      say(s, "Tempat yang disebut (“%s”) tampaknya di %s, di luar wilayah kantor ini. Satu nama bisa dipakai di beberapa "
				     "tempat; periksa dulu.",
				  "The place named (“%s”) seems to lie in %s, outside this office's area. Places share names; look first."),
			      s->place.words, s->place.name));
}

static const char *window_words(const struct seeing *s)
{
	char day[DAY_TEXT_MAX];
	struct day end = instant_is_none(s->r.window_end) ? DAY_NONE : day_of_instant(s->r.window_end, s->d->office->zone);
	return day_is_none(end) ? "" : arena_strdup(s->tx->arena, day_long(end, s->d->lang, day));
}

static void late_put(struct seeing *s)
{
	if (s->material_lacks)
		return; /* first what can be completed */
	path_put(s, "formal_fails_material_ok", say(s, "Catat sebagai informasi awal dan telusuri", "Record as preliminary information and trace"),
		 arena_printf(s->tx->arena,
			      say(s, "Laporan datang sesudah batas penyampaian (%s). Itu tidak dapat diperbaiki, tetapi peristiwanya terurai dan ada "
				     "bukti: tidak ditolak, ditelusuri sebagai informasi awal.",
				  "The report came after the time for reporting (%s). That cannot be mended, but the event is told and there is "
				  "proof: it is not refused, it is traced as preliminary information."),
			      window_words(s)));
}

static void lacking_put(struct seeing *s)
{
	const char *alone = say(s, "", "");
	if (!s->material_lacks && !s->r.has_contact)
		alone = say(s, " Bila pelapor memilih tetap tanpa nama, catat sebagai informasi awal.",
			    " If the reporter prefers to stay unnamed, record it as preliminary information.");
	path_put(s, "requirements_missing", say(s, "Minta dilengkapi", "Ask for what is missing"),
		 arena_printf(s->tx->arena,
			      say(s, "Belum tampak: %s. Pelapor mendapat daftarnya dan waktu untuk melengkapi.%s",
				  "Not seen yet: %s. The reporter gets the list and time to complete it.%s"),
			      s->lacks, alone));
}

static void complete_put(struct seeing *s)
{
	path_put(s, "requirements_met", say(s, "Registrasi", "Register"),
		 say(s, "Semua unsur tampak ada. Unsur demi unsur tetap dinilai petugas.",
		     "All elements seem to be there. An officer still looks at each."));
}

/* The time to complete is over: what was told stays. */
static void lapsed_put(struct seeing *s)
{
	bool traced = !s->material_lacks;
	path_put(s, traced ? "formal_fails_material_ok" : "lapsed_to_info",
		 say(s, "Catat sebagai informasi awal dan telusuri", "Record as preliminary information and trace"),
		 arena_printf(s->tx->arena,
			      say(s, "Waktu melengkapi sudah lewat; belum ada: %s. Yang diceritakan tidak dibuang. Pleno juga dapat memutuskan tidak "
				     "diregistrasi.",
				  "The time to complete is over; still missing: %s. What was told is not thrown away. The plenary may also decide "
				  "not to register it."),
			      *s->lacks ? s->lacks : "-"));
}

static enum status time_over(struct seeing *s, struct err *e)
{
	const struct law_clock *clock = law_clock_of(s->f->law, s->f->procedure, "COMPLETE");
	struct case_clocks_rows rows;
	TRY(case_clocks(s->tx, s->f->row.id, &rows, e));
	for (size_t i = 0; clock && i < rows.n; i++)
		s->time_over |= text_eq(rows.items[i].clock, clock->code) && instant_is_none(rows.items[i].ended_at) &&
				!text_eq(rows.items[i].status, "uncounted") && rows.items[i].last_moment.us < s->d->now.us;
	return OK;
}

static bool before_registration(const char *state)
{
	return text_eq(state, "SUBMITTED") || text_eq(state, "REVIEW") || text_eq(state, "DEFICIENT");
}

enum status handle_paths(struct tx *tx, const struct desk *d, const struct handle_file *f, struct handle_path_list *ret, struct err *e)
{
	struct seeing s = {.tx = tx, .d = d, .f = f, .ret = ret};
	bool found;
	*ret = (struct handle_path_list){0};
	if (!before_registration(f->row.state))
		return OK;
	TRY(handle_report(tx, f->row.id, &found, &s.r, e));
	if (!found)
		return OK;
	TRY(handle_marks(tx, f->row.id, &s.marks, e));
	TRY(registry_place(tx, d, s.r.place, s.r.body, &s.outside, &s.place, e));
	TRY(time_over(&s, e));
	look_at_elements(&s);
	if (text_eq(f->row.state, "DEFICIENT")) {
		if (s.time_over)
			lapsed_put(&s);
		return OK;
	}
	if (s.outside)
		outside_put(&s);
	if (s.r.late)
		late_put(&s);
	if (*s.lacks && (!s.r.late || s.material_lacks))
		lacking_put(&s);
	if (!*s.lacks && !s.r.late)
		complete_put(&s);
	return OK;
}
