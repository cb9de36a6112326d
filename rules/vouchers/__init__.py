"""Coupons: one file a kind. The alias is the register: join yours with ``|``."""

from rules.vouchers.amount_off import AmountOff
from rules.vouchers.percent_off import PercentOff
from rules.vouchers.product_free import ProductFree
from rules.vouchers.shipping_free import ShippingFree

Voucher = PercentOff | AmountOff | ProductFree | ShippingFree
