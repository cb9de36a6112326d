"""What somebody tells of a member as a person, by hand: kept, told on, looked at."""

from rules.members.member_facts import FactsChange, MemberFacts
from sync.office.database.desk import Sitting
from sync.office.journals.open_book import OpenBook
from sync.office.members.persons import put_person, read_persons
from sync.office.status.belonging import look_at
from sync.office.status.tiers import read_tiers


def learn(sitting: Sitting, account: str, change: FactsChange) -> MemberFacts | None:
    """Change what is known of a member; return all of it, None when there is none such.

    Segments are looked at again, and tills are told what their rules ask for. Raises
    OutOfBoundsError for what no rule could ask for.
    """
    book = OpenBook(sitting)
    book.open({account})
    if not read_tiers(sitting.connection, (account,)):
        return None
    before = read_persons(sitting.connection, (account,))[account]
    known = change.applied_to(before)
    if known != before:
        put_person(sitting.connection, account, known)
        book.touch(account)
        look_at(book, (account,))
    book.close()
    return known
