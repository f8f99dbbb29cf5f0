"""What the parts of every screen decide, in plain values."""

from jalon.ui.rules.filters import Choice, Group

__all__ = ["Choice", "Group"]
