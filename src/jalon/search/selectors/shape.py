"""The index's fields. Changing them means a new SHAPE: older indexes are then rebuilt by themselves.

One document a name (`canon`, `folded`, `roots`) and one an entry (`all_names`, `all_words`,
`all_text`). Words are analysed in Python and joined by spaces: tantivy has no tokenizer to remember.
"""

import tantivy

SHAPE = 6
GATHERS = "yes"
WORDS = {"tokenizer_name": "whitespace", "index_option": "freq"}
KEY = {"tokenizer_name": "raw", "index_option": "basic"}


def build_schema() -> tantivy.Schema:
    """Return the schema of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("entry", **KEY)
    builder.add_text_field("kind", **KEY)
    builder.add_text_field("canon", **WORDS)
    builder.add_text_field("folded", **WORDS)
    builder.add_text_field("roots", **WORDS)
    builder.add_text_field("all_names", **WORDS)
    builder.add_text_field("all_words", **WORDS)
    builder.add_text_field("all_text", **WORDS)
    builder.add_text_field("gathers", **KEY)
    builder.add_text_field("member_of", **KEY)
    builder.add_text_field("payload", stored=True, **KEY)
    return builder.build()
