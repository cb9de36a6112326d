# The demo's programme, on a day at its counter.
Programme: ../../install/programmes/demo.toml

Story: A silver member pays with points, and half of it comes back
Now 2026-11-21 17:42
Member Sara: points 900, tier silver, spent 412.00
Sale 1 by Sara:
  2 x COF-250 in coffee at 12.90
  0.452 kg x BAN-KG in fruit at 8.90
  pays 500 points
  expect discount 2.58 by silver-coffee-10, total 27.24
  expect earned 41, earned 22 by base, to pay 22.24, tier silver
Expect Sara: points 400, pending 41
Refund of sale 1:
  1 x COF-250
  expect taken 20, given back 213, money 9.48
Later 15 days
Expect Sara: points 634, pending 0, owed 0
