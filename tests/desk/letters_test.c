/* letters_test.c -- the papers of a file together: all of them, in the order of the procedure, each as it was sealed. */
#define _GNU_SOURCE /* memmem, strcasestr */
#include "casework.h"

#include "desk/access/conflict.h"
#include "desk/docket/letters.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>

SUPPORT_SQL(sql_every, "SELECT COUNT(*) FROM letter WHERE case_file = $1", 1, 1, false, VALUE_INT);

static struct bundle bundle_of(struct casework *c)
{
	struct bundle b;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(docket_bundle(&tx, &c->d, c->file, &b, e));
	return b;
}

static struct str bundle_pdf(struct casework *c, int *ret_pages)
{
	struct str pdf;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(docket_bundle_pdf(&tx, &c->d, c->file, &pdf, ret_pages, e));
	return pdf;
}

/* What pdftotext reads in it, sheet by sheet. */
static char *words_of(struct arena *a, struct str pdf)
{
	char name[] = "/tmp/netra-bundle-XXXXXX";
	int fd = mkstemp(name);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, pdf.s, pdf.n), (ssize_t)pdf.n);
	close(fd);
	FILE *f = popen(arena_printf(a, "pdftotext -layout %s -", name), "r");
	assert_non_null(f);
	char *out = arena_alloc(a, 1 << 20);
	size_t n = fread(out, 1, (1 << 20) - 1, f);
	out[n] = '\0';
	assert_int_equal(pclose(f), 0);
	unlink(name);
	return out;
}

static size_t times(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *s = text; (s = strstr(s, what)); s += strlen(what))
		n++;
	return n;
}

static void to_the_end(struct casework *c)
{
	struct forward_made made;
	to_decision(c, all_proven);
	assert_ok(forward_send(as_chair(c), c->file, &ON_PAPER, &made, e));
	assert_int_equal(made.packages, PEOPLE);
}

static void every_form_of_the_law_has_a_template_a_maker_and_a_moment(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	const struct law *law = c.office->law;
	printf("%-18s %-14s %-8s %-8s %s\n", "form", "part", "maker", "by hand", "when");
	for (size_t i = 0; i < letter_kinds_n; i++) {
		const struct letter_kind *k = &letter_kinds[i];
		struct str text;
		printf("%-18s %-14s %-8s %-8s %s\n", k->form, k->part, k->maker, k->by_hand ? "yes" : "", k->when);
		assert_true(docket_template_built_in(k->form, &text));
		struct template_faults faults;
		assert_ok(docket_template_check(&c.s.arena, k->form, text, &faults, e));
		assert_int_equal(faults.n, 0);
	}
	for (size_t i = 0; i < law->forms.n; i++) {
		struct str text;
		if (!letter_kind_of(law->forms.items[i].key) || !docket_template_built_in(law->forms.items[i].key, &text))
			fail_msg("%s: no template or no maker", law->forms.items[i].key);
	}
	casework_end(&c);
}

static void a_letter_is_printed_again_byte_by_byte(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	to_the_end(&c);
	struct bundle_letters_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(bundle_letters(&tx, c.file, &rows, e));
	assert_true(rows.n > 3 * PEOPLE);
	for (size_t i = 0; i < rows.n; i++) {
		struct paper_letter l;
		struct str pdf;
		assert_ok(docket_letter_sheet(&tx, &c.d, &rows.items[i], &l, e));
		assert_ok(paper_pdf(&c.s.arena, &l, &pdf, e));
		assert_string_equal(hash_hex(&c.s.arena, hash_of(pdf.s, pdf.n)), rows.items[i].sha256);
	}
	tx_rollback(&tx);
	casework_end(&c);
}

