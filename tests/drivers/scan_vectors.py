"""What line scanners send, recorded in our own form: one row a behaviour."""

from tests.drivers.vectors import (
    NO_READ,
    Vector,
    code,
    coffee,
    error,
    ignored,
    member,
    payment,
    product,
)

_AIM = "ISO/IEC 15424 symbology identifiers; constructed"
_CS4070 = "Zebra CS4070 guide p. 104"
_EMVCO = "EMVCo merchant-presented QR; constructed"
_GRANIT = "Honeywell Granit 1981i guide p. 58; constructed"
_GS1_PREFIXES = "GS1 prefixes; constructed"
_LS7708 = "Symbol LS7708 guide p. 113; constructed"
_BOARDING_PASS = "IATA bar coded boarding pass; constructed"
_MS9540 = "Honeywell MS9540 guide p. 61; constructed"
_ODOO = "Odoo default barcode nomenclature; constructed"
_OPTICON = "Opticon universal menu book p. 96; constructed"
_PCI = "PCI DSS v4 3.3.1 and 3.4.1; test number of the brands"
_QD2400 = "Datalogic QuickScan I QD2400 manual p. 230; constructed"
_SHETAB = "public BIN lists of Iranian banks; constructed"
_VTAP = "VTAP serial settings; constructed"
_ZEBRA_HOST = "Motorola MSxx07 guide, RS-232 host parameters; constructed"

