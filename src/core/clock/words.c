/* words.c -- what a count says to people: why a day was counted or not, and under which rule of the dossier (D.4).
 *
 * Words are made when a sum is shown or kept, never while counting. The records keep the short form (clock_why),
 * which machines compare; people read the other.
 */
#include "core/clock/clock_internal.h"

#include <string.h>

/* A holiday's kind as people say it; a kind that an office invented is shown as it is. */
static const char *kind_text(const char *kind, enum lang lang)
{
	static const struct {
		const char *kind, *text[2];
	} kinds[] = {
		{"libur_nasional", {"Libur nasional", "National holiday"}},
		{"cuti_bersama", {"Cuti bersama", "Joint leave"}},
		{"hari_pemungutan_suara", {"Hari pemungutan suara", "Voting day"}},
		{"libur_daerah", {"Libur daerah", "Local holiday"}},
	};
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (!strcmp(kinds[i].kind, kind))
			return kinds[i].text[lang];
	return kind;
}

/* "@label: @text"; one of them alone where the other adds nothing ("Cuti bersama Natal"). */
static const char *labelled(struct arena *a, const char *label, const char *text)
{
	if (text_blank(text))
		return label;
	if (text_starts(text, label))
		return text;
	size_t n = strlen(label), m = strlen(text);
	char *both = arena_alloc(a, n + m + sizeof ": ");
	memcpy(both, label, n);
	memcpy(both + n, ": ", 2);
	memcpy(both + n + 2, text, m);
	return both;
}

static const char *months_text(struct arena *a, const struct deadline *due, enum note_kind kind, enum lang lang)
{
	static const char *const eve[] = {[ID] = "hari terakhir sebelum larangan", [EN] = "last day before the ban"};
	static const char *const ban[] = {[ID] = "bulan sebelumnya: hari pertama larangan",
					  [EN] = "months before: first day of the ban"};
	static const char *const later[] = {[ID] = "bulan kemudian", [EN] = "months later"};
	if (kind == NOTE_BEFORE_BAN)
		return eve[lang];
	return arena_printf(a, "%d %s", due->clock->amount, kind == NOTE_BAN ? ban[lang] : later[lang]);
}

/* @pause: the word for a pause; @plain: the kind of a holiday stays a code. */
static const char *note_text(struct arena *a, const struct deadline *due, const struct day_note *note, enum lang lang,
			     const char *pause, bool plain)
{
	static const char *const day_number[] = {[ID] = "hari ke-", [EN] = "day "};
	if (note->kind == NOTE_COUNTED)
		return arena_printf(a, "%s%d", day_number[lang], note->number);
	if (note->kind == NOTE_WEEKEND)
		return weekday_name(day_weekday(note->day), lang);
	if (note->kind == NOTE_PAUSED)
		return labelled(a, pause, note->pause->why);
	if (note->kind == NOTE_HOLIDAY)
		return labelled(a, plain ? note->holiday->kind : kind_text(note->holiday->kind, lang),
				note->holiday->name);
	return months_text(a, due, note->kind, lang);
}

const char *clock_why(struct arena *a, const struct deadline *due, const struct day_note *note)
{
	return note_text(a, due, note, ID, "jeda", true);
}

const char *clock_note_text(struct arena *a, const struct deadline *due, const struct day_note *note, enum lang lang)
{
	static const char *const paused[] = {[ID] = "Jeda", [EN] = "Paused"};
	return note_text(a, due, note, lang, paused[lang], false);
}

const char *clock_note_basis(const struct day_note *note)
{
	return note->kind == NOTE_HOLIDAY && note->holiday->basis ? note->holiday->basis : "";
}

