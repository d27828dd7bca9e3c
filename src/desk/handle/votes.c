/* votes.c -- the votes of a plenary: who may vote, how many must be there, and when those in favour are enough.
 *
 * Each member is counted once, and never one to whom the file is shut (desk/access/conflict.h): such a member neither
 * votes nor makes the quorum. How many must be present, which share must agree and what an even vote means are settings
 * of the office (plenary.*): the regulation's own numbers were not readable, so nothing here pretends to know them.
 */
#include "desk/handle/handle_internal.h"

#include <string.h>

#define CLOCKS_APART_US (300 * SECOND_US) /* the clock of who writes it down and that of the office */

enum status need_held(const struct desk *d, struct instant held_at, struct err *e)
{
	if (held_at.us <= d->now.us + CLOCKS_APART_US)
		return OK;
	return FAIL_FIELD(e, INVALID, "held_at", d->lang == EN ? "%s is still to come: what the plenary decided is written down when it has decided. Plan a sitting for a day ahead."
								: "%s belum tiba: putusan pleno dicatat setelah diambil. Untuk hari nanti, jadwalkan rapat pleno.",
			  instant_words(d->arena, d, held_at));
}

/* Who is who: all members of the office, and those who may decide this file. */
struct council {
	struct handle_members_rows all, may;
	const struct handle_plenary_new *as;
	enum lang lang;
};

static const struct handle_members_row *member_in(const struct handle_members_rows *list, int64_t id)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->items[i].id == id)
			return &list->items[i];
	return NULL;
}

static enum status voter_check(const struct council *c, size_t at, const struct handle_members_row **ret, struct err *e)
{
	int64_t id = c->as->votes[at].member;
	bool en = c->lang == EN;
	const struct handle_members_row *m = member_in(&c->all, id);
	*ret = m;
	if (!m)
		return FAIL_FIELD(e, INVALID, "vote", "%s", en ? "Only members of the plenary vote." : "Hanya anggota pleno yang memberi suara.");
	if (!member_in(&c->may, id))
		return FAIL_FIELD(e, INVALID, "vote", en ? "%s has a conflict of interest in this file and cannot vote." : "%s berbenturan kepentingan dalam berkas ini dan tidak dapat memberi suara.", m->name);
	for (size_t i = 0; i < at; i++)
		if (c->as->votes[i].member == id)
			return FAIL_FIELD(e, INVALID, "vote", en ? "%s votes twice; each member votes once." : "%s memberi suara dua kali; setiap anggota hanya sekali.", m->name);
	return OK;
}

static enum status vote_check(const struct council *c, const struct handle_vote *v, const char *name, struct err *e)
{
	bool en = c->lang == EN;
	if (!text_eq(v->vote, "agree") && !text_eq(v->vote, "dissent") && !text_eq(v->vote, "absent"))
		return FAIL_FIELD(e, INVALID, "vote", en ? "Choose the vote of %s: agrees, dissents or absent." : "Pilih suara %s: setuju, berbeda pendapat, atau tidak hadir.", name);
	if (text_eq(v->vote, "dissent") && text_blank(v->opinion))
		return FAIL_FIELD(e, INVALID, "opinion", en ? "The opinion of %s, who dissents, belongs in the minutes." : "Pendapat %s yang berbeda harus dimuat dalam berita acara.", name);
	return v->opinion && strlen(v->opinion) > TEXT_MAX ? FAIL_FIELD(e, TOO_LARGE, "opinion", "at most %d bytes", TEXT_MAX) : OK;
}

struct tally {
	int64_t present, agree;
	bool chair; /* among those who agree */
};

static enum status tally_of(const struct council *c, struct tally *ret, struct err *e)
{
	*ret = (struct tally){0};
	for (size_t i = 0; i < c->as->n_votes; i++) {
		const struct handle_members_row *m;
		TRY(voter_check(c, i, &m, e));
		TRY(vote_check(c, &c->as->votes[i], m->name, e));
		bool agrees = text_eq(c->as->votes[i].vote, "agree");
		ret->present += !text_eq(c->as->votes[i].vote, "absent");
		ret->agree += agrees;
		ret->chair |= agrees && !strcmp(m->role, "chair");
	}
	return OK;
}

static bool enough(const struct settings *s, const struct tally *t)
{
	int64_t in_favour = t->agree * 100, share = t->present * settings_int(s, "plenary.majority");
	return in_favour > share || (in_favour == share && t->chair && settings_bool(s, "plenary.chair_breaks_tie"));
}

const char *votes_words(struct arena *a, const struct office *o, const struct handle_vote *votes, size_t n)
{
	struct tally t = {0};
	for (size_t i = 0; i < n; i++) {
		t.present += !text_eq(votes[i].vote, "absent");
		t.agree += text_eq(votes[i].vote, "agree");
	}
	return arena_printf(a, "Hadir %lld anggota, tidak hadir %lld; kuorum %lld. Setuju %lld, berbeda pendapat %lld.", (long long)t.present,
			    (long long)n - (long long)t.present, (long long)settings_int(o->settings, "plenary.quorum"), (long long)t.agree, (long long)(t.present - t.agree));
}

enum status votes_count(struct tx *tx, const struct desk *d, const struct handle_plenary_new *as, struct case_facts *facts,
			struct err *e)
{
	struct council c = {.as = as, .lang = d->lang};
	struct tally t;
	const struct settings *s = d->office->settings;
	int64_t quorum = settings_int(s, "plenary.quorum");
	TRY(handle_members(tx, d->office->id, 0, &c.all, e));
	TRY(handle_members(tx, d->office->id, as->case_file, &c.may, e));
	TRY(tally_of(&c, &t, e));
	facts->quorum = t.present > 0 && t.present >= quorum;
	facts->majority = enough(s, &t);
	if (!facts->quorum)
		return FAIL_FIELD(e, INVALID, "vote", d->lang == EN ? "No quorum: %lld present, %lld are needed." : "Kuorum tidak tercapai: %lld hadir, diperlukan %lld.",
				  (long long)t.present, (long long)quorum);
	if (facts->majority)
		return OK;
	return FAIL_FIELD(e, INVALID, "vote", d->lang == EN ? "No majority: %lld of %lld present agree, more than %lld%% is needed." : "Belum ada suara terbanyak: %lld dari %lld yang hadir setuju, diperlukan lebih dari %lld%%.",
			  (long long)t.agree, (long long)t.present, (long long)settings_int(s, "plenary.majority"));
}
