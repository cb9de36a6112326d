# Days at the pump and the counter of fuel-and-grocery.toml.

Story: Two sen a litre for every member, for sixty litres at most
Now 2026-11-02 08:00
Member Chong
Sale 1 by Chong:
  40.250 l x RON95 in fuel at 2.05
  expect discount 0.81 by fuel-2, earned 40 by litres, tier member
Sale 2 by Chong:
  80 l x DIESEL in fuel at 2.15
  expect discount 1.20 by fuel-2, earned 80 by litres

Story: A month's shopping makes the next month's fuel cheaper
Now 2026-11-10 18:00
Member Devi
Sale 1 by Devi:
  1 x WEEKLY in grocery at 200.00
  expect earned 132 by shop, earned 30 by big-shop, tier shopper
Sale 2 by Devi:
  40 l x RON95 in fuel at 2.05
  expect discount 2.00 by fuel-5, total 80.00
Sale 3 by Devi:
  1 x FEAST in grocery at 400.00
  expect tier family, earned 0 by big-shop, not used big-shop because capped
Now 2026-12-31 12:00
Sale 4 by Devi:
  40 l x RON95 in fuel at 2.05
  expect discount 3.40 by fuel-8-5
Later 1 day
Sale 5 by Devi:
  40 l x RON95 in fuel at 2.05
  expect discount 0.80 by fuel-2, tier member

Story: Whole steps only, and three loaves for two
Member Devi
Sale 1 by Devi:
  3 x LOAF in bakery at 4.00
  1 x MILK in grocery at 3.90
  expect discount 4.00 by bread-3-for-2, total 11.90, earned 10 by shop

Story: Points buy no tobacco
Member Devi: points 400
Sale 1 by Devi:
  1 x CIG in tobacco at 17.00
  pays 200 points
  expect refused more_than_basket

Story: A year without a visit ends all points
Now 2026-01-10 10:00
Member Chong
Sale 1 by Chong:
  50 l x RON95 in fuel at 2.05
Now 2027-01-10 12:00
Expect Chong: points 50
Later 1 day
Expect Chong: points 0
