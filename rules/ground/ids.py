"""Names of things, as types of their own, so that one is never handed in for another."""

from typing import NewType

AccountId = NewType("AccountId", str)
"""What owns value: a member (``m-7Q2K9V``), a voucher (``v-…``) or the house."""

Unit = NewType("Unit", str)
"""What is counted: ``points``, ``uses`` of a voucher, later money and stamps."""

LotId = NewType("LotId", str)
"""Points earned together: ``<record id>/<n>``, for example ``t1.3-1842/1``."""

Place = NewType("Place", str)
"""Where value stands; see :mod:`rules.value.ledger`."""

RecordId = NewType("RecordId", str)
"""One journal row: ``<till>.<life>-<seq>``, for example ``t1.3-1842``."""

RuleId = NewType("RuleId", str)
"""A rule of the programme, named by its author."""

TierId = NewType("TierId", str)
"""A level of the ladder, named by the programme's author."""
