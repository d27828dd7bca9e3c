/* guards.c -- the conditions that the law's table names, each a function of facts.
 *
 * A guard answers NULL when it agrees, else the reason in the officers' language, as the page shows it. Which
 * transition asks which guard is in law/transitions.toml; what the condition is in words stands there too.
 */
#include "core/cases/cases.h"

#include <string.h>

typedef const char *(*guard_fn)(const struct case_facts *f);

static const char *always(const struct case_facts *f)
{
	(void)f;
	return NULL;
}

static const char *reporter_signs(const struct case_facts *f)
{
	return f->reporter_signed ? NULL : "pencabutan belum ditandatangani pelapor";
}

static const char *still_suspected(const struct case_facts *f)
{
	return f->material_met ? NULL
			       : "isi laporan tidak lagi menunjukkan dugaan pelanggaran (syarat materiel "
				 "belum terpenuhi)";
}

static const char *nothing_suspected(const struct case_facts *f)
{
	return f->material_met ? "isi laporan masih menunjukkan dugaan pelanggaran" : NULL;
}

static const char *requirements_met(const struct case_facts *f)
{
	if (!f->formal_met)
		return "syarat formal belum terpenuhi";
	if (!f->material_met)
		return "syarat materiel belum terpenuhi";
	if (f->already_handled)
		return "peristiwa dan terlapor yang sama sudah ditangani";
	return f->competent ? NULL : "peristiwa bukan kewenangan kantor ini";
}

/* What can still be brought: anything but the time that has passed. */
static const char *requirements_curable(const struct case_facts *f)
{
	if (f->formal_met && f->material_met)
		return "syarat formal dan materiel sudah lengkap";
	if (f->material_met && f->late)
		return "keterlambatan tidak dapat diperbaiki; catat sebagai informasi awal";
	return NULL;
}

static const char *completed_in_time(const struct case_facts *f)
{
	return f->clock_expired ? "batas waktu kelengkapan sudah lewat" : NULL;
}

static const char *completion_lapsed(const struct case_facts *f)
{
	if (!f->clock_expired)
		return "batas waktu kelengkapan belum lewat";
	return f->material_met ? "syarat materiel terpenuhi; catat sebagai informasi awal" : NULL;
}

static const char *formal_fails(const struct case_facts *f)
{
	if (f->formal_met)
		return "syarat formal terpenuhi";
	return f->material_met ? NULL : "peristiwa belum diuraikan atau belum didukung bukti";
}

static const char *not_competent(const struct case_facts *f)
{
	return f->competent ? "peristiwa adalah kewenangan kantor ini" : NULL;
}

static const char *plenary_agrees(const struct case_facts *f)
{
	if (!f->quorum)
		return "rapat pleno belum memenuhi kuorum";
	return f->majority ? NULL : "belum ada suara terbanyak dalam rapat pleno";
}

static const char *already_handled(const struct case_facts *f)
{
	return f->already_handled ? NULL : "peristiwa dan terlapor yang sama belum pernah ditangani";
}

static const char *finding_shown(const struct case_facts *f)
{
	if (!f->evidence_shown)
		return "siapa, apa, di mana, kapan, dan bukti belum lengkap";
	if (f->clock_expired)
		return "batas waktu penetapan temuan sudah lewat; catat sebagai informasi awal";
	return plenary_agrees(f);
}

static const char *indication_only(const struct case_facts *f)
{
	return finding_shown(f) ? NULL
				: "unsur temuan sudah lengkap dan pleno setuju; tetapkan sebagai temuan";
}

static const char *result_written(const struct case_facts *f)
{
	return f->evidence_shown ? NULL
				 : "hasil penelusuran (Formulir Model A) belum memuat siapa, apa, di mana, "
				   "kapan, dan bukti";
}

static const char *person_heard(const struct case_facts *f)
{
	return f->heard > 0 ? NULL : "belum ada orang yang didengar";
}

static const char *absent_once(const struct case_facts *f)
{
	return f->absent >= 1 ? NULL : "belum ada undangan yang tidak dipenuhi";
}

