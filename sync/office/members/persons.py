"""What head office knows of members as persons: told by an import, enrolment or by hand."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from rules.members.member_facts import NOTHING_KNOWN, MemberFacts, read_facts
from sync.office.database.person_tables import PERSON
from sync.office.database.upserts import Row, insert_new, put
from sync.office.database.wanted import is_in, wanted_accounts
from sync.wire.buckets import bucket_of


def read_persons(
    connection: Connection, accounts: Collection[str]
) -> dict[str, MemberFacts]:
    """Return what is known of some members; nobody is left out."""
    found = dict.fromkeys(accounts, NOTHING_KNOWN)
    these = wanted_accounts(connection, accounts)
    rows = connection.execute(select(PERSON).join(these, is_in(these, PERSON)))
    for row in rows:
        found[row.account] = read_facts(
            birthday=row.birthday, groups=row.customer_groups, attributes=row.attributes
        )
    return found


def keep_persons(connection: Connection, facts: Mapping[str, MemberFacts]) -> None:
    """Keep what members were taken in with; what is known of one already stays."""
    rows = [
        _row(account, known)
        for account, known in sorted(facts.items())
        if known != NOTHING_KNOWN
    ]
    insert_new(connection, PERSON, rows)


def put_person(connection: Connection, account: str, known: MemberFacts) -> None:
    """Keep what is known of a member now."""
    put(connection, PERSON, [_row(account, known)])


def _row(account: str, known: MemberFacts) -> Row:
    return {
        "bucket": bucket_of(account),
        "account": account,
        "birthday": known.birthday,
        "customer_groups": known.groups_text,
        "attributes": known.attributes_text,
    }
