"""Plants in the document itself. Those with `edit` change its lines after it was sealed."""
from .draft import first, plant

OTHER = "sha256:" + 64 * "5"


def edit(draft, change):
    draft.edit = change


@plant("wave.digest")
def wrong_wave_digest(draft):
    edit(draft, lambda draft: draft.manifest["waves"][0].update(digest=OTHER))


@plant("wave.digest")
def one_word_of_a_wave(draft):
    """The wave says another thing than was approved."""
    def change(draft):
        draft.move()["pause_limit"] += 1
    edit(draft, change)


@plant("estimates.digest")
def wrong_estimates_digest(draft):
    edit(draft, lambda draft: draft.manifest["waves"][-1].update(estimates=OTHER))


@plant("manifest.part_digest")
def wrong_part_digest(draft):
    edit(draft, lambda draft: draft.manifest["parts"].update(left_out=OTHER))


@plant("manifest.part")
def lost_part(draft):
    edit(draft, lambda draft: draft.parts.pop("groups"))


@plant("manifest.waves")
def lost_wave(draft):
    edit(draft, lambda draft: draft.manifest["waves"].pop())


@plant("manifest.order")
def another_snapshot(draft):
    draft.manifest["snapshot"] = OTHER


@plant("manifest.order")
def another_seed(draft):
    draft.manifest["seed"] += 1


@plant("wave.row")
def one_move_more_told(draft):
    def change(draft):
        draft.manifest["waves"][0]["moves"] += 1
    edit(draft, change)


@plant("text.canonical")
def a_blank_in_a_line(draft):
    draft.text = lambda lines: [line.replace('"moves":[', '"moves": [', 1) for line in lines]


@plant("text.read")
def a_fraction(draft):
    draft.text = lambda lines: [line.replace('"unplaced":', '"late":1.5,"unplaced":')
                                for line in lines]


@plant("text.read")
def a_member_twice(draft):
    draft.text = lambda lines: [line.replace('"unplaced":', '"unplaced":0,"unplaced":')
                                for line in lines]


@plant("text.read")
def something_after_the_manifest(draft):
    draft.text = lambda lines: [*lines, 'forecast {}\n']


@plant("text.shape")
def a_move_without_target(draft):
    del draft.move()["target"]


@plant("wave.owners")
def an_owner_is_not_told(draft):
    draft.waves[0][0]["owners"] = []


@plant("wave.moves")
def two_moves_of_one_name(draft):
    wave = first(wave for wave, _ in draft.waves if len(wave["moves"]) > 1)
    wave["moves"][0]["name"] = wave["moves"][1]["name"]


@plant("move.twice")
def two_moves_of_one_name_in_two_waves(draft):
    first(draft.waves[1:])[0]["moves"][0]["name"] = draft.move()["name"]


@plant("wave.name")
def two_waves_of_one_name(draft):
    first(draft.waves[1:])[0]["name"] = draft.waves[0][0]["name"]


@plant("estimates.moves")
def an_estimate_is_missing(draft):
    wave, estimates = draft.waves[0]
    del estimates[wave["moves"][0]["machine"]]
