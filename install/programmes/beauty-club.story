# Days at the counter of beauty-club.toml. The days of a story are Gregorian: 21 March 2026 is the
# first of Farvardin 1405. A birthday is a month and a day of the programme's own calendar.

Story: Fifty million rial within the year are ruby, and a coupon
Now 2026-05-10 11:00
Member Laleh
Sale 1 by Laleh:
  1 x SERUM in skin-care at 30000000
  expect earned 300, tier pearl, discount 0
Sale 2 by Laleh:
  1 x PERFUME in scent at 20000000
  expect earned 200, tier ruby, issued ruby-welcome
Sale 3 by Laleh:
  1 x SERUM in skin-care at 10000000
  coupon ruby-welcome
  expect discount 1000000 by skin-care-10, discount 1350000 by ruby-welcome
  expect total 7650000, earned 76 by base, earned 19 by ruby-extra
Later 8 days
Sale 4 by Laleh:
  1 x COMB in hair at 4000000
  pays 400 points
  expect to pay 2000000

Story: The year ends with Nowruz, and one falls one level at a time
Now 2027-03-10 11:00
Member Laleh
Sale 1 by Laleh:
  1 x PERFUME in scent at 200000000
  expect tier diamond, issued diamond-welcome
Sale 2 by Laleh:
  1 x COMB in hair at 10000000
  expect earned 100 by base, earned 50 by diamond-extra
Now 2028-03-19 12:00
Expect Laleh: tier diamond
Now 2028-04-18 12:00
Expect Laleh: tier diamond
Now 2028-04-21 12:00
Expect Laleh: tier ruby

Story: Yalda night, once for the day
Now 2026-12-21 19:00
Member Omid
Sale 1 by Omid:
  1 x SOAP in skin-care at 1000000
  expect earned 10 by base, earned 20 by feast
Sale 2 by Omid:
  1 x SOAP in skin-care at 1000000
  expect earned 10 by base, earned 0 by feast
Later 1 day
Sale 3 by Omid:
  1 x SOAP in skin-care at 1000000
  expect earned 10, earned 0 by feast

Story: A gift in the month of the birthday
Now 2026-06-25 12:00
Member Laleh: birthday 04-20
Sale 1 by Laleh:
  1 x BRUSH in gifts at 2500000
  expect discount 2500000 by birthday-gift, total 0
Sale 2 by Laleh:
  1 x BRUSH in gifts at 2500000
  expect discount 0 by birthday-gift

Story: What comes back takes its level with it
Now 2026-05-10 11:00
Member Laleh: spent 40000000
Sale 1 by Laleh:
  2 x PERFUME in scent at 6000000
  expect tier ruby
Refund of sale 1:
  1 x PERFUME
  expect taken 60, tier pearl
Expect Laleh: coupons ruby-welcome 0
