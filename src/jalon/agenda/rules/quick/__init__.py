"""One line understood: « 20/09 14h-17h formation repérer l'illettrisme, Tours, CRIA »."""

from jalon.agenda.rules.quick.adding import Known, Named, Understood, names_of, understand
from jalon.agenda.rules.quick.facts import facts_of

__all__ = ["Known", "Named", "Understood", "facts_of", "names_of", "understand"]
