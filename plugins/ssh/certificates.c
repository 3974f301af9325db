#include "ssh/certificates.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include <arpa/inet.h>
#include <limits.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#define NAMES 64 /* of a certificate, that are told */

enum part { PART_FOLDER, PART_ABSENT, PART_CA, PART_SERVER, PART_CLIENT, PARTS };

static const char *const part_names[PARTS] = {"folder", "absent", "ca", "server", "client"};
static const char *const files[PARTS] = {
	[PART_CA] = "ca-cert.pem",
	[PART_SERVER] = "server-cert.pem",
	[PART_CLIENT] = "client-cert.pem",
};

/* The three on their way through the checks. */
struct set {
	const struct certificates_question *question;
	char folder[PATH_MAX];
	X509_STORE *store;
	X509 *of[PARTS]; /* the first certificate of each file */
	int64_t not_after;
	struct error why; /* what is wrong; empty while nothing is */
};

static void set_free(struct set *set)
{
	for (int i = 0; i < PARTS; i++)
		X509_free(set->of[i]);
	X509_STORE_free(set->store);
}
#define AUTO_SET __attribute__((cleanup(set_free)))

/* Notes what is wrong with a file. Returns -1. */
static int wrong(struct set *set, enum part part, const char *what)
{
	return error_set(&set->why, ERROR_REFUSED, NULL, "%s/%s of %s %s.", set->folder,
		files[part], set->question->host, what);
}

/* --- reading --- */

/* All certificates of the CA's file are trusted, the first of another one is its own. */
static int read_file(struct set *set, enum part part, struct span content)
{
	BIO *bio = BIO_new_mem_buf(content.data, (int)content.size);
	X509 *next;

	while (bio && (next = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		if (part == PART_CA)
			X509_STORE_add_cert(set->store, next);
		if (set->of[part])
			X509_free(next);
		else
			set->of[part] = next;
	}
	BIO_free(bio);
	return set->of[part] ? 0 : wrong(set, part, "holds no certificate in PEM form");
}

static int read_files(struct set *set, const struct section *parts)
{
	set->store = X509_STORE_new();
	for (enum part part = PART_CA; part < PARTS; part++)
		if (read_file(set, part, parts[part].content) < 0)
			return -1;
	return 0;
}

/* --- checking --- */

static void note_end(struct set *set, const X509 *certificate)
{
	struct tm parts;

	if (!ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts))
		return;
	int64_t end = (int64_t)timegm(&parts) * CLOCK_SECOND;
	if (set->not_after == 0 || end < set->not_after)
		set->not_after = end;
}

/* Fills the digest of the certificate that ends the chain. */
static void note_authority(X509_STORE_CTX *context, char authority[DIGEST_TEXT])
{
	STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
	unsigned char *bytes = NULL;
	int size = i2d_X509(sk_X509_value(chain, sk_X509_num(chain) - 1), &bytes);

	digest_text(bytes, size > 0 ? (size_t)size : 0, authority);
	OPENSSL_free(bytes);
}

static int verify(struct set *set, enum part part, int purpose, char authority[DIGEST_TEXT])
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	AUTO_FREE char *what = NULL;

	if (context && X509_STORE_CTX_init(context, set->store, set->of[part], NULL)) {
		X509_STORE_CTX_set_time(
			context, 0, (time_t)(set->question->now / CLOCK_SECOND));
		X509_STORE_CTX_set_flags(context, X509_V_FLAG_PARTIAL_CHAIN);
		X509_STORE_CTX_set_purpose(context, purpose);
		if (X509_verify_cert(context) == 1)
			note_authority(context, authority);
		else
			what = mem_format("is not accepted by its CA, %s: %s", files[PART_CA],
				X509_verify_cert_error_string(
					X509_STORE_CTX_get_error(context)));
	}
	X509_STORE_CTX_free(context);
	return what ? wrong(set, part, what) : 0;
}

static int check_names(struct set *set)
{
	X509 *server = set->of[PART_SERVER];
	AUTO_FREE char *what = NULL;

	if (X509_check_ip_asc(server, set->question->address, 0) == 1 ||
		X509_check_host(server, set->question->host, 0,
			X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, NULL) == 1)
		return 0;
	what = mem_format("names neither the address %s nor the name %s as subjectAltName",
		set->question->address, set->question->host);
	return wrong(set, PART_SERVER, what);
}

