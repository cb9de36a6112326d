"""What a line from a scanner is: guard first, then the programme's rules, then the rest."""

from dataclasses import dataclass

from drivers.codes.gs1 import (
    GS1_SYMBOLOGIES,
    LINK_SYMBOLOGIES,
    Gs1Message,
    read_element_strings,
    read_link,
)
from drivers.codes.identifiers import Declared
from drivers.codes.retail import RetailNumber, infer_retail, read_retail
from drivers.codes.scan_text import SevenBits, read_text
from drivers.events import (
    UNKNOWN_CLASS,
    BarcodeScanned,
    CheckFailed,
    DeviceEvent,
    GarbageReceived,
    IdDocumentSeen,
    Ignored,
    NoRead,
    ParityMismatched,
    PaymentCardSeen,
)
from drivers.guard.cardguard import find_payment_card, is_payment_qr
from drivers.guard.digits import ascii_digits, passes_gs1
from drivers.guard.id_documents import holds_id_document
from drivers.guard.recognition import Recognition
from drivers.symbology import Symbology

_RETAIL = frozenset(
    {
        Symbology.RETAIL,
        Symbology.EAN_13,
        Symbology.EAN_13_ADDON,
        Symbology.EAN_8,
        Symbology.UPC_A,
        Symbology.UPC_E,
    },
)

_CASE_DIGITS = 14
"""An ITF-14 on a case of goods carries a GTIN of this length."""

_NO_READ = "NR"
"""What Honeywell, Zebra and Datalogic send when asked for a no-read message."""

