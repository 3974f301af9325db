"""A call that may hang, in a process of its own that is ended when its time is up."""

import multiprocessing

from . import namespaces

CONTEXT = multiprocessing.get_context("fork")


class TimeUp(Exception):
    pass


def within(seconds, call, *arguments):
    """The call's result (picklable); raises TimeUp, or RuntimeError with the call's error."""
    ours, theirs = CONTEXT.Pipe(duplex=False)

    def run():
        namespaces.die_with_parent()
        try:
            theirs.send((True, call(*arguments)))
        except Exception as error:
            theirs.send((False, str(error)))

    process = CONTEXT.Process(target=run, daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise TimeUp(f"{call.__name__} gave no answer within {seconds} s.")
        good, result = ours.recv()
    except EOFError:
        raise RuntimeError(f"{call.__name__} ended without an answer.") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if not good:
        raise RuntimeError(result)
    return result