static void a_bundle_holds_every_paper_in_the_order_of_the_procedure(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	to_the_end(&c);
	struct bundle b = bundle_of(&c);
	assert_int_equal((int64_t)b.lines.n, value_as_int(ask(&c, &sql_every, (struct value[]){value_id(c.file)}).items));
	for (size_t i = 1; i < b.lines.n; i++) {
		const struct letter_kind *one = letter_kind_of(b.lines.items[i - 1].row->form), *two = letter_kind_of(b.lines.items[i].row->form);
		assert_true(one <= two);
	}
	int pages, again;
	struct str pdf = bundle_pdf(&c, &pages), same = bundle_pdf(&c, &again);
	assert_true(pdf.n == same.n && !memcmp(pdf.s, same.s, pdf.n));
	const char *words = words_of(&c.s.arena, pdf);
	assert_int_equal(times(words, "\f"), pages);
	const char *last = arena_printf(&c.s.arena, "halaman %d dari %d", pages, pages);
	assert_non_null(strstr(words, last));
	assert_int_equal(times(words, arena_printf(&c.s.arena, "dari %d\n", pages)) + times(words, arena_printf(&c.s.arena, "dari %d ", pages)), pages);
	for (size_t i = 0; i < b.lines.n; i++)
		if (!text_blank(b.lines.items[i].row->number))
			assert_non_null(strstr(words, b.lines.items[i].row->number));
	const char *out = getenv("NETRA_BUNDLE_OUT"); /* to look at it */
	if (out) {
		FILE *f = fopen(out, "wb");
		assert_int_equal(fwrite(pdf.s, 1, pdf.n, f), pdf.n);
		fclose(f);
	}
	casework_end(&c);
}

/* Before anybody was invited nothing is asked for; at the study each reported person must have been heard or twice asked. */
static void what_a_step_asks_for_and_is_not_there_is_named_with_its_rule(void **state)
{
	(void)state;
	struct casework c;
	struct handle_invited_list invited;
	casework_start(&c);
	finding(&c);
	assert_int_equal(bundle_of(&c).lacks.n, 0);
	invite(&c, &invited);
	pass(&c, 47);
	for (size_t i = 0; i < PEOPLE - 2; i++)
		hear(&c, c.people[i], nine[i].said, true);
	assert_int_equal(bundle_of(&c).lacks.n, 0);
	assert_ok(handle_event(&c.d, c.file, "enough", NULL, NULL, e));
	struct bundle b = bundle_of(&c);
	size_t minutes = 0;
	for (size_t i = 0; i < b.lacks.n; i++) {
		minutes += !strcmp(b.lacks.items[i].form, "minutes");
		assert_non_null(strstr(b.lacks.items[i].why, "langkah"));
	}
	assert_int_equal(minutes, 2);
	int pages;
	const char *words = words_of(&c.s.arena, bundle_pdf(&c, &pages));
	assert_non_null(strstr(words, "Surat yang belum ada"));
	assert_non_null(strstr(words, nine[8].name));
	casework_end(&c);
}

/* An observation of which nobody wrote what was seen, nor where. */
static void nothing_told(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_get_row row;
	assert_ok(desk_begin(&c->d, WRITE, &tx, e));
	assert_ok(case_get(&tx, c->file, &row, e));
	struct docket_facts facts = {.title = row.title, .contest = row.contest, .event_on = row.event_on, .known_on = row.known_on};
	assert_ok(docket_facts_set(&tx, &c->d, c->file, &facts, row.version, e));
	assert_ok(tx_commit(&tx, e));
}

static void a_missing_fact_names_the_letter_that_needs_it(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	nothing_told(&c);
	finding(&c);
	struct bundle b = bundle_of(&c);
	assert_true(b.marks > 0);
	int64_t sum = 0;
	for (size_t i = 0; i < b.lines.n; i++)
		sum += b.lines.items[i].row->missing;
	assert_int_equal(b.marks, sum);
	assert_string_equal(b.lines.items[0].row->form, "lhp"); /* written without its words */
	assert_int_equal(b.lines.items[0].n_lacks, b.lines.items[0].row->missing);
	assert_string_equal(b.lines.items[0].lacks[1], "apa, siapa, di mana, kapan, dan buktinya");

	/* Nobody signs it, with ink no more than electronically. */
	static const char png[] = "\x89PNG\r\n\x1a\n a scan";
	struct sign_ink ink = {.bytes = {png, sizeof png}, .name = "pindai.png", .signer = "", .on = day_of_instant(c.d.now, WIB)};
	struct err e = {0};
	struct hash before = store_hash(&c);
	assert_int_equal(docket_sign_ink(&c.d, c.file, b.lines.items[0].row->id, &ink, &e), INVALID);
	assert_non_null(strstr(e.why, "memerlukan yang belum ada"));
	assert_non_null(strstr(e.why, "apa, siapa, di mana, kapan, dan buktinya"));
	struct hash after = store_hash(&c);
	assert_memory_equal(&before, &after, sizeof before);
	casework_end(&c);
}

