/* signals.c -- which hints speak for a cluster, and which of them count.
 *
 * Alerts say how a person was met (account, name with unit, name alone) and how a candidate was met (name, account,
 * hashtag, slogan, number). Several people in one post repeat the same hint, so hints are counted by kind, not by
 * alert: forty posts of one rumour are one signal "many senders". What an officer saw counts like a hint of
 * the machine, and is marked as seen.
 */
#include "desk/review/review_internal.h"

#include <string.h>

static const struct review_signal KINDS[] = {
	/* code        Indonesian                                       English                                 weight */
	{"account", "Akun tercatat milik pegawai", "The account is on record as an employee's", "kuat", "strong", true, false},
	{"unit", "Nama bersama unit kerja atau gelar", "Name together with work unit or title", "sedang", "fair", true, false},
	{"support", "Dukungan kepada pasangan calon tertulis", "Support for a pair is written", "kuat", "strong", true, false},
	{"object", "Pasangan calon disebut", "A pair of candidates is named", "sedang", "fair", true, false},
	{"senders", "Hal yang sama dari tiga akun atau lebih", "The same from three accounts or more", "kuat", "strong", true, false},
	{"number", "Angka atau jari seperti nomor urut", "A number or fingers like a ballot number", "tidak dihitung", "not counted", false, false},
	{"name", "Nama saja, tanpa jabatan", "A name alone, without position", "tidak dihitung", "not counted", false, false},
};

const struct review_seen review_seen[] = {
	{"seen_person", "Orangnya dapat dikenali, bukan dari nama saja", "The person can be recognised, not by name alone"},
	{"seen_support", "Dukungan atau ajakan terlihat jelas", "Support or an appeal is plain to see"},
	{"seen_attribute", "Seragam, lencana, kendaraan, atau kop dinas", "Uniform, badge, vehicle or letterhead of an office"},
	{"seen_place", "Tempat dan tanggal dapat dipastikan", "Place and date can be established"},
};
const size_t review_seen_n = sizeof review_seen / sizeof *review_seen;

static void signal_add(struct arena *a, struct review_signals *to, const char *code)
{
	for (size_t i = 0; i < to->n; i++)
		if (strcmp(to->items[i].code, code) == 0)
			return;
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
		if (strcmp(KINDS[i].code, code) == 0) {
			ARENA_PUSH(a, to, KINDS[i]);
			to->counting += KINDS[i].counts;
		}
}

static void signal_of_person(struct arena *a, struct review_signals *to,
			     const struct review_cluster_alerts_row *alert)
{
	if (text_eq(alert->how, "account") && text_eq(alert->strength, "strong"))
		signal_add(a, to, "account");
	else if (text_eq(alert->strength, "weak"))
		signal_add(a, to, "name");
	else if (!text_blank(alert->how))
		signal_add(a, to, "unit");
}

static void signal_of_object(struct arena *a, struct review_signals *to,
			     const struct review_cluster_alerts_row *alert)
{
	if (text_blank(alert->object_how))
		return;
	bool number = text_eq(alert->object_how, "number");
	signal_add(a, to, number ? "number" : "object");
	if (!number && text_eq(alert->stance, "support"))
		signal_add(a, to, "support");
}

static size_t senders(const struct review_cluster_posts_rows *posts)
{
	size_t n = 0;
	for (size_t i = 0; i < posts->n; i++) {
		bool known = text_blank(posts->items[i].handle);
		for (size_t j = 0; j < i && !known; j++)
			known = text_eq(posts->items[i].handle, posts->items[j].handle);
		n += !known;
	}
	return n;
}

struct review_signals review_signals_of(struct arena *a, const struct review_cluster_posts_rows *posts,
					const struct review_cluster_alerts_rows *alerts)
{
	struct review_signals ret = {0};
	if (senders(posts) >= 3)
		signal_add(a, &ret, "senders");
	for (size_t i = 0; i < alerts->n; i++) {
		signal_of_person(a, &ret, &alerts->items[i]);
		signal_of_object(a, &ret, &alerts->items[i]);
	}
	return ret;
}

enum status review_signals_see(struct arena *a, struct review_signals *to, const char *const *seen, size_t n,
			       struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const struct review_seen *found = NULL;
		for (size_t k = 0; k < review_seen_n; k++)
			if (text_eq(review_seen[k].code, seen[i]))
				found = &review_seen[k];
		if (!found)
			return FAIL_FIELD(e, INVALID, "seen", "no such sign: '%.40s'", seen[i]);
		struct review_signal s = {found->code, found->text_id, found->text_en,
					  "dilihat petugas", "seen by an officer", true, true};
		ARENA_PUSH(a, to, s);
		to->counting++;
	}
	return OK;
}

const char *review_signals_text(struct arena *a, const struct review_signals *s)
{
	const char *text = "";
	for (size_t i = 0; i < s->n; i++)
		text = arena_printf(a, "%s%s%s", text, *text ? "," : "", s->items[i].code);
	return text;
}
