"""The columns of a table of members: for whoever reads one and for the command's help."""

from typing import Final

COLUMNS: Final = (
    "account", "name", "cards", "cards_expire", "phone", "home", "points", "points_expire",
    "spend", "tier", "birthday", "groups", "attributes",
)  # fmt: skip
"""``cards`` by blanks; ``spend`` as ``2724@2026-05-01`` by blanks; days are UTC's."""

EXPLAINED: Final = """\
The first line names its columns; any of these, in any order:

  account        the member's id; without one, each is given one
  name           as it is shown at the till
  cards          card numbers, separated by blanks
  cards_expire   until when these are good, such as 2027-12-31; without it, as long as the
                 programme says
  phone          as it is dialled
  home           the member's own store, such as S01: it may spend a little offline there
  points         what the member begins with
  points_expire  until when these are good, such as 2027-12-31
  spend          what counts for tiers so far, in minor units, each with its day:
                 2724@2026-05-01 1900@2026-06-11
  tier           such as silver; without one, the tier that the spend reaches
  birthday       without the year, as 03-14: month and day of the programme's calendar
  groups         customer groups, with ; between: staff;students
  attributes     further facts, with ; between: city=Shiraz;diet=none

Days are UTC's. Whoever is known already is left out and told, so that it may be run again.
An example: install/members.example.csv"""
