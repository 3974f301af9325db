#include "ssh/certificates.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "../unit.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

#define NOW  1800000000LL /* seconds: 2027-01-15T08:00:00Z */
#define DAY  86400
#define NAME "DNS:fin,IP:192.0.2.1,IP:2001:db8::1"

/* Certificates made here, so that each can be wrong in one way. */
struct party {
	EVP_PKEY *key;
	X509 *certificate;
};

static struct party ca, other_ca, same_ca;

struct wish {
	const char *names;    /* subjectAltName, or NULL */
	const char *purpose;  /* extendedKeyUsage, or NULL */
	long from, until;     /* seconds from NOW */
	struct party *issuer; /* NULL: itself, a CA */
};

static void add(X509 *certificate, int nid, const char *value)
{
	X509_EXTENSION *extension = value ? X509V3_EXT_conf_nid(NULL, NULL, nid, value) : NULL;

	if (extension)
		X509_add_ext(certificate, extension, -1);
	X509_EXTENSION_free(extension);
}

static struct party make(const char *name, const struct wish *wish)
{
	struct party made = {EVP_EC_gen("P-256"), X509_new()};
	X509 *certificate = made.certificate;
	X509_NAME *subject = X509_get_subject_name(certificate);
	const struct party *issuer = wish->issuer ? wish->issuer : &made;

	X509_set_version(certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 7);
	X509_NAME_add_entry_by_txt(
		subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(certificate, X509_get_subject_name(issuer->certificate));
	ASN1_TIME_set(X509_getm_notBefore(certificate), NOW + wish->from);
	ASN1_TIME_set(X509_getm_notAfter(certificate), NOW + wish->until);
	X509_set_pubkey(certificate, made.key);
	add(certificate, NID_basic_constraints, wish->issuer ? NULL : "critical,CA:TRUE");
	add(certificate, NID_subject_alt_name, wish->names);
	add(certificate, NID_ext_key_usage, wish->purpose);
	assert_true(X509_sign(certificate, issuer->key, EVP_sha256()) > 0);
	return made;
}

static char *pem(X509 *certificate)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data;

	PEM_write_bio_X509(bio, certificate);
	long size = BIO_get_mem_data(bio, &data);
	char *copy = mem_bytes(data, (size_t)size);
	BIO_free(bio);
	return copy;
}

static char *certificate_as(const struct wish *wish)
{
	struct party made = make("fin", wish);
	char *text = pem(made.certificate);

	EVP_PKEY_free(made.key);
	X509_free(made.certificate);
	return text;
}

static int make_authorities(void **state)
{
	const struct wish wish = {.from = -DAY, .until = 100 * DAY};

	(void)state;
	ca = make("the CA", &wish);
	other_ca = make("another CA", &wish);
	same_ca = make("the CA", &wish); /* the same name, another key */
	return 0;
}

static int free_authorities(void **state)
{
	struct party *all[] = {&ca, &other_ca, &same_ca};

	(void)state;
	for (int i = 0; i < 3; i++) {
		EVP_PKEY_free(all[i]->key);
		X509_free(all[i]->certificate);
	}
	return 0;
}

static const struct wish good = {NAME, "serverAuth,clientAuth", -DAY, 30 * DAY, &ca};

/* What the host printed. */
struct printed {
	const char *folder, *absent;
	const char *ca, *server, *client; /* NULL: may not be read */
};

struct outcome {
	struct json_object *result;
	struct error error;
	int status;
};

static void section(struct text *text, const char *name, const char *content)
{
	text_format(text, "\nBB begin %s\n%s\nBB end %s %d\n", name, content ? content : "",
		name, content ? 0 : 1);
}

static struct outcome ask(const struct printed *printed)
{
	AUTO_TEXT struct text text = {0};
	struct certificates_question question = {"fin", "192.0.2.1", NOW * CLOCK_SECOND};
	struct outcome outcome = {0};

	section(&text, "folder", printed->folder);
	section(&text, "absent", printed->absent);
	section(&text, "ca", printed->ca);
	section(&text, "server", printed->server);
	section(&text, "client", printed->client);
	text_add(&text, "\nBB done\n");
	outcome.status = certificates_verdict(&outcome.result, &question, "BB",
		(struct span){text.data, text.size}, &outcome.error);
	return outcome;
}

static void assert_why(const struct printed *printed, const char *file, const char *words)
{
	struct outcome outcome = ask(printed);
	AUTO_JSON struct json_object *result = outcome.result;
	const char *why = json_string(result, "why");

	assert_int_equal(outcome.status, 0);
	if (!why || !strstr(why, file) || !strstr(why, words) || !strstr(why, "of fin"))
		fail_msg("%s and \"%s\" expected in: %s", file, words, why ? why : "(passed)");
}

