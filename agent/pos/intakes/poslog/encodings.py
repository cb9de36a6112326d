"""The text of an XML file in an encoding that expat does not read, or that is none."""

import codecs
import re
from typing import Final

_DECLARED: Final = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})"
)
_DECLARED_WITHIN: Final = 256

_MANY_BYTES: Final = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "euc-cn", "cp936"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "windows-31j", "cp932"), "cp932"),
    **dict.fromkeys(("big5", "cp950"), "cp950"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "cp949"), "cp949"),
    "euc-jp": "euc_jp",
}
"""Several bytes a sign, and not Unicode; each is read as the widest of its family."""


class Text:
    """Decodes the bytes of a file piece by piece, as far as expat would not."""

    def __init__(self) -> None:
        self._decoder: codecs.IncrementalDecoder | None = None
        self._has_begun = False

    def read(self, data: bytes, *, last: bool) -> bytes | str:
        """Return a piece as expat takes it; a UnicodeDecodeError for what is no text."""
        if not self._has_begun:
            self._has_begun = True
            name = _charset(data)
            self._decoder = codecs.getincrementaldecoder(name)() if name else None
        return self._decoder.decode(data, last) if self._decoder else data


def _charset(data: bytes) -> str:
    """Return Python's name of what must be decoded first; empty where expat reads it."""
    found = _DECLARED.match(data[:_DECLARED_WITHIN].removeprefix(codecs.BOM_UTF8).lstrip())
    name = found[1].decode("ascii").lower() if found else ""
    # Bytes of which the name can be read are no UTF-16, whatever writer said so.
    return "utf-8-sig" if name.startswith("utf-16") else _MANY_BYTES.get(name, "")