static int check(struct set *set, char authority[DIGEST_TEXT])
{
	char client_authority[DIGEST_TEXT] = "";

	if (verify(set, PART_SERVER, X509_PURPOSE_SSL_SERVER, authority) < 0 ||
		verify(set, PART_CLIENT, X509_PURPOSE_SSL_CLIENT, client_authority) < 0 ||
		check_names(set) < 0)
		return -1;
	for (enum part part = PART_CA; part < PARTS; part++)
		note_end(set, set->of[part]);
	return 0;
}

/* --- telling --- */

static void add_name(struct json_object *names, const GENERAL_NAME *name)
{
	char text[INET6_ADDRSTRLEN];
	int type = 0;
	const ASN1_STRING *value = GENERAL_NAME_get0_value(name, &type);
	const char *data = (const char *)ASN1_STRING_get0_data(value);
	int size = ASN1_STRING_length(value);

	if (type == GEN_DNS && size < 256 && text_utf8_error(data, (size_t)size) < 0 &&
		memchr(data, '\0', (size_t)size) == NULL)
		json_object_array_add(names, json_object_new_string_len(data, size));
	else if (type == GEN_IPADD && (size == 4 || size == 16) &&
		 inet_ntop(size == 4 ? AF_INET : AF_INET6, data, text, sizeof(text)))
		json_object_array_add(names, json_object_new_string(text));
}

static struct json_object *names_of(X509 *certificate)
{
	struct json_object *names = json_object_new_array();
	GENERAL_NAMES *list = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);

	for (int i = 0; i < sk_GENERAL_NAME_num(list) && i < NAMES; i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(list, i);

		if (name->type == GEN_DNS || name->type == GEN_IPADD)
			add_name(names, name);
	}
	GENERAL_NAMES_free(list);
	return names;
}

static struct json_object *tell(struct set *set, const char *authority)
{
	struct json_object *result = json_object_new_object();
	char not_after[CLOCK_TEXT];

	if (set->why.code)
		return json_set_string(result, "why", set->why.text);
	clock_format(set->not_after, not_after);
	json_set_string(result, "authority", authority);
	json_set_string(result, "not_after", not_after);
	return json_set(result, "names", names_of(set->of[PART_SERVER]));
}

/* --- the answer of the host --- */

static bool is_absent(struct span absent, const char *file)
{
	struct span line;

	while (span_line(&absent, &line))
		if (span_is(line, file))
			return true;
	return false;
}

/* The first file that is not there is a fault; one that may not be read allows no verdict. */
static int look_for_files(struct set *set, const struct section *parts, struct error *error)
{
	for (enum part part = PART_CA; part < PARTS; part++)
		if (parts[PART_ABSENT].known &&
			is_absent(parts[PART_ABSENT].content, files[part])) {
			wrong(set, part, "is not there");
			return 0;
		}
	for (enum part part = PART_CA; part < PARTS; part++)
		if (!parts[part].known)
			return error_set(error, ERROR_NOT_FOUND, set->question->host,
				"%s/%s of the host \"%s\" may not be read by the user that we "
				"log in as, so whether it is in order is unknown.",
				set->folder, files[part], set->question->host);
	return 0;
}

static int read_folder(struct set *set, const struct section *parts, struct error *error)
{
	struct span folder = span_trim(parts[PART_FOLDER].content);

	if (folder.size == 0 || folder.size >= sizeof(set->folder) || folder.data[0] != '/' ||
		text_utf8_error(folder.data, folder.size) >= 0 ||
		memchr(folder.data, '\0', folder.size) != NULL)
		return error_set(error, ERROR_INPUT, set->question->host,
			"The host \"%s\" names no folder for its certificates.",
			set->question->host);
	memcpy(set->folder, folder.data, folder.size);
	return 0;
}

int certificates_verdict(struct json_object **result,
	const struct certificates_question *question, const char *boundary, struct span text,
	struct error *error)
{
	AUTO_SET struct set set = {.question = question};
	struct section parts[PARTS];
	char authority[DIGEST_TEXT] = "";

	if (sections_parse(parts, part_names, PARTS, boundary, text, error) < 0 ||
		read_folder(&set, parts, error) < 0 || look_for_files(&set, parts, error) < 0)
		return -1;
	if (!set.why.code && read_files(&set, parts) == 0)
		check(&set, authority);
	*result = tell(&set, authority);
	return 0;
}
