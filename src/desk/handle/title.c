/* title.c -- a title names nobody: it stands in lists, on Today and in calendars, before everybody of the office (N22).
 *
 * What an officer types is kept but for the names and numbers of the persons of the file, which are taken out as from a
 * package (desk/forward/mask.h), when the title is saved and when a person is added whom it names already.
 */
#include "desk/forward/forward.h"
#include "desk/handle/handle_internal.h"

#include <string.h>

enum status handle_words_plain(struct tx *tx, int64_t case_file, const char *text, const char **ret, struct err *e)
{
	struct mask *mask;
	int64_t found = 0;
	TRY(forward_mask_names(tx, case_file, 0, "", &mask, e));
	*ret = mask_text(mask, text, &found);
	return OK;
}

enum status handle_title_clear(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e)
{
	struct case_get_row row;
	const char *title;
	TRY(case_get(tx, case_file, &row, e));
	TRY(handle_words_plain(tx, case_file, row.title, &title, e));
	if (text_eq(title, row.title))
		return OK;
	struct docket_facts as = {.title = title, .summary = row.summary, .event_place = row.event_place, .contest = row.contest,
				  .event_on = row.event_on, .known_on = row.known_on};
	return docket_facts_set(tx, d, case_file, &as, row.version, e);
}
