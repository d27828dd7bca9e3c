/* until.c -- until when, as a list of work says it: the moment that comes first, and the law's own behind it.
 *
 * The law's day ends at 23.59, the counter at 16.00. Who works at a counter plans by its closing; the right of a citizen
 * ends with the law's day. So both stand there, the nearer one first. The zone is the clock's own: an office in WIB that
 * looks at a file of an office in WIT reads WIT.
 */
#include "core/clock/clock.h"

#define WEEK_DAYS 7 /* from so many days on a weekday alone could be misread */

struct instant clock_binds(struct instant last, struct instant counter)
{
	return !instant_is_none(counter) && counter.us < last.us ? counter : last;
}

/* "16.00" today, "Kamis 16.00" within the week, "9 Des 2024 16.00" later. @t is not past: its day is no earlier than today. */
static const char *moment_text(struct arena *a, struct instant t, enum zone zone, struct instant now, enum lang lang)
{
	char day[DAY_TEXT_MAX], at[16];
	struct day on = day_of_instant(t, zone);
	int days = on.n - day_of_instant(now, zone).n;
	instant_clock(t, zone, lang, at);
	if (days == 0)
		return arena_strdup(a, at);
	if (days < WEEK_DAYS)
		return arena_printf(a, "%s %s", weekday_name(day_weekday(on), lang), at);
	return arena_printf(a, "%s %s", day_short(on, lang, day), at);
}

/* The law's end behind another moment: the hour alone when it is the same day. */
static const char *behind_text(struct arena *a, struct instant last, struct instant first, enum zone zone, struct instant now,
			       enum lang lang)
{
	char at[16];
	if (day_of_instant(last, zone).n != day_of_instant(first, zone).n)
		return moment_text(a, last, zone, now, lang);
	return arena_strdup(a, instant_clock(last, zone, lang, at));
}

const char *clock_until_text(struct arena *a, const struct law_clock *clock, struct instant last, struct instant counter,
			     enum zone zone, struct instant now, enum lang lang)
{
	static const char *const until[] = {[ID] = "sampai", [EN] = "until"}, *const from[] = {[ID] = "berlaku", [EN] = "in effect"},
				 *const closes[] = {[ID] = "loket tutup", [EN] = "counter closes"},
				 *const closed[] = {[ID] = "loket sudah tutup, batas hukum", [EN] = "counter has closed, by law until"},
				 *const law[] = {[ID] = "batas hukum", [EN] = "by law"};
	struct instant first = clock_binds(last, counter);
	const char *zone_is = zone_name(zone);
	if (last.us < now.us)
		return "";
	if (first.us == last.us)
		return arena_printf(a, "%s %s %s", clock->effective ? from[lang] : until[lang], moment_text(a, last, zone, now, lang), zone_is);
	if (first.us < now.us)
		return arena_printf(a, "%s %s %s", closed[lang], moment_text(a, last, zone, now, lang), zone_is);
	bool today = day_of_instant(first, zone).n == day_of_instant(now, zone).n;
	return arena_printf(a, "%s %s %s (%s %s)", today ? closes[lang] : until[lang], moment_text(a, first, zone, now, lang), zone_is,
			    law[lang], behind_text(a, last, first, zone, now, lang));
}
