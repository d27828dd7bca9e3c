/* api_check.c -- see api_check.h. */
#include "web/api_check.h"

#include "core/screen/screen.h"

static void put_found_act(struct json_out *j, const char *key, const struct law_act *a)
{
	jout_key(j, key);
	if (!a) {
		jout_null(j);
		return;
	}
	jout_object(j);
	jout_put_text(j, "code", a->code);
	jout_put_text(j, "title_id", a->title_id);
	jout_put_text(j, "title_en", a->title_en);
	jout_put_text(j, "phase", phase_code(a->phase));
	jout_put_text(j, "basis", a->row.basis);
	jout_end(j, '}');
}

static void put_check(struct json_out *j, const struct screen_check *c)
{
	jout_put_text(j, "stance", stance_name(c->stance.stance));
	jout_key(j, "score");
	jout_real(j, c->stance.score, 3);
	jout_put_text(j, "conduct", text_blank(c->conduct) ? NULL : c->conduct);
	jout_put_text(j, "phase", phase_code(c->phase));
	put_found_act(j, "act", c->act);
	put_found_act(j, "other_phase", c->other_phase);
	jout_key(j, "reasons");
	jout_array(j);
	for (size_t i = 0; i < c->stance.reasons_n; i++) {
		jout_object(j);
		jout_put_int(j, "from", (int64_t)c->stance.reasons[i].from);
		jout_put_int(j, "to", (int64_t)c->stance.reasons[i].to);
		jout_put_text(j, "why", c->stance.reasons[i].why);
		jout_end(j, '}');
	}
	jout_end(j, ']');
	jout_put_text(j, "advice_id", c->advice_id);
	jout_put_text(j, "advice_en", c->advice_en);
	jout_put_bool(j, "stored", false);
	jout_put_bool(j, "hint_only", true);
}

void check_put(struct json_out *j, const struct desk *d, const char *text, const char *class, struct day determined)
{
	struct screen_check check = {0};
	const struct office *o = d->office;
	screen_check_text(o->screen, o->law, d->arena, text, class ? class_of(class) : CLASS_UNKNOWN,
			  day_of_instant(d->now, o->zone), determined, &check);
	put_check(j, &check);
}
