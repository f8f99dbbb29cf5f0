"""A mistake of ours, said in the journal without what it was about: messages are personal."""

import traceback


def places(error: BaseException) -> str:
    """Return where an error went through, without its words: they may quote an address or a name."""
    return "".join(traceback.format_tb(error.__traceback__))
