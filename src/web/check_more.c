/* check_more.c -- what the self-check says beside the act: the consequence as the law lists it, what to do instead, and what can
 * be said of a picture without a model: its metadata, and whether it is a campaign picture that the office knows. */
#include "web/check.h"

#include "desk/advice/advice.h"

#include <string.h>

#define PICTURES_PER_HOUR 40 /* per source: each starts a process */
#define SANCTIONS_SHOWN	  6

/* What to do instead, by what it would be. The last row is for everything else. */
static const struct {
	const char *conduct, *id, *en;
} instead[] = {
	{"online_support", "Baca saja, tanpa menyukai, mengomentari, membagikan, atau mengikuti. Yang boleh: membagikan jadwal resmi dan mengajak memilih tanpa menyebut siapa.",
	 "Just read, without liking, commenting, sharing or following. What is fine: sharing the official schedule, and asking people to vote without saying for whom."},
	{"online_campaign", "Jangan teruskan bahan kampanye. Bila orang bertanya, arahkan ke laman resmi KPU yang memuat semua calon.",
	 "Do not pass campaign material on. If somebody asks, point to the election commission's own page, which shows all candidates."},
	{"photo", "Berfotolah tanpa calon, tanpa alat peraga, dan tanpa isyarat jari; tangan terbuka atau mengepal tidak dibaca sebagai nomor. Foto yang sudah ada jangan diunggah.",
	 "Take pictures without candidates, without campaign material and without finger signs; an open hand or a fist is read as no number. Do not post the one you have."},
	{"attend_campaign", "Jangan hadir dengan atribut atau dalam jam kerja. Ingin tahu programnya? Baca di laman resmi KPU.",
	 "Do not attend with attributes or in working hours. Curious about programmes? Read them on the election commission's page."},
	{"mobilise", "Jangan mengajak atau menyuruh orang lain. Sampaikan pesan umum saja: datang ke TPS, pilihan rahasia.",
	 "Do not urge or order others. Say only what is general: go and vote, the choice is secret."},
	{"", "Tunda dulu, dan tanyakan ke meja tanya atau atasan Anda.", "Wait, and ask the advice desk or your superior."},
};

static const char *instead_of(const char *conduct, enum lang lang)
{
	size_t i = 0;
	while (instead[i].conduct[0] && !text_eq(instead[i].conduct, conduct))
		i++;
	return lang == EN ? instead[i].en : instead[i].id;
}

static int level_of(const char *word)
{
	if (text_starts(word, "moral"))
		return LEVEL_MORAL;
	for (int l = LEVEL_NONE + 1; l < SANCTION_LEVEL_N; l++)
		if (text_eq(word, level_code((enum sanction_level)l)))
			return l;
	return LEVEL_NONE;
}

/* Is the kind one that the act may be punished with? Moral ones are named one by one, the rest by their level. */
static bool may_follow(const struct law_act *act, const struct law_sanction *s)
{
	int least = level_of(act->sanction_min), most = level_of(act->sanction_max), level = (int)s->level;
	if (level == LEVEL_MORAL && least == LEVEL_MORAL)
		return text_eq(s->outcome, act->sanction_min) || text_eq(s->outcome, act->sanction_max);
	return least && most && level >= least && level <= most;
}

void check_consequence(const struct request *rq, const struct law_act *act, enum subject_class class, struct day today, struct check_view *v)
{
	const struct law_sanction *all[60];
	bool en = rq->lang == EN;
	size_t n = law_sanctions(desk_law(&rq->desk), class == CLASS_UNKNOWN ? PNS : class, LEVEL_NONE, today, all, 60);
	for (size_t i = 0; i < n && v->sanctions.n < SANCTIONS_SHOWN; i++)
		if (may_follow(act, all[i]))
			ARENA_PUSH(rq->desk.arena, &v->sanctions,
				   ((struct check_sanction){en && !text_blank(all[i]->name_en) ? all[i]->name_en : all[i]->name_id, all[i]->row.basis}));
	v->instead = instead_of(act->conduct, rq->lang);
}

static const char *why_words(const struct request *rq, const char *why)
{
	bool en = rq->lang == EN;
	if (text_eq(why, "no_picture"))
		return en ? "This file is no picture that we can open (JPEG, PNG, WebP, GIF)." : "Berkas ini bukan gambar yang dapat kami buka (JPEG, PNG, WebP, GIF).";
	if (text_eq(why, "too_large"))
		return en ? "This picture is too large to open here." : "Gambar ini terlalu besar untuk dibuka di sini.";
	return en ? "This picture is damaged and cannot be opened." : "Gambar ini rusak dan tidak dapat dibuka.";
}

enum status check_picture(struct request *rq, struct check_view *v, struct err *e)
{
	struct advice_picture p;
	if (!rq->n_uploads || !rq->uploads[0].bytes.n) /* a browser sends an empty part when nothing was chosen */
		return OK;
	if (rq->uploads[0].bytes.n > CHECK_PICTURE_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "picture", "%s", rq->lang == EN ? "At most 8 MB." : "Paling besar 8 MB.");
	TRY(rq_limit(rq, "check-picture", PICTURES_PER_HOUR, e));
	TRY(advice_picture_look(&rq->desk, rq->uploads[0].bytes, &p, e));
	if (p.why[0])
		return FAIL_FIELD(e, INVALID, "picture", "%s", why_words(rq, p.why));
	v->picture = true;
	v->place = p.place;
	v->picture_time = p.time;
	v->known = p.known[0];
	v->picture_name = p.known;
	v->picture_source = p.source;
	return OK;
}
