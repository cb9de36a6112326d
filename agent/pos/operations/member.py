"""What is done for members: they join, get another card, a sale, a deed noted."""

from collections.abc import Mapping
from typing import Final

from agent.pos.answers.member_answers import (
    ActivityAnswer,
    AttachAnswer,
    CardAnswer,
    EnrolAnswer,
    ReplaceAnswer,
)
from agent.pos.operations.codes import BODY, NEW_CARD, WHOSE
from agent.pos.operations.operation import Operation
from agent.pos.requests.shapes import (
    ACTIVITY,
    ATTACH,
    BLOCK_CARD,
    ENROL_MEMBER,
    REPLACE_CARD,
)

MEMBER_CALLS: Final[Mapping[str, Operation]] = {
    "enrol_member": Operation(
        method="POST",
        path="/v1/members",
        group="member",
        answer=EnrolAnswer,
        request=ENROL_MEMBER,
        problems=(*BODY, *NEW_CARD, "not_a_phone", "phone_taken"),
    ),
    "replace_card": Operation(
        method="POST",
        path="/v1/cards/replace",
        group="member",
        answer=ReplaceAnswer,
        request=REPLACE_CARD,
        problems=(*BODY, *NEW_CARD, "no_member", "unknown_member"),
    ),
    "attach": Operation(
        method="POST",
        path="/v1/attachments",
        group="member",
        answer=AttachAnswer,
        request=ATTACH,
        problems=(
            *BODY,
            *WHOSE,
            "only_sales_attach",
            "card_or_phone",
            "card_blocked",
            "card_expired",
            "member_blocked",
            "sale_not_here",
            "has_member",
            "already_attached",
            "returned_whole",
        ),
    ),
    "tell_activity": Operation(
        method="POST",
        path="/v1/activities",
        group="member",
        answer=ActivityAnswer,
        request=ACTIVITY,
        problems=(*BODY, *WHOSE, "refers_oneself", "wish_differs"),
    ),
    "block_card": Operation(
        method="POST",
        path="/v1/cards/block",
        group="member",
        answer=CardAnswer,
        request=BLOCK_CARD,
        problems=(*BODY, "payment_card_in_document", "no_member", "unknown_member"),
    ),
}
