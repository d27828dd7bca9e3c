/* intake.h -- what the files of this desk's addresses share. */
#ifndef NETRA_WEB_INTAKE_H
#define NETRA_WEB_INTAKE_H

#include "web/gate.h"
#include "web/intake_views.h"

#define say(rq, id, en) ((rq)->lang == EN ? (en) : (id))
#define REPORT_BODY     (48 * MIB) /* text and files of one sending; more files follow in further ones */

struct gate *intake_gate(void); /* one for the process, made when first asked for */
/* May this report come in now? If not, the answer is a 429 and says when; the page or the problem says the rest. */
bool intake_may_enter(struct request *rq, const char *ticket, const char *proof, struct gate_answer *ret);
/* TOO_MANY when this source, or all together, guessed too often. */
MUST_CHECK enum status code_try(struct request *rq, const char *typed, int64_t *ret_report,
				const char **ret_code, struct err *e);
/* Files of the request as the desk takes them. */
size_t intake_uploads(struct request *rq, bool drop_place, const struct intake_file **ret);
/* What the desk said about a field, in the words of a page. */
struct fault intake_fault(struct request *rq, const struct err *e);

enum status report_form_show(struct request *rq, struct err *e);
enum status report_form_send(struct request *rq, struct err *e);
enum status receipt_show(struct request *rq, struct err *e);
enum status receipt_saved(struct request *rq, struct err *e);
enum status receipt_picture(struct request *rq, struct err *e);
enum status receipt_print(struct request *rq, struct err *e);
enum status follow_ask(struct request *rq, struct err *e);
enum status follow_open(struct request *rq, struct err *e);
enum status follow_show(struct request *rq, struct err *e);
enum status follow_send(struct request *rq, struct err *e);
enum status check_ask(struct request *rq, struct err *e);
enum status check_line_show(struct request *rq, struct err *e);
enum status check_code_show(struct request *rq, struct err *e);
enum status api_report_send(struct request *rq, struct err *e);
enum status api_report_stage(struct request *rq, struct err *e);
enum status reports_read(struct request *rq, int64_t max, struct report_list *ret, struct err *e);
enum status counter_show(struct request *rq, struct err *e);
enum status counter_send(struct request *rq, struct err *e);
enum status counter_receipt(struct request *rq, struct err *e);
enum status staff_report_show(struct request *rq, struct err *e);
enum status staff_report_message(struct request *rq, struct err *e);
enum status staff_report_file(struct request *rq, struct err *e);
enum status staff_report_picture(struct request *rq, struct err *e);
enum status staff_report_thumb(struct request *rq, struct err *e);
enum status staff_report_group_attach(struct request *rq, struct err *e);
enum status staff_report_group_refuse(struct request *rq, struct err *e);
enum status staff_report_paper(struct request *rq, struct err *e);
enum status staff_report_paper_get(struct request *rq, struct err *e);
enum status staff_report_identity(struct request *rq, struct err *e);

enum status returns_show(struct request *rq, struct err *e);

#endif
