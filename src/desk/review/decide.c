/* decide.c -- a decision about a cluster, stored at once, and how it is taken back.
 *
 * Read `kinds` below as a table: what the decision is called and what the officer is told. The rules that a finding
 * must meet stand in finding_check; nothing on the page can go round them.
 */
#include "desk/review/review_internal.h"

#include "desk/access/access.h"
#include "desk/handle/handle.h"

#include <string.h>

#define MEDIA_MAX 50 /* pictures of a cluster that come with it into the file */

const struct review_kind review_kinds[] = {
	{"finding", "f", "Calon temuan", "Finding candidate", "calon temuan", "a finding candidate"},
	{"info", "i", "Informasi awal", "Initial information", "informasi awal", "initial information"},
	{"attach", "a", "Gabung ke perkara", "Attach to a file", "bagian dari perkara yang ada", "part of an existing file"},
	{"duplicate", "d", "Duplikat dari…", "Duplicate of…", "duplikat", "a duplicate"},
	{"not_relevant", "x", "Tidak terkait", "Not relevant", "tidak terkait", "not relevant"},
	{"snooze", "s", "Tunda", "Snooze", "ditunda", "snoozed"},
	{"escalate", "e", "Pembaca kedua", "Second reader", "menunggu pembaca kedua", "waiting for a second reader"},
	{"undo", "u", "Urungkan", "Undo", "diurungkan", "undone"},
};
const size_t review_kinds_n = sizeof review_kinds / sizeof *review_kinds;

const struct review_kind *review_kind_of(const char *code_or_key)
{
	for (size_t i = 0; i < review_kinds_n; i++)
		if (text_eq(review_kinds[i].code, code_or_key) || text_eq(review_kinds[i].key, code_or_key))
			return &review_kinds[i];
	return NULL;
}

/* One decision on its way: what was asked, what stands, what comes of it. */
struct deciding {
	const struct desk *d;
	struct tx *tx;
	const struct review_choice *as;
	struct review_cluster_get_row cluster;
	struct review_item_get_row item; /* zero when nobody has decided yet */
	struct review_cluster_alerts_rows alerts;
	struct review_signals signals;
	const char *status;   /* before */
	const char *people;   /* alerts ticked, by comma */
	int64_t seconds;
	int64_t case_file;    /* opened or joined */
	struct review_done *done;
};

static bool decides(const struct deciding *w, const char *code)
{
	return strcmp(w->as->decision, code) == 0;
}

static enum status choice_check(const struct deciding *w, struct err *e)
{
	const struct review_choice *as = w->as;
	const struct review_kind *kind = review_kind_of(as->decision);
	if (!kind || strcmp(kind->code, as->decision) != 0 || decides(w, "undo"))
		return FAIL_FIELD(e, INVALID, "decide", "tekan salah satu tombol putusan");
	if (decides(w, "not_relevant") && text_blank(as->reason))
		return FAIL_FIELD(e, INVALID, "reason", "tulis atau pilih alasan mengapa ini tidak terkait");
	if (as->reason && strlen(as->reason) > REVIEW_REASON_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "reason", "alasan paling panjang %d bita", REVIEW_REASON_MAX);
	if (decides(w, "snooze") && (day_is_none(as->until) ||
				     as->until.n <= day_of_instant(w->d->now, w->d->office->zone).n))
		return FAIL_FIELD(e, INVALID, "until", "pilih tanggal sesudah hari ini");
	if (decides(w, "duplicate") && (!as->other || as->other == as->cluster))
		return FAIL_FIELD(e, INVALID, "other", "pilih klaster lain yang sama");
	if (decides(w, "attach") && !as->case_file)
		return FAIL_FIELD(e, INVALID, "case", "pilih perkara tempat ini digabung");
	if (!text_blank(as->act_code) && !law_act(desk_law(w->d), as->act_code))
		return FAIL_FIELD(e, INVALID, "act", "perbuatan '%.20s' tidak ada dalam tabel hukum", as->act_code);
	return OK;
}

