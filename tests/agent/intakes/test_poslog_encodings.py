"""POSLogs in the encodings that POSs write."""

import pytest

from tests.agent.intakes.poslog import item, log, plain_sale, transaction
from tests.agent.intakes.taking import Table


@pytest.mark.parametrize(
    ("said_to_be", "encoding"),
    [
        ("GB18030", "gb18030"),
        ("gb2312", "gbk"),
        ("Big5", "big5"),
        ("Shift_JIS", "cp932"),
        ("EUC-KR", "euc_kr"),
        ("EUC-JP", "euc_jp"),
        ("UTF-16", "utf-16"),
        ("windows-1256", "cp1256"),
    ],
)
def test_a_log_may_be_in_the_encoding_it_names(
    laid: Table, said_to_be: str, encoding: str
) -> None:
    named = {"cp1256": "سيب", "euc_kr": "가"}.get(encoding, "茶")
    text = log(plain_sale(1), transaction(item(1, "5.00", sku=named), number=2)).decode()
    told = f'<?xml version="1.0" encoding="{said_to_be}"?>{text}'

    assert laid.poslog(told.encode(encoding)).counts == {"booked": 2}
    assert laid.values[-1]["lines"][0]["sku"] == named


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_log_that_is_said_to_be_utf_16_and_is_not_is_read(
    laid: Table, mark: bytes
) -> None:
    # What .NET's StringWriter declares, whatever the file is then written in.
    told = b'<?xml version="1.0" encoding="utf-16"?>' + log(plain_sale(1))

    assert laid.poslog(mark + told).counts == {"booked": 1}


def test_text_that_is_not_in_the_encoding_it_names_is_told(laid: Table) -> None:
    told = b'<?xml version="1.0" encoding="GB18030"?>' + log(plain_sale(1))

    done = laid.poslog(told.replace(b"</POSLog>", b"\xff\xff</POSLog>"))

    assert done.counts == {"refused": 1}
    assert "in an encoding that is not supported" in done.why()
