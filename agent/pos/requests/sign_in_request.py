"""What may be asked for to open a page in a browser."""

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from pydantic import ConfigDict, TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRequest:
    """``cashier`` opens both pages and may act; ``customer`` opens the customer's alone."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(strict=True, extra="ignore")
    page: Literal["cashier", "customer"] = "cashier"


SIGN_IN: Final = TypeAdapter(SignInRequest)
