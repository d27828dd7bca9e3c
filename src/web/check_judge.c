/* check_judge.c -- see check_judge.h. */
#include "web/check_judge.h"

#include "base/buf.h"
#include "core/screen/screen.h"

/* The reasons without repetition, in the order of the text. */
static void fill_whys(struct arena *a, const struct screen_stance *s, enum lang lang, struct check_answer *to)
{
	to->whys.items = arena_array(a, struct check_why, s->reasons_n);
	for (size_t i = 0; i < s->reasons_n; i++) {
		const char *why = lang == EN ? screen_why_en(a, s->reasons[i].why) : s->reasons[i].why;
		size_t seen = 0;
		while (seen < to->whys.n && !text_eq(to->whys.items[seen].text, why))
			seen++;
		if (seen == to->whys.n && !text_blank(why))
			to->whys.items[to->whys.n++].text = arena_strdup(a, why);
	}
}

static const char *stance_text(struct arena *a, const struct screen_stance *s)
{
	scoped(buf_free) struct buf b = {0};
	screen_stance_json(&b, "check", s);
	struct str line = str_trim((struct str){b.s ? b.s : "null", b.s ? b.n : 4});
	return arena_strndup(a, line.s, line.n);
}

void check_judge(const struct office *o, struct arena *a, const char *text, enum subject_class class, enum lang lang,
		 struct day today, struct day determined, struct check_answer *ret)
{
	struct screen_check c;
	scoped(screen_give) struct screen *screen = screen_take(&o->screen); /* nothing of the answer may point into it */
	screen_check_text(screen, o->law, a, text, class, today, determined, &c);
	*ret = (struct check_answer){.conduct = c.conduct, .act = c.act, .other_phase = c.other_phase,
				     .advice_id = c.advice_id, .advice_en = c.advice_en, .stance = stance_text(a, &c.stance)};
	fill_whys(a, &c.stance, lang, ret);
}
