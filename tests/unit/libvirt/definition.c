/*
 * The tree that is only read, and the text that is made from it, beside libxml2's own: what it
 * gives is what xml.h gives, of documents with all that XML has.
 */
#include "../../../plugins/libvirt/definition.h"

#include "../../../plugins/libvirt/fence.h"
#include "../../../plugins/libvirt/mark.h"
#include "../../../plugins/libvirt/xml.h"
#include "../unit.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "fixture.h"
#include <stdlib.h>
#include <string.h>

#define DRAWN 20000 /* documents */

/* What it was before there was a tree of our own; NULL when it is no XML. */
static char *by_libxml2(const char *text)
{
	AUTO_XML xmlDocPtr document = NULL;

	if (xml_parse(&document, text, NULL) < 0)
		return NULL;
	mark_strip(document);
	fence_strip(document);
	return xml_write(document);
}

static void check_same(const char *text)
{
	AUTO_ELEMENTS struct elements tree = {.root = NULL};
	AUTO_FREE char *expected = by_libxml2(text), *raw = NULL;
	struct error error = {0};
	int result = definition_read(&tree, &raw, text, &error);

	if (!expected && (result == 0 || error.code != ERROR_INPUT))
		fail_msg("libxml2 refuses \"%s\"", text);
	if (expected && result < 0)
		fail_msg("libxml2 takes \"%s\"; here it is said: %s", text, error.text);
	if (expected && !text_equal(raw, expected))
		fail_msg("of \"%s\"\nlibxml2 makes \"%s\"\nand we \"%s\"", text, expected, raw);
}

static void test_machines(void **state)
{
	static const char *const names[] = {
		"web1.xml", "web1-export.xml", "web1-fenced.xml", "web1-target.xml"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		AUTO_FREE char *text = fixture_read(names[i]);

		check_same(text);
	}
}