/* ---- templates ---- */

#define GENERAL "sifat: Biasa\n---\nDengan hormat,\n\n{{isi}}\n"

static enum status save(struct casework *c, const char *text, const char *why, int64_t based_on, int64_t *ret, struct err *e)
{
	return docket_template_save(&c->d, "general", str_of(text), why, based_on, ret, e);
}

static struct letter_text now_of(struct casework *c)
{
	struct letter_text now;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(docket_template(&tx, &c->d, "general", &now, e));
	return now;
}

static struct bundle_line line_made(struct casework *c, const char *words)
{
	struct letter_made made;
	assert_ok(handle_letter_make(&c->d, c->file, "general", "Kepala Dinas", words, &made, e));
	struct bundle b = bundle_of(c);
	for (size_t i = 0; i < b.lines.n; i++)
		if (b.lines.items[i].row->id == made.id)
			return b.lines.items[i];
	fail_msg("the letter is not in the bundle");
	return b.lines.items[0];
}

static void versions_are_added_and_a_letter_remembers_its_own(void **state)
{
	(void)state;
	struct casework c;
	int64_t version = 0;
	struct err e = {0};
	casework_start(&c);
	assert_int_equal(now_of(&c).version, 0);
	assert_int_equal(line_made(&c, "Satu.").row->version, 0);
	assert_int_equal(save(&c, GENERAL, "", 0, &version, &e), INVALID); /* no reason */
	assert_string_equal(e.field, "reason");
	assert_ok(save(&c, GENERAL, "Tanpa penutup.", 0, &version, e));
	assert_int_equal(version, 1);
	assert_int_equal(save(&c, GENERAL, "Lagi.", 1, &version, &e), INVALID); /* nothing changed */
	assert_int_equal(save(&c, GENERAL "\nLagi.\n", "Lagi.", 0, &version, &e), CONFLICT); /* somebody was first */
	struct bundle_line one = line_made(&c, "Dua.");
	assert_int_equal(one.row->version, 1);
	assert_null(strstr(one.row->markdown, "Terima kasih"));
	assert_int_equal(docket_template_back(&c.d, "general", 7, "x", &e), NOT_FOUND);
	assert_ok(docket_template_back(&c.d, "general", 0, "Yang lama lebih jelas.", e));
	assert_int_equal(docket_template_back(&c.d, "general", 0, "x", &e), INVALID);
	assert_non_null(strstr(line_made(&c, "Tiga.").row->markdown, "Terima kasih"));
	assert_ok(save(&c, GENERAL "\nSalam.\n", "Versi baru.", 0, &version, e));
	assert_int_equal(version, 2); /* a number is never used again */
	casework_end(&c);
}

static void what_is_wrong_with_a_template_is_named_by_its_line(void **state)
{
	(void)state;
	struct casework c;
	struct template_faults f;
	int64_t version;
	struct err e = {0};
	casework_start(&c);
	static const char bad[] = "sifat: Biasa\nperihall: x\nbaris tanpa titik dua\n---\nHalo {{isi}}\n\n{{nama_orang}} dan {{ kantor }}\n";
	assert_ok(docket_template_check(&c.s.arena, "general", str_of(bad), &f, e));
	assert_int_equal(f.n, 3);
	assert_int_equal(f.items[0].line, 2);
	assert_int_equal(f.items[1].line, 3);
	assert_int_equal(f.items[2].line, 7);
	assert_string_equal(f.items[2].text, "isian {{nama_orang}} tidak dikenal");
	assert_int_equal(save(&c, bad, "x", 0, &version, &e), INVALID);
	assert_non_null(strstr(e.why, "baris 2, 3, 7: "));
	assert_int_equal(now_of(&c).version, 0);
	assert_ok(docket_template_check(&c.s.arena, "general", str_of("sifat: x\n---\n{{isi"), &f, e));
	assert_int_equal(f.n, 1);
	assert_int_equal(docket_template_check(&c.s.arena, "general", (struct str){"\xff", 1}, &f, &e), INVALID);
	assert_ok(docket_template_check(&c.s.arena, "general", str_of("judul: Surat {{nomor}}\nperihal: {{perkara}}\n---\n{{isi}}\n"), &f, e));
	assert_int_equal(f.n, 1); /* only subject and recipient are filled: a heading would be printed with its braces */
	assert_int_equal(f.items[0].line, 1);
	casework_end(&c);
}

