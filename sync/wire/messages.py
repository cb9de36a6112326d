"""What till and head office say to each other, one dataclass a message, read by pydantic.

Every request carries a ``nonce`` that its answer echoes, so that a delayed answer is never
taken for another one; ``generation`` says after which restore of head office a cursor was
learned. Bytes travel as lower-case hex. Bounds are stated in the types: the office reads
nothing larger.
"""

from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

from pydantic import Field

from sync.wire.returns import LifeKey, NoteAsked, Outcome
from sync.wire.shape import Shape

PROTOCOL_VERSION: Final = 1
"""Two neighbouring versions always understand each other."""

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Nonce = Annotated[str, Field(pattern=r"^[0-9a-f]{16,64}$")]
Name = Annotated[str, Field(min_length=1, max_length=128)]
Fact = Annotated[str, Field(max_length=200)]
Count = Annotated[int, Field(ge=0, le=2**53)]
Points = Annotated[int, Field(ge=1, le=2**53)]
SliceAmount = Points


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolRequest:
    """A till asks to be one: a one-off token, its new key, its machine's fingerprint.

    ``key`` is Ed25519, ``idem`` a random id stored before asking, so that a lost answer can
    be had again. ``till`` is empty for a new till and names the old one for a new life.
    """

    token: Annotated[str, Field(min_length=8, max_length=128)]
    store: Name
    key: Key
    fingerprint: Name
    idem: Nonce
    till: Annotated[str, Field(max_length=16)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """Head office numbers the till and its life, and hands over what it needs to work.

    ``office_key`` (Ed25519) signs answers and programmes; ``token_key`` makes card tokens
    and ``voucher_key`` voucher codes, the same at every till of the organisation. Personal
    parts are sealed to ``seal_key`` (X25519).
    """

    idem: Nonce
    organisation: Name
    store: Name
    till: Name
    life: Points
    generation: Count
    office_key: Key
    token_key: Key
    voucher_key: Key
    seal_key: Key | Literal[""] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """Opens a session; ``ticket`` is the rolling ticket, ``seq`` and ``hash`` our head.

    ``edition`` is the newest edition of the rules that the till can read.
    """

    version: int
    till: Name
    life: Points
    generation: Count
    seq: Count
    hash: Hash
    ticket: Count
    nonce: Nonce
    fingerprint: Name
    edition: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """Head office's mark for this life: ``durable_seq`` and the hash it holds there."""

    nonce: Nonce
    session: Count
    generation: Count
    durable_seq: Count
    hash: Hash
    safe_seq: Count
    ticket: Count
    now_ms: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """This is not the till head office knows: it keeps earning, its redemption is frozen.

    ``session`` alone is harmless: say hello again.
    """

    nonce: Nonce
    generation: Count
    reason: Literal[
        "unknown_till", "other_life", "ticket", "rewound", "fork", "retired", "session"
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What head office has: stored up to ``durable_seq`` (and the hash there), applied.

    ``gap`` says that records before the batch are missing: go back to ``durable_seq`` + 1.
    """

    nonce: Nonce
    generation: Count
    verdict: Literal["stored", "gap", "fork"]
    durable_seq: Count
    hash: Hash
    safe_seq: Count
    applied_seq: Count
    quarantined: Count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """Points a member intends to spend at this holder, beyond what it holds."""

    account: Name
    unit: Name
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """Asks for grants (``wants``, and those dealt before), with ``deltas`` for changes.

    ``revisions`` are the buckets' cursors (a bucket not named is at 0); ``programme`` the
    newest version held, ``programmes`` how many; ``life_keys`` how many keys of the fleet
    are held, ``outcomes`` up to which number we know what became of our returns. With wants
    and without deltas it is the quick question before a redemption; ``taken`` names the
    grants journalled since the last push.
    ``numbers`` says how many ranges of new card numbers this life has, from a till that is
    short of them; -1 asks for none.
    """

    till: Name
    life: Points
    session: Count
    generation: Count
    nonce: Nonce
    programme: Count
    programmes: Annotated[int, Field(ge=-1, le=1_000_000)] = -1
    wants: Annotated[tuple[Want, ...], Field(max_length=100)] = ()
    taken: Annotated[tuple[Name, ...], Field(max_length=1000)] = ()
    deltas: bool = True
    numbers: Annotated[int, Field(ge=-1, le=1_000_000)] = -1
    life_keys: Count = 0
    outcomes: Count = 0
    revisions: Annotated[dict[int, int], Field(max_length=4096)] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceMessage:
    """A part of one lot; ``until_ms`` 0 never expires."""

    lot: Name
    amount: SliceAmount
    until_ms: Count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantMessage:
    """An allowance dealt to the asking life and not yet seen in its journal."""

    grant: Name
    life: Name
    account: Name
    unit: Name
    slices: Annotated[tuple[SliceMessage, ...], Field(min_length=1, max_length=1000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiring:
    """Points that end before an instant (exclusive)."""

    points: Points
    before_ms: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitBalance:
    """What an account has of one unit besides points: uses of a coupon, money.

    As in a statement: ``available`` stands anywhere, ``dealable`` of it is dealt to nobody,
    ``held`` says which store holds the rest. ``rule``, ``lot`` and ``until_ms`` (0: for
    ever) are those of its newest lot; they stay when nothing is left of it.
    """

    unit: Name
    available: int
    dealable: int = 0
    pending: int = 0
    held: dict[str, int] = field(default_factory=dict)
    rule: str = ""
    lot: str = ""
    until_ms: Count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """What only some programmes ask of a member.

    ``segments`` are those they are in; ``joined`` and ``visited`` local days, told where
    the ladder counts by them; ``next_tier`` begins at ``next_tier_ms``. Without earning or
    spending before ``inactive_ms`` (0: never) all points end then. ``birthday``
    (``MM-DD``), ``groups`` and ``attributes`` are told where a rule of tills asks for them.
    """

    segments: Annotated[tuple[Name, ...], Field(max_length=200)] = ()
    joined: Annotated[str, Field(max_length=10)] = ""
    visited: Annotated[str, Field(max_length=10)] = ""
    next_tier: Annotated[str, Field(max_length=128)] = ""
    next_tier_ms: Count = 0
    inactive_ms: Count = 0
    birthday: Annotated[str, Field(max_length=5)] = ""
    groups: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    attributes: Annotated[dict[Name, Fact], Field(max_length=50)] = field(
        default_factory=dict
    )


NOTHING_FURTHER: Final = Further()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Head office's word on an account as of a revision.

    ``available`` counts all active points wherever they stand (below zero: debt);
    ``dealable`` of them are dealt to nobody and ``held`` says which store holds the others.
    ``spend_minor`` is the qualifying spend in the ladder's window; ``issued`` counts awards
    given once, by rule. ``balances`` are the other units; a voucher's account has nothing
    else. ``further`` is there where the programme asks for it.
    """

    account: Name
    status: Literal["active", "blocked"]
    home: str
    tier: str
    tier_until_ms: Count
    spend_minor: int
    available: int
    dealable: int
    pending: int
    held: dict[str, int]
    issued: dict[str, int]
    expiring: tuple[Expiring, ...]
    revision: Count
    as_of_ms: Count
    balances: Annotated[tuple[UnitBalance, ...], Field(max_length=64)] = ()
    further: Further | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMessage:
    """A card as tills know it: a keyed token, and a name that only its number opens.

    A member's phone number is one too, of its own ``kind``. ``until_ms`` is when it ends to
    be good (exclusive), 0 for never.
    """

    token: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    account: Name
    name: Annotated[str, Field(max_length=512)]
    status: Literal["active", "blocked", "lost"]
    kind: Literal["card", "phone"] = "card"
    until_ms: Count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """New card numbers allotted to one life: ``count`` of a range, from ``first`` on."""

    prefix: Annotated[str, Field(pattern=r"^[0-9]{1,18}$")]
    length: Annotated[int, Field(ge=8, le=19)]
    first: Count
    count: Annotated[int, Field(ge=1, le=10_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketDelta:
    """All that changed in one bucket of members since a revision, as one checkpoint.

    ``applied`` says for each life of the asking till up to which record its own entries are
    in these statements. ``whole`` replaces the bucket, else the statements are merged in.
    """

    bucket: Annotated[int, Field(ge=0, lt=1024)]
    revision: Count
    whole: bool
    applied: dict[str, int]
    statements: tuple[Statement, ...]
    cards: tuple[CardMessage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeMessage:
    """A programme version: its document as canonical JSON text, signed by head office."""

    version: Points
    starts_ms: Count
    document: Annotated[str, Field(max_length=1 << 20)]
    signature: Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class PullAnswer:
    """``more`` says that another pull would bring more deltas at once.

    ``life_keys`` are told whole when another number of them is known here.
    """

    nonce: Nonce
    generation: Count
    grants: tuple[GrantMessage, ...]
    deltas: tuple[BucketDelta, ...]
    more: bool
    programmes: tuple[ProgrammeMessage, ...]
    frozen: bool
    now_ms: Count
    numbers: Annotated[tuple[NumberRange, ...], Field(max_length=100)] = ()
    life_keys: tuple[LifeKey, ...] = ()
    notes: tuple[NoteAsked, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileRequest:
    """The night's comparison: our head, our count, our rights, and a digest of each bucket.

    All as of the record ``seq``, the newest that head office has acknowledged: sales may go
    on. ``rights`` is the digest of (account, unit, lot, place, amount) at this life's own
    places; ``buckets`` of (account, available, pending) of points as the till would show
    them by statements of ``revisions``, and of (account, unit, available, pending) of other
    units that are not nothing.
    """

    till: Name
    life: Points
    generation: Count
    nonce: Nonce
    seq: Count
    hash: Hash
    records: Count
    rights: Hash
    buckets: Annotated[dict[int, str], Field(max_length=4096)]
    revisions: Annotated[dict[int, int], Field(max_length=4096)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Head office's side of the comparison; ``differs`` names what does not agree.

    ``moved`` are the buckets that changed here since the till's revision: they were not
    compared and are to be asked for again after another pull.
    """

    nonce: Nonce
    generation: Count
    agrees: bool
    durable_seq: Count
    hash: Hash
    records: Count
    accounts: Count
    differs: tuple[str, ...]
    moved: tuple[int, ...]


ENROL: Final[Shape[EnrolRequest]] = Shape(EnrolRequest)
ENROLLED: Final[Shape[Enrolled]] = Shape(Enrolled)
HELLO: Final[Shape[Hello]] = Shape(Hello)
WELCOME: Final[Shape[Welcome | Conflict]] = Shape(Welcome | Conflict)
ACKNOWLEDGEMENT: Final[Shape[Acknowledgement | Conflict]] = Shape(
    Acknowledgement | Conflict
)
PULL: Final[Shape[PullRequest]] = Shape(PullRequest)
PULLED: Final[Shape[PullAnswer | Conflict]] = Shape(PullAnswer | Conflict)
STATEMENT: Final[Shape[Statement]] = Shape(Statement)
RECONCILE: Final[Shape[ReconcileRequest]] = Shape(ReconcileRequest)
RECONCILED: Final[Shape[Reconciled | Conflict]] = Shape(Reconciled | Conflict)
