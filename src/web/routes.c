/* routes.c -- every address Netra answers stands in one of these lists. */
#include "web/joint_views.h"
#include "web/web.h"

const struct route_list *const route_lists[] = {
	&advice_routes, &advice_staff_routes, &circular_routes, &circular_door_routes, &circular_paper_routes,
	&public_routes, &account_routes, &intake_routes, &vault_routes, &upload_routes, &staff_routes, &review_routes,
	&handle_routes, &papers_routes, &decree_routes, &forward_routes, &conflict_routes, &sitting_routes, &parcel_routes, &figures_routes, &rules_routes, &feed_routes, &log_routes, &api_routes,
	&redact_routes, &crest_routes, &prevention_routes, &risk_routes, &warnings_routes, &pledge_routes, &pledge_sign_routes, &pledge_paper_routes, &pledge_sheet_routes,
	&pledge_board_routes, &pledge_remind_routes, &pledge_joint_routes, &pledge_comply_routes, &pledge_people_routes,
	&event_routes, &event_people_routes, &event_door_routes, &event_quiz_routes, &event_paper_routes,
	&api_docket_routes, &api_case_routes, &api_dates_routes, &api_review_routes, &api_handle_routes, &api_forward_routes, &api_law_routes,
	&api_study_routes, &api_conflict_routes, &api_inside_routes, &api_recipient_routes, &api_decree_routes,
};
const size_t route_lists_n = sizeof route_lists / sizeof route_lists[0];