static void test_what_xml_has(void **state)
{
	static const char *const texts[] = {
		"<a/>",
		"<a></a>",
		"<a>  </a>",
		"<a b='&lt;&quot;&amp;&apos;&gt;' c='\"'>&lt;&quot;&amp;&apos;&gt;\"'</a>",
		"<a b='\xe6\x90\xac\xe4\xba\x91 \xf0\x9f\x9a\x9a'>\xe6\x90\xac \xc3\xa9</a>",
		"<a b='x\ty\nz'>x\ty\nz</a>",
		"<a b='x&#10;y&#9;&#13;'>x&#13;&#10;y</a>",
		"<a>\r\n  <b/>\r\n</a>",
		"<a> <b/> <!-- c --> <d/> </a>",
		"<a> <![CDATA[ <x> ]]> </a>",
		"<a> <?do it?> <b/> </a>",
		"<a>mixed <b/> and <c/></a>",
		"<a><b/>mixed</a>",
		"<a xml:space='preserve'> <b/> </a>",
		"<a xmlns:q='urn:q' q:b='1' b='2'> <q:c><d q:e='f'/></q:c> </a>",
		"<a xmlns='urn:q'><b xmlns=''/></a>",
		"<a xmlns:q='urn:&amp;q\"'/>",
		"<a xmlns:q='urn>q'/>",
		"<a xmlns:q='urn\xe6\x90\xac'/>",
		"<?xml version='1.0' encoding='UTF-8'?>\n<a b='\xe6\x90\xac'/>",
		"  <a/>  \n",
		"",
		"<a>",
		"<a></b>",
		"<a b='1' b='2'/>",
		"<a>&none;</a>",
		"<!DOCTYPE a><a/>",
		"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
		"<a>\xff</a>",
		"<a/><b/>",
		"<a>\x01</a>",
		"<a><metadata><m:move xmlns:m='urn:banyun:move' run='1'/></metadata><b/></a>",
		"<a><metadata><o/><m:move xmlns:m='urn:banyun:move'/></metadata></a>",
		"<a><metadata/><b/></a>",
		"<a><metadata>\n</metadata></a>",
		"<a><devices><disk><alias name='ua-banyun-fence'/></disk><disk/></devices></a>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		check_same(texts[i]);
}

/* A chain of backing images may be deep; libxml2 does not indent without end. */
static void test_deep(void **state)
{
	AUTO_TEXT struct text text = {0};

	(void)state;
	for (int i = 0; i < 200; i++)
		text_add(&text, "<backingStore type='file'>\n");
	for (int i = 0; i < 200; i++)
		text_add(&text, "</backingStore>");
	check_same(text.data);
}

/* --- documents by chance, always the same ones --- */

static const char *pick(const char *const *words, size_t count)
{
	return words[(size_t)rand() % count];
}

#define PICK(words) pick(words, sizeof(words) / sizeof((words)[0]))

static const char *const names[] = {
	"a", "disk", "metadata", "q:b", "devices", "alias", "none:c"};
static const char *const attributes[] = {" name='x'", " q:n=\"'\"", " v='\xe6\x90\xac&quot;>'",
	" type='&amp;\t\n'", " w='&#x41;'", " name='ua-banyun-fence'", " xmlns:q='urn:q'",
	" xmlns='urn:z'", " xmlns:q='urn:banyun:move'", " n=''", " xml:space='preserve'"};
static const char *const between[] = {"", "\n  ", " ", "\n", "\t", "&amp;", "x", "\xe6\x90\xac",
	"<!-- c -->", "<![CDATA[ y ]]>", "<?p i?>", "\r\n", "&#32;", "]]", "\"'>"};

static const char *rarely(const char *const *words, size_t usual, size_t all)
{
	return pick(words, rand() % 8 ? usual : all);
}

static void draw(struct text *text, int depth)
{
	const char *name = rarely(names, 6, 7);

	text_format(text, "<%s", name);
	while (rand() % 3 == 0)
		text_add(text, rarely(attributes, 4, 11));
	text_add(text, ">");
	for (int i = rand() % 5; i > 0 && depth > 0; i--) {
		text_add(text, rarely(between, 4, 15));
		draw(text, depth - 1);
	}
	text_add(text, rarely(between, 8, 15));
	text_format(text, "</%s>", name);
}

static void test_drawn(void **state)
{
	size_t taken = 0, plain = 0;

	(void)state;
	srand(1);
	for (int i = 0; i < DRAWN; i++) {
		AUTO_TEXT struct text text = {0};
		AUTO_ELEMENTS struct elements tree = {.root = NULL};

		draw(&text, 4);
		check_same(text.data);
		if (elements_read(&tree, text.data, NULL) == 0) {
			taken++;
			plain += tree.odd ? 0 : 1;
		}
	}
	/* Many of each kind: read at all, and written by ourselves. */
	assert_in_range(taken, DRAWN / 4, DRAWN - DRAWN / 20);
	assert_in_range(plain, DRAWN / 10, taken - DRAWN / 20);
}

/* --- finding --- */

static void test_what_is_found(void **state)
{
	static const char text[] =
		"<d id='7'><os><type machine='q35'>hvm</type><boot/></os>"
		"<memory unit='MiB'>3</memory><x/><q:x xmlns:q='u' q:id='8'/>"
		"<memory>5</memory><big unit='TiB'>9000000</big></d>";
	AUTO_ELEMENTS struct elements tree = {.root = NULL};
	const struct element *memory, *x;

	(void)state;
	assert_int_equal(elements_read(&tree, text, NULL), 0);
	assert_string_equal(element_attribute(tree.root, "id"), "7");
	assert_string_equal(
		element_attribute(element_down(tree.root, "os/type"), "machine"), "q35");
	assert_string_equal(element_content(element_down(tree.root, "os/type")), "hvm");
	assert_string_equal(element_content(element_down(tree.root, "os/boot")), "");
	assert_null(element_down(tree.root, "os/typ"));
	assert_null(element_down(tree.root, "os/type/none"));
	assert_null(element_content(NULL));
	assert_null(element_attribute(NULL, "id"));
	memory = element_first(tree.root, "memory");
	assert_int_equal(element_bytes(memory), 3 << 20);
	assert_int_equal(element_bytes(element_next(memory, "memory")), 5 << 10);
	assert_int_equal(element_bytes(element_first(tree.root, "big")), 0);
	x = element_next(element_first(tree.root, "x"), NULL);
	assert_true(element_named(x, "x"));
	assert_null(element_attribute(x, "id"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_machines),
		cmocka_unit_test(test_what_xml_has),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_drawn),
		cmocka_unit_test(test_what_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
