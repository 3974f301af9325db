#include "ssh/key.h"

#include <string.h>

#include "../unit.h"
#include "base/memory.h"
#include "base/text.h"

/* Made for this test alone, by ssh-keygen; they open nothing. */
static const char ed25519[] =
	"-----BEGIN OPENSSH PRIVATE KEY-----\n"
	"b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n"
	"QyNTUxOQAAACAedm5h62Hh1IDQBXXb6vfE9ukE1ckm1xDgt+r8fL+aKAAAAIgwFdlwMBXZ\n"
	"cAAAAAtzc2gtZWQyNTUxOQAAACAedm5h62Hh1IDQBXXb6vfE9ukE1ckm1xDgt+r8fL+aKA\n"
	"AAAEDKKwrEtg9IViO+3Q/Bmxiha9+Y+yZOw6o2EOAGpBJXDh52bmHrYeHUgNAFddvq98T2\n"
	"6QTVySbXEOC36vx8v5ooAAAABHRlc3QB\n"
	"-----END OPENSSH PRIVATE KEY-----\n";
static const char ed25519_public[] =
	"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB52bmHrYeHUgNAFddvq98T26QTVySbXEOC36vx8v5oo";
static const char ecdsa[] =
	"-----BEGIN OPENSSH PRIVATE KEY-----\n"
	"b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAaAAAABNlY2RzYS\n"
	"1zaGEyLW5pc3RwMjU2AAAACG5pc3RwMjU2AAAAQQTrT7Hk+C94s79goHCZT2Tga4ysuRG2\n"
	"PGMxLuPHCqaucicSktB1qOxp5OEkM7ew/BkuLsttVhGnJWeB29+GwjuhAAAAoM1PsdjNT7\n"
	"HYAAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBOtPseT4L3izv2Cg\n"
	"cJlPZOBrjKy5EbY8YzEu48cKpq5yJxKS0HWo7Gnk4SQzt7D8GS4uy21WEaclZ4Hb34bCO6\n"
	"EAAAAhAPa1PhIDM+ZDIhZT4Ng82is091gzzvF82Zn3Yhvy/ZPjAAAABHRlc3QBAgM=\n"
	"-----END OPENSSH PRIVATE KEY-----\n";
static const char ecdsa_public[] =
	"ecdsa-sha2-nistp256 "
	"AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBOtPseT4L3izv2CgcJlPZOBrjKy5EbY8Yz"
	"Eu48cKpq5yJxKS0HWo7Gnk4SQzt7D8GS4uy21WEaclZ4Hb34bCO6E=";
static const char locked[] =
	"-----BEGIN OPENSSH PRIVATE KEY-----\n"
	"b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABCqYq2eVx\n"
	"BMlt17slGz/OGwAAAAEAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAINYsDiljchkKhkck\n"
	"M1F04YvLRXx7p88ZmvzMKa+Bqys2AAAAkALAKl+0GcHqUgKbKvUtFNDEfLd5MW6STX3afz\n"
	"Hifo03wQ3MkqIj6ZPWXQdmqeARu4kVmbEQp28B7GLo4XZHt0DHEC/8GSil7kzuw7wsAmvP\n"
	"6r9ebhnDxjgOoDY4c9S11RKVhG6Iueq6CCsd/CXNH3QxW4gKBGQyBeozq3GDY3FxP96RU7\n"
	"jhzUBRafGZzsBQsw==\n"
	"-----END OPENSSH PRIVATE KEY-----\n";
static const char rsa[] =
	"-----BEGIN OPENSSH PRIVATE KEY-----\n"
	"b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAlwAAAAdzc2gtcn\n"
	"NhAAAAAwEAAQAAAIEAo/ROrwf+uOZPgI9K397SnmyfzhLyWCSQ/dnVk3Gk68FdQ2J9A1CN\n"
	"sBapW9Bfg3QG+trtAhI56iBgRgMsUap/fzW/fVImkTts1kbWsNmmOyfR9WeCzrzBJUQWcg\n"
	"0kYyJ4KO6XdFdXZgegkcjW2RKlgQxKRzPXUFNcedGKYekQwa8AAAIA9NnZJvTZ2SYAAAAH\n"
	"c3NoLXJzYQAAAIEAo/ROrwf+uOZPgI9K397SnmyfzhLyWCSQ/dnVk3Gk68FdQ2J9A1CNsB\n"
	"apW9Bfg3QG+trtAhI56iBgRgMsUap/fzW/fVImkTts1kbWsNmmOyfR9WeCzrzBJUQWcg0k\n"
	"YyJ4KO6XdFdXZgegkcjW2RKlgQxKRzPXUFNcedGKYekQwa8AAAADAQABAAAAgEOn+SA5SF\n"
	"+8imoet2MSbA97+6XqI59D16EpVvz1FH1E2duItNW9U/qqH1EH96IjKw4xcUQ9iTCYE6JQ\n"
	"hOVeWiXXTGzc+Q0//AoxTmM+TuxyeaYnD2gerkmd4IqP3HU9ClmuU7uKQdREwmzl9OsIk5\n"
	"ifmecEjGh785hak7UQVbFhAAAAQAgr+aLLV2a8jREw7b4XPLCHlNUsofCPbrXO7vfbWwY3\n"
	"z3S5a4Ka7WYMoJOuNUYqk+o8LdGrSZ28bzUfutRUBfkAAABBAM70EAajdVImLK0QYOrV1R\n"
	"oe6+C4W9TYMqXak7JczdeNhbQKdn94sW8HYtgWLeXsYi/E2+0tr9Tn2i4XErq6On0AAABB\n"
	"AMrPehRwfyS/njqKZ+Ty55yUP2aNuO9YrqZ3w/9PFrx5qbJ0DyqNbMfw5ilrDFumXcyh1I\n"
	"2gJq5txGwEQcbUOJsAAAAEdGVzdAECAwQFBgc=\n"
	"-----END OPENSSH PRIVATE KEY-----\n";

