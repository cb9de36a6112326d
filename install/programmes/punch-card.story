# Days at the counter of punch-card.toml. 11 September 2026 is the first day of 2019.

Story: Ten stamps, and the eleventh coffee is free
Now 2026-11-02 08:00
Member Hana
Sale 1 by Hana:
  3 x BUNA in coffee at 90.00
  expect earned 5, earned 3 by stamp, earned 2 by first-stamps
Sale 2 by Hana:
  5 x BUNA in coffee at 90.00
  expect earned 5
Expect Hana: points 10
Sale 3 by Hana:
  1 x BUNA in coffee at 90.00
  pays 10 points
  expect to pay 0, earned 0
Expect Hana: points 0

Story: With nine stamps nothing is free yet
Member Hana: points 9
Sale 1 by Hana:
  1 x BUNA in coffee at 90.00
  pays 9 points
  expect refused below_minimum

Story: Twelve stamps a day at most
Now 2026-11-02 08:00
Member Hana: points 1
Sale 1 by Hana:
  1 x BUNA in coffee at 90.00
Sale 2 by Hana:
  20 x BUNA in coffee at 90.00
  expect earned 11 by stamp
Later 1 day
Sale 3 by Hana:
  20 x BUNA in coffee at 90.00
  expect earned 12 by stamp

Story: Wednesday morning
Now 2026-11-04 09:00
Member Hana
Sale 1 by Hana:
  2 x BUNA in coffee at 90.00
  expect earned 2 by stamp, earned 1 by fasting-days
Now 2026-11-04 12:00
Sale 2 by Hana:
  2 x BUNA in coffee at 90.00
  expect earned 2 by stamp, earned 0 by fasting-days

Story: Stamps end with the Ethiopian year
Now 2026-09-10 09:00
Member Hana
Sale 1 by Hana:
  1 x BUNA in coffee at 90.00
Now 2027-09-11 09:00
Expect Hana: points 3
Later 1 day
Expect Hana: points 0

Story: A coffee that comes back takes its stamp
Now 2026-11-02 08:00
Member Hana: points 1
Sale 1 by Hana:
  2 x BUNA in coffee at 90.00
  1 x CUP in household at 200.00
Refund of sale 1:
  1 x BUNA
  expect taken 1, money 90.00
