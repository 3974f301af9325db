/*
 * The Merkle tree against the roots that RFC 6962's first implementation published for eight
 * leaves, and every proof of every small tree, each with every bit of it turned.
 */
#include "audit/tree.h"

#include <string.h>

#include "../unit.h"
#include "base/error.h"
#include "base/text.h"

#define LEAVES 70

static uint8_t leaves[LEAVES][TREE_HASH];

static const char *const known[] = {
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
	"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
	"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
	"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
	"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
	"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
	"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
	"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static void roots_are_the_known_ones(void **state)
{
	static const char *const inputs[] = {"", "\x00", "\x10", "\x20\x21", "\x30\x31",
		"\x40\x41\x42\x43", "\x50\x51\x52\x53\x54\x55\x56\x57",
		"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
	static const size_t sizes[] = {0, 1, 1, 2, 2, 4, 8, 16};
	struct tree_frontier frontier = {0};
	uint8_t hash[TREE_HASH];
	char hex[2 * TREE_HASH + 1];

	(void)state;
	for (size_t i = 0; i <= 8; i++) {
		frontier_root(&frontier, hash);
		text_hex(hash, TREE_HASH, hex);
		assert_string_equal(hex, known[i]);
		if (i == 8)
			break;
		tree_leaf(inputs[i], sizes[i], hash);
		frontier_append(&frontier, hash);
	}
}

/* A reader over the leaves, which knows nothing of frontiers. */
static int read_subtree(void *argument, unsigned height, uint64_t index, uint8_t out[TREE_HASH],
	struct error *error)
{
	uint8_t right[TREE_HASH];

	(void)argument;
	if (height == 0) {
		assert_true(index < LEAVES);
		memcpy(out, leaves[index], TREE_HASH);
		return 0;
	}
	read_subtree(NULL, height - 1, 2 * index, out, error);
	read_subtree(NULL, height - 1, 2 * index + 1, right, error);
	tree_node(out, right, out);
	return 0;
}

static const struct tree_reader reader = {.read = read_subtree};

static int make_leaves(void **state)
{
	(void)state;
	for (unsigned i = 0; i < LEAVES; i++)
		tree_leaf(&i, sizeof(i), leaves[i]);
	return 0;
}

static void root_of(uint64_t size, uint8_t out[TREE_HASH])
{
	struct tree_frontier frontier = {0};
	struct error error = {0};
	uint8_t again[TREE_HASH];

	for (uint64_t i = 0; i < size; i++)
		frontier_append(&frontier, leaves[i]);
	frontier_root(&frontier, out);
	assert_int_equal(tree_root(&reader, size, again, &error), 0);
	assert_memory_equal(out, again, TREE_HASH);
}

static void every_inclusion_is_proved(void **state)
{
	struct tree_proof proof;
	struct error error = {0};
	uint8_t root[TREE_HASH];

	(void)state;
	for (uint64_t size = 1; size <= LEAVES; size++) {
		root_of(size, root);
		for (uint64_t i = 0; i < size; i++) {
			assert_int_equal(
				tree_prove_inclusion(&reader, i, size, &proof, &error), 0);
			assert_true(tree_check_inclusion(&proof, leaves[i], i, size, root));
			assert_false(
				tree_check_inclusion(&proof, leaves[i], i + 1, size, root));
			assert_false(tree_check_inclusion(
				&proof, leaves[(i + 1) % LEAVES], i, size, root));
		}
	}
}

static void every_consistency_is_proved(void **state)
{
	struct tree_proof proof;
	struct error error = {0};
	uint8_t old_root[TREE_HASH], root[TREE_HASH];

	(void)state;
	for (uint64_t size = 1; size <= LEAVES; size++) {
		root_of(size, root);
		for (uint64_t old = 1; old <= size; old++) {
			root_of(old, old_root);
			assert_int_equal(
				tree_prove_consistency(&reader, old, size, &proof, &error), 0);
			assert_true(tree_check_consistency(&proof, old, old_root, size, root));
			if (old < size)
				assert_false(tree_check_consistency(
					&proof, old, root, size, old_root));
		}
	}
}

static void no_changed_proof_is_accepted(void **state)
{
	struct tree_proof proof;
	struct error error = {0};
	uint8_t old_root[TREE_HASH], root[TREE_HASH];

	(void)state;
	root_of(23, old_root);
	root_of(61, root);
	tree_prove_consistency(&reader, 23, 61, &proof, &error);
	for (size_t i = 0; i < proof.count * TREE_HASH * 8; i++) {
		uint8_t *byte = &proof.hash[i / 8 / TREE_HASH][i / 8 % TREE_HASH];
		*byte ^= (uint8_t)(1 << i % 8);
		assert_false(tree_check_consistency(&proof, 23, old_root, 61, root));
		*byte ^= (uint8_t)(1 << i % 8);
	}
	assert_true(tree_check_consistency(&proof, 23, old_root, 61, root));
	proof.count--;
	assert_false(tree_check_consistency(&proof, 23, old_root, 61, root));
	proof.count += 2;
	assert_false(tree_check_consistency(&proof, 23, old_root, 61, root));
	assert_false(tree_check_consistency(&proof, 0, old_root, 61, root));
	assert_false(tree_check_consistency(&proof, 62, old_root, 61, root));
}

int main(void)
{
	const struct CMUnitTest cases[] = {
		cmocka_unit_test(roots_are_the_known_ones),
		cmocka_unit_test(every_inclusion_is_proved),
		cmocka_unit_test(every_consistency_is_proved),
		cmocka_unit_test(no_changed_proof_is_accepted),
	};

	return cmocka_run_group_tests(cases, make_leaves, NULL);
}
