"""The line scanner's driver: what the rows of the vectors leave open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.events import BarcodeScanned, Heard
from drivers.guard.recognition import CardRange, Recognition
from drivers.kinds.profiles import SCANNER_PROFILES
from drivers.register import DRIVERS, build_driver
from drivers.shape import as_expected
from drivers.symbology import Symbology
from tests.drivers.hearing import PROGRAMME, events_of, heard, scanner, shapes
from tests.drivers.vectors import NO_READ, code, coffee, error, member, product


@pytest.mark.parametrize("profile", sorted(SCANNER_PROFILES))
@given(noise=st.lists(st.binary(max_size=200), max_size=10))
def test_noise_raises_nothing_and_the_next_scan_is_read(
    profile: str, noise: list[bytes]
) -> None:
    end = SCANNER_PROFILES[profile].lines.ends[:1]

    events = heard(scanner(profile), [*noise, end, 5_000, b"]E04006381333931" + end])

    last = events[-1]
    assert isinstance(last, BarcodeScanned)
    assert last.gtin == "04006381333931"


@given(
    st.text(max_size=60), st.sampled_from(["", "]C0", "]Q1", "]Q2", "]E0", "]E3", "]z3"])
)
def test_text_of_any_script_raises_nothing(text: str, aim: str) -> None:
    events = heard(scanner(), [aim.encode() + text.encode() + b"\r"])

    assert all(as_expected(event)["kind"] for event in events)


def test_equal_products_in_a_row_are_two() -> None:
    assert shapes(scanner(), b"]E04006381333931\r" * 2) == [coffee(), coffee()]


def test_two_members_at_once_are_two() -> None:
    tokens = [
        shape["token"] for shape in shapes(scanner(), b"M-000123\rM-000124\rM-000123\r")
    ]

    assert tokens == ["M-000123", "M-000124", "M-000123"]


def test_a_card_held_before_the_scanner_is_one_event() -> None:
    scans = [step for _ in range(20) for step in (b"M-000123\r", 700)]

    assert len(shapes(scanner(), *scans)) == 1


def test_a_card_of_the_programme_as_a_barcode_is_the_member() -> None:
    number = "6399001234567893"

    assert shapes(scanner(), b"]C0" + number.encode() + b"\r") == [
        code("CODE_128", number, "member", aim="]C0", token=number)
    ]


def test_a_card_of_the_programme_with_a_wrong_check_digit_is_refused() -> None:
    assert shapes(scanner(), b"]C09899001234567893\r") == [
        error("luhn") | {"class": "member"}
    ]


def test_the_same_in_store_card_gives_one_token_however_the_scanner_sends_it() -> None:
    tokens = {
        shape["token"]
        for sent in (b"]E00420000123453", b"]E0420000123453", b"420000123453")
        for shape in shapes(scanner(), sent + b"\r")
    }

    assert tokens == {"0420000123453"}


def test_new_rules_count_from_the_next_scan() -> None:
    rules = [Recognition(), Recognition(cards=(CardRange("989900", 16),))]
    driver = build_driver("line_scanner", device="d", recognition=lambda: rules.pop(0))

    classes = [
        event.class_name
        for event in heard(driver, [b"9899001234567892\r", b"9899001234567892\r"])
        if isinstance(event, BarcodeScanned)
    ]

    assert classes == ["unknown", "member"]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"NR", NO_READ),
        (b"]C0NR", code("CODE_128", "NR", "unknown", aim="]C0")),
        (b"]Q1M-00012345", member("QR", aim="]Q1")),
        (b"]", code("UNKNOWN", "]", "unknown", aim=None)),
        (b"]y0text", code("UNKNOWN", "]y0text", "unknown", aim=None)),
        (b"]C0", error("empty")),
        (b"]E040063813339", error("length")),
        (
            b"]I115901234123454",
            product("ITF", "15901234123454", aim="]I1", gtin="15901234123454"),
        ),
        (b"]I112345670", code("ITF", "12345670", "unknown", aim="]I1")),
        (b"]Q2a\\\\b", code("QR", "a\\b", "unknown", aim="]Q2")),
        (b"]Q2\\000007\xbf", code("QR", "П", "unknown", aim="]Q2")),
        (
            b"]Q2\\000032" + "会员卡".encode("gb18030"),
            code("QR", "会员卡", "unknown", aim="]Q2"),
        ),
        (
            b"]Q2\\000031" + "会员卡".encode("gbk"),
            code("QR", "会员卡", "unknown", aim="]Q2"),
        ),
        (b"]Q1caf\xe9", code("QR", "café", "unknown", aim="]Q1")),
        (
            b"]E02112345012506",
            code("EAN_13", "2112345012506", "weighed", aim="]E0")
            | {"item": "12345", "weight": "1.250"},
        ),
    ],
)
def test_a_line_is_read_as_its_identifier_and_digits_say(
    sent: bytes, expected: dict[str, object]
) -> None:
    assert shapes(scanner(), sent + b"\r") == [expected]


def test_a_qr_code_that_holds_an_identifier_is_not_parted() -> None:
    line = b"]Q1see ]E04006381333931]E05901234123457"

    assert [shape["symbology"] for shape in shapes(scanner(), line + b"\r")] == ["QR"]


@pytest.mark.parametrize(
    ("letter", "symbology"),
    [(b"A4006381333931", "EAN_13"), (b"A012345678905", "UPC_A"), (b"A01234565", "UPC_E")],
)
def test_zebras_one_letter_for_products_is_told_by_length(
    letter: bytes, symbology: str
) -> None:
    heard_shapes = shapes(scanner("scan_zebra_codeid"), letter + b"\r")

    assert [shape["symbology"] for shape in heard_shapes] == [symbology]


def test_a_datalogic_answer_may_share_its_line_with_a_scan() -> None:
    kinds = [
        shape["kind"]
        for shape in shapes(
            scanner("scan_datalogic"), b"\x01\x02MGL\x03\x04]C0M-00012345\r"
        )
    ]

    assert kinds == ["control", "barcode"]


def test_an_unplugged_scanner_says_what_was_lost() -> None:
    driver = scanner()
    said: list[Heard] = list(driver.feed(b"]E040063", 0))

    said += driver.close()
    said += driver.feed(b"]E04006381333931\r", 1)

    assert [as_expected(event) for event in events_of(said)] == [
        error("partial_discarded"),
        coffee(),
    ]


@pytest.mark.parametrize("kind", sorted(DRIVERS))
def test_an_unknown_profile_is_refused_with_the_names_there_are(kind: str) -> None:
    with pytest.raises(ValueError, match="_") as refused:
        build_driver(kind, device="d", profile="no", recognition=lambda: PROGRAMME)

    assert "'no' is not one of" in str(refused.value)


def test_an_unknown_driver_is_refused() -> None:
    with pytest.raises(ValueError, match="is not one of keyboard, line_scanner"):
        build_driver("scale", device="d", recognition=lambda: PROGRAMME)


def test_every_profile_names_only_symbologies_there_are() -> None:
    named = {s for p in SCANNER_PROFILES.values() for s in p.code_ids.values()}

    assert named <= set(Symbology)
