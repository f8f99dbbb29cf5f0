"""What people write, read and checked; what is wrong is said in words that help."""

from datetime import date, timedelta

from django import forms

from jalon.surveys.enums import Again, Audience, Effort, Outcome
from jalon.surveys.rules.keeping import LONGEST_OPEN_DAYS
from jalon.surveys.rules.tasks import read_tasks, tasks_problem
from jalon.surveys.rules.texts import LONGEST, MOST_READ, clean, is_too_long

TRAP = "site"  # a field that people do not see: who fills it is a program
NO_NAME = "N'écrivez aucun nom, ni le vôtre ni celui d'une autre personne."
EFFORTS = [(str(value), label) for value, label in Effort.choices]
SCALE = "1 : très facile ; 5 : très difficile."
AUDIENCES = [("", "Je ne souhaite pas le dire"), *Audience.choices[1:]]


class WordsField(forms.CharField):
    """A free text that nobody has to write."""

    def __init__(self, *, label: str, help_text: str = NO_NAME, rows: int = 3):
        area = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})
        super().__init__(label=label, help_text=help_text, required=False, strip=False, widget=area)

    def clean(self, value):
        text = super().clean(value)
        if is_too_long(text):
            raise forms.ValidationError(
                f"{LONGEST} signes au plus : votre texte en a {len(clean(text))}. Raccourcissez-le."
            )
        return text


def _effort(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=SCALE,
        choices=EFFORTS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class MoreForm(forms.Form):
    """What someone adds to an opinion."""

    texte = WordsField(label="Pourquoi ? Que manque-t-il ?", help_text=f"{NO_NAME} {LONGEST} signes au plus.")
    public = forms.ChoiceField(label="Vous êtes", choices=AUDIENCES, required=False)


class BeginForm(forms.Form):
    """Who takes part, if they say it."""

    public = forms.ChoiceField(label="Vous êtes", choices=AUDIENCES, required=False)


class TaskForm(forms.Form):
    """How a task went."""

    resultat = forms.ChoiceField(
        label="Alors ?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Dites comment cela s'est passé, ou passez cette tâche.",
            "invalid_choice": "Choisissez une des trois réponses.",
        },
    )
    effort = _effort("Était-ce difficile ?")
    mots = WordsField(label="Ce qui vous a gêné ou aidé")


class EndForm(forms.Form):
    """The short form at the end of a test."""

    effort = _effort("Dans l'ensemble, était-ce difficile ?")
    manque = WordsField(label="Qu'est-ce qui a manqué ?")
    encore = forms.ChoiceField(
        label="Vous en serviriez-vous encore ?",
        choices=Again.choices,
        required=False,
        widget=forms.RadioSelect,
    )


class GroupForm(forms.Form):
    """A test: its name, its last day, its tasks; the tasks are fixed once someone took part."""

    nom = forms.CharField(
        label="Nom du groupe",
        max_length=80,
        help_text="Les participants le voient. Pas de nom de personne.",
        error_messages={"required": "Donnez un nom au groupe, comme « Classe de 3e, Blois »."},
    )
    fin = forms.DateField(
        label="Dernier jour pour répondre",
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": "Choisissez le dernier jour.",
            "invalid": "Écrivez une date, comme 31/12/2026.",
        },
    )
    taches = forms.CharField(
        label="Les tâches, une par ligne",
        help_text="Par exemple : Trouvez une formation de boulanger près de Blois.",
        max_length=MOST_READ,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Écrivez au moins une tâche."},
    )

    def __init__(self, *args, today: date, made_on: date | None = None, fixed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.last = today, (made_on or today) + timedelta(days=LONGEST_OPEN_DAYS)
        if fixed:
            del self.fields["taches"]

    def clean_nom(self) -> str:
        return " ".join(clean(self.cleaned_data["nom"]).split())

    def clean_fin(self) -> date:
        last = self.cleaned_data["fin"]
        if last < self.today and last != self.initial.get("fin"):
            raise forms.ValidationError("Ce jour est passé.")
        if last > self.last:
            raise forms.ValidationError(f"Un an au plus : choisissez un jour avant le {self.last:%d/%m/%Y}.")
        return last

    def clean_taches(self) -> list[str]:
        tasks = read_tasks(clean(self.cleaned_data["taches"]))
        if problem := tasks_problem(tasks):
            raise forms.ValidationError(problem)
        return tasks
