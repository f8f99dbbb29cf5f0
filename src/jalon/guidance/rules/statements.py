"""The thirty statements, written for Jalon: each six in a row hold the six interests once, in another order.

The first twelve are the short version: two for each interest. Addresses hold the answers by rank: never
change the order, and a statement only for one that means the same.
"""

from jalon.guidance.rules.interests import Statement

SHORT = 12
STATEMENTS: tuple[Statement, ...] = tuple(
    Statement(*line)
    for line in (
        ("R", "Réparer un vélo", "bike"),
        ("S", "Expliquer un exercice à quelqu'un", "graduation-cap"),
        ("I", "Chercher la cause d'un problème", "search"),
        ("C", "Ranger des papiers pour les retrouver vite", "folder-open"),
        ("A", "Dessiner ou peindre", "palette"),
        ("E", "Convaincre quelqu'un d'essayer une idée", "megaphone"),
        ("A", "Jouer de la musique ou chanter", "music"),
        ("R", "Faire pousser des légumes", "sprout"),
        ("E", "Mener une équipe vers un but", "flag"),
        ("I", "Faire une expérience de sciences", "flask-conical"),
        ("S", "Prendre soin d'une personne malade", "stethoscope"),
        ("C", "Vérifier que des comptes sont justes", "calculator"),
        ("C", "Suivre une liste d'étapes, point par point", "list-checks"),
        ("I", "Observer le ciel, les plantes ou les roches", "telescope"),
        ("R", "Monter un meuble", "drill"),
        ("A", "Écrire une histoire", "feather"),
        ("E", "Vendre quelque chose sur un marché", "store"),
        ("S", "Écouter quelqu'un qui a des soucis", "ear"),
        ("E", "Prendre la parole devant un groupe", "mic"),
        ("S", "S'occuper de jeunes enfants", "baby"),
        ("C", "Préparer le planning d'un groupe", "calendar-check"),
        ("R", "Conduire un engin ou un camion", "truck"),
        ("I", "Résoudre une énigme", "puzzle"),
        ("A", "Prendre et retoucher des photos", "camera"),
        ("I", "Comprendre comment marche le corps humain", "brain"),
        ("A", "Imaginer un décor ou une tenue", "drama"),
        ("S", "Aider une personne âgée au quotidien", "hand-helping"),
        ("E", "Lancer un projet et trouver l'argent", "rocket"),
        ("R", "Travailler le bois ou le métal", "hammer"),
        ("C", "Remplir un tableau sans erreur", "table"),
    )
)
LENGTHS = (SHORT, len(STATEMENTS))
EACH_PAGE = 6