/* Whatever is saved prints: a template that passed the check and failed at the letter would stop every letter of its form. */
static void what_cannot_be_printed_is_not_saved(void **state)
{
	(void)state;
	struct casework c;
	struct template_faults f;
	int64_t version;
	struct err e = {0};
	casework_start(&c);
	static const char fenced[] = "---\nsifat: Biasa\n---\nHalo {{isi}}\n"; /* as other programs write a front part */
	assert_ok(docket_template_check(&c.s.arena, "general", str_of(fenced), &f, e));
	assert_int_equal(f.n, 1);
	assert_int_equal(f.items[0].line, 1);
	assert_int_equal(save(&c, fenced, "x", 0, &version, &e), INVALID);
	scoped(buf_free) struct buf b = {0};
	while (b.n + 8 < TEMPLATE_MAX)
		buf_text(&b, "a\n\n");
	assert_int_equal(save(&c, b.s, "x", 0, &version, &e), TOO_LARGE); /* two hundred sheets and more */
	assert_int_equal(now_of(&c).version, 0);
	line_made(&c, "Masih dapat dicetak.");
	casework_end(&c);
}

static void every_built_in_template_can_be_previewed_without_a_red_mark(void **state)
{
	(void)state;
	struct casework c;
	casework_start(&c);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	for (size_t i = 0; i < letter_kinds_n; i++) {
		struct str text, pdf;
		assert_true(docket_template_built_in(letter_kinds[i].form, &text));
		assert_ok(docket_template_preview(&tx, &c.d, letter_kinds[i].form, text, &pdf, e));
		const char *words = words_of(&c.s.arena, pdf);
		assert_non_null(strstr(words, "DATA LATIHAN"));
		if (strstr(words, "belum ada:"))
			fail_msg("%s: %s", letter_kinds[i].form, strstr(words, "belum ada:"));
	}
	tx_rollback(&tx);
	casework_end(&c);
}

/* ---- signatures ---- */

static void a_scan_is_sealed_beside_the_letter_once(void **state)
{
	(void)state;
	struct casework c;
	struct err e = {0};
	casework_start(&c);
	finding(&c);
	int64_t letter = line_made(&c, "Isi.").row->id;
	static const char png[] = "\x89PNG\r\n\x1a\n a scan";
	struct sign_ink as = {.bytes = {png, sizeof png}, .name = "pindai.png", .signer = "", .on = day_of_instant(c.d.now, WIB)};
	struct sign_ink later = as, other = as;
	later.on.n++;
	pass(&c, 48); /* the scan comes two days after the pen */
	later.on.n += 2;
	other.bytes = str_of("just words");
	assert_int_equal(docket_sign_ink(&c.d, c.file, letter, &later, &e), INVALID);
	assert_int_equal(docket_sign_ink(&c.d, c.file, letter, &other, &e), INVALID);
	assert_int_equal(docket_sign_ink(&c.d, c.file + 1, letter, &as, &e), NOT_FOUND);
	assert_ok(docket_sign_ink(&c.d, c.file, letter, &as, e));
	assert_int_equal(docket_sign_ink(&c.d, c.file, letter, &as, &e), CONFLICT);
	struct bundle b = bundle_of(&c);
	struct bundle_line *last = &b.lines.items[b.lines.n - 1];
	assert_string_equal(last->row->scan_sha256, hash_hex(&c.s.arena, hash_of(png, sizeof png)));
	assert_string_equal(last->row->signed_by, "Wahyuning Pratiwangi");
	assert_int_equal(last->row->signed_on.n, as.on.n);
	int pages;
	const char *words = words_of(&c.s.arena, bundle_pdf(&c, &pages));
	assert_non_null(strstr(words, "ditandatangani"));
	assert_null(strstr(words, "6 Nov ")); /* the day of the scan is not the day of the signature */
	assert_null(strstr(words, "6 Nov\n"));
	assert_null(strstr(words, "6\u00a0Nov\u00a0"));
	casework_end(&c);
}

