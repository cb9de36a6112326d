# What is given by itself, and what a return takes of it.

Story: A large basket gives a coupon for the next visit, once a month
Now 2026-11-04 12:00
Member Sara
Sale 1 by Sara:
  1 x SET in household at 100.00
  expect issued next-time
Expect Sara: coupons next-time 1
Sale 2 by Sara:
  1 x SET in household at 120.00
  expect issued nothing
Sale 3 by Sara:
  1 x CUP in household at 12.00
  coupon next-time
  expect discount 5.00 by next-time, to pay 7.00
Expect Sara: coupons next-time 0
Later 1 month
Sale 4 by Sara:
  1 x SET in household at 100.00
  expect issued next-time

Story: A coupon goes with the sale that gave it, also one that was used and comes back later
Now 2026-11-04 12:00
Member Sara
Sale 1 by Sara:
  1 x SET in household at 100.00
  expect issued next-time
Sale 2 by Sara:
  1 x CUP in household at 12.00
  coupon next-time
  expect to pay 7.00
Void sale 1
Void sale 2
Expect Sara: coupons next-time 0
Sale 3 by Sara:
  1 x CUP in household at 12.00
  coupon next-time
  expect to pay 12.00

Story: Gold brings money into the wallet, once
Now 2026-11-04 12:00
Member Sara: spent 450.00
Sale 1 by Sara:
  1 x SET in household at 50.00
  expect tier gold
Expect Sara: wallet 20.00

Story: Monday's points go back with Monday's goods
Now 2026-11-09 12:00
Member Sara: joined 2026-01-01
Sale 1 by Sara:
  1 x CUP in household at 12.00
Expect Sara: points 17
Void sale 1
Expect Sara: points 0, owed 0

Story: Joining, answering a survey once a month, and the birthday
Now 2026-11-04 12:00
Member Sara: birthday 11-20
Expect Sara: points 20
Activity survey by Sara
Activity survey by Sara:
  expect points 30
Later 1 month
Expect Sara: wallet 5.00
Activity survey by Sara:
  expect points 40
Later 12 months
Expect Sara: wallet 10.00
