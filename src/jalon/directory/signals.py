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

`account_erased` is sent in the transaction that erases someone, just before her account goes, with `account`
(None: she had none), `words` (the names, addresses and numbers that are hers) and `things` ((model's label in
lower case, key) of the rows that are her): a room that wrote any of them elsewhere erases it there. Rows that
only point to her account need not listen: they go or lose their key with it, as `on_delete` says.

`asked_for_data` is sent when someone asks what is held about her, with `account`: each listener returns a
list of `rules.personal.Part`, which her page shows and her archive holds.
"""

from django.dispatch import Signal

acted = Signal()
account_erased = Signal()
asked_for_data = Signal()
