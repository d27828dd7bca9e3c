/* people.c -- the persons whom a cluster's alerts suggest, each once.
 *
 * Several alerts may name one employee (a post, its comments); the strongest stands for all. Somebody met by nothing
 * but a name is listed apart and not proposed: with 41 namesakes a name says nothing.
 */
#include "desk/review/review_internal.h"

#include <stdlib.h>
#include <string.h>

static bool same_person(const struct review_person *p, const struct review_cluster_alerts_row *alert)
{
	if (p->employee || alert->employee)
		return p->employee == alert->employee;
	return text_eq(p->name, alert->name);
}

static bool ticked_in(const char *list, int64_t alert)
{
	struct str rest = str_of(list), part;
	int64_t id;
	while (str_split(&rest, ',', &part)) {
		char text[24] = "";
		if (part.n == 0 || part.n >= sizeof text)
			continue;
		memcpy(text, part.s, part.n);
		if (int_parse(text, 1, INT64_MAX, &id, NULL) == OK && id == alert)
			return true;
	}
	return false;
}

static struct review_person person_of(const struct review_cluster_alerts_row *alert)
{
	return (struct review_person){
		.alert = alert->id, .employee = alert->employee, .name = alert->name, .nip = alert->nip,
		.class = alert->class, .agency = alert->agency, .position = alert->position,
		.act_code = alert->act_code, .strength = alert->strength, .how = alert->how,
		.author = alert->author, .namesakes = alert->namesakes, .only_name = text_eq(alert->strength, "weak"),
	};
}

struct review_people review_people_of(struct arena *a, const struct review_cluster_alerts_rows *alerts,
				      const char *ticked)
{
	struct review_people ret = {0};
	for (size_t i = 0; i < alerts->n; i++) { /* strongest first, as the statement orders them */
		const struct review_cluster_alerts_row *alert = &alerts->items[i];
		if (text_blank(alert->name))
			continue;
		struct review_person *found = NULL;
		for (size_t k = 0; k < ret.n && !found; k++)
			if (same_person(&ret.items[k], alert))
				found = &ret.items[k];
		if (!found && ret.n < REVIEW_PEOPLE_MAX) {
			struct review_person p = person_of(alert);
			ARENA_PUSH(a, &ret, p);
			found = &ret.items[ret.n - 1];
		}
		if (!found)
			continue;
		found->alerts++;
		found->ticked |= ticked_in(ticked, alert->id);
		found->only_name &= text_eq(alert->strength, "weak");
		if (text_blank(found->act_code))
			found->act_code = alert->act_code;
	}
	for (size_t k = 0; k < ret.n; k++) {
		ret.only_name += ret.items[k].only_name;
		ret.proposed += !ret.items[k].only_name;
		ret.asn += !ret.items[k].only_name && class_is_asn(class_of(ret.items[k].class));
	}
	return ret;
}
