"""What a scan sounds like, and the sentence a screen reader says of it."""

import json

from agent.counter.ground.parts import table, text
from agent.pages.screen.happenings import banner
from agent.pages.screen.screens import Screen
from agent.speech.tongue import Tongue


def heard(tongue: Tongue, screen: Screen) -> str:
    """Write the last scan's sound and its words as JSON."""
    told = banner(tongue, screen)
    name = ""
    if screen.heard is not None:
        name = text(table(screen.heard.get("member")), "name")
    words = tongue.say("list.dot").join(part for part in (told.title, name) if part)
    return json.dumps({"sound": screen.sound, "words": words}, ensure_ascii=False)
