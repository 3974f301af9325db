#include "ssh/warm.h"

#include <openssl/rand.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../unit.h"

#define SIZE 32

/* The library's random bytes, of which there are two kinds. */
struct pair {
	unsigned char of[2][SIZE];
};

static bool draw(struct pair *out)
{
	return RAND_bytes(out->of[0], SIZE) == 1 && RAND_priv_bytes(out->of[1], SIZE) == 1;
}

/* What a worker that is forked now draws. */
static void draw_in_a_child(struct pair *out)
{
	int ends[2], status;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(draw(out) && write(ends[1], out, sizeof(*out)) == sizeof(*out)
				? EXIT_SUCCESS
				: EXIT_FAILURE);
	close(ends[1]);
	assert_int_equal(read(ends[0], out, sizeof(*out)), sizeof(*out));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	close(ends[0]);
}

/* Neither has what the other has, nor what their parent draws, nor nothing. */
static void test_no_two_workers_draw_the_same(void **state)
{
	struct pair drawn[3] = {0};
	unsigned char zero[SIZE] = {0};

	(void)state;
	warm_library();
	assert_int_equal(RAND_status(), 1);
	draw_in_a_child(&drawn[0]);
	draw_in_a_child(&drawn[1]);
	assert_true(draw(&drawn[2]));
	for (size_t i = 0; i < 6; i++) {
		assert_memory_not_equal(drawn[i / 2].of[i % 2], zero, SIZE);
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(
				drawn[i / 2].of[i % 2], drawn[j / 2].of[j % 2], SIZE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_two_workers_draw_the_same),
	};

	return cmocka_run_group_tests_name("ssh/warm", tests, NULL, NULL);
}
