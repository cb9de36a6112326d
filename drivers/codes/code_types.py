"""Zebra's numbers for code families, as its decoders put them before the data.

After the code type tables of the Motorola CS3000 guide (appendix B) and of Zebra's SSI
programmer's guide. Kept as data: a decoder's new number is a new row.
"""

from drivers.symbology import Symbology

SSI_CODE_TYPES = {
    0x01: Symbology.CODE_39,
    0x02: Symbology.CODABAR,
    0x03: Symbology.CODE_128,
    0x04: Symbology.CODE_2OF5,
    0x05: Symbology.CODE_2OF5,
    0x06: Symbology.ITF,
    0x07: Symbology.CODE_93,
    0x08: Symbology.UPC_A,
    0x09: Symbology.UPC_E,
    0x0A: Symbology.EAN_8,
    0x0B: Symbology.EAN_13,
    0x0C: Symbology.CODE_11,
    0x0E: Symbology.MSI,
    0x0F: Symbology.GS1_128,
    0x10: Symbology.UPC_E,
    0x11: Symbology.PDF417,
    0x13: Symbology.CODE_39,
    0x15: Symbology.CODE_39,
    0x16: Symbology.OTHER,
    0x17: Symbology.OTHER,
    0x19: Symbology.CODE_128,
    0x1A: Symbology.PDF417,
    0x1B: Symbology.DATA_MATRIX,
    0x1C: Symbology.QR,
    0x20: Symbology.CODE_39,
    0x23: Symbology.GS1_DATABAR,
    0x24: Symbology.GS1_DATABAR,
    0x25: Symbology.GS1_DATABAR,
    0x28: Symbology.PDF417,
    0x2C: Symbology.QR,
    0x2D: Symbology.AZTEC,
    0x2E: Symbology.AZTEC,
    0x30: Symbology.GS1_DATABAR,
    0x31: Symbology.GS1_DATABAR,
    0x32: Symbology.GS1_DATABAR,
    0x39: Symbology.CODE_2OF5,
    0x72: Symbology.CODE_2OF5,
    0xB7: Symbology.HAN_XIN,
    0xC1: Symbology.GS1_DATAMATRIX,
    0xC2: Symbology.GS1_QR,
    0xC4: Symbology.DOTCODE,
    **dict.fromkeys((0x48, 0x49, 0x4A, 0x4B, 0x50), Symbology.EAN_13_ADDON),
    **dict.fromkeys((0x88, 0x89, 0x8A, 0x8B, 0x90), Symbology.EAN_13_ADDON),
}
"""From 0x48 and 0x88 on: the EAN and UPC family with an add-on of 2 and 5 digits."""
