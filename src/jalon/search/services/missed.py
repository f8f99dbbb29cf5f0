"""Counting the words that found nothing or little, without keeping who, when, or the whole query.

A search is a GET and writes nothing in the database: each node counts words in a file of its state folder,
word by word and month by month, and `jalon missed` brings the counts into the database.
"""

import fcntl
import json
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from jalon.search.models import MissedWord
from jalon.search.rules import query_words
from jalon.search.selectors import Results
from jalon.search.selectors.words import word_list

LITTLE = 3
LONGEST_WORD, SHORTEST_WORD = 30, 3
MOST_WORDS = 5_000
KEPT = timedelta(days=396)
SHOWN_FROM = 3


def _folder() -> Path:
    return settings.JALON_HOME / "missed"


def missed_words(query: str) -> list[str]:
    """Return the words of a query worth counting: plain letters, no small words, nothing of an address."""
    ignored = word_list("stop_words") | word_list("soft_words")
    if "@" in query:
        return []
    return sorted(
        {
            word
            for word in query_words(query)
            if word.isalpha() and SHORTEST_WORD <= len(word) <= LONGEST_WORD and word not in ignored
        }
    )


def note_missed(results: Results) -> None:
    """Count the words of a query that found nothing, or fewer than three things."""
    if results.total >= LITTLE or not (words := missed_words(results.query)):
        return
    column = 0 if results.total == 0 else 1
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{timezone.localdate():%Y-%m}.json"
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        counts = _read_counts(file.seek(0) or file.read())
        for word in words:
            if word in counts or len(counts) < MOST_WORDS:
                counts.setdefault(word, [0, 0])[column] += 1
        file.truncate(0)
        file.write(json.dumps(counts, ensure_ascii=False, sort_keys=True))


def _read_counts(text: str) -> dict[str, list[int]]:
    try:
        counts = json.loads(text or "{}")
    except ValueError:
        return {}
    return counts if isinstance(counts, dict) else {}


def gather_missed() -> int:
    """Bring this node's counts into the database, delete those over 13 months old; return how many words."""
    gathered = 0
    for path in sorted(_folder().glob("????-??.json")):
        month = date.fromisoformat(f"{path.stem}-01")
        with path.open("r+", encoding="utf-8") as file, transaction.atomic():
            fcntl.flock(file, fcntl.LOCK_EX)
            counts = _read_counts(file.read())
            for word, (nothing, little) in counts.items():
                row, created = MissedWord.objects.get_or_create(
                    month=month, word=word, defaults={"nothing": nothing, "little": little}
                )
                if not created:
                    MissedWord.objects.filter(pk=row.pk).update(
                        nothing=F("nothing") + nothing, little=F("little") + little
                    )
            gathered += len(counts)
            file.truncate(0)
    MissedWord.objects.filter(month__lt=timezone.localdate() - KEPT).delete()
    return gathered
