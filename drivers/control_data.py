"""What a reader answers, told as hex, unless a payment card is in it."""

from drivers.cardguard import find_payment_card
from drivers.events import ControlHeard, PaymentCardSeen
from drivers.packets import Listener


def told(listener: Listener, name: str, data: bytes) -> ControlHeard | PaymentCardSeen:
    """Give a reader's answer in upper hex; of a payment card, brand and last four only."""
    shown = data.hex().upper()
    recognition = listener.recognition()
    card = find_payment_card(shown, recognition) or find_payment_card(
        data.decode("ascii", "replace"), recognition
    )
    if card is None:
        return ControlHeard(device=listener.device, name=name, data=shown)
    return PaymentCardSeen(
        device=listener.device, brand=card.brand, last4=card.last4, source="rfid"
    )
