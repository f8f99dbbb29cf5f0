"""Related occupations: computed again and stored."""

from jalon.sources.services import Progress, silent


def relate_occupations(*, progress: Progress = silent) -> int:
    """Placeholder."""
    return 0
