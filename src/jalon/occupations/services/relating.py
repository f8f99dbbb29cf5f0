"""Related occupations: computed again and stored."""


def relate_occupations() -> int:
    """Placeholder."""
    return 0