static void test_in_order(void **state)
{
	AUTO_FREE char *authority = pem(ca.certificate), *own = certificate_as(&good);
	struct outcome outcome =
		ask(&(struct printed){"/etc/pki/qemu", "", authority, own, own});
	AUTO_JSON struct json_object *result = outcome.result;
	AUTO_FREE char *names = json_canonical_string(json_member(result, "names"));

	(void)state;
	assert_int_equal(outcome.status, 0);
	assert_null(json_string(result, "why"));
	assert_string_equal(json_string(result, "not_after"), "2027-02-14T08:00:00.000000Z");
	assert_string_equal(names, "[\"fin\",\"192.0.2.1\",\"2001:db8::1\"]");
	assert_int_equal(strncmp(json_string(result, "authority"), "sha256:", 7), 0);
}

static void test_the_authority_is_the_one_that_signed(void **state)
{
	AUTO_FREE char *one = pem(ca.certificate), *two = pem(other_ca.certificate);
	AUTO_FREE char *both = mem_format("%s%s", two, one), *own = certificate_as(&good);
	struct outcome alone = ask(&(struct printed){"/p", "", one, own, own});
	struct outcome bundle = ask(&(struct printed){"/p", "", both, own, own});
	AUTO_JSON struct json_object *left = alone.result, *right = bundle.result;

	(void)state;
	assert_string_equal(json_string(left, "authority"), json_string(right, "authority"));
}

static void test_each_file_that_is_not_there(void **state)
{
	static const char *const names[] = {
		"ca-cert.pem", "server-cert.pem", "client-cert.pem"};

	(void)state;
	for (int i = 0; i < 3; i++) {
		AUTO_FREE char *absent = mem_format("%s\n", names[i]);

		assert_why(&(struct printed){"/etc/pki/qemu", absent, NULL, NULL, NULL},
			names[i], "is not there");
	}
}

static void test_each_thing_that_can_be_wrong(void **state)
{
	static const struct {
		struct wish wish;
		const char *words;
	} cases[] = {
		{{NAME, NULL, -2 * DAY, -DAY, &ca}, "expired"},
		{{NAME, NULL, DAY, 2 * DAY, &ca}, "not yet valid"},
		{{NAME, NULL, -DAY, DAY, &other_ca}, "unable to get local issuer"},
		{{NAME, NULL, -DAY, DAY, &same_ca}, "signature failure"},
		{{NAME, "clientAuth", -DAY, DAY, &ca}, "purpose"},
		{{NULL, NULL, -DAY, DAY, &ca}, "names neither the address 192.0.2.1"},
		{{"IP:192.0.2.2,DNS:fin2", NULL, -DAY, DAY, &ca}, "names neither"},
	};
	AUTO_FREE char *authority = pem(ca.certificate), *own = certificate_as(&good);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		AUTO_FREE char *server = certificate_as(&cases[i].wish);

		assert_why(&(struct printed){"/etc/pki/qemu", "", authority, server, own},
			"/etc/pki/qemu/server-cert.pem", cases[i].words);
	}
	AUTO_FREE char *client =
		certificate_as(&(struct wish){NAME, "serverAuth", -DAY, DAY, &ca});
	assert_why(&(struct printed){"/p", "", authority, own, client}, "/p/client-cert.pem",
		"purpose");
	assert_why(&(struct printed){"/p", "", authority, "no PEM", own}, "/p/server-cert.pem",
		"no certificate in PEM form");
	assert_why(
		&(struct printed){"/p", "", "", own, own}, "/p/ca-cert.pem", "no certificate");
}

static void test_a_name_is_enough(void **state)
{
	AUTO_FREE char *authority = pem(ca.certificate);
	AUTO_FREE char *own = certificate_as(&(struct wish){"DNS:fin", NULL, -DAY, DAY, &ca});
	struct outcome outcome = ask(&(struct printed){"/p", "", authority, own, own});
	AUTO_JSON struct json_object *result = outcome.result;

	(void)state;
	assert_non_null(json_string(result, "authority"));
}

static void test_who_may_not_read_knows_nothing(void **state)
{
	AUTO_FREE char *authority = pem(ca.certificate);
	struct outcome outcome = ask(&(struct printed){"/p", "", authority, NULL, NULL});

	(void)state;
	assert_int_equal(outcome.status, -1);
	assert_null(outcome.result);
	assert_int_equal(outcome.error.code, ERROR_NOT_FOUND);
	assert_non_null(strstr(outcome.error.text, "/p/server-cert.pem"));
	outcome = ask(&(struct printed){"/p", NULL, NULL, NULL, NULL});
	assert_int_equal(outcome.error.code, ERROR_NOT_FOUND);
}

static void test_a_malformed_answer(void **state)
{
	static const char *const folders[] = {"", "pki", "/\xff"};

	(void)state;
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		struct outcome outcome = ask(&(struct printed){folders[i], "", "", "", ""});
		assert_int_equal(outcome.status, -1);
		assert_int_equal(outcome.error.code, ERROR_INPUT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_order),
		cmocka_unit_test(test_the_authority_is_the_one_that_signed),
		cmocka_unit_test(test_each_file_that_is_not_there),
		cmocka_unit_test(test_each_thing_that_can_be_wrong),
		cmocka_unit_test(test_a_name_is_enough),
		cmocka_unit_test(test_who_may_not_read_knows_nothing),
		cmocka_unit_test(test_a_malformed_answer),
	};

	return cmocka_run_group_tests_name(
		"ssh/certificates", tests, make_authorities, free_authorities);
}
