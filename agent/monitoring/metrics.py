"""What Prometheus is told: the till's counts, gathered when it asks."""

from collections.abc import Iterable
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override

from agent.monitoring.health import Health, Snapshot

_SECONDS: Final = (0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """Counts requests as they are answered; the rest it sees through :class:`Health`."""

    def __init__(self, health: Health) -> None:
        self.health: Final = health
        self._registry: Final = CollectorRegistry()
        self._requests: Final = Counter(
            "vafa_requests",
            "Requests answered, by method, route template and status.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._took: Final = Histogram(
            "vafa_request_seconds",
            "How long an answer took, by route template.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )

    def note(self, method: str, route: str, status: int, took_ms: int) -> None:
        """Count one answer."""
        self._requests.labels(method, route, str(status)).inc()
        self._took.labels(route).observe(took_ms / 1000)

    async def text(self) -> bytes:
        """Return everything in Prometheus' text format."""
        seen = _Seen(await self.health.snapshot())
        looked = CollectorRegistry()
        looked.register(seen)
        return generate_latest(self._registry) + generate_latest(looked)


class _Seen(Collector):
    """One snapshot as metrics."""

    def __init__(self, seen: Snapshot) -> None:
        self._seen: Final = seen

    @override
    def collect(self) -> Iterable[Metric]:
        seen = self._seen
        yield _gauge("vafa_up", "Whether sales can be booked.", int(bool(seen.book)))
        yield _gauge("vafa_uptime_seconds", "Since the start.", seen.uptime_s)
        yield _gauge("vafa_inbox_waiting", "Commands before the loop.", seen.waiting)
        yield _count("vafa_commands", "Commands the loop took.", seen.handled)
        yield _count(
            "vafa_quarantined", "Events that broke and were set aside.", seen.quarantined
        )
        yield _gauge("vafa_pages", "Open pages that hear the bulletin.", seen.readers)
        if seen.contact is not None:
            at = int(seen.contact.at.timestamp())
            yield _gauge("vafa_contact_timestamp_seconds", "Newest contact.", at)
            done = int(seen.contact.report.complete)
            yield _gauge("vafa_contact_complete", "Whether it went through.", done)
            waiting = seen.contact.report.waiting
            yield _gauge("vafa_records_waiting", "Records head office lacks.", waiting)
        yield from self._ports()
        yield from self._told()

    def _ports(self) -> Iterable[Metric]:
        is_open = GaugeMetricFamily("vafa_device_open", "Open ports.", labels=["device"])
        events = CounterMetricFamily("vafa_device_events", "Events.", labels=["device"])
        opens = CounterMetricFamily("vafa_device_opens", "Opened.", labels=["device"])
        for port in self._seen.ports:
            is_open.add_metric([port.device], int(port.is_open))
            events.add_metric([port.device], port.events)
            opens.add_metric([port.device], port.opens)
        return (is_open, events, opens)

    def _told(self) -> Iterable[Metric]:
        well = GaugeMetricFamily("vafa_told_well", "Can print or show.", labels=["device"])
        done = CounterMetricFamily("vafa_told_done", "Slips and lines.", labels=["device"])
        lost = CounterMetricFamily("vafa_told_dropped", "Not in time.", labels=["device"])
        for told in (*self._seen.printers, *self._seen.displays):
            well.add_metric([told.device], int(told.is_well))
            done.add_metric([told.device], told.done)
            lost.add_metric([told.device], told.dropped)
        return (well, done, lost)


def _gauge(name: str, words: str, value: int) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


def _count(name: str, words: str, value: int) -> Metric:
    return CounterMetricFamily(name, words, value=value)
