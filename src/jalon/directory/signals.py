"""What the directory tells the rooms above it, which it does not know.

`acted` is sent by each service of the room that does a business act, inside its transaction:

    acted.send(
        sender=Membership,           # the model of `thing`
        actor=account,               # Account or None: the installation itself
        verb="directory.membership.granted",  # room.thing.past participle
        thing=membership,            # the row acted on, still in the database
        said="a donné le rôle Partenaire à Ana",  # French, without the actor nor a full stop
        organisation=None,           # optional: the Organisation concerned
        territories=(),              # optional: Territory rows; none: those of the organisation
        why="",                      # optional: the reason given, in the person's words
        changes={"Téléphone": ("", "02 61 91 00 01")},  # optional: label → (before, after)
    )

Only `actor`, `verb`, `thing` and `said` are required. Who listens may raise: the act is then undone. Write no
address nor phone in `said` when a name will do: what is written can only be erased with the person.
"""

from django.dispatch import Signal

acted = Signal()
