/* others.c -- the mask that a text about one person of a file wears before others read it (mask.h). */
#include "desk/docket/redaction.h"
#include "desk/forward/forward_internal.h"
#include "desk/forward/mask.h"
#include "desk/forward/parcels.h"

enum status forward_mask_names(struct tx *tx, int64_t case_file, int64_t person, const char *own_name, struct mask **ret, struct err *e)
{
	struct parcel_others_rows others;
	TRY(parcel_others(tx, case_file, person, &others, e));
	*ret = mask_new(tx->arena, own_name);
	for (size_t i = 0; i < others.n; i++) {
		mask_name(*ret, others.items[i].name);
		mask_number(*ret, others.items[i].nip);
	}
	return OK;
}

enum status forward_mask(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person, const char *own_name,
			 struct mask **ret, struct err *e)
{
	struct parcel_handles_rows handles;
	struct redaction_words_rows words;
	TRY(forward_mask_names(tx, case_file, person, own_name, ret, e));
	TRY(parcel_handles(tx, d->office->id, case_file, person, &handles, e));
	for (size_t i = 0; i < handles.n; i++)
		mask_handle(*ret, handles.items[i].handle);
	TRY(redaction_words(tx, case_file, &words, e));
	for (size_t i = 0; i < words.n; i++)
		mask_words(*ret, words.items[i].words);
	return OK;
}
