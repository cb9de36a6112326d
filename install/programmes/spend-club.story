# Days at the counter of spend-club.toml.

Story: From guest to premium, step by step
Now 2026-02-01 10:00
Member Nora
Sale 1 by Nora:
  1 x COAT in clothes at 299.99
  expect tier guest, issued nothing
Sale 2 by Nora:
  1 x PEN in office at 0.01
  expect tier invited, issued invitation-20
Sale 3 by Nora:
  1 x BOOTS in shoes at 250.00
  coupon invitation-20
  expect discount 50.00 by invitation-20, total 200.00, tier friend, issued gift-30
Expect Nora: gift cards gift-30 30.00
Sale 4 by Nora:
  1 x SHIRT in clothes at 100.00
  pays 25.00 by gift card gift-30
  expect to pay 75.00, tier close-friend, issued half-off
Expect Nora: gift cards gift-30 5.00
Sale 5 by Nora:
  1 x DESK in home at 800.00
  coupon half-off
  expect discount 400.00 by half-off, total 400.00, tier premium, issued nothing
Sale 6 by Nora:
  1 x LAMP in home at 100.00
  expect discount 20.00 by premium-20, total 80.00
Expect Nora: tier premium, spent 1080.00, coupons half-off 0

Story: What was spent before the last six months does not count
Now 2026-02-01 10:00
Member Nora
Sale 1 by Nora:
  1 x COAT in clothes at 200.00
Now 2026-08-02 10:00
Sale 2 by Nora:
  1 x COAT in clothes at 200.00
  expect tier guest
Sale 3 by Nora:
  1 x COAT in clothes at 100.00
  expect tier invited

Story: A year of premium, not renewed
Now 2026-02-01 10:00
Member Nora
Sale 1 by Nora:
  1 x SOFA in home at 1000.00
  expect tier premium
Now 2027-01-31 12:00
Expect Nora: tier premium
Later 1 day
Expect Nora: tier guest
Quote for Nora:
  1 x LAMP in home at 100.00
  expect discount 0

Story: Premium renews while enough was spent in the last six months
Now 2026-02-01 10:00
Member Nora
Sale 1 by Nora:
  1 x SOFA in home at 1000.00
  expect tier premium
Now 2026-12-01 10:00
Sale 2 by Nora:
  1 x KITCHEN in home at 1250.00
  expect discount 250.00 by premium-20, total 1000.00
Later 12 months
Expect Nora: tier premium

Story: Gifts on special days and around the birthday
Now 2026-08-31 10:00
Member Nora: tier premium, birthday 09-10
Sale 1 by Nora:
  1 x CANDLE in gifts at 35.00
  1 x LAMP in home at 100.00
  expect discount 35.00 by feast-gift, discount 20.00 by premium-20, total 80.00
Sale 2 by Nora:
  1 x CANDLE in gifts at 35.00
  expect discount 0 by feast-gift, discount 7.00 by premium-20
Now 2026-09-04 10:00
Sale 3 by Nora:
  1 x CANDLE in gifts at 35.00
  expect discount 35.00 by birthday-gift, total 0
Member Omar: tier friend
Now 2026-12-25 10:00
Expect Nora: gift cards holiday-10 10.00
Expect Omar: gift cards holiday-10 0.00
Quote for Omar:
  1 x CANDLE in gifts at 35.00
  expect discount 0
Later 15 days
Expect Nora: gift cards holiday-10 10.00

Story: Two steps at once bring both
Member Nora
Sale 1 by Nora:
  1 x DESK in home at 510.00
  expect tier friend, issued invitation-20, issued gift-30

Story: A return takes the step and its unused coupon back
Now 2026-02-01 10:00
Member Nora: spent 280.00
Sale 1 by Nora:
  2 x SCARF in clothes at 30.00
  expect tier invited, issued invitation-20
Refund of sale 1:
  2 x SCARF
  expect tier guest, money 60.00
Expect Nora: coupons invitation-20 0
