# Days at the counter of coffee-stars.toml.

Story: The first visit, then fifty stars pay five ringgit
Now 2026-11-20 15:00
Member Aina
Sale 1 by Aina:
  2 x LATTE in drinks at 14.00
  expect earned 53, earned 28 by star, earned 25 by welcome, tier green
Sale 2 by Aina:
  1 x LATTE in drinks at 14.00
  pays 50 points
  expect to pay 9.00, earned 9, earned 0 by welcome
Expect Aina: points 12

Story: Monday morning is worth double, and gold does not come on top of it
Now 2026-11-23 09:30
Member Aina: tier gold
Member Ben
Sale 1 by Ben:
  1 x LATTE in drinks at 10.00
  expect earned 10 by star, earned 10 by monday-morning
Sale 2 by Aina:
  1 x LATTE in drinks at 10.00
  expect earned 10 by star, earned 10 by monday-morning, earned 0 by gold-extra
Now 2026-11-23 11:00
Sale 3 by Aina:
  1 x LATTE in drinks at 10.00
  expect earned 10 by star, earned 2 by gold-extra, earned 0 by monday-morning

Story: In one's own cup a drink costs a ringgit less, for anybody
Sale 1:
  2 x OWN-CUP in drinks at 12.00
  1 x LATTE in drinks at 14.00
  expect discount 2.00 by own-cup, total 36.00

Story: One drink free around the birthday, once
Now 2026-11-20 10:00
Member Aina: birthday 11-22
Sale 1 by Aina:
  1 x TEA in drinks at 8.00
  1 x LATTE in drinks at 14.00
  expect discount 14.00 by birthday-drink, total 8.00
Sale 2 by Aina:
  1 x LATTE in drinks at 14.00
  expect discount 0 by birthday-drink, total 14.00

Story: Five hundred stars in a year are gold, and bring a drink
Now 2026-03-01 10:00
Member Ben
Sale 1 by Ben:
  1 x BEANS in beans at 480.00
  expect earned 505, tier gold, issued gold-drink
Sale 2 by Ben:
  1 x LATTE in drinks at 14.00
  1 x CAKE in food at 12.00
  coupon gold-drink
  expect discount 14.00 by gold-drink, total 12.00
Now 2027-12-31 12:00
Expect Ben: tier gold
Later 1 day
Expect Ben: tier green

Story: Stars end with the sixth month
Now 2026-01-06 10:00
Member Ben
Sale 1 by Ben:
  1 x BEANS in beans at 40.00
  expect earned 65
Now 2026-07-31 23:00
Expect Ben: points 65
Later 1 hour
Expect Ben: points 0
