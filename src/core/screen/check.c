/* check.c -- the self-check: somebody asks, before posting, which act a text could be. Nothing is kept. */
#include "core/screen/screen_internal.h"

#include <string.h>

/* Wording of support without a known candidate: the advice still can name the act. */
static bool calls_for_somebody(const struct screen_stance *st)
{
	return st->stance == SUPPORT || st->stance == AGAINST;
}

static void advise(struct screen_check *ret)
{
	if (!ret->conduct[0]) {
		ret->advice_id = "Tidak ada tanda keberpihakan yang kami kenali. Ini bukan jaminan: konteks, foto dan akun tujuan juga dinilai.";
		ret->advice_en = "We recognise no sign of taking sides. This is no guarantee: context, photos and the account also count.";
	} else if (ret->stance.stance == AGAINST) {
		ret->advice_id = "Menolak seorang calon di muka umum dapat dinilai memihak calon lain. Sebaiknya tidak diunggah.";
		ret->advice_en = "Opposing a candidate in public may be seen as siding with another. Better not to post it.";
	} else {
		ret->advice_id = "Tulisan ini dapat dinilai sebagai dukungan. Sebaiknya tidak diunggah, disukai, atau dibagikan.";
		ret->advice_en = "This may be taken as support. Better not to post, like or share it.";
	}
}

void screen_check_text(const struct screen *s, const struct law *law, struct arena *a, const char *text, enum subject_class class,
		       struct day today, struct day determined, struct screen_check *ret)
{
	*ret = (struct screen_check){.conduct = ""};
	scoped(screen_run_free) struct screen_run *run = screen_run_new(s, &(struct screen_options){.at = today, .anyone = true});
	stance_judge(run, a, KIND_POST, "", "", text, NULL, NULL, NULL, &ret->stance);
	bool pose = ret->stance.stance == NEUTRAL && (!strcmp(ret->stance.act, "photo_with_candidate") || !strcmp(ret->stance.act, "finger_gesture"));
	if (calls_for_somebody(&ret->stance) || (pose && ret->stance.objects_n))
		ret->conduct = conduct_of(&ret->stance, KIND_POST);
	if (day_is_none(determined) && s && ret->stance.objects_n)
		determined = contest_determined(s, ret->stance.objects[0].contest);
	ret->determined = determined;
	ret->phase = law_phase(today, determined);
	if (law && ret->conduct[0]) {
		enum subject_class as = class == CLASS_UNKNOWN ? PNS : class;
		ret->act = law_act_pick(law, ret->conduct, as, today, determined);
		ret->other_phase = law_act_other_phase(law, ret->conduct, as, today, ret->act);
	}
	advise(ret);
}
