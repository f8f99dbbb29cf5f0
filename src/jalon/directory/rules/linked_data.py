"""JSON that may stand inside a script element."""

import json
from collections.abc import Mapping
from typing import Any

ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def json_for_script(data: Mapping[str, Any]) -> str:
    """Return the JSON of `data` without empty values or anything that could end a script element.

    >>> json_for_script({"name": "</script>", "phone": ""})
    '{"name": "\\\\u003c/script\\\\u003e"}'
    """
    kept = {name: value for name, value in data.items() if value}
    return json.dumps(kept, ensure_ascii=False).translate(ESCAPES)
