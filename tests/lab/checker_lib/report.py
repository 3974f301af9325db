"""The verdict as a text for people."""


def cell(value):
    return "not measured" if value is None else str(value)


def guest_lines(name, figures):
    path = " > ".join(stay["host"] for stay in figures["ran_on"]) or "nowhere"
    yield f"{name}: ran on {path}"
    yield (f"    blackout {cell(figures['blackout_ms'])} ms by heartbeat, "
           f"{cell(figures['blackout_web_ms'])} ms by web; "
           f"{cell(figures['probes_lost'])} of {cell(figures['probes'])} probes lost")
    yield (f"    writes acknowledged {cell(figures['writes_acknowledged'])}, lost "
           f"{cell(figures['writes_lost'])}, doubled {cell(figures['writes_doubled'])}, "
           f"chain broken {cell(figures['chain_broken'])}")
    for move in figures["moves"]:
        yield (f"    move {move['source']} > {move['target']} in {move['seconds']:.2f} s, "
               f"blackout {cell(move['blackout_ms'])} ms by heartbeat, "
               f"{cell(move['blackout_web_ms'])} ms by web, probes lost "
               f"{cell(move['probes_lost'])}, contents equal: {cell(move['content_equal'])}")


def text(verdict):
    lines = [line for name, figures in verdict["guests"].items()
             for line in guest_lines(name, figures)]
    lines += [f"Not seen: {sentence}" for sentence in verdict["not_seen"]]
    lines += [f"FAULT {fault['fault']}: {fault['detail']}" for fault in verdict["faults"]]
    lines.append(f"The verdict: {verdict['verdict']}.")
    return "\n".join(lines) + "\n"