/* ---- a signer that answers as it is told ---- */

struct signer {
	int fd, port;
	pthread_t thread;
	void (*before)(struct casework *c); /* done while the signer thinks; NULL: nothing */
	struct casework *c;
};

/* One request is read to its end, and answered with a PDF. */
static void *signer_run(void *context)
{
	struct signer *s = context;
	static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 15\r\nConnection: close\r\n\r\n%PDF-1.5 signed";
	static char bytes[1 << 20];
	int fd = accept(s->fd, NULL, NULL);
	size_t n = 0, want = SIZE_MAX;
	for (ssize_t got; n < want && n < sizeof bytes - 1 && (got = read(fd, bytes + n, sizeof bytes - 1 - n)) > 0;) {
		bytes[n += (size_t)got] = '\0';
		char *end = memmem(bytes, n, "\r\n\r\n", 4), *length = strcasestr(bytes, "Content-Length: ");
		if (end && length && want == SIZE_MAX)
			want = (size_t)(end + 4 - bytes) + strtoul(length + 16, NULL, 10);
		if (end && strcasestr(bytes, "Expect: 100-continue") && n == (size_t)(end + 4 - bytes))
			(void)!write(fd, "HTTP/1.1 100 Continue\r\n\r\n", 25);
	}
	if (s->before)
		s->before(s->c);
	(void)!write(fd, answer, sizeof answer - 1);
	close(fd);
	return NULL;
}

/* The office signs with it. */
static void signer_start(struct signer *s, struct casework *c, void (*before)(struct casework *c))
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t n = sizeof at;
	*s = (struct signer){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), .before = before, .c = c};
	assert_int_equal(bind(s->fd, (struct sockaddr *)&at, n), 0);
	assert_int_equal(listen(s->fd, 1), 0);
	assert_int_equal(getsockname(s->fd, (struct sockaddr *)&at, &n), 0);
	const struct settings *set;
	assert_ok(settings_with(&c->s.arena, c->office->settings, "sign.backend", "bsre", &set, e));
	assert_ok(settings_with(&c->s.arena, set, "sign.url", arena_printf(&c->s.arena, "http://127.0.0.1:%d", ntohs(at.sin_port)), &set, e));
	c->office->settings = set;
	assert_int_equal(pthread_create(&s->thread, NULL, signer_run, s), 0);
}

static void signer_end(struct signer *s)
{
	pthread_join(s->thread, NULL);
	close(s->fd);
}

static enum status sign(struct casework *c, int64_t user, const char *name, enum role role, int64_t letter, struct err *e)
{
	struct desk d = c->d;
	struct sign_done done;
	d.user = user;
	d.user_name = name;
	d.role = role;
	return docket_sign_electronic(&d, c->file, letter, "9901011212800001", "rahasia", &done, e);
}

/* The chair has a conflict of interest: the letter bears the name of a member, who signs it; nobody else does. */
static void a_letter_for_the_chair_is_signed_by_the_member_whose_name_is_on_it(void **state)
{
	(void)state;
	struct casework c;
	struct signer s;
	struct err e = {0};
	int64_t id;
	casework_start(&c);
	finding(&c);
	struct conflict_new as = {.case_file = c.file, .user = c.members[0], .kind = "kin", .reason = "Ipar dari salah satu terlapor."};
	assert_ok(handle_conflict_state(&c.d, &as, &id, e));
	struct bundle_line line = line_made(&c, "Isi.");
	assert_non_null(strstr(line.row->sheet, "a.n. Ketua,"));
	assert_non_null(strstr(line.row->sheet, "Anggota Dua"));
	signer_start(&s, &c, NULL);
	assert_int_equal(sign(&c, c.d.user, "Laras", ROLE_HANDLER, line.row->id, &e), FORBIDDEN);
	assert_int_equal(sign(&c, c.members[2], "Anggota Tiga", ROLE_MEMBER, line.row->id, &e), FORBIDDEN);
	assert_int_equal(sign(&c, c.members[0], "Wahyuning Pratiwangi", ROLE_CHAIR, line.row->id, &e), FORBIDDEN); /* it is shut to them */
	assert_int_equal(sign(&c, c.d.user, "Anggota Dua", ROLE_HANDLER, line.row->id, &e), FORBIDDEN); /* a name alone is no right */
	assert_int_equal(sign(&c, c.members[1], "Anggota Dua", ROLE_MEMBER, line.row->id, &e), OK);
	signer_end(&s);
	casework_end(&c);
}