_NO_READ_SYMBOLOGIES = (Symbology.UNKNOWN, Symbology.CODE_39)
"""Zebra puts its Code 39 identifier before the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanJudge:
    """Turns one declared code into one event, for one device and one set of rules."""

    device: str
    recognition: Recognition

    def judge(self, code: Declared) -> DeviceEvent:
        """Say what the code is. Every path but the last few keeps no text."""
        text = read_text(code)
        if isinstance(text, SevenBits):
            return self._seven_bits(text)
        if not text:
            return self._garbage(code, "garbage" if text is None else "empty")
        if text == _NO_READ and code.symbology in _NO_READ_SYMBOLOGIES:
            return NoRead(self.device)
        if code.symbology in _RETAIL:
            return self._declared_retail(code, text)
        if code.symbology not in GS1_SYMBOLOGIES:
            # The programme's own numbers come before all that guards against others'.
            plain = ascii_digits(text)
            card = self.recognition.card(plain)
            if card is not None:
                return self._scanned(code, text, card.class_name, token=card.token)
        return self._kept_back(code, text) or self._text_of(code, text)

    def _kept_back(self, code: Declared, text: str) -> DeviceEvent | None:
        if holds_id_document(text):
            return IdDocumentSeen(self.device)
        return self._ignored(code) if is_payment_qr(text) else None

    def _text_of(self, code: Declared, text: str) -> DeviceEvent:
        link = read_link(text) if code.symbology in LINK_SYMBOLOGIES else None
        if link is not None:
            return self._gs1(code, text, link)
        if code.symbology in GS1_SYMBOLOGIES:
            return self._element_strings(code, text)
        return self._text(code, text)

    def _element_strings(self, code: Declared, text: str) -> DeviceEvent:
        message = read_element_strings(text)
        if message is not None:
            return self._gs1(code, text, message)
        # What does not hold is shown; a card could sit behind any of its identifiers.
        pieces = (piece[at:] for piece in text.split("\x1d") for at in (0, 2, 3, 4))
        cards = (self._guarded(piece) for piece in (text, *pieces))
        card = next((card for card in cards if card is not None), None)
        return card or CheckFailed(
            device=self.device, reason="gs1_syntax", symbology=code.symbology, data=text
        )

    def _gs1(self, code: Declared, text: str, message: Gs1Message) -> DeviceEvent:
        guarded = self._guarded_elements(text, message)
        if guarded is not None:
            return guarded
        known = self.recognition.text(text)
        return BarcodeScanned(
            device=self.device,
            symbology=code.symbology,
            data=text,
            aim=code.aim,
            class_name=message.class_name if known is None else known.class_name,
            token=message.member if known is None else known.token,
            gtin=message.gtin,
            elements=message.elements,
        )

    def _guarded_elements(self, text: str, message: Gs1Message) -> PaymentCardSeen | None:
        """Look for a card wherever no check digit of GS1's own vouches for the digits."""
        cards = (self._guarded(part) for part in message.unchecked(text))
        return next((card for card in cards if card is not None), None)

    def _declared_retail(self, code: Declared, text: str) -> DeviceEvent:
        number = read_retail(code.symbology, text)
        if number is None:
            return self._guarded(text) or self._garbage(code, "length")
        if number.gtin is None and number.addon is not None:
            # Fifteen or eighteen digits that are no such code may be a card after all.
            return self._guarded(text) or self._retail(code, number)
        return self._retail(code, number)

    def _retail(self, code: Declared, number: RetailNumber) -> DeviceEvent:
        if number.gtin is None:
            return CheckFailed(
                device=self.device,
                reason="check_digit",
                symbology=number.symbology,
                data=number.digits,
            )
        inferred = code.symbology is Symbology.UNKNOWN
        ean_13 = number.ean_13
        rule = None if ean_13 is None else self.recognition.ean(ean_13)
        if rule is None or ean_13 is None:
            return BarcodeScanned(
                device=self.device,
                symbology=_product_symbology(code, number),
                data=number.digits,
                aim=code.aim,
                class_name="product",
                gtin=number.gtin,
                addon=number.addon,
                inferred=inferred,
            )
        return BarcodeScanned(
            device=self.device,
            symbology=number.symbology,
            data=number.digits,
            aim=code.aim,
            class_name=rule.class_name,
            token=ean_13,
            addon=number.addon,
            inferred=inferred,
            measure=rule.measured(ean_13),
        )

    def _text(self, code: Declared, text: str) -> DeviceEvent:
        if code.symbology is Symbology.UNKNOWN:
            number = infer_retail(text)
            if number is not None:
                return self._retail(code, number)
        if code.symbology is Symbology.ITF and _is_case(text):
            return self._scanned(code, text, "product", gtin=text)
        return self._guarded(text) or self._unguarded(code, text)

    def _unguarded(self, code: Declared, text: str) -> DeviceEvent:
        known = self.recognition.text(text)
        if known is not None:
            return self._scanned(code, text, known.class_name, token=known.token)
        misread = self.recognition.card_range(ascii_digits(text))
        if misread is not None:
            return CheckFailed(
                device=self.device, reason="luhn", class_name=misread.class_name
            )
        return self._scanned(code, text, "url" if _is_url(text) else UNKNOWN_CLASS)

    def _guarded(self, text: str) -> PaymentCardSeen | None:
        card = find_payment_card(text, self.recognition)
        if card is None:
            return None
        return PaymentCardSeen(
            device=self.device, brand=card.brand, last4=card.last4, source="barcode"
        )

    def _scanned(
        self,
        code: Declared,
        text: str,
        class_name: str,
        *,
        token: str | None = None,
        gtin: str | None = None,
    ) -> BarcodeScanned:
        return BarcodeScanned(
            device=self.device,
            symbology=code.symbology,
            data=text,
            aim=code.aim,
            class_name=class_name,
            token=token,
            gtin=gtin,
        )

    def _seven_bits(self, found: SevenBits) -> ParityMismatched:
        recovered = found.text if self._guarded(found.text) is None else None
        return ParityMismatched(
            device=self.device, parity=found.parity, recovered=recovered
        )

    def _ignored(self, code: Declared) -> Ignored:
        return Ignored(
            device=self.device,
            reason="payment_qr",
            symbology=code.symbology,
            aim=code.aim,
        )

    def _garbage(self, code: Declared, reason: str) -> GarbageReceived:
        length = len(code.payload) + len(code.aim or "")
        return GarbageReceived(device=self.device, length=length, reason=reason)


def _product_symbology(code: Declared, number: RetailNumber) -> Symbology:
    """Tell a UPC-A sent as EAN-13 by its leading 0, unless the maker's letter says EAN."""
    if code.symbology is Symbology.EAN_13 or number.symbology is not Symbology.EAN_13:
        return number.symbology
    return Symbology.UPC_A if number.digits.startswith("0") else Symbology.EAN_13


def _is_case(text: str) -> bool:
    return len(text) == _CASE_DIGITS and text.isdigit() and passes_gs1(text)


def _is_url(text: str) -> bool:
    return text.lower().startswith(("http://", "https://")) and " " not in text