static void test_the_public_half(void **state)
{
	char out[KEY_PUBLIC];

	(void)state;
	assert_int_equal(key_public(ed25519, out), strlen(ed25519_public));
	assert_string_equal(out, ed25519_public);
	assert_int_equal(key_public(ecdsa, out), strlen(ecdsa_public));
	assert_string_equal(out, ecdsa_public);
}

static void test_keys_that_are_left_to_the_library(void **state)
{
	static const char empty[] = "-----BEGIN OPENSSH PRIVATE KEY-----\n"
				    "-----END OPENSSH PRIVATE KEY-----\n";
	char out[KEY_PUBLIC];

	(void)state;
	assert_int_equal(key_public(locked, out), 0);
	assert_int_equal(key_public(rsa, out), 0);
	assert_int_equal(key_public(ed25519_public, out), 0);
	assert_int_equal(key_public("", out), 0);
	assert_int_equal(key_public(empty, out), 0);
}

/* As if the file had been cut, or a byte of it changed, anywhere. */
static void test_broken_keys(void **state)
{
	char out[KEY_PUBLIC];

	(void)state;
	for (size_t i = 0; i < strlen(ecdsa); i++) {
		AUTO_FREE char *broken = mem_string(ecdsa);

		broken[i] = broken[i] == 'A' ? '/' : 'A';
		assert_true(key_public(broken, out) < KEY_PUBLIC);
		broken[i] = '\0';
		if (!strstr(broken, "-----END OPENSSH PRIVATE KEY-----"))
			assert_int_equal(key_public(broken, out), 0);
	}
}

/* The signature is the one that the key has for these bytes: ed25519 draws nothing. */
static void test_signing(void **state)
{
	static const char expected[] =
		"582ff235d6bbd7aa89c58a2b23a1ae8424e6b4afc521d57f306857e8c74b0a4b"
		"a4c8ef19d246747085db992e1ea04da0ca2d9478fbb1b3b3919fd4335fabce06";
	struct key_ed25519 key;
	unsigned char signature[KEY_SIGNATURE];
	char text[2 * KEY_SIGNATURE + 1];

	(void)state;
	assert_true(key_read_ed25519(ed25519, &key));
	assert_memory_equal(key.blob, "\0\0\0\vssh-ed25519\0\0\0 ", KEY_BLOB - KEY_ED25519);
	assert_true(key_sign_ed25519(&key, (const unsigned char *)"banyun", 6, signature));
	text_hex(signature, sizeof(signature), text);
	assert_string_equal(text, expected);
}

static void test_keys_that_are_not_signed_with(void **state)
{
	struct key_ed25519 key;

	(void)state;
	assert_false(key_read_ed25519(ecdsa, &key));
	assert_false(key_read_ed25519(locked, &key));
	assert_false(key_read_ed25519(rsa, &key));
	assert_false(key_read_ed25519("", &key));
	assert_false(key_read_ed25519("-----BEGIN OPENSSH PRIVATE KEY-----\n", &key));
}

/* Whose two halves, or whose two public halves, are not of each other; or that was cut. */
static void test_broken_ed25519_keys(void **state)
{
	struct key_ed25519 key, whole;
	size_t same = 0;

	(void)state;
	assert_true(key_read_ed25519(ed25519, &whole));
	for (size_t i = 0; i < strlen(ed25519); i++) {
		AUTO_FREE char *broken = mem_string(ed25519);

		broken[i] = broken[i] == 'A' ? '/' : 'A';
		if (key_read_ed25519(broken, &key))
			same += memcmp(key.blob, whole.blob, KEY_BLOB) == 0;
		broken[i] = '\0';
		if (!strstr(broken, "-----END OPENSSH PRIVATE KEY-----"))
			assert_false(key_read_ed25519(broken, &key));
	}
	assert_true(same > 0); /* the comment may be any */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_public_half),
		cmocka_unit_test(test_keys_that_are_left_to_the_library),
		cmocka_unit_test(test_broken_keys),
		cmocka_unit_test(test_signing),
		cmocka_unit_test(test_keys_that_are_not_signed_with),
		cmocka_unit_test(test_broken_ed25519_keys),
	};

	return cmocka_run_group_tests_name("ssh/key", tests, NULL, NULL);
}
