"""What magnetic-stripe readers send, recorded in our own form: one row a behaviour."""

from tests.drivers.vectors import ID_DOCUMENT, Vector, card, control, error, payment

_AAMVA = "AAMVA track 2, MagTek iDynamo manual p. 58; constructed"
_IDTECH = "ID TECH MiniMag RS-232 manual p. 9; constructed"
_ISO_7813 = "ISO/IEC 7811-6 and 7813; constructed"
_MAGTEK_INSERT = "MagTek Port-Powered Insert Reader manual p. 21"
_MAGTEK_INTELLIHEAD = "MagTek IntelliHead RS-232 manual p. 12"
_MAGTEK_PORT = "MagTek Port-Powered Swipe Reader manual p. 15"
_MASKED = "MagTek MagneSafe masking; constructed"
_SHETAB = "public BIN lists of Iranian banks; constructed"

SWIPES = (
    Vector(
        says="a driving licence",
        profile="msr_magtek",
        rx=(b"%CALOS ANGELES^DOE$JOHN$Q^123 MAIN ST^?;636014012345678=2512199001010?\r",),
        events=(ID_DOCUMENT,),
        source=_AAMVA,
    ),
    Vector(
        says="a swipe behind what the line picked up when its reader was plugged in",
        profile="msr_magtek",
        rx=(b"\x00\xff\xfe\x00;9899001234567892=?\r",),
        events=(card([2], "member", token="9899001234567892"),),
        source=_ISO_7813,
    ),
    Vector(
        says="track 3 of a Californian licence format",
        profile="msr_idtech",
        rx=(b"%N9899001234567892^?\r", b";9899001234567892=?\r", b"!1234?\r"),
        events=(card([1, 2, 3], "member", token="9899001234567892"),),
        source=_IDTECH,
    ),
    Vector(
        says="a line for each track; ISO track 3 begins like track 2",
        profile="msr_idtech",
        rx=(
            b"%N9899001234567892^MEMBER/TEST^?\r",
            15,
            b";9899001234567892=?\r",
            15,
            b";0011?\r",
        ),
        events=(card([1, 2, 3], "member", token="9899001234567892"),),
        source=_IDTECH,
    ),
    Vector(
        says="the club's own range inside Maestro's",
        profile="msr_magtek",
        rx=(b";6399001234567893=?\r",),
        events=(card([2], "member", token="6399001234567893"),),
    ),
    Vector(
        says="a card is put into an insertion reader",
        profile="msr_magtek",
        rx=(b"\x02\x1b1\r\x03",),
        events=(control("card_inserted"),),
        source=_MAGTEK_INSERT,
    ),
    Vector(
        says="format B on track 1 is a bank's, however short its number",
        profile="msr_magtek",
        rx=(b"%B123^Smith/Joann^9812101000?;112222333333444444444?\r",),
        events=(payment("unknown", "123", "msr"),),
        source=_MAGTEK_PORT,
    ),
    Vector(
        says="track 1 blank, track 3 unread",
        profile="msr_magtek",
        rx=(b";22222222222222222222?+E?\r",),
        events=(card([2], "unknown", tracks_in_error=[3]),),
        source=_MAGTEK_INTELLIHEAD,
    ),
    Vector(
        says="tracks 1 and 3 unread",
        profile="msr_magtek",
        rx=(b"%E?;22222222222222222222?+E?\r",),
        events=(card([2], "unknown", tracks_in_error=[1, 3]),),
        source=_MAGTEK_PORT,
    ),
    Vector(
        says="the club's card with a wrong check digit",
        profile="msr_magtek",
        rx=(b";9899001234567893=?\r",),
        events=(error("luhn", **{"class": "member"}),),
    ),
    Vector(
        says="the club's card with more behind its number",
        profile="msr_magtek",
        rx=(b";9899001234567892=99120000000000?\r",),
        events=(card([2], "member", token="9899001234567892"),),
        source=_ISO_7813,
    ),
    Vector(
        says="the club's card with the number only",
        profile="msr_magtek",
        rx=(b";9899001234567892?\r",),
        events=(card([2], "member", token="9899001234567892"),),
    ),
    Vector(
        says="a swipe that breaks off",
        profile="msr_magtek",
        rx=(b";98990012345\r",),
        events=(error("msr_no_sentinel"),),
    ),
    Vector(
        says="a reader that masks payment cards itself",
        profile="msr_magtek",
        rx=(
            b"%*4111********1111^CARD/TEST^****************?;4111********1111=************?\r",
        ),
        events=(payment("masked", "1111", "msr"),),
        source=_MASKED,
    ),
    Vector(
        says="a Mastercard's track 2",
        profile="msr_magtek",
        rx=(b";5555555555554444=30122011000000000?\r",),
        events=(payment("mastercard", "4444", "msr"),),
        source=_ISO_7813,
    ),
    Vector(
        says="an Iranian bank card with a Jalali expiry",
        profile="msr_magtek",
        rx=(b";6037990000000006=08121010000000000?\r",),
        events=(payment("shetab", "0006", "msr"),),
        source=_SHETAB,
    ),
    Vector(
        says="a Visa's tracks 1 and 2",
        profile="msr_magtek",
        rx=(
            b"%B4111111111111111^CARD/TEST^30121010000000000000?;4111111111111111=30121010000000000?\r",
        ),
        events=(payment("visa", "1111", "msr"),),
        source=_ISO_7813,
    ),
)
