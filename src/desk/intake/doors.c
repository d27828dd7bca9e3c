/* doors.c -- the doors by which a report comes in, and when it counts as having come.
 *
 * A citizen may come to the counter, telephone, write a letter, use the form, or send a message that a gateway drops as a
 * file. The law counts from the day on which the report reached the office ("disampaikan"), so a letter that lay in the
 * box on Friday and is keyed in on Monday came on Friday. That a letter by post counts from its arrival is our reading
 * [?] (law/clocks.toml says so beside the clock); the officer writes down by what the day is known.
 */
#include "desk/intake/intake_internal.h"

const struct intake_channel intake_channels[INTAKE_CHANNELS] = {
	{"web", "formulir daring", "web form", false},
	{"api", "sambungan program", "program", false},
	{"counter", "datang ke kantor", "in person", false},
	{"phone", "telepon", "telephone", false},
	{"letter", "surat", "letter", false},
	{"sms", "SMS", "SMS", true},
	{"wa", "WhatsApp", "WhatsApp", true},
	{"telegram", "Telegram", "Telegram", true},
	{"email", "surel", "e-mail", true},
};

const char *intake_channel_name(const char *code, enum lang lang)
{
	for (size_t i = 0; i < INTAKE_CHANNELS; i++)
		if (text_eq(code, intake_channels[i].code))
			return lang == EN ? intake_channels[i].en : intake_channels[i].id;
	return code;
}

enum status intake_received(const struct desk *d, struct day day, struct instant *ret, struct err *e)
{
	enum zone zone = d->office->zone;
	struct day today = day_of_instant(d->now, zone);
	if (day_is_none(day) || day.n > today.n || day.n < today.n - RECEIVED_DAYS)
		return FAIL_FIELD(e, INVALID, "received_on", "a day from %d days ago until today", RECEIVED_DAYS);
	int opens = desk_law(d)->counter_opens; /* minutes after midnight */
	struct instant at = instant_at(day, opens / 60, opens % 60, 0, zone);
	*ret = at.us < d->now.us ? at : d->now;
	return OK;
}