/* Somebody else holds it, or it is decided already. */
static enum status turn_check(struct deciding *w, struct err *e)
{
	bool found;
	struct review_lease_get_row lease;
	TRY(review_lease_get(w->tx, w->as->cluster, w->d->now, &found, &lease, e));
	if (found && lease.app_user != w->d->user)
		return FAIL(e, CONFLICT, "klaster ini sedang dibaca oleh %s", lease.user_name);
	if (found && !instant_is_none(lease.opened_at))
		w->seconds = (w->d->now.us - lease.opened_at.us) / SECOND_US;
	w->seconds = w->seconds > REVIEW_SECONDS_MAX ? REVIEW_SECONDS_MAX : w->seconds;
	TRY(review_item_get(w->tx, w->as->cluster, &found, &w->item, e));
	w->status = found ? w->item.status : "waiting";
	if (text_eq(w->status, "decided"))
		return FAIL(e, CONFLICT, "klaster ini sudah diputus; urungkan dulu bila keliru");
	if (text_eq(w->status, "second") && w->item.first_reader == w->d->user)
		return FAIL(e, FORBIDDEN, "pembaca kedua harus orang lain dari pembaca pertama");
	return OK;
}

static enum status ticked_check(struct deciding *w, struct err *e)
{
	w->people = "";
	for (size_t i = 0; i < w->as->n_people; i++) {
		bool known = false;
		for (size_t k = 0; k < w->alerts.n && !known; k++)
			known = w->alerts.items[k].id == w->as->people[i];
		if (!known)
			return FAIL_FIELD(e, INVALID, "person", "orang yang ditandai bukan usulan klaster ini");
		w->people = arena_printf(w->tx->arena, "%s%s%lld", w->people, i ? "," : "",
					 (long long)w->as->people[i]);
	}
	return OK;
}

static const struct review_cluster_alerts_row *alert_of(const struct deciding *w, int64_t id)
{
	for (size_t k = 0; k < w->alerts.n; k++)
		if (w->alerts.items[k].id == id)
			return &w->alerts.items[k];
	return NULL;
}

/* A person is either who the officer means or somebody else of that name. */
static enum status others_check(const struct deciding *w, struct err *e)
{
	for (size_t i = 0; i < w->as->n_others; i++) {
		const struct review_cluster_alerts_row *other = alert_of(w, w->as->others[i]);
		if (!other || !other->employee || !other->author)
			return FAIL_FIELD(e, INVALID, "person", "orang yang ditandai bukan usulan klaster ini");
		for (size_t k = 0; k < w->as->n_people; k++) {
			const struct review_cluster_alerts_row *meant = alert_of(w, w->as->people[k]);
			if (meant && meant->employee == other->employee)
				return FAIL_FIELD(e, INVALID, "person", "%s ditandai sebagai terlapor dan sebagai bukan orangnya; pilih salah satu", other->name);
		}
	}
	return OK;
}

