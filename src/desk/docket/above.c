/* above.c -- which office stands above this one: the province over a city, Bawaslu RI over a province. */
#include "desk/docket/docket_internal.h"

#include <string.h>

enum status docket_office_above(struct tx *tx, const struct office *o, const char **ret, struct err *e)
{
	static const struct {
		const char *level, *above;
	} levels[] = {{"Kab", "Bawaslu Provinsi"}, {"Kota", "Bawaslu Provinsi"}, {"Prov", "Bawaslu Republik Indonesia"},
		      {"Kec", "Bawaslu Kabupaten/Kota"}, {"RI", ""}};
	struct docket_office_parent_row above;
	bool found;
	TRY(docket_office_parent(tx, o->id, &found, &above, e));
	*ret = found ? above.name : "";
	for (size_t i = 0; !found && i < sizeof levels / sizeof *levels; i++)
		if (text_eq(o->level, levels[i].level))
			*ret = levels[i].above;
	return OK;
}
