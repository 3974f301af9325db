/* What the machine that runs the test says of itself has the shape that the model asks for. */
#include "facts.h"

#include "../unit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/memory.h"
#include "model/object.h"

static void test_the_model_takes_it(void **state)
{
	AUTO_JSON struct json_object *item = json_object_new_object();
	struct json_object *facts = json_object_new_object(),
			   *measures = json_object_new_object();
	struct error error = {0};

	(void)state;
	json_set(item, "facts", json_set_string(facts, "name", "me"));
	json_set(item, "measures", measures);
	json_set_string(json_set_string(item, "kind", "host"), "id", "me");
	if (facts_read(facts, measures, &error) < 0 || object_check(item, NULL, &error) < 0)
		fail_msg("%s", error.text);
	assert_non_null(json_member(facts, "links"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_model_takes_it),
	};

	return cmocka_run_group_tests_name("netlink/facts", tests, NULL, NULL);
}