static const char *absent_twice(const struct case_facts *f)
{
	return f->absent >= 2 ? NULL : "undangan kedua belum tidak dipenuhi";
}

static const char *first_clock_runs(const struct case_facts *f)
{
	return f->first_clock_running ? NULL : "batas waktu penanganan pertama sudah berakhir";
}

static const char *study_signed(const struct case_facts *f)
{
	return f->study_signed ? NULL : "kajian belum ditandatangani";
}

static const char *plenary_decides(const struct case_facts *f)
{
	const char *why = plenary_agrees(f);
	return why ? why : study_signed(f);
}

static const char *crime_agreed(const struct case_facts *f)
{
	const char *why = plenary_decides(f);
	if (why)
		return why;
	return f->gakkumdu_agrees ? NULL : "Sentra Gakkumdu belum sepakat";
}

static const char *quorum_lost(const struct case_facts *f)
{
	return f->quorum_lost ? NULL : "kuorum rapat pleno masih dapat dicapai oleh anggota tanpa benturan kepentingan";
}

static const char *handling_expired(const struct case_facts *f)
{
	return f->extended_expired ? NULL : "batas waktu penanganan (termasuk perpanjangan) belum berakhir";
}

static const char *clock_expired(const struct case_facts *f)
{
	return f->clock_expired ? NULL : "batas waktu belum lewat";
}

static const char *route_is_bkn(const struct case_facts *f)
{
	return f->route_is_bkn ? NULL : "penerima berkas ini bukan BKN; catat keputusan pimpinan penerima";
}

static const char *route_is_other(const struct case_facts *f)
{
	return f->route_is_bkn ? "penerima berkas ini BKN; catat rekomendasinya" : NULL;
}

static const char *remedy_in_time(const struct case_facts *f)
{
	return f->in_time ? NULL : "upaya administratif diajukan lewat waktu";
}

static const struct {
	const char *name;
	guard_fn says;
} guards[] = {
/* clang-format off */
#define GUARD(name) {#name, name}
	GUARD(always), GUARD(reporter_signs), GUARD(still_suspected), GUARD(nothing_suspected),
	GUARD(requirements_met), GUARD(requirements_curable), GUARD(completed_in_time), GUARD(completion_lapsed),
	GUARD(formal_fails), GUARD(not_competent), GUARD(plenary_agrees), GUARD(already_handled),
	GUARD(finding_shown), GUARD(indication_only), GUARD(result_written), GUARD(person_heard),
	GUARD(absent_once), GUARD(absent_twice), GUARD(first_clock_runs), GUARD(study_signed),
	GUARD(plenary_decides), GUARD(crime_agreed), GUARD(handling_expired), GUARD(clock_expired),
	GUARD(route_is_bkn), GUARD(route_is_other), GUARD(remedy_in_time), GUARD(quorum_lost),
#undef GUARD
	/* clang-format on */
};

static guard_fn guard_of(const char *name)
{
	for (size_t i = 0; i < sizeof guards / sizeof guards[0]; i++)
		if (text_eq(guards[i].name, name))
			return guards[i].says;
	return NULL;
}

bool case_guard_known(const char *guard)
{
	return guard_of(guard) != NULL;
}

const char *case_guard_says(const char *guard, const struct case_facts *facts)
{
	guard_fn says = guard_of(guard);
	return says ? says(facts) : "syarat ini tidak dikenal oleh program";
}

void cases_faults(const struct law *law, struct law_faults *faults)
{
	for (size_t i = 0; i < law->transitions.n; i++) {
		const struct law_transition *t = &law->transitions.items[i];
		if (!case_guard_known(t->guard))
			law_fault_add(faults, "transition", t->id, "guard", "transition %s: unknown guard '%s'", t->id, t->guard);
	}
}

enum status cases_check(const struct law *law, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	struct law_fault first;
	struct law_faults faults = {.arena = &a, .items = &first, .max = 1};
	cases_faults(law, &faults);
	return faults.n ? FAIL_FIELD(e, INVALID, "guard", "rule pack: %s", first.text) : OK;
}
