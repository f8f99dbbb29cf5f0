"""What the calendar tells whoever listens, once a change is in the database.

`event_changed` is sent after the commit, without letting a listener's failure through:

    event_changed.send_robust(
        sender=Event,
        event=event,          # as it is after the change
        what="cancelled",     # the end of the journal's verb: created, changed, moved, cancelled, postponed …
        actor=account,        # Account, or None: the installation itself
        why="",               # the reason given, in the person's words
    )
"""

from django.dispatch import Signal

event_changed = Signal()
