/* joint_views.h -- what the pages of joint declarations and certificates of compliance show. */
#ifndef NETRA_WEB_JOINT_VIEWS_H
#define NETRA_WEB_JOINT_VIEWS_H

#include "desk/pledge/comply.h"
#include "desk/pledge/joint.h"
#include "web/web.h"

extern const struct route_list pledge_joint_routes, pledge_comply_routes, pledge_people_routes;

struct joint_campaign_line {
	int64_t id;
	const char *title;
	bool on;
};
struct joints_view { /* /kerja/deklarasi */
	struct fault fault;
	struct joint_list_rows rows;
	struct { struct joint_campaign_line *items; size_t n, cap; } campaigns;
	const char *title, *place, *held_on, *read_by, *read_as, *text;
	bool may_make;
};
struct joint_party_line {
	struct joint_parties_row row;
	const char *method; /* in words; "" until signed */
	bool next, mine, here; /* here: whom the one-time link is for */
};
struct joint_party_lines {
	struct joint_party_line *items;
	size_t n, cap;
};
struct joint_view { /* /kerja/deklarasi/{joint} and /ikrar/bersama/{token} */
	struct fault fault;
	const char *fault_at; /* which form */
	struct pledge_joint j;
	struct joint_get_row row;
	struct joint_text_now_row text;
	struct joint_party_lines lines;
	const char *qr, *url;
	const char *link, *link_for; /* a one-time link that was just made; "" */
	const char *institution, *signer, *position, *login, *reason, *signed_on, *typed_text, *next_name, *token, *name, *office_held;
	bool may_make, may_edit, withdrawn, my_turn, has_signed, witness, fresh;
};
struct joint_check_view { /* /ikrar/deklarasi/{code} */
	struct joint_get_row row;
	struct joint_text_now_row text;
	struct joint_party_lines lines;
	struct pledge_points points;
	bool withdrawn, done;
	int64_t signs, parties;
};

struct comply_view { /* /kerja/ikrar/{campaign}/kepatuhan */
	struct fault fault;
	struct pledge_get_row p;
	struct certificates_of_rows rows;
	bool may_make, may_list;
};
struct comply_check_view { /* /ikrar/kepatuhan/{code} */
	struct certificate_get_row c;
	struct pledge_points points;
	const char *share;
	int64_t counts, missing, excused;
};

#endif
