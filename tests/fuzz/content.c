/*
 * content_feed and content_verdict: an answer means the same in whatever pieces it comes, and
 * only one in which every part ended well has a digest.
 */
#include "ssh/content.h"

#include "base/shape.h"
#include "promise.h"

static const struct shape_field fields[] = {
	{"digest", SHAPE_DIGEST, .required = true},
	{0},
};

static int feed(struct content *content, const char *data, size_t size, size_t piece)
{
	struct error error = {0};

	for (size_t at = 0; at < size; at += piece) {
		size_t count = size - at < piece ? size - at : piece;
		if (content_feed(content, "BB", data + at, count, &error) < 0)
			return -1;
	}
	return content_verdict(content, "", &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_CONTENT struct content whole = {0}, pieces = {0};
	struct error error = {0};
	int result = feed(&whole, (const char *)data, size, size > 0 ? size : 1);

	promise(feed(&pieces, (const char *)data, size, 7) == result);
	if (result < 0)
		return 0;
	promise(strcmp(whole.digest, pieces.digest) == 0 && whole.bytes == pieces.bytes);
	promise(whole.copy_status == 0 && whole.count_status == 0 && whole.hash_status == 0);

	AUTO_JSON struct json_object *tree =
		json_set_string(json_object_new_object(), "digest", whole.digest);
	promise(shape_check(fields, tree, NULL, &error) == 0);
	return 0;
}
