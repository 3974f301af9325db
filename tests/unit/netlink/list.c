#include "list.h"

#include "../unit.h"
#include "base/memory.h"

static int by_number(const void *left_pointer, const void *right_pointer)
{
	const int *left = left_pointer, *right = right_pointer;

	return (*left > *right) - (*left < *right);
}

static struct json_object *tree(const void *number)
{
	return json_object_new_int(*(const int *)number);
}

#define LIST(kept)                                                                             \
	{                                                                                      \
		.size = sizeof(int), .most = (kept), .compare = by_number                      \
	}

static void assert_told(struct list *list, const char *expected)
{
	AUTO_JSON struct json_object *facts = json_object_new_object();

	list_tell(list, facts, "numbers", tree);
	AUTO_FREE char *text = json_canonical_string(facts);
	assert_string_equal(text, expected);
}

static void add_all(struct list *list, const int *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		list_add(list, &numbers[i]);
}

static void test_nothing(void **state)
{
	AUTO_LIST struct list list = LIST(4);

	(void)state;
	assert_told(&list, "{\"numbers\":[]}");
}

static void test_sorted_and_each_once(void **state)
{
	static const int numbers[] = {3, 1, 2, 3, 1};
	AUTO_LIST struct list list = LIST(4);

	(void)state;
	add_all(&list, numbers, 5);
	assert_told(&list, "{\"numbers\":[1,2,3]}");
}

static void test_as_many_as_fit(void **state)
{
	static const int numbers[] = {4, 3, 2, 1};
	AUTO_LIST struct list list = LIST(4);

	(void)state;
	add_all(&list, numbers, 4);
	assert_told(&list, "{\"numbers\":[1,2,3,4]}");
}

static void test_the_first_are_kept_whatever_the_order(void **state)
{
	AUTO_LIST struct list up = LIST(3), down = LIST(3);

	(void)state;
	for (int i = 1; i <= 100; i++)
		list_add(&up, &i);
	for (int i = 100; i >= 1; i--)
		list_add(&down, &i);
	assert_told(&up, "{\"numbers\":[1,2,3],\"numbers_left_out\":97}");
	assert_told(&down, "{\"numbers\":[1,2,3],\"numbers_left_out\":97}");
}

static void test_used_again(void **state)
{
	static const int numbers[] = {3, 2, 1};
	AUTO_LIST struct list list = LIST(2);

	(void)state;
	add_all(&list, numbers, 3);
	list_settle(&list);
	assert_int_equal(list.left_out, 1);
	list_clear(&list);
	add_all(&list, numbers, 1);
	assert_told(&list, "{\"numbers\":[3]}");
	assert_int_equal(*(const int *)list_entry(&list, 0), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_sorted_and_each_once),
		cmocka_unit_test(test_as_many_as_fit),
		cmocka_unit_test(test_the_first_are_kept_whatever_the_order),
		cmocka_unit_test(test_used_again),
	};

	return cmocka_run_group_tests_name("netlink/list", tests, NULL, NULL);
}
