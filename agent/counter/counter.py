"""The counter: every use case of a till behind one door, for the loop's thread alone."""

from agent.counter.asked.day_requests import DayTotalsRequest
from agent.counter.asked.guard import objection_to_place
from agent.counter.asked.people_requests import (
    ActivityRequest,
    AttachRequest,
    BlockCardRequest,
    EnrolMemberRequest,
    ReplaceCardRequest,
    ResumeRequest,
    SuspendRequest,
)
from agent.counter.asked.requests import (
    HoldRequest,
    QuoteRequest,
    RefundQuoteRequest,
    RefundRequest,
    SaleRequest,
    ScanRequest,
    VoidRequest,
)
from agent.counter.asked.value_requests import MoneyHoldRequest, TopUpRequest
from agent.counter.days import day_telling
from agent.counter.ground.answers import Answer
from agent.counter.listening import Listening
from agent.counter.people import activities, card_changes, enrolments, scans, suspensions
from agent.counter.returns import refunds
from agent.counter.selling import attachments, quotes, sales, wallets
from agent.counter.telling import lookups, setting, slips, why
from agent.counter.value import holds, money_holds, vouchers
from agent.counter.value.fetching import NeedsMore
from drivers.guard.cardguard import holds_payment_card
from rules.ground.refusal import Refusal
from rules.sale.basket import DocumentKey


