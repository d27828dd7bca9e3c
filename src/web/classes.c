/* classes.c -- see classes.h. */
#include "web/classes.h"

static const enum subject_class offered[] = {PNS, PPPK, PPPK_PARUH_WAKTU, HONORER, KEPALA_DESA, PERANGKAT_DESA, BPD, TNI, POLRI, MASYARAKAT};
#define OFFERED_N (sizeof offered / sizeof offered[0])

struct class_choices classes_offered(const struct request *rq, enum subject_class chosen)
{
	struct class_choices ret = {arena_array(rq->desk.arena, struct class_choice, OFFERED_N), OFFERED_N};
	for (size_t i = 0; i < OFFERED_N; i++)
		ret.items[i] = (struct class_choice){class_code(offered[i]), class_name(offered[i], rq->lang), offered[i] == chosen};
	return ret;
}

struct class_choices classes_all(const struct request *rq, enum subject_class chosen)
{
	struct class_choices ret = {arena_array(rq->desk.arena, struct class_choice, SUBJECT_CLASS_N), 0};
	for (int c = CLASS_UNKNOWN + 1; c < SUBJECT_CLASS_N; c++) {
		enum subject_class of = (enum subject_class)c;
		ret.items[ret.n++] = (struct class_choice){class_code(of), class_name(of, rq->lang), of == chosen};
	}
	return ret;
}
