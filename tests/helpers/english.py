"""Words of English that are none of German: where one stands in a German text, something was left."""

from __future__ import annotations

import re

ENGLISH_WORDS = re.compile(
    r"\b(a|about|add|after|all|and|are|as|ask|at|attack\w*|be|before|breach\w*|by|can|could|days?|deployment|does|each|"
    r"few|fewer|fixe?s?|flaws?|for|from|futures?|half|has|have|hours?|how|if|is|(?-i:it)|its|less|look|more|none|not|of|on|"
    r"once|one|only|or|other|out|patch(?:es|ed|ing)?|servers|spare\w*|than|that|the|them|then|they|this|to|until|what|when|where|"
    r"who|with|without|would|you|your)\b",
    re.IGNORECASE,
)