static int64_t letter_signed_meanwhile;

static void ink_meanwhile(struct casework *c)
{
	scoped(arena_free) struct arena a = {0};
	static const char png[] = "\x89PNG\r\n\x1a\n a scan";
	struct desk d = c->d;
	d.arena = &a;
	struct sign_ink as = {.bytes = {png, sizeof png}, .name = "pindai.png", .signer = "", .on = day_of_instant(d.now, WIB)};
	assert_ok(docket_sign_ink(&d, c->file, letter_signed_meanwhile, &as, e));
}

/* While the electronic signer thought, the scan of an inked paper was sealed: the letter keeps that one, and what the signer
 * sent is kept and told, not thrown away. */
static void what_a_signer_sends_too_late_is_kept_beside_the_signature(void **state)
{
	(void)state;
	struct casework c;
	struct signer s;
	struct err e = {0};
	casework_start(&c);
	finding(&c);
	letter_signed_meanwhile = line_made(&c, "Isi.").row->id;
	signer_start(&s, &c, ink_meanwhile);
	assert_int_equal(sign(&c, c.members[0], "Wahyuning Pratiwangi", ROLE_CHAIR, letter_signed_meanwhile, &e), CONFLICT);
	signer_end(&s);
	scoped(tx_rollback) struct tx tx = {0};
	struct signings_of_rows tries;
	struct letter_get_row l;
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(signings_of(&tx, letter_signed_meanwhile, &tries, e));
	assert_ok(letter_get(&tx, letter_signed_meanwhile, &l, e));
	assert_int_equal(tries.n, 2);
	assert_string_equal(tries.items[0].sha256, hash_hex(&c.s.arena, hash_of("%PDF-1.5 signed", 15)));
	assert_null(strstr(l.signed_by, "elektronik"));
	tx_rollback(&tx);
	casework_end(&c);
}

static void without_a_signer_set_up_nothing_is_sent(void **state)
{
	(void)state;
	struct casework c;
	struct sign_done done;
	struct err e = {0};
	casework_start(&c);
	int64_t letter = line_made(&c, "Isi.").row->id;
	assert_int_equal(docket_sign_electronic(&c.d, c.file, letter, "9901011212800001", "rahasia", &done, &e), FORBIDDEN);
	assert_null(strstr(e.why, "rahasia"));
	const struct settings *s;
	static const char png[] = "\x89PNG\r\n\x1a\n a scan";
	struct sign_ink as = {.bytes = {png, sizeof png}, .name = "pindai.png", .signer = "", .on = day_of_instant(c.d.now, WIB)};
	assert_ok(settings_with(&c.s.arena, c.office->settings, "sign.backend", "none", &s, e));
	c.office->settings = s;
	assert_int_equal(docket_sign_ink(&c.d, c.file, letter, &as, &e), FORBIDDEN);
	casework_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_of_the_law_has_a_template_a_maker_and_a_moment),
		cmocka_unit_test(a_letter_is_printed_again_byte_by_byte),
		cmocka_unit_test(a_bundle_holds_every_paper_in_the_order_of_the_procedure),
		cmocka_unit_test(what_a_step_asks_for_and_is_not_there_is_named_with_its_rule),
		cmocka_unit_test(a_missing_fact_names_the_letter_that_needs_it),
		cmocka_unit_test(versions_are_added_and_a_letter_remembers_its_own),
		cmocka_unit_test(what_is_wrong_with_a_template_is_named_by_its_line),
		cmocka_unit_test(what_cannot_be_printed_is_not_saved),
		cmocka_unit_test(every_built_in_template_can_be_previewed_without_a_red_mark),
		cmocka_unit_test(a_scan_is_sealed_beside_the_letter_once),
		cmocka_unit_test(a_letter_for_the_chair_is_signed_by_the_member_whose_name_is_on_it),
		cmocka_unit_test(what_a_signer_sends_too_late_is_kept_beside_the_signature),
		cmocka_unit_test(without_a_signer_set_up_nothing_is_sent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
