/* plan.c -- see plan.h. Which clocks hang on which event is the table below; a lawyer reads it row by row, beside
 * law/transitions.toml. A clock that the pack does not have, or no longer has on that day, is left out. */
#include "core/clock/plan.h"

#include <string.h>

#define IN(p) (1U << (p))
#define BOTH  (IN(PILKADA) | IN(PEMILU))

const struct plan_event plan_events[] = {
	{"known", "Pelanggaran diketahui", "The violation became known", "Kapan paling lambat melapor?",
	 "Until when can it be reported?", BOTH, false},
	{"reported", "Laporan disampaikan", "The report was handed in", "Kapan laporan saya dikaji, dan kapan saya diberi tahu?",
	 "When is my report reviewed, and when am I told?", BOTH, false},
	{"notified", "Pemberitahuan kelengkapan diterima", "The notice to complete was received", "Kapan paling lambat melengkapi laporan?",
	 "Until when can the report be completed?", BOTH, false},
	{"registered", "Laporan atau temuan diregistrasi", "A report or finding is registered", "Kapan paling lambat ditangani dan diputus?",
	 "Until when must it be handled and decided?", BOTH, true},
	{"informed", "Informasi awal dicatat", "Preliminary information is recorded", "Kapan penelusuran harus selesai?",
	 "Until when must it be traced?", BOTH, false},
	{"decided", "Pleno memutus", "The plenary decides", "Kapan diteruskan, dan kapan pelapor diberi tahu?",
	 "When is it forwarded, and when is the reporter told?", BOTH, false},
	{"sbt", "Laporan masuk SBT", "The report is entered in SBT", "Kapan Satgas dan Bawaslu selesai memeriksa?",
	 "When do the Satgas and Bawaslu finish?", IN(DOWNSTREAM), false},
	{"recommended", "Rekomendasi diterima PPK", "The PPK received the recommendation", "Kapan PPK harus menindaklanjuti?",
	 "Until when must the PPK follow up?", IN(DOWNSTREAM), false},
	{"summoned", "Surat panggilan I bertanggal", "Date of the first summons letter", "Kapan paling lambat diperiksa?",
	 "Until when is the examination?", IN(DOWNSTREAM), false},
	{"sanctioned", "Keputusan hukuman ditetapkan", "The decision on the sanction is issued", "Kapan keputusan harus disampaikan?",
	 "Until when must the decision be delivered?", IN(DOWNSTREAM), false},
	{"delivered", "Keputusan hukuman diterima pegawai", "The employee received the decision", "Kapan paling lambat mengajukan keberatan atau banding?",
	 "Until when can an objection or an appeal be filed?", IN(DOWNSTREAM), false},
	{"requested", "Permintaan data pribadi diterima", "A request about personal data was received", "Kapan permintaan saya harus dijawab?",
	 "Until when must my request be answered?", IN(PRIVACY), false},
	{"breached", "Kegagalan pelindungan data diketahui", "A breach of personal data became known", "Kapan kebocoran harus diberitahukan?",
	 "Until when must the breach be notified?", IN(PRIVACY), false},
};
const size_t plan_events_n = sizeof plan_events / sizeof *plan_events;

/* @after: a clock named before it in the same event; NULL: the event itself; "": the hearing. */
static const struct {
	const char *event, *clock, *after;
} rows[] = {
	{"known", "REPORT", NULL},
	{"known", "FIND", NULL},
	{"reported", "REVIEW", NULL},
	{"reported", "NOTICE", "REVIEW"},
	{"reported", "COMPLETE", "NOTICE"},
	{"notified", "COMPLETE", NULL},
	{"registered", "HANDLE", NULL},
	{"registered", "HANDLE-X", NULL},
	{"registered", "SUMMON", ""},
	{"registered", "STATUS", "HANDLE"},
	{"registered", "FORWARD", "HANDLE"},
	{"registered", "STATUS", "HANDLE-X"},
	{"registered", "FORWARD", "HANDLE-X"},
	{"informed", "TRACE", NULL},
	{"informed", "FIND", "TRACE"},
	{"decided", "STATUS", NULL},
	{"decided", "FORWARD", NULL},
	{"decided", "CRIME", NULL},
	{"sbt", "DS-SATGAS", NULL},
	{"sbt", "DS-BAWASLU", "DS-SATGAS"},
	{"recommended", "DS-PPK", NULL},
	{"summoned", "DS-EXAM1", NULL},
	{"summoned", "DS-EXAM2", "DS-EXAM1"},
	{"sanctioned", "DS-DELIVER", NULL},
	{"delivered", "DS-EFFECT", NULL},
	{"delivered", "DS-OBJECT", NULL},
	{"delivered", "DS-OBJECT-R", "DS-OBJECT"},
	{"delivered", "DS-APPEAL", NULL},
	{"delivered", "DS-APPEAL-R", "DS-APPEAL"},
	{"requested", "PDP-ACCESS", NULL},
	{"requested", "PDP-RESTRICT", NULL},
	{"breached", "PDP-BREACH", NULL},
};