static const struct {
	const char *code, *mark, *text[2];
} rules[CLOCK_RULE_N] = {
	[R_NONE] = {"", "", {"", ""}},
	[R1] = {"R1",
		"S",
		{"Hari kejadian awal tidak dihitung; hari ke-1 adalah hari berikutnya yang dapat dihitung.",
		 "The day of the starting event is not counted; day 1 is the next day that can be."}},
	[R2] = {"R2",
		"S",
		{"Hari kalender: Sabtu, Minggu, dan hari libur ikut dihitung, dan hari terakhir tidak digeser.",
		 "Calendar days: Saturdays, Sundays and holidays count, and the last day is not moved."}},
	[R3] = {"R3",
		"K",
		{"Hari kerja: Senin sampai Jumat di luar hari libur; awal pada hari libur dihitung mulai hari kerja "
		 "berikutnya.",
		 "Working days: Monday to Friday without holidays; after a start on a day of rest, day 1 is the next "
		 "working day."}},
	[R4] = {"R4",
		"?",
		{"Tenggat hari berakhir pukul 23.59.59 pada hari terakhir, menurut zona waktu kantor pemilik tenggat.",
		 "A deadline in days ends at 23:59:59 of its last day, in the time zone of the office that owns it."}},
	[R5] = {"R5",
		"?",
		{"Tenggat jam berjalan dari detik ke detik; hari libur tidak berpengaruh.",
		 "A deadline in hours runs from second to second; holidays do not matter."}},
	[R6] = {"R6",
		"S",
		{"Dihitung dari tanggal pada formulir; tanggal itu tidak dialihkan antarzona waktu.",
		 "Counted from the date on the form; that date is not converted between time zones."}},
	[R7] = {"R7",
		"?",
		{"Saat kejadian dialihkan dahulu ke zona waktu kantor pemilik tenggat; tanggal di sana menjadi hari awal.",
		 "The moment is first converted to the zone of the office that owns the deadline; its date there is the "
		 "starting day."}},
	[R8] = {"R8",
		"S",
		{"Perpanjangan adalah satu jumlah sejak registrasi; permintaan keterangan tidak memulai hitungan baru.",
		 "The extension is one total from registration; asking for more information never restarts it."}},
	[R9] = {"R9",
		"?",
		{"Dihitung mundur dari hari kejadian, yang tidak dihitung; hasilnya hari terakhir surat masih boleh "
		 "disampaikan.",
		 "Counted back from the day of the event, which is not counted; the result is the last day on which the "
		 "letter may still be delivered."}},
	[R10] = {"R10",
		 "S",
		 {"Laporan yang terlambat tetap diterima dan diberi tanda terima; tenggat hanya menentukan syarat formal.",
		  "A late report is still received and receipted; the deadline only decides a formal requirement."}},
	[R11] = {"R11",
		 "-",
		 {"Aturan, versi kalender, zona, awal, dan setiap hari yang dihitung disimpan dan dapat dicetak.",
		  "The rule, the version of the calendar, the zone, the start and each counted day are kept and can be "
		  "printed."}},
};

const char *clock_rule_code(enum clock_rule rule)
{
	return rules[rule].code;
}

const char *clock_rule_text(enum clock_rule rule, enum lang lang)
{
	return rules[rule].text[lang];
}

/* UU 7/2017 Pasal 454 (6) is the report window, (8) the fourteen days. */
const char *clock_rule_mark(enum clock_rule rule, const struct law_clock *clock)
{
	bool seen = !strcmp(clock->code, "PM-REPORT") || !strcmp(clock->code, "PM-HANDLE-X");
	return rule == R3 && seen ? "S" : rules[rule].mark;
}

enum clock_rule clock_note_rule(const struct deadline *due, const struct day_note *note)
{
	if (note->kind == NOTE_PAUSED)
		return R_NONE;
	if (due->clock->unit == WORKING_DAY)
		return R3;
	return due->clock->unit == MONTH && due->clock->backwards ? R9 : R2;
}

size_t clock_rules(const struct deadline *due, enum clock_rule ret[static CLOCK_RULE_N])
{
	const struct law_clock *c = due->clock;
	bool hours = c->unit == HOUR;
	const bool holds[CLOCK_RULE_N] = {
		[R1] = !hours,
		[R2] = c->unit == CALENDAR_DAY,
		[R3] = c->unit == WORKING_DAY,
		[R4] = !hours && !c->effective,
		[R5] = hours,
		[R6] = instant_is_none(due->start),
		[R7] = !instant_is_none(due->start),
		[R8] = text_ends(c->code, "-HANDLE-X"),
		[R9] = c->backwards,
		[R10] = text_ends(c->code, "-REPORT"),
		[R11] = true,
	};
	size_t n = 0;
	for (enum clock_rule r = R1; r < CLOCK_RULE_N; r++)
		if (holds[r])
			ret[n++] = r;
	return n;
}