class Counter(Listening):
    """Reads what is needed, decides by the law, writes everything at once, answers.

    Every answer is a JSON object in the shapes of the public examples, or a
    :class:`Refusal`. A document that was booked gets its first answer again, byte for byte
    once written with ``body_of`` (``ground/answers.py``). The book's faults pass through.
    """

    def scan(self, request: ScanRequest) -> Answer | Refusal:
        """Tell what was scanned; a member stands at the workstation from now on."""
        objection = objection_to_place(request.workstation, self.desk.recognition())
        objection = objection or self.desk.guard(request)
        return objection or scans.scan(self.desk, request)

    def session(self, workstation: str) -> Answer | Refusal:
        """Tell who stands at a workstation."""
        objection = objection_to_place(workstation, self.desk.recognition())
        return objection or scans.session(self.desk, workstation)

    def quote(self, request: QuoteRequest | RefundQuoteRequest) -> Answer | Refusal:
        """Say what a sale would give, or a refund would take and give back."""
        if isinstance(request, RefundQuoteRequest):
            return refunds.quote_refund(self.desk, request)
        return quotes.quote(self.desk, request)

    def hold(
        self, request: HoldRequest | MoneyHoldRequest, *, asked: bool = False
    ) -> Answer | Refusal | NeedsMore:
        """Set value aside; on :class:`NeedsMore` ask head office, then again."""
        if isinstance(request, MoneyHoldRequest):
            return money_holds.hold_money(self.desk, request, asked=asked)
        return holds.hold(self.desk, request, asked=asked)

    def wanted(
        self,
        request: QuoteRequest
        | SaleRequest
        | RefundQuoteRequest
        | RefundRequest
        | VoidRequest,
    ) -> tuple[NeedsMore, ...]:
        """Return what to ask head office for before a document: coupons' uses, say."""
        if isinstance(request, QuoteRequest | SaleRequest):
            return quotes.wanted(self.desk, request)
        return refunds.wanted(self.desk, request)

    def parts_short(self, request: QuoteRequest) -> tuple[NeedsMore, ...]:
        """Return what to ask head office for, of budgets that are too small here."""
        return quotes.parts_short(self.desk, request)

    def held(self, workstation: str) -> Answer:
        """Tell what is set aside at a workstation."""
        return holds.held(self.desk, workstation)

    def release(self, hold: str) -> Answer | Refusal:
        """Let a hold go."""
        return holds.release(self.desk, hold)

    def sale(self, request: SaleRequest) -> Answer | Refusal:
        """Book a completed sale."""
        return sales.sale(self.desk, request)

    def top_up(self, request: TopUpRequest) -> Answer | Refusal:
        """Take money into a member's wallet."""
        return wallets.top_up(self.desk, request)

    def refund(self, request: RefundRequest) -> Answer | Refusal:
        """Book a completed refund."""
        return refunds.refund(self.desk, request)

    def void(self, request: VoidRequest) -> Answer | Refusal:
        """Undo a booked sale, or drop the one in progress."""
        return refunds.void(self.desk, request)

    def tell_day(self, request: DayTotalsRequest) -> Answer | Refusal:
        """Keep a POS's own totals of a day."""
        return day_telling.tell_day(self.desk, request)

    def member(
        self, card: str | None = None, *, phone: str | None = None
    ) -> Answer | Refusal:
        """Tell whose a card or phone number is, without anyone standing anywhere."""
        return lookups.member(self.desk, card, phone)

    def enrol(self, request: EnrolMemberRequest) -> Answer | Refusal:
        """Make a member, usable here at once."""
        return enrolments.enrol(self.desk, request)

    def replace_card(self, request: ReplaceCardRequest) -> Answer | Refusal:
        """Give a member another card and stop the old one."""
        return card_changes.replace_card(self.desk, request)

    def attach(self, request: AttachRequest) -> Answer | Refusal:
        """Give a booked sale of nobody to a member afterwards."""
        return attachments.attach(self.desk, request)

    def suspend(self, request: SuspendRequest) -> Answer | Refusal:
        """Set the sale in progress at a workstation aside."""
        return suspensions.suspend(self.desk, request)

    def resume(self, request: ResumeRequest) -> Answer | Refusal:
        """Go on with a suspended sale."""
        return suspensions.resume(self.desk, request)

    def suspended(self) -> Answer:
        """Tell the sales that wait to be resumed."""
        return suspensions.suspended(self.desk)

    def tell_activity(self, request: ActivityRequest) -> Answer | Refusal:
        """Keep what a member did outside of a sale."""
        return activities.tell_activity(self.desk, request)

    def block_card(self, request: BlockCardRequest) -> Answer | Refusal:
        """Stop a member's card."""
        return card_changes.block_card(self.desk, request)

    def voucher(self, code: str) -> Answer | Refusal:
        """Tell what a voucher is worth, and where it may be spent."""
        return vouchers.voucher(self.desk, code)

    def vouchers_of(self, workstation: str) -> Answer | Refusal:
        """Tell the coupons of whoever stands at a workstation."""
        return vouchers.vouchers_of(self.desk, workstation)

    def sales_of_nobody(self, workstation: str) -> Answer:
        """Tell the last sales at a workstation that a member could still be given."""
        return lookups.sales_of_nobody(self.desk, workstation)

    def receipt(self, number: str) -> Answer | Refusal:
        """Tell what a slip's number stands for, and what of it may still come back."""
        return lookups.receipt(self.desk, number)

    def slip(self, number: str) -> Answer | Refusal:
        """Tell all that a loyalty slip says, by its number or record."""
        return slips.slip(self.desk, number)

    def transaction(self, key: DocumentKey) -> Answer | Refusal:
        """Tell what became of a document."""
        return lookups.transaction(self.desk, key)

    def is_payment_card(self, text: str) -> bool:
        """Say whether a text holds a payment card's number, and not a member's card."""
        number = "".join(letter for letter in text if letter.isdigit())
        is_other = holds_payment_card(text, self.desk.recognition())
        return is_other and not self.desk.is_members(number)

    def is_member_card(self, card: str) -> bool:
        """Say whether a code is the card of a member known here."""
        return self.desk.is_members(card)

    def is_booked(self, key: DocumentKey) -> bool:
        """Say whether a document is in the journal."""
        return self.desk.book.journal.document(key.text()) is not None

    def left_of(self, key: DocumentKey) -> tuple[lookups.LeftLine, ...]:
        """Return what of a booked sale's lines may still come back."""
        return lookups.left_of(self.desk, key)

    def records(self) -> int:
        """Return how many records this life has written."""
        return self.desk.book.journal.seq

    def terms(self) -> tuple[str, str]:
        """Return the programme's zone and currency; empty before the first programme."""
        return lookups.terms(self.desk)

    def why(self, number: str) -> Answer | Refusal:
        """Explain every point of a record, by its id or its slip's number."""
        return why.why(self.desk, number)

    def setting(self) -> Answer:
        """Tell what the programme counts in, and each rule's figures."""
        return setting.setting(self.desk)

    def health(self) -> Answer:
        """Tell the counter's numbers."""
        return lookups.health(self.desk)