const struct plan_event *plan_event(enum procedure p, const char *code)
{
	for (size_t i = 0; i < plan_events_n; i++)
		if (!strcmp(plan_events[i].code, code) && plan_events[i].procedures & IN(p))
			return &plan_events[i];
	return NULL;
}

/* The line of a clock that stands in the plan already; -1: it is left out there. */
static int line_of(const struct plan *plan, const struct law_clock *clock)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->items[i].clock == clock)
			return (int)i;
	return -1;
}

/* Where no calendar reaches, the weekday alone decides. */
static bool likely_works(const struct calendar *cal, struct day d)
{
	return calendar_covers(cal, d) ? day_works(cal, d, NULL) : day_weekday(d) < 5;
}

/* Two days after registration, so that a summons can still go out; moved to a working day, and back before the end of
 * handling if need be. */
static struct day likely_hearing(const struct calendar *cal, struct day start, struct day end)
{
	struct day on = day_add(start, 2);
	while (on.n < end.n && !likely_works(cal, on))
		on = day_add(on, 1);
	while (on.n > start.n + 1 && !likely_works(cal, on))
		on = day_add(on, -1);
	return on;
}

/* The hearing that was asked for; else one within the handling, whose line stands first. */
static struct day hearing_of(const struct plan_question *q, const struct plan_line *handling)
{
	if (!day_is_none(q->hearing))
		return q->hearing;
	bool known = handling->status == OK;
	struct day end = known ? day_of_instant(handling->due.last, q->zone) : day_add(q->day, 2);
	return likely_hearing(q->cal, q->day, end);
}

static void count(struct arena *a, const struct plan_question *q, const struct plan *plan, struct plan_line *line)
{
	struct day day = q->day;
	struct instant start = q->start;
	if (line->from_hearing) {
		day = plan->hearing;
		start = INSTANT_NONE;
	}
	if (line->after >= 0) {
		const struct plan_line *before = &plan->items[line->after];
		line->status = before->status;
		start = before->due.last;
		day = line->status == OK ? day_of_instant(start, q->zone) : DAY_NONE;
	}
	if (line->status == OK)
		line->status = clock_due(a, q->law, line->clock, q->cal, day, start, q->zone, &line->due, NULL);
}

static void line_add(struct arena *a, const struct plan_question *q, struct plan *plan, const char *clock, const char *after)
{
	struct plan_line line = {.clock = law_clock_of_at(q->law, q->procedure, clock, q->day), .after = -1, .status = OK};
	if (!line.clock)
		return;
	line.from_hearing = after && !*after;
	if (line.from_hearing && !plan->n)
		return; /* a hearing lies within a handling, and there is none to say when */
	if (after && *after) {
		const struct law_clock *before = law_clock_of_at(q->law, q->procedure, after, q->day);
		line.after = before ? line_of(plan, before) : -1;
		if (line.after < 0)
			return;
	}
	if (line.from_hearing)
		plan->hearing = hearing_of(q, &plan->items[0]);
	count(a, q, plan, &line);
	plan->items[plan->n++] = line;
}

enum status clock_plan(struct arena *a, const struct plan_question *asked, struct plan *ret, struct err *e)
{
	struct plan_question q = *asked;
	struct plan plan = {.event = plan_event(q.procedure, q.event), .hearing = DAY_NONE};
	if (!plan.event)
		return FAIL_FIELD(e, INVALID, "event", "'%.40s' is no event of %s", q.event, procedure_code(q.procedure));
	if (day_is_none(q.day) && instant_is_none(q.start))
		return FAIL_FIELD(e, INVALID, "start", "the day of the event is not known");
	if (day_is_none(q.day))
		q.day = day_of_instant(q.start, q.zone);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (!strcmp(rows[i].event, q.event))
			line_add(a, &q, &plan, rows[i].clock, rows[i].after);
	*ret = plan;
	return OK;
}
