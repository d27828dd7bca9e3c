/* others.c -- the mask that a text about one person of a file wears before it leaves the office (mask.h). */
#include "desk/forward/forward_internal.h"
#include "desk/forward/mask.h"
#include "desk/forward/parcels.h"

enum status forward_mask(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person, const char *own_name,
			 struct mask **ret, struct err *e)
{
	struct parcel_others_rows others;
	struct parcel_handles_rows handles;
	TRY(parcel_others(tx, case_file, person, &others, e));
	TRY(parcel_handles(tx, d->office->id, case_file, person, &handles, e));
	*ret = mask_new(tx->arena, own_name);
	for (size_t i = 0; i < others.n; i++) {
		mask_name(*ret, others.items[i].name);
		mask_number(*ret, others.items[i].nip);
	}
	for (size_t i = 0; i < handles.n; i++)
		mask_handle(*ret, handles.items[i].handle);
	return OK;
}
