"""What GS1 codes say: element strings in every carrier, and Digital Links."""

from tests.drivers.vectors import Vector, code, error

_GENSPECS = "GS1 General Specifications; constructed"
_LINK = "GS1 Digital Link URI syntax; constructed"
_LINT = "GS1 syntax dictionary, couponcode's own test"

GS1 = (
    Vector(
        says="a member number with a wrong check digit is an error",
        profile="scan_line",
        rx=(b"]C18018950110153000000121\r",),
        events=(error("gs1_syntax", symbology="GS1_128", data="8018950110153000000121"),),
        source=_GENSPECS,
    ),
    Vector(
        says="a member number and its card's issue",
        profile="scan_line",
        rx=(b"]C18018950110153000000120\x1d80193\r",),
        events=(
            code(
                "GS1_128",
                "8018950110153000000120\x1d80193",
                "member",
                aim="]C1",
                ai={"8018": "950110153000000120", "8019": "3"},
                token="950110153000000120",
            ),
        ),
        source=_GENSPECS,
    ),
    Vector(
        says="a coupon with its percentage",
        profile="scan_line",
        rx=(b"]C125595011015300030003\x1d39401250\r",),
        events=(
            code(
                "GS1_128",
                "25595011015300030003\x1d39401250",
                "coupon",
                aim="]C1",
                ai={"255": "95011015300030003", "3940": "1250"},
            ),
        ),
        source=_GENSPECS,
    ),
    Vector(
        says="a North American coupon",
        profile="scan_line",
        rx=(b"]e08110012345612345611110123\r",),
        events=(
            code(
                "GS1_DATABAR",
                "8110012345612345611110123",
                "coupon",
                aim="]e0",
                ai={"8110": "012345612345611110123"},
            ),
        ),
        source=_LINT,
    ),
    Vector(
        says="a coupon with its last and its first day",
        profile="scan_line",
        rx=(b"]e0811001234561234561111012332602284260228\r",),
        events=(
            code(
                "GS1_DATABAR",
                "811001234561234561111012332602284260228",
                "coupon",
                aim="]e0",
                ai={"8110": "01234561234561111012332602284260228"},
            ),
        ),
        source=_LINT,
    ),
    Vector(
        says="a coupon that ends before it begins",
        profile="scan_line",
        rx=(b"]e0811001234561234561111012332602284260301\r",),
        events=(
            error(
                "gs1_syntax",
                symbology="GS1_DATABAR",
                data="811001234561234561111012332602284260301",
            ),
        ),
        source=_LINT,
    ),
    Vector(
        says="a coupon that ends on no day there is",
        profile="scan_line",
        rx=(b"]e081100123456123456111101233260230\r",),
        events=(
            error(
                "gs1_syntax",
                symbology="GS1_DATABAR",
                data="81100123456123456111101233260230",
            ),
        ),
        source=_LINT,
    ),
    Vector(
        says="an article in DataBar",
        profile="scan_line",
        rx=(b"]e00109501101530003\r",),
        events=(
            code(
                "GS1_DATABAR",
                "0109501101530003",
                "product",
                aim="]e0",
                ai={"01": "09501101530003"},
                gtin="09501101530003",
            ),
        ),
        source=_GENSPECS,
    ),
    Vector(
        says="an article with date, lot and serial number in Data Matrix",
        profile="scan_line",
        rx=(b"]d201095011015300031725010110AB\x1d21X1\r",),
        events=(
            code(
                "GS1_DATAMATRIX",
                "01095011015300031725010110AB\x1d21X1",
                "product",
                aim="]d2",
                ai={"01": "09501101530003", "17": "250101", "10": "AB", "21": "X1"},
                gtin="09501101530003",
            ),
        ),
        source=_GENSPECS,
    ),
    Vector(
        says="an article in DotCode",
        profile="scan_line",
        rx=(b"]J10109501101530003\r",),
        events=(
            code(
                "GS1_DOTCODE",
                "0109501101530003",
                "product",
                aim="]J1",
                ai={"01": "09501101530003"},
                gtin="09501101530003",
            ),
        ),
        source=_GENSPECS,
    ),
    Vector(
        says="a pallet",
        profile="scan_line",
        rx=(b"]C100395011015300000004\r",),
        events=(
            code(
                "GS1_128",
                "00395011015300000004",
                "logistics",
                aim="]C1",
                ai={"00": "395011015300000004"},
            ),
        ),
        source=_GENSPECS,
    ),
    Vector(
        says="a member number as a link in a plain QR code",
        profile="scan_line",
        rx=(b"]Q1https://id.gs1.org/8018/950110153000000120\r",),
        events=(
            code(
                "QR",
                "https://id.gs1.org/8018/950110153000000120",
                "member",
                aim="]Q1",
                ai={"8018": "950110153000000120"},
                token="950110153000000120",
            ),
        ),
        source=_LINK,
    ),
    Vector(
        says="an article of thirteen digits, and data in the query",
        profile="scan_line",
        rx=(b"]Q1https://id.gs1.org/01/9506000134352?17=251231\r",),
        events=(
            code(
                "QR",
                "https://id.gs1.org/01/9506000134352?17=251231",
                "product",
                aim="]Q1",
                ai={"01": "09506000134352", "17": "251231"},
                gtin="09506000134352",
            ),
        ),
        source=_LINK,
    ),
    Vector(
        says="an article and its lot in the path",
        profile="scan_line",
        rx=(b"]Q1https://id.gs1.org/01/09506000134352/10/ABC\r",),
        events=(
            code(
                "QR",
                "https://id.gs1.org/01/09506000134352/10/ABC",
                "product",
                aim="]Q1",
                ai={"01": "09506000134352", "10": "ABC"},
                gtin="09506000134352",
            ),
        ),
        source=_LINK,
    ),
)
