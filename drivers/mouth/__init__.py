"""The mouth: printers and customer displays, told without anybody waiting for them."""
