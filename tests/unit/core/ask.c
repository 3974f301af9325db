#include "ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit.h"
#include "base/memory.h"
#include "core/nursery.h"

struct nursery *scene_nursery;
struct loop *scene_loop;
bool scene_large;

void scene_nursery_begin(const char *program)
{
	scene_loop = loop_new();
	scene_nursery = nursery_new(scene_loop, program);
}

void scene_nursery_end(void)
{
	nursery_free(scene_nursery);
	loop_free(scene_loop);
	scene_nursery = NULL;
	scene_loop = NULL;
}

static void on_answer(void *argument, enum worker_answer answer, struct json_object *result,
	const struct error *error)
{
	struct ask *ask = argument;

	ask->answers++;
	ask->answer = answer;
	ask->result = json_copy(result);
	if (error)
		ask->error = *error;
	loop_stop(ask->scene->loop);
}

static void on_progress(void *argument, struct json_object *progress)
{
	struct ask *ask = argument;

	ask->progresses++;
	json_put_at(&ask->last_progress);
	ask->last_progress = json_copy(progress);
	loop_stop(ask->scene->loop);
}

static void on_item(void *argument, struct json_object *item)
{
	struct ask *ask = argument;

	ask->items++;
	json_put_at(&ask->last_item);
	ask->last_item = json_copy(item);
}

static void on_end(void *argument, const char *why)
{
	struct scene *scene = argument;

	scene->worker = NULL;
	scene->ends++;
	snprintf(scene->why, sizeof(scene->why), "%s", why);
	loop_stop(scene->loop);
}

struct scene *scene_join(struct loop *loop, const char *program, struct json_object *settings,
	const struct worker_secret *secrets, size_t count)
{
	struct scene *scene = mem_alloc(sizeof(*scene));
	struct error error = {0};
	const struct worker_order order = {
		.program = program,
		.nursery = scene_nursery,
		.large = scene_large,
		.name = "fixture",
		.secrets = secrets,
		.secret_count = count,
		.settings = settings,
		.ended = on_end,
		.argument = scene,
	};

	scene->loop = loop;
	scene->joined = true;
	if (worker_start(&scene->worker, scene->loop, &order, &error) < 0)
		fail_msg("%s", error.text);
	json_object_put(settings);
	return scene;
}

struct scene *scene_begin(const char *program, struct json_object *settings,
	const struct worker_secret *secrets, size_t count)
{
	struct scene *scene = scene_join(
		scene_loop ? scene_loop : loop_new(), program, settings, secrets, count);

	scene->joined = scene_loop != NULL;
	return scene;
}

void scene_ask(struct scene *scene, struct ask *ask, const char *method,
	struct json_object *parameters, uint32_t deadline)
{
	const struct worker_listener listener = {on_answer, on_progress, on_item, ask};

	ask->scene = scene;
	ask->call = worker_ask(scene->worker, method, parameters, deadline, &listener);
}

static void give_up(void *argument)
{
	(void)argument;
	fail_msg("nothing came for %d ms", PATIENCE);
}

void scene_wait(struct scene *scene, struct ask *ask)
{
	struct loop_timer *timer = loop_after(scene->loop, PATIENCE, give_up, NULL);

	while (ask->answers == 0)
		loop_run(scene->loop);
	loop_cancel(timer);
	assert_int_equal(ask->answers, 1);
}

void scene_wait_begin(struct scene *scene, struct ask *ask)
{
	struct loop_timer *timer = loop_after(scene->loop, PATIENCE, give_up, NULL);

	while (ask->progresses == 0)
		loop_run(scene->loop);
	loop_cancel(timer);
}

void scene_wait_end(struct scene *scene)
{
	struct loop_timer *timer = loop_after(scene->loop, PATIENCE, give_up, NULL);

	while (scene->worker)
		loop_run(scene->loop);
	loop_cancel(timer);
}

static void raise_flag(void *argument)
{
	*(bool *)argument = true;
}

void scene_pass(struct scene *scene, uint32_t milliseconds)
{
	bool passed = false;

	loop_after(scene->loop, milliseconds, raise_flag, &passed);
	loop_after(scene->loop, milliseconds, (loop_call *)loop_stop, scene->loop);
	while (!passed)
		loop_run(scene->loop);
}

void scene_end(struct scene *scene)
{
	assert_non_null(scene->worker);
	worker_end(scene->worker);
	worker_end(scene->worker);
	scene_wait_end(scene);
}

void scene_finish(struct scene *scene)
{
	if (scene->worker)
		scene_end(scene);
	if (!scene->joined)
		loop_free(scene->loop);
	free(scene);
}

void ask_clear(struct ask *ask)
{
	json_put_at(&ask->result);
	json_put_at(&ask->last_item);
	json_put_at(&ask->last_progress);
}
