/* problem.c -- see problem.h: faults as pages, and below /api/ as problem documents (RFC 9457). */
#include "web/problem.h"

#include "page_problem.h"
#include "web/answer.h"
#include "web/shut.h"

/* What to say for each kind of fault; the row whose HTTP status fits, else the last. */
static const struct words {
	int http;
	const char *title_id, *title_en, *text_id, *text_en;
} words[] = {
	{400, "Permintaan ini tidak dapat dibaca", "This request cannot be read",
	 "Alamat atau isinya rusak di jalan. Buka halaman depan dan mulai dari sana.",
	 "The address or its content was damaged on the way. Start again from the front page."},
	{401, "Perlu masuk dulu", "Log in first", "Halaman ini untuk petugas yang sudah masuk.",
	 "This page is for officers who have logged in."},
	{403, "Bukan untuk peran ini", "Not for this role",
	 "Halaman atau tindakan ini tidak termasuk tugas Anda di Netra, atau formulirnya sudah kedaluwarsa. Muat ulang halaman "
	 "sebelumnya lalu coba lagi.",
	 "This page or act is not part of your duties in Netra, or the form has grown old. Reload the page before and try again."},
	{404, "Halaman ini tidak ada", "There is no such page",
	 "Mungkin alamatnya salah ketik atau tautannya sudah lama. Tidak ada yang hilang.",
	 "The address may be mistyped or the link old. Nothing was lost."},
	{405, "Cara ini tidak dipakai di sini", "Not the way to use this address",
	 "Buka halaman lewat tautan atau formulirnya.", "Open the page by its link or form."},
	{409, "Sudah berubah", "It has changed meanwhile",
	 "Ada yang mengubah data ini lebih dulu, atau batas waktunya sudah lewat. Buka lagi halamannya untuk melihat keadaan terbaru.",
	 "Somebody changed this first, or its deadline has passed. Open the page again to see how it stands now."},
	{413, "Terlalu besar", "Too large",
	 "Yang dikirim melebihi batas. Kirim teksnya dulu; berkas dapat menyusul satu per satu.",
	 "What was sent is over the limit. Send the text first; files can follow one by one."},
	{414, "Alamat terlalu panjang", "The address is too long", "Persingkat alamatnya.", "Shorten the address."},
	{415, "Bentuk kiriman ini tidak dikenal", "This kind of content is not read here",
	 "Kirim lewat formulir di halaman ini.", "Use the form on the page."},
	{422, "Ada isian yang perlu dilihat lagi", "Something needs another look",
	 "Tulisan Anda masih ada: kembali ke halaman sebelumnya dan perbaiki isian itu.",
	 "What you wrote is still there: go back one page and mend that field."},
	{429, "Terlalu sering", "Too often", "Tunggu beberapa menit, lalu coba lagi.", "Wait a few minutes, then try again."},
	{503, "Kami sedang tidak dapat melayani", "We cannot answer just now",
	 "Kami sedang tidak dapat menyimpan. Tulisan Anda masih di halaman sebelumnya; coba kirim lagi sebentar lagi.",
	 "We cannot store just now. What you wrote is still on the page before; send it again in a moment."},
	{500, "Ada kesalahan di pihak kami", "Something is wrong on our side",
	 "Kesalahan ini sudah tercatat untuk pengelola. Coba lagi sebentar lagi.",
	 "The fault is on record for the administrator. Try again in a moment."},
};

static const struct words *words_for(int http)
{
	size_t i = 0;
	while (i + 1 < sizeof words / sizeof words[0] && words[i].http != http)
		i++;
	return &words[i];
}

static void show_json(struct request *rq, const struct err *e)
{
	struct json_out j = jout_start(rq->out);
	bool ours = rq->http >= 500 && rq->http != 507; /* a full disk is told as it is: the sender must know to keep the file */
	jout_object(&j);
	jout_put_text(&j, "type", "about:blank");
	jout_put_text(&j, "title", reason_of(rq->http));
	jout_put_int(&j, "status", rq->http);
	jout_put_text(&j, "detail", ours ? status_text(e->status) : e->why);
	jout_put_text(&j, "code", status_name(e->status));
	if (e->field)
		jout_put_text(&j, "field", e->field);
	jout_end(&j, '}');
	rq->content_type = "application/problem+json";
}

/* Says why and what can be done, and nothing of the file. */
static const struct words shut_words = {
	403, "Berkas ini tertutup bagi Anda", "This file is closed to you",
	"Ada pernyataan benturan kepentingan antara Anda dan seseorang dalam berkas ini. Karena itu isi, surat, dan daftarnya tidak "
	"diperlihatkan kepada Anda, apa pun jabatan Anda. Percobaan membukanya dicatat dan terlihat oleh ketua dan anggota pleno. Bila menurut Anda "
	"keliru, sampaikan kepada ketua atau anggota lain: mereka dapat mencabutnya dengan alasan tertulis.",
	"A conflict of interest between you and somebody in this file was stated. So its content, papers and lists are not shown to "
	"you, whatever your office. The try to open it is noted and seen by the chair and the members. If you think it wrong, say so to the chair or "
	"another member: they can lift it with a written reason."};

enum status problem_show(struct request *rq, const struct err *e)
{
	const struct words *w;
	rq->http = rq->http >= 400 ? rq->http : status_http(e->status);
	rq->foreign = false;
	rq->location = rq->download = rq->fixed = NULL;
	rq->content_type = NULL;
	rq->cacheable = false;
	buf_clear(rq->out);
	rq->out->full = false;
	if (rq->wants_json) {
		show_json(rq, e);
		return OK;
	}
	w = words_for(rq->http);
	if (shut_is(e))
		w = &shut_words;
	struct problem_view v = {
		.http = rq->http,
		.title = rq->lang == EN ? w->title_en : w->title_id,
		.text = rq->lang == EN ? w->text_en : w->text_id,
		.detail = rq->http == 422 || rq->http == 409 ? e->why : "",
		.ours = rq->http >= 500,
		.login = rq->http == 401,
	};
	struct page p = page_of(rq, w->title_id, w->title_en);
	page_problem(rq->out, &p, &v);
	return OK;
}