static enum status work_read(struct deciding *w, struct err *e)
{
	bool found;
	TRY(review_cluster_get(w->tx, w->d->office->id, w->as->cluster, &found, &w->cluster, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no cluster %lld in this office", (long long)w->as->cluster);
	TRY(turn_check(w, e));
	struct review_cluster_posts_rows posts;
	TRY(review_cluster_posts(w->tx, w->as->cluster, REVIEW_POSTS_SHOWN, &posts, e));
	TRY(review_cluster_alerts(w->tx, w->as->cluster, REVIEW_ALERTS_READ, &w->alerts, e));
	w->signals = review_signals_of(w->tx->arena, &posts, &w->alerts);
	TRY(review_signals_see(w->tx->arena, &w->signals, w->as->seen, w->as->n_seen, e));
	TRY(ticked_check(w, e));
	return others_check(w, e);
}

/* "Not matched": by these accounts the employee does not come up again. */
static enum status others_store(struct deciding *w, struct err *e)
{
	for (size_t i = 0; i < w->as->n_others; i++) {
		const struct review_cluster_alerts_row *other = alert_of(w, w->as->others[i]);
		struct review_authors_rows by;
		TRY(review_authors(w->tx, w->as->cluster, other->employee, &by, e));
		for (size_t k = 0; k < by.n; k++)
			TRY(review_namesake_add(w->tx, id_new(w->d->now), w->d->office->id, by.items[k].platform, by.items[k].author, other->employee,
						w->as->cluster, w->d->now, w->d->user, e));
		TRY(access_note(w->tx, w->d, "not_matched", "employee", other->employee, w->cluster.title, e));
	}
	return OK;
}

/* A finding rests on two agreeing signals; the second reader may add what that reader saw. */
static enum status finding_check(const struct deciding *w, struct err *e)
{
	if (w->signals.counting < REVIEW_SIGNALS_NEEDED)
		return FAIL_FIELD(e, INVALID, "seen",
				  "calon temuan perlu dua tanda yang setuju, baru ada %lld; nama saja dan angka saja "
				  "tidak dihitung. Tandai yang Anda lihat sendiri, atau pilih informasi awal",
				  (long long)w->signals.counting);
	return OK;
}

/* Which law judges: the contest of the alerts, else the one whose voting day comes next. */
static enum status contest_find(const struct deciding *w, struct review_contest_near_row *ret, struct err *e)
{
	bool found = false;
	struct review_contest_of_row of;
	for (size_t i = 0; i < w->alerts.n && !found; i++)
		if (!text_blank(w->alerts.items[i].contest))
			TRY(review_contest_of(w->tx, w->d->office->id, w->alerts.items[i].contest, &found, &of, e));
	*ret = (struct review_contest_near_row){.procedure = "pilkada", .determined_on = DAY_NONE};
	if (found) {
		*ret = (struct review_contest_near_row){of.id, of.procedure, of.determined_on};
		return OK;
	}
	struct review_contest_near_row near;
	TRY(review_contest_near(w->tx, w->d->office->id, day_of_instant(w->d->now, w->d->office->zone), &found, &near, e));
	if (found)
		*ret = near;
	return OK;
}

/* The first text of the cluster, as the summary that the file starts with. */
static enum status file_open(struct deciding *w, const char *kind, const char *event, struct err *e)
{
	struct review_contest_near_row contest;
	TRY(contest_find(w, &contest, e));
	struct review_cluster_posts_rows posts;
	TRY(review_cluster_posts(w->tx, w->as->cluster, 1, &posts, e));
	const char *text = posts.n ? text_clip(w->tx->arena, posts.items[0].text, 600) : "";
	struct day seen_on = instant_is_none(w->cluster.first_at) ? DAY_NONE
		: day_of_instant(w->cluster.first_at, w->d->office->zone);
	struct docket_new file = {
		.kind = kind, .procedure = docket_procedure(contest.procedure), .contest = contest.id,
		.title = text_blank(w->as->title) ? w->cluster.title : w->as->title,
		.summary = arena_printf(w->tx->arena, "%lld kiriman patroli. Kiriman pertama: “%s”",
					(long long)w->cluster.posts, text),
		.event_on = day_is_none(w->as->event_on) ? seen_on : w->as->event_on,
		.known_on = day_of_instant(w->d->now, w->d->office->zone),
		.event_place = text_blank(w->as->place) ? NULL : w->as->place,
	};
	return docket_open(w->tx, w->d, &file, event, &w->case_file, e);
}

/* Copies one ticked person; name, class and office come from the registry as it stands, else from the alert. */
static enum status person_enter(struct deciding *w, const struct review_cluster_alerts_row *alert, struct err *e)
{
	struct docket_person p = {.role = "terlapor", .employee = alert->employee, .name = alert->name,
				  .nip = alert->nip, .class = text_blank(alert->class) ? "" : alert->class,
				  .class_source = "officer"};
	p.act_code = text_blank(w->as->act_code) ? alert->act_code : w->as->act_code;
	struct review_employee_row row;
	bool found = false;
	if (alert->employee)
		TRY(review_employee(w->tx, w->d->office->id, alert->employee, &found, &row, e));
	if (found) {
		p.name = row.name;
		p.nip = row.nip;
		p.class = row.class;
		p.class_source = "registry";
		p.agency = row.agency;
		p.position = row.position;
	}
	w->done->people++;
	int64_t id;
	return docket_person_add(w->tx, w->d, w->case_file, &p, &id, e);
}

static bool entered_before(const struct case_people_rows *people, const struct review_cluster_alerts_row *alert)
{
	for (size_t i = 0; i < people->n; i++)
		if (alert->employee ? people->items[i].employee == alert->employee
				    : text_eq(people->items[i].name, alert->name))
			return true;
	return false;
}

static enum status people_enter(struct deciding *w, struct err *e)
{
	for (size_t i = 0; i < w->as->n_people; i++)
		for (size_t k = 0; k < w->alerts.n; k++) {
			if (w->alerts.items[k].id != w->as->people[i])
				continue;
			struct case_people_rows people;
			TRY(case_people(w->tx, w->case_file, &people, e));
			if (!entered_before(&people, &w->alerts.items[k]))
				TRY(person_enter(w, &w->alerts.items[k], e));
		}
	return handle_title_clear(w->tx, w->d, w->case_file, e);
}

/* The pictures of the cluster become evidence of the file, each once: what the plenary will weigh, and what never
 * brings up again whom it did not prove anything against (N23). */
static enum status media_enter(struct deciding *w, struct err *e)
{
	struct review_cluster_media_rows media;
	struct handle_exhibits_rows there;
	TRY(review_cluster_media(w->tx, w->as->cluster, MEDIA_MAX, &media, e));
	TRY(handle_exhibits(w->tx, w->case_file, &there, e));
	for (size_t i = 0; i < media.n; i++) {
		int64_t id = 0;
		for (size_t k = 0; k < there.n && !id; k++)
			id = text_eq(there.items[k].sha256, media.items[i].sha256) ? there.items[k].id : 0;
		struct handle_exhibit_new as = {.file_id = media.items[i].file, .origin = "patrol",
						.description = "Gambar dari kiriman patroli"};
		if (!id)
			TRY(handle_exhibit_put(w->tx, w->d, w->case_file, &as, &id, e));
	}
	return OK;
}

static enum status attach(struct deciding *w, struct err *e)
{
	struct case_get_row file;
	TRY(case_get(w->tx, w->as->case_file, &file, e));
	if (file.office != w->d->office->id)
		return FAIL(e, NOT_FOUND, "perkara itu bukan perkara kantor ini");
	TRY(conflict_open(w->tx, w->d, file.id, e));
	if (!instant_is_none(file.closed_at) || file.joined_to)
		return FAIL_FIELD(e, INVALID, "case", "perkara itu sudah selesai atau digabung ke perkara lain; pilih yang masih terbuka");
	w->case_file = file.id;
	const char *text = arena_printf(w->tx->arena, "Klaster patroli “%s” (%lld kiriman) digabungkan ke perkara ini.",
					w->cluster.title, (long long)w->cluster.posts);
	TRY(docket_note(w->tx, w->d, file.id, "evidence", text, w->as->cluster, e));
	TRY(media_enter(w, e));
	return people_enter(w, e);
}

/* Only the second reader gets here: the file is opened, the persons ticked are entered, the report of supervision
 * is begun (T13, T14). */
static enum status finding_open(struct deciding *w, struct err *e)
{
	TRY(file_open(w, "finding", "observation", e));
	TRY(media_enter(w, e));
	TRY(people_enter(w, e));
	struct case_facts facts = {.competent = true, .evidence_shown = w->signals.counting >= REVIEW_SIGNALS_NEEDED};
	return docket_event(w->tx, w->d, w->case_file, "write_lhp", &facts,
			    "Ditelaah dua pembaca; ditulis sebagai laporan hasil pengawasan.", e);
}

static enum status info_open(struct deciding *w, struct err *e)
{
	TRY(file_open(w, "info", "info_received", e));
	TRY(media_enter(w, e));
	return people_enter(w, e);
}

/* Carries out the decision; ret is the cluster's status afterwards. */
static enum status effect(struct deciding *w, const char **ret, struct err *e)
{
	*ret = "decided";
	if (decides(w, "escalate"))
		*ret = "second";
	if (decides(w, "snooze"))
		*ret = "snoozed";
	if (decides(w, "info"))
		return info_open(w, e);
	if (decides(w, "attach"))
		return attach(w, e);
	if (!decides(w, "finding"))
		return OK;
	TRY(finding_check(w, e));
	if (text_eq(w->status, "second"))
		return finding_open(w, e);
	w->done->candidate = true;
	*ret = "second";
	return OK;
}

/* What stands about a cluster, and in the list of those that are not decided. */
static enum status item_put(struct tx *tx, const struct desk *d, int64_t id, int64_t cluster, const char *status, struct day until,
			    int64_t first, int64_t decision, int64_t case_file, struct err *e)
{
	int64_t changed;
	if (text_eq(status, "decided"))
		TRY(review_open_drop(tx, cluster, &changed, e));
	else
		TRY(review_open_add(tx, cluster, d->office->id, e));
	return review_item_put(tx, id, d->office->id, cluster, status, until, first, decision, case_file, d->now, e);
}

static enum status decision_store(struct deciding *w, const char *status, struct err *e)
{
	const struct desk *d = w->d;
	int64_t id = id_new(d->now);
	const char *reason = w->as->reason ? w->as->reason : "";
	TRY(review_decision_add(w->tx, id, d->office->id, w->as->cluster, d->now, d->user, w->as->decision, status,
				w->status, reason, text_blank(w->as->act_code) ? NULL : w->as->act_code,
				w->case_file, decides(w, "duplicate") ? w->as->other : 0,
				decides(w, "snooze") ? w->as->until : DAY_NONE,
				review_signals_text(w->tx->arena, &w->signals), w->people, w->seconds, e));
	int64_t ended;
	if (text_eq(status, "second"))
		TRY(review_lease_end(w->tx, w->as->cluster, &ended, e));
	/* A second reader who passes it on leaves the first reader in place. */
	int64_t first = !text_eq(status, "second") ? 0 : w->item.first_reader ? w->item.first_reader : d->user;
	TRY(item_put(w->tx, d, w->item.id ? w->item.id : id_new(d->now), w->as->cluster, status,
		     decides(w, "snooze") ? w->as->until : DAY_NONE, first, id, w->case_file, e));
	return access_note(w->tx, d, "decide", "cluster", w->as->cluster, w->as->decision, e);
}

enum status review_decide(const struct desk *d, const struct review_choice *as, struct review_done *ret,
			  struct err *e)
{
	*ret = (struct review_done){0};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct deciding w = {.d = d, .tx = &tx, .as = as, .done = ret};
	TRY(choice_check(&w, e));
	TRY(work_read(&w, e));
	TRY(effect(&w, &ret->status, e));
	TRY(others_store(&w, e));
	TRY(decision_store(&w, ret->status, e));
	ret->case_file = w.case_file;
	return tx_commit(&tx, e);
}

/* A file that the undone decision had opened is closed by the law's own event; a file that it had joined is told. */
static enum status file_undo(struct tx *tx, const struct desk *d, const struct review_last_of_row *last,
			     struct err *e)
{
	if (!last->case_file)
		return OK;
	if (text_eq(last->decision, "attach"))
		return docket_note(tx, d, last->case_file, "note",
				   "Penggabungan klaster patroli diurungkan oleh petugas yang menggabungkannya.",
				   last->cluster, e);
	struct case_facts facts = {0};
	return docket_event(tx, d, last->case_file, "opened_in_error", &facts,
			    "Dibuka karena keliru dari meja triase; diurungkan dalam 15 menit.", e);
}

enum status review_undo(const struct desk *d, struct review_undone *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct instant since = {d->now.us - REVIEW_UNDO_MINUTES * 60 * SECOND_US};
	struct review_last_of_row last;
	bool found;
	TRY(review_last_of(&tx, d->user, since, &found, &last, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "tidak ada putusan Anda dalam 15 menit terakhir yang dapat diurungkan");
	int64_t back;
	TRY(file_undo(&tx, d, &last, e));
	TRY(review_namesakes_undo(&tx, last.cluster, d->user, d->now, &back, e));
	int64_t id = id_new(d->now);
	TRY(review_decision_add(&tx, id, d->office->id, last.cluster, d->now, d->user, "undo", last.from_status,
				last.effect, "", NULL, 0, last.id, DAY_NONE, "", "", 0, e));
	struct review_decision_before_row before;
	TRY(review_decision_before(&tx, last.cluster, last.id, &found, &before, e));
	struct review_item_get_row item;
	bool there;
	TRY(review_item_get(&tx, last.cluster, &there, &item, e));
	int64_t first = found && text_eq(before.effect, "second") ? before.app_user : 0;
	TRY(item_put(&tx, d, item.id, last.cluster, last.from_status, found ? before.until_on : DAY_NONE, first,
		     found ? before.id : 0, found ? before.case_file : 0, e));
	*ret = (struct review_undone){last.cluster, last.case_file, last.decision};
	return tx_commit(&tx, e);
}
