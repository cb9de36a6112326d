"""The printing calls among the local API's operations."""

from collections.abc import Mapping
from typing import Final

from agent.pos.operation import Operation
from agent.pos.print_requests import PRINT, PrintAnswer, SlipAnswer

PRINT_OPERATIONS: Final[Mapping[str, Operation]] = {
    "print_slip": Operation(
        method="POST",
        path="/v1/prints",
        group="service",
        request=PRINT,
        answer=PrintAnswer,
        problems=(
            "not_json",
            "not_json_media",
            "body_too_large",
            "invalid_request",
            "receipt_or_card",
            "unknown_receipt",
            "unknown_member",
            "unknown_printer",
            "printer_full",
        ),
    ),
    "slip": Operation(
        method="GET",
        path="/v1/slips",
        group="look-up",
        answer=SlipAnswer,
        problems=("invalid_request", "unknown_receipt", "unknown_profile"),
    ),
}
