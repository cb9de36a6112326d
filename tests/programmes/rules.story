# What the law's newer words do, on a programme that has one of each.
Programme: rules.toml

Story: The first purchase, a cap a day, a happy hour
Now 2026-11-20 12:00
Member Ali
Sale 1 by Ali:
  1 x TEA in drinks at 8.00
  expect earned 8 by base, earned 100 by welcome, not used visit because below_basket
Sale 2 by Ali:
  2 x TEA in drinks at 30.00
  expect earned 60 by base, earned 0 by welcome, earned 20 by visit
Sale 3 by Ali:
  2 x TEA in drinks at 30.00
  expect earned 0 by visit, not used visit because capped
Now 2026-11-20 17:30
Quote for Ali:
  1 x TEA in drinks at 10.00
  expect earned 10 by base, earned 10 by happy-hour
Now 2026-11-21 12:00
Sale 4 by Ali:
  2 x TEA in drinks at 30.00
  expect earned 20 by visit

Story: What a refund takes may be earned again the same day
Now 2026-11-20 12:00
Member Ali
Sale 1 by Ali:
  2 x TEA in drinks at 30.00
  expect earned 20 by visit, earned 100 by welcome
Void sale 1
  expect taken 180
Sale 2 by Ali:
  2 x TEA in drinks at 30.00
  expect earned 20 by visit, earned 100 by welcome

Story: Three for two, and the staff's own price
Member Eva: group staff
Quote:
  3 x CUP in household at 6.00
  expect discount 6.00 by three-for-two, total 12.00
Quote for Eva:
  3 x CUP in household at 6.00
  channel web
  expect discount 6.00 by three-for-two
  expect discount 2.40 by staff-20, total 9.60
