"""Writes the index that tools/fuzz works on, and a text of which its documents are made: `make_index.py INDEX CORPUS`.

The index is that of the small library of the tests.
"""

import sys
from pathlib import Path

import small_library

index, corpus = map(Path, sys.argv[1:])
phrases = [phrase for cue in small_library.CUES for phrase in cue.phrases]
noise = ["qur'an an-Nisāʾ ‘a’ 'b'", "«»﴿﴾\"\"()", "ﷺ ﷽ ﷲ ﻻ", "\u200f\u202bا\u0653\u0654\u0655\u0670ى\u0670ه\u202c", "12 ١٢ ۱۲"]
index.write_bytes(small_library.index_bytes())
corpus.write_text("\n".join([*small_library.PASSAGES, *phrases, *noise]), encoding="utf-8")
