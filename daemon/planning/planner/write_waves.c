/* The texts of all waves: several are made side by side, and given away in their order. */
#include "base/digest.h"
#include "base/gang.h"
#include "planning/planner/planner.h"
#include <stdlib.h>

#define AT_ONCE 64 /* waves whose texts are in memory */

struct wave_text {
	struct text text;
	char digest[DIGEST_TEXT];
};

struct wave_texts {
	struct wave_text wave, estimates;
};

struct writing {
	const struct planner *planner;
	uint32_t first; /* the wave of the first of the texts */
	struct wave_texts made[AT_ONCE];
};

/* --- their texts --- */

static void make(struct wave_text *into, const struct planner *planner,
	const struct planner_wave *wave,
	void (*write)(struct text *text, const struct planner *planner,
		const struct planner_wave *wave))
{
	text_cut(&into->text, 0, into->text.size);
	write(&into->text, planner, wave);
	digest_text(into->text.data, into->text.size, into->digest);
}

static int make_texts(void *argument, size_t index, struct error *error)
{
	struct writing *writing = argument;
	const struct planner_wave *wave = &writing->planner->wave[writing->first + index];
	struct wave_texts *into = &writing->made[index];

	(void)error;
	make(&into->wave, writing->planner, wave, write_wave);
	make(&into->estimates, writing->planner, wave, write_estimates);
	return 0;
}

static void writing_free(struct writing *writing)
{
	for (size_t i = 0; i < AT_ONCE; i++) {
		text_clear(&writing->made[i].wave.text);
		text_clear(&writing->made[i].estimates.text);
	}
}

/* --- their rows in the plan --- */

/* Of a kept wave the window that was approved. New reference; NULL: it is always open. */
static struct json_object *window_of(const struct planner_wave *wave)
{
	struct json_object *kept = json_member(wave->kept, "wave");

	if (kept)
		return json_object_get(json_member(kept, "window"));
	return wave->window.to > 0 ? write_tell_window(wave) : NULL;
}

static struct json_object *row_of(
	const struct planner_wave *wave, const struct wave_texts *texts)
{
	struct json_object *row = json_object_new_object(), *window = window_of(wave);

	json_set_string(row, "name", wave->name);
	json_set(row, "owners", json_object_get(wave->owners));
	if (window)
		json_set(row, "window", window);
	json_set_integer(row, "moves", wave->moves);
	json_set_string(row, "digest", texts->wave.digest);
	return json_set_string(row, "estimates", texts->estimates.digest);
}

/* The next few waves. */
static void give_some(
	struct writing *writing, const struct plan_sink *sink, struct json_object *rows)
{
	const struct planner *planner = writing->planner;
	uint32_t left = planner->waves - writing->first;
	uint32_t count = left < AT_ONCE ? left : AT_ONCE;

	gang_run(gang_processors(), count, make_texts, writing, NULL);
	for (uint32_t i = 0; i < count; i++) {
		const struct wave_texts *made = &writing->made[i];

		sink->take(sink->argument, "wave", &made->wave.text);
		sink->take(sink->argument, "estimates", &made->estimates.text);
		json_object_array_add(rows, row_of(&planner->wave[writing->first + i], made));
	}
	writing->first += count;
}

struct json_object *write_waves(const struct planner *planner, const struct plan_sink *sink)
{
	struct json_object *rows = json_object_new_array();
	struct writing *writing = mem_alloc(sizeof(*writing));

	writing->planner = planner;
	while (writing->first < planner->waves)
		give_some(writing, sink, rows);
	writing_free(writing);
	free(writing);
	return rows;
}
