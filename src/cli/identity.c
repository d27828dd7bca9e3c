/* identity.c -- `netra identity NUMBER`: what the digits of a NIP, NI PPPK or NIK claim, and what is odd about them.
 *
 * Nothing is stored and no log is written. A number on the command line stays in the shell's history: "-" reads it from
 * stdin. Exit 0: of valid shape and uncontradicted; 1: it cannot be such a number, or it contradicts what it was held
 * against. A valid shape proves nothing about a person. */
#include "core/identity/identity.h"

#include "base/buf.h"
#include "cli/commands.h"
#include "cli/pack.h"

#include <stdio.h>
#include <string.h>

#define NUMBER_LIMIT ((size_t)4 << 10) /* bytes of a number on stdin: a line */

struct asked {
	char *at, *against, *class, *rulepack;
	const char *number;
	struct day day;
	enum subject_class class_;
	const struct law *law;
};
struct answer {
	struct identity id, other;
	struct identity_doubts doubts;
};

static enum status number_read(const struct cli *cli, const char *arg, const char **ret, struct err *e)
{
	struct str bytes;
	*ret = arg;
	if (strcmp(arg, "-") != 0)
		return OK;
	TRY(cli_read_file(cli->arena, "-", NUMBER_LIMIT, &bytes, e));
	*ret = text_clean(cli->arena, bytes.s, bytes.n);
	return OK;
}

static enum status asked_read(struct cli *cli, struct asked *o, struct err *e)
{
	o->day = day_of_instant(instant_now(), WIB);
	if (o->at)
		TRY(day_parse(o->at, &o->day, e));
	if (o->class && (o->class_ = class_of(o->class)) == CLASS_UNKNOWN)
		return FAIL(e, INVALID, "--class: '%s' is no class of person", o->class);
	return number_read(cli, cli->args[0], &o->number, e);
}

static struct answer answer_make(const struct asked *o, enum lang lang)
{
	struct answer a = {0};
	identity_read(o->law, o->number, o->day, &a.id);
	if (o->against)
		identity_read(o->law, o->against, o->day, &a.other);
	if (o->against)
		identity_against(&a.id, &a.other, lang, &a.doubts);
	if (o->class)
		identity_against_class(o->law, &a.id, o->class_, o->day, lang, &a.doubts);
	return a;
}

static void claims_text(const struct asked *o, const struct identity *id)
{
	char day[DAY_TEXT_MAX];
	const struct law_area *area = id->region[0] ? identity_area(o->law, id->region) : NULL;
	if (!day_is_none(id->birth))
		printf("  lahir        %s\n  kelamin      %s\n", day_long(id->birth, ID, day), identity_sex_name(id->sex, ID));
	if (id->appointed_month)
		printf("  diangkat     %s %d\n", month_name(id->appointed_month, ID), id->appointed_year);
	else if (id->appointed_year)
		printf("  diangkat     %d, angka perjanjian kerja %d\n", id->appointed_year, id->agreements);
	if (id->region[0])
		printf("  didaftar di  %s%s%s\n", id->region, area ? ", " : "", area ? area->name_id : "");
	if (id->serial)
		printf("  nomor urut   %d\n", id->serial);
	if (id->class_hint != CLASS_UNKNOWN)
		printf("  petunjuk     %s\n", class_name(id->class_hint, ID));
}

static void number_text(const struct asked *o, const struct identity *id)
{
	char words[IDENTITY_TEXT_MAX];
	bool whole = id->fault == FAULT_NONE;
	printf("%s: %s\n", identity_kind_name(id->kind, ID), identity_valid(id) ? "bentuknya sah; itu belum bukti" : "bukan nomor yang sah");
	if (!whole)
		printf("  salah        %s\n", identity_fault_text(id->fault, ID, words));
	else
		claims_text(o, id);
	for (unsigned bit = 1; bit && bit <= id->warnings; bit <<= 1)
		if (id->warnings & bit)
			printf("  perhatikan   %s\n", identity_warning_words(o->law, o->day, (enum identity_warning)bit, ID, words));
}

