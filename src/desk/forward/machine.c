/* machine.c -- data.json of a package: what a program of the recipient reads (web/static/handover.schema.json describes it,
 * docs/handover.md explains it). Keys are added, never changed, as long as "schema" says netra.handover/1.
 */
#include "desk/forward/package_internal.h"

static void put_person(struct json_out *j, const struct parts *p, enum zone zone)
{
	jout_key(j, "person");
	jout_object(j);
	jout_put_text(j, "name", p->person.name);
	jout_put_text(j, "nip", p->person.nip);
	docket_identity_json(j, "identity", &p->identity, zone); /* so that the receiver need not guess */
	jout_put_text(j, "class", p->person.class);
	jout_put_text(j, "position", p->person.position);
	jout_put_text(j, "agency", p->person.agency);
	jout_put_text(j, "statement", p->person.statement);
	jout_put_text(j, "account_owned", p->person.account_owned);
	jout_put_text(j, "intent", p->person.intent);
	jout_put_day(j, "removed_on", p->person.removed_on);
	jout_put_bool(j, "repeated", p->person.repeated);
	jout_end(j, '}');
}

static void put_decisions(struct json_out *j, const struct forward_file *f, const struct parts *p, enum zone zone)
{
	jout_key(j, "decisions");
	jout_array(j);
	for (size_t i = 0; i < p->decisions.n; i++) {
		const struct forward_decisions_row *v = &p->decisions.items[i];
		const struct law_act *act = law_act(f->law, v->act_code);
		jout_object(j);
		jout_put_text(j, "act", v->act_code);
		jout_put_text(j, "title", act ? act->title_id : NULL);
		jout_put_text(j, "basis", act ? act->row.basis : NULL);
		jout_put_text(j, "outcome", v->outcome);
		jout_put_text(j, "reason", v->reason);
		jout_put_instant(j, "decided_at", v->at, zone);
		jout_put_text(j, "minutes_number", v->minutes_number);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void put_file(struct json_out *j, const struct package_file *f)
{
	jout_put_text(j, "name", f->name);
	jout_put_text(j, "sha256", f->sha256);
	jout_put_bool(j, "masked", f->original != NULL);
	jout_put_text(j, "original_sha256", f->original);
}

static void put_files(struct json_out *j, const struct parts *p)
{
	jout_key(j, "minutes");
	jout_array(j);
	for (size_t i = 0; i < p->minutes.n; i++) {
		jout_object(j);
		jout_put_text(j, "number", *p->minutes.items[i].description ? p->minutes.items[i].description : NULL);
		put_file(j, &p->minutes.items[i]);
		jout_end(j, '}');
	}
	jout_end(j, ']');
	jout_key(j, "evidence");
	jout_array(j);
	for (size_t i = 0; i < p->evidence.n; i++) {
		const struct package_file *x = &p->evidence.items[i];
		jout_object(j);
		jout_put_int(j, "number", x->number);
		jout_put_text(j, "description", x->description);
		jout_put_text(j, "type", x->type);
		jout_put_int(j, "size", x->size);
		put_file(j, x);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

void machine_write(struct buf *b, const struct desk *d, const struct forward_file *f, const struct parts *p,
		   const struct forward_receiver *to, const struct letter_made *letter)
{
	struct json_out j = jout_start(b);
	jout_object(&j);
	jout_put_text(&j, "schema", "netra.handover/1");
	jout_put_text(&j, "office", d->office->code);
	jout_put_text(&j, "office_name", d->office->name);
	jout_put_bool(&j, "drill", d->office->drill);
	jout_put_text(&j, "file", f->number);
	jout_put_text(&j, "title", p->title);
	jout_put_text(&j, "summary", p->summary);
	jout_put_text(&j, "procedure", f->row.procedure);
	jout_put_text(&j, "rulepack", f->row.rulepack);
	jout_put_day(&j, "event_on", f->row.event_on);
	jout_put_text(&j, "event_place", p->place);
	jout_put_text(&j, "route", to->route->code);
	jout_put_text(&j, "receiver", to->name);
	jout_put_text(&j, "copy", to->copy);
	jout_put_text(&j, "letter", letter->number);
	jout_put_text(&j, "check_code", letter->check_code);
	jout_put_instant(&j, "sent_at", d->now, d->office->zone);
	put_person(&j, p, d->office->zone);
	put_decisions(&j, f, p, d->office->zone);
	put_files(&j, p);
	jout_put_int(&j, "masked", p->masked);
	jout_end(&j, '}');
}
