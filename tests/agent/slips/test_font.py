"""The vendored font is what its README says, and nothing else lies beside it."""

import re
from hashlib import sha256
from pathlib import Path

import agent.slips

FONTS = Path(agent.slips.__file__).parent / "fonts"
ROW = re.compile(
    r"^\| `([^`]+)` \| `[^`]+` \| `[^`]+` \| `([0-9a-f]{64})` \|$", re.MULTILINE
)


def test_the_font_is_the_one_the_readme_pins() -> None:
    pinned = dict(ROW.findall((FONTS / "README.md").read_text("utf-8")))

    assert {path.name for path in FONTS.iterdir()} == {*pinned, "README.md"}
    for name, digest in pinned.items():
        assert sha256((FONTS / name).read_bytes()).hexdigest() == digest, name
