Story: A member's own part ends before the campaign's does
Now 2026-11-20 10:00
Member Sara
Member Ali
Sale 1 by Sara:
  1 x LAMP in home at 100.00
  store S01
  expect discount 20.00 by launch-fifth
Sale 2 by Sara:
  1 x LAMP in home at 100.00
  store S01
  expect discount 5.00, not used launch-fifth because budget_short
Quote for Sara:
  1 x LAMP in home at 100.00
  store S01
  expect discount 0, not used launch-fifth because budget_spent
Expect launch: left 25.00 of discount
Sale 3 by Ali:
  2 x LAMP in home at 100.00
  store S01
  expect discount 25.00, not used launch-fifth because budget_short
Expect launch: left 0 of discount
Expect launch@S01: left 1 of uses

Story: A sale that comes back whole gives back, one that comes back in part does not
Now 2026-11-20 10:00
Member Sara
Sale 1 by Sara:
  1 x LAMP in home at 50.00
  1 x RUG in home at 50.00
  store S01
  expect discount 20.00
Refund of sale 1:
  1 x LAMP
Expect launch: left 30.00 of discount
Refund of sale 1:
  1 x RUG
Expect launch: left 50.00 of discount
Expect launch@S01: left 3 of uses
Expect Sara: count campaign.launch.discount_minor 0
Sale 2 by Sara:
  1 x LAMP in home at 100.00
  store S01
  expect discount 20.00

Story: Each store has its four a day, and four more tomorrow
Now 2026-11-20 10:00
Member Sara
Sale 1 by Sara:
  1 x TEA in food at 5.00
  store S01
Sale 2 by Sara:
  1 x TEA in food at 5.00
  store S01
Sale 3 by Sara:
  1 x TEA in food at 5.00
  store S01
Sale 4 by Sara:
  1 x TEA in food at 5.00
  store S01
  expect discount 1.00
Quote for Sara:
  1 x TEA in food at 5.00
  store S01
  expect discount 0, not used launch-fifth because budget_spent
Sale 5 by Sara:
  1 x TEA in food at 5.00
  store S02
  expect discount 1.00
Later 1 day
Sale 6 by Sara:
  1 x TEA in food at 5.00
  store S01
  expect discount 1.00

Story: All or nothing, and again from the next month on
Now 2026-11-20 10:00
Member Sara
Sale 1 by Sara:
  1 x RUG in home at 80.00
  expect earned 64 by base, earned 64 by harvest-extra
Sale 2 by Sara:
  1 x RUG in home at 60.00
  expect earned 0 by harvest-extra, not used harvest-extra because budget_short
Expect harvest: left 36 of points
Void sale 1
Expect harvest: left 36 of points
Now 2026-12-01 09:00
Sale 3 by Sara:
  1 x RUG in home at 60.00
  expect earned 48 by harvest-extra
Expect harvest: left 52 of points
