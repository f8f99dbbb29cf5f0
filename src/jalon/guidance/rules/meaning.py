"""What a text means beyond its very words: how near it stands to each occupation, and what that counts.

Words used of the same occupations stand near each other: `selectors/meaning.py` learns it from the loaded
texts and from the phrases written for Jalon. Nearness goes from -1 to 1; only a clear one counts, and never
more than MEANT_MOST. It is that of all she likes together: a word about something else lowers it a little.
"""

import numpy as np

from jalon.guidance.rules.columns import Column

# Below this nearness nothing is meant; above, each step counts so much, up to a part of the whole.
MEANT_FROM, MEANT_EACH, MEANT_MOST = 0.1, 1.3, 0.6
# What is as clearly near the refused clauses takes so much of it away.
REFUSED_TAKES = 0.5
# Too few occupations teach nothing; more directions than these follow each text too closely.
LEAST_OCCUPATIONS, DIRECTIONS = 120, 60
# A word of one occupation only, or of most, brings nothing near to anything.
FEWEST, MOST_COMMON = 2, 0.5
# How much more a rare word of the person's counts than a common one.
RARE_COUNTS = 1.5


def meant(liked: Column, refused: Column) -> Column:
    """Return what each occupation hears, 0 to MEANT_MOST, from how near the liked and refused clauses are."""
    near = liked - REFUSED_TAKES * np.maximum(0.0, refused - MEANT_FROM)
    return np.clip(MEANT_EACH * (near - MEANT_FROM), 0.0, MEANT_MOST)
