"""What each call is: path, method, shapes and problems. The local API's register."""

from collections.abc import Mapping
from typing import Final

from agent.pos.operations.look_up import LOOK_UP_CALLS
from agent.pos.operations.member import MEMBER_CALLS
from agent.pos.operations.operation import Operation
from agent.pos.operations.sale import SALE_CALLS
from agent.pos.operations.service import SERVICE_CALLS

OPERATIONS: Final[Mapping[str, Operation]] = {
    **SALE_CALLS,
    **MEMBER_CALLS,
    **LOOK_UP_CALLS,
    **SERVICE_CALLS,
}
"""Every call by its operation id. One entry here and one in ``app.py`` make a new one."""