static void answer_text(const struct asked *o)
{
	struct answer a = answer_make(o, ID);
	number_text(o, &a.id);
	if (o->against)
		number_text(o, &a.other);
	for (size_t i = 0; i < a.doubts.n; i++)
		printf("berbeda: %s\n  %s\n  %s\n", identity_warning_text(a.doubts.items[i].what, ID), a.doubts.items[i].number,
		       a.doubts.items[i].other);
}

static void warnings_json(struct json_out *j, const struct asked *o, const struct identity *id)
{
	char words[IDENTITY_TEXT_MAX];
	jout_key(j, "warnings");
	jout_array(j);
	for (unsigned bit = 1; bit && bit <= id->warnings; bit <<= 1)
		if (id->warnings & bit)
			jout_text(j, identity_warning_words(o->law, o->day, (enum identity_warning)bit, EN, words));
	jout_end(j, ']');
}

/* null where the number does not say */
static void put_count(struct json_out *j, const char *key, int n)
{
	jout_key(j, key);
	if (n)
		jout_int(j, n);
	else
		jout_null(j);
}

static void number_json(struct json_out *j, const struct asked *o, const struct identity *id)
{
	char words[IDENTITY_TEXT_MAX];
	jout_object(j);
	jout_put_text(j, "kind", identity_kind_code(id->kind));
	jout_put_bool(j, "valid", identity_valid(id));
	jout_put_text(j, "fault", id->fault == FAULT_NONE ? NULL : identity_fault_text(id->fault, EN, words));
	jout_put_day(j, "born", id->birth);
	jout_put_text(j, "sex", id->sex == SEX_UNKNOWN ? NULL : identity_sex_name(id->sex, EN));
	put_count(j, "appointed_year", id->appointed_year);
	put_count(j, "appointed_month", id->appointed_month);
	put_count(j, "agreements", id->agreements);
	put_count(j, "serial", id->serial);
	jout_put_text(j, "area", id->region[0] ? id->region : NULL);
	jout_put_text(j, "class_hint", id->class_hint == CLASS_UNKNOWN ? NULL : class_code(id->class_hint));
	warnings_json(j, o, id);
	jout_end(j, '}');
}

static void answer_json(const struct asked *o)
{
	struct answer a = answer_make(o, EN);
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_day(&j, "at", o->day);
	jout_key(&j, "number");
	number_json(&j, o, &a.id);
	if (o->against) {
		jout_key(&j, "against");
		number_json(&j, o, &a.other);
	}
	jout_key(&j, "doubts");
	jout_array(&j);
	for (size_t i = 0; i < a.doubts.n; i++) {
		jout_object(&j);
		jout_put_text(&j, "what", identity_warning_text(a.doubts.items[i].what, EN));
		jout_put_text(&j, "number", a.doubts.items[i].number);
		jout_put_text(&j, "other", a.doubts.items[i].other);
		jout_end(&j, '}');
	}
	jout_end(&j, ']');
	jout_end(&j, '}');
	puts(b.s);
}

int cmd_identity(struct cli *cli, int argc, const char **argv)
{
	struct asked o = {0};
	struct poptOption table[] = {{"at", 0, POPT_ARG_STRING, &o.at, 0, "the day asked about; else today", "DATE"},
				     {"against", 0, POPT_ARG_STRING, &o.against, 0, "another number of the same person", "NUMBER"},
				     {"class", 0, POPT_ARG_STRING, &o.class, 0, "the class on record on that day: PNS, PPPK, THL, ...", "CLASS"},
				     {"rulepack", 0, POPT_ARG_STRING, &o.rulepack, 0, "another rule pack than the one in the program", "FILE"},
				     POPT_TABLEEND};
	struct err e;
	if (!cli_options(cli, argc, argv, table, "NUMBER|-"))
		return cli->code;
	if (cli->args_n != 1)
		return cli_usage(cli, "expected one number, or - for stdin");
	if (asked_read(cli, &o, &e) != OK)
		return cli_usage(cli, "%s", e.why);
	if (pack_open(cli->arena, o.rulepack, &o.law, &e) != OK)
		return cli_fail(cli, &e);
	(cli->json ? answer_json : answer_text)(&o);
	struct answer a = answer_make(&o, EN);
	return identity_valid(&a.id) && (!o.against || identity_valid(&a.other)) && !a.doubts.n ? CLI_YES : CLI_NO;
}
