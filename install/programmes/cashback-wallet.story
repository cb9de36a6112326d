# Days at the counter of cashback-wallet.toml.

Story: Two per cent come back, and pay the next purchase
Now 2026-11-02 10:00
Member Sara
Sale 1 by Sara:
  1 x KETTLE in household at 129.90
  expect earned 260 by wallet
Expect Sara: wallet 2.60
Sale 2 by Sara:
  1 x TEA in grocery at 10.00
  pays 2.60 from wallet
  expect to pay 7.40, earned 15 by wallet
Expect Sara: wallet 0.15

Story: Three per cent more on the own brand, twenty ringgit a month at most
Now 2026-11-02 10:00
Member Sara
Sale 1 by Sara:
  1 x RICE in own-brand at 100.00
  expect earned 200 by cashback-2, earned 300 by own-brand-3
Sale 2 by Sara:
  1 x STOCK in own-brand at 600.00
  expect earned 1700 by own-brand-3
Now 2026-12-01 10:00
Sale 3 by Sara:
  1 x RICE in own-brand at 100.00
  expect earned 300 by own-brand-3

Story: A top-up is money and earns nothing
Member Sara
Sale 1 by Sara:
  top up 50.00
  expect earned 0 by wallet
Expect Sara: wallet 50.00

Story: What comes back takes its cashback with it
Member Sara
Sale 1 by Sara:
  2 x MUG in household at 25.00
  expect earned 100 by wallet
Refund of sale 1:
  1 x MUG
  expect money 25.00
Expect Sara: wallet 0.50

Story: Cashback ends after a year
Now 2026-01-10 10:00
Member Sara
Sale 1 by Sara:
  1 x MUG in household at 100.00
Now 2027-01-10 12:00
Expect Sara: wallet 2.00
Later 1 day
Expect Sara: wallet 0