SCANS = (
    Vector(
        says="a code of a family that no shop prints, its identifier off its data",
        rx=(b"]T0M-00012345\r",),
        events=(member("OTHER", aim="]T0"),),
        source=_AIM,
    ),
    Vector(
        says="letters that were read as letters",
        rx=(b"]o1GC7K2M9QX4TB\r",),
        events=(code("OCR", "GC7K2M9QX4TB", "gift_card", aim="]o1"),),
        source=_AIM,
    ),
    Vector(
        says="a member's Code 128 with its AIM identifier",
        rx=(b"]C0M-00012345\r",),
        events=(member("CODE_128", aim="]C0"),),
        source=_AIM,
    ),
    Vector(
        says="a magazine's EAN-13 with a two-digit add-on",
        rx=(b"]E3978020137962412\r",),
        events=(
            product(
                "EAN_13_ADDON",
                "9780201379624",
                aim="]E3",
                gtin="09780201379624",
                addon="12",
            ),
        ),
        source=_AIM,
    ),
    Vector(
        says="a book's EAN-13 with a five-digit add-on",
        rx=(b"]E3978020137962451995\r",),
        events=(
            product(
                "EAN_13_ADDON",
                "9780201379624",
                aim="]E3",
                gtin="09780201379624",
                addon="51995",
            ),
        ),
        source=_AIM,
    ),
    Vector(
        says="a declared EAN-13 whose check digit is wrong",
        rx=(b"]E04006381333930\r",),
        events=(error("check_digit", symbology="EAN_13", data="4006381333930"),),
    ),
    Vector(
        says="an EAN-13 that ends with LF",
        rx=(b"]E04006381333931\n",),
        events=(coffee(),),
        source=_AIM,
    ),
    Vector(
        says="an EAN-8 has an identifier of its own",
        rx=(b"]E496385074\r",),
        events=(product("EAN_8", "96385074", aim="]E4", gtin="00000096385074"),),
        source=_AIM,
    ),
    Vector(
        says="the identifier arrives in two reads",
        rx=(b"]", b"E04006381333931\r"),
        events=(coffee(),),
    ),
    Vector(
        says="a UPC-A is sent as an EAN-13 with a leading 0",
        rx=(b"]E00012345678905\r",),
        events=(product("UPC_A", "0012345678905", aim="]E0", gtin="00012345678905"),),
        source=_QD2400,
    ),
    Vector(
        says="eight digits under the EAN-13 identifier are a UPC-E",
        rx=(b"]E001234565\r",),
        events=(product("UPC_E", "01234565", aim="]E0", gtin="00012345000065"),),
    ),
    Vector(
        says="a wallet pass as Aztec",
        rx=(b"]z0M-00012345\r",),
        events=(member("AZTEC", aim="]z0"),),
        source=_AIM,
    ),
    Vector(
        says="a Codabar of no rule is unknown",
        rx=(b"]F0A12345B\r",),
        events=(code("CODABAR", "A12345B", "unknown", aim="]F0"),),
        source=_AIM,
    ),
    Vector(
        says="two EAN-13 with nothing between them",
        profile="scan_raw",
        rx=(b"]E04006381333931]E05901234123457", 120),
        events=(
            coffee(),
            product("EAN_13", "5901234123457", aim="]E0", gtin="05901234123457"),
        ),
    ),
    Vector(
        says="CR and LF in separate reads are one end",
        rx=(b"]E04006381333931\r", 20, b"\n"),
        events=(coffee(),),
        source=_ZEBRA_HOST,
    ),
    Vector(
        says="a member's Data Matrix",
        rx=(b"]d1M-00012345\r",),
        events=(member("DATA_MATRIX", aim="]d1"),),
        source=_OPTICON,
    ),
    Vector(
        says="a member scanned twice within 800 ms is one",
        rx=(b"]C0M-00012345\r", 300, b"]C0M-00012345\r"),
        events=(member("CODE_128", aim="]C0"),),
        source=_MS9540,
    ),
    Vector(
        says="an in-store EAN-13 of a member",
        rx=(b"]E00420000123453\r",),
        events=(
            code("EAN_13", "0420000123453", "member", aim="]E0", token="0420000123453"),
        ),
        source=_ODOO,
    ),
    Vector(
        says="an EAN-13 that passes Luhn in Visa's range is a product",
        rx=(b"4000000000501\r",),
        events=(
            product(
                "EAN_13", "4000000000501", aim=None, gtin="04000000000501", inferred=True
            ),
        ),
    ),
    Vector(
        says="a gift card's Code 128",
        rx=(b"]C0GC7K2M9QX4TB\r",),
        events=(code("CODE_128", "GC7K2M9QX4TB", "gift_card", aim="]C0"),),
    ),
    Vector(
        says="a refund receipt's EAN-13",
        rx=(b"]E09800001234562\r",),
        events=(code("EAN_13", "9800001234562", "refund_receipt", aim="]E0"),),
        source=_GS1_PREFIXES,
    ),
    Vector(
        says="a scanner without suffix ends by silence",
        profile="scan_raw",
        rx=(b"]C0M-00012345", 120, b"]E04006381333931", 120),
        events=(member("CODE_128", aim="]C0"), coffee()),
        source=_LS7708,
    ),
    Vector(
        says="an NFC pass arrives as a line of text",
        rx=(b"M-00012345\r\n",),
        events=(member("UNKNOWN", aim=None),),
        source=_VTAP,
    ),
    Vector(
        says="a no-read message behind the Code 39 identifier",
        rx=(b"]A0NR\r",),
        events=(NO_READ,),
        source=_CS4070,
    ),
    Vector(
        says="thirteen bare digits that hold are an EAN-13",
        rx=(b"4006381333931\r",),
        events=(coffee(aim=None, inferred=True),),
    ),
    Vector(
        says="eight bare digits that hold are an EAN-8",
        rx=(b"96385074\r",),
        events=(
            product("EAN_8", "96385074", aim=None, gtin="00000096385074", inferred=True),
        ),
    ),
    Vector(
        says="a bare text that a rule matches",
        rx=(b"M-00012345\r",),
        events=(member("UNKNOWN", aim=None),),
    ),
    Vector(
        says="twelve bare digits that hold are a UPC-A",
        rx=(b"012345678905\r",),
        events=(
            product(
                "UPC_A", "012345678905", aim=None, gtin="00012345678905", inferred=True
            ),
        ),
    ),
    Vector(
        says="a payment card's number as Code 128",
        rx=(b"]C04111111111111111\r",),
        events=(payment("visa", "1111", "barcode"),),
        source=_PCI,
    ),
    Vector(
        says="an Iranian bank card outside the banks' usual ranges",
        rx=(b"9919750000000001\r",),
        events=(payment("shetab", "0001", "barcode"),),
        source=_SHETAB,
    ),
    Vector(
        says="seven bits and even parity on a port set to eight",
        rx=(b"\xb40063\xb8\xb133393\xb1\r",),
        events=(error("parity_mismatch", parity="even", recovered="4006381333931"),),
        source=_ZEBRA_HOST,
    ),
    Vector(
        says="even parity on the CR too, so that only silence ends the line",
        rx=(b"\xb40063\xb8\xb133393\xb1\x8d", 120, b"M-000\xb1\xb23\xb45\x8d"),
        events=(error("parity_mismatch", parity="even", recovered="4006381333931"),),
        source=_ZEBRA_HOST,
    ),
    Vector(
        says="odd parity on CR LF: the LF behind the line is none",
        rx=(b"\x34\xb0\xb0\xb6\xb3\x38\x31\xb3\xb3\xb3\xb9\xb3\x31\r\x8a",),
        events=(error("parity_mismatch", parity="odd", recovered="4006381333931"),),
        source=_ZEBRA_HOST,
    ),
    Vector(
        says="half a Persian text that ends with such a byte is half a scan",
        rx=("]Q1ۍ".encode(),),
        events=(error("partial_discarded"),),
    ),
    Vector(
        says="half a scan, silence, a whole one",
        rx=(b"]E040063", 2000, b"]E04006381333931\r"),
        events=(error("partial_discarded"), coffee()),
    ),
    Vector(
        says="a wallet pass as PDF417",
        rx=(b"]L2M-00012345\r",),
        events=(member("PDF417", aim="]L2"),),
        source=_AIM,
    ),
    Vector(
        says="a boarding pass begins like a member's code and is none",
        rx=(b"]Q0M1EXAMPLE/ANA MRS YXYZ123 ALPBET 0042 100Y012A0007\r",),
        events=(
            code(
                "QR",
                "M1EXAMPLE/ANA MRS YXYZ123 ALPBET 0042 100Y012A0007",
                "unknown",
                aim="]Q0",
            ),
        ),
        source=_BOARDING_PASS,
    ),
    Vector(
        says="a QR code that names its character set",
        rx=(b"]Q2\\000026\xda\xa9\xd8\xa7\xd8\xb1\xd8\xaa-7\r",),
        events=(code("QR", "کارت-7", "unknown", aim="]Q2"),),
        source=_AIM,
    ),
    Vector(
        says="a merchant's payment QR code",
        rx=(
            b"]Q100020101021126180014A000000615000152045411530345854045.005802MY5904TEST6002KL6304531F\r",
        ),
        events=(ignored("QR", aim="]Q1"),),
        source=_EMVCO,
    ),
    Vector(
        says="an address that no rule matches",
        rx=(b"]Q1https://example.com/promo\r",),
        events=(code("QR", "https://example.com/promo", "url", aim="]Q1"),),
    ),
    Vector(
        says="a member's address",
        rx=(b"]Q1https://club.example/m/A1B2C3D4\r",),
        events=(
            code(
                "QR",
                "https://club.example/m/A1B2C3D4",
                "member",
                aim="]Q1",
                token="A1B2C3D4",
            ),
        ),
        source=_AIM,
    ),
    Vector(
        says="an in-store code for a percentage",
        rx=(b"]E02215000000006\r",),
        events=(code("EAN_13", "2215000000006", "discount", aim="]E0", percent=15),),
        source=_ODOO,
    ),
    Vector(
        says="an in-store code with a price",
        rx=(b"]E02312345123459\r",),
        events=(
            code(
                "EAN_13",
                "2312345123459",
                "product_measure",
                aim="]E0",
                item="12345",
                price="123.45",
            ),
        ),
        source=_ODOO,
    ),
    Vector(
        says="the same member again after three seconds",
        rx=(b"]C0M-00012345\r", 3000, b"]C0M-00012345\r"),
        events=(member("CODE_128", aim="]C0"), member("CODE_128", aim="]C0")),
    ),
    Vector(
        says="one scan in three reads",
        rx=(b"]E040", b"0638133", 5, b"3931\r"),
        events=(coffee(),),
    ),
    Vector(
        says="a scanner set to end with TAB",
        profile="scan_tab",
        rx=(b"]E04006381333931\t",),
        events=(coffee(),),
    ),
    Vector(
        says="CR LF behind the TAB is neither a scan nor half of one",
        profile="scan_tab",
        rx=(b"]E04006381333931\t\r\n", 2_000, b"]E04006381333931\t\r\n"),
        events=(coffee(), coffee()),
    ),
    Vector(
        says="two scans in one read",
        rx=(b"]E04006381333931\r]C0M-00012345\r",),
        events=(coffee(), member("CODE_128", aim="]C0")),
    ),
    Vector(
        says="bytes read at the wrong rate",
        rx=(b"\xf8\x00\x9e\x80\xe6\x06\xfe\r",),
        events=(error("garbage"),),
    ),
    Vector(
        says="XON and XOFF around a scan",
        rx=(b"\x11]C0M-00012345\r\x13",),
        events=(member("CODE_128", aim="]C0"),),
        source=_GRANIT,
    ),
)
