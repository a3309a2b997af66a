"""What a server counts, as Prometheus reads it: routes, statuses and seconds, and nothing of what was sent."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

BOUNDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the buckets of time, in seconds."""
MEDIA: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counts of one server.

    >>> metrics = Metrics()
    >>> metrics.answered("POST", "/api/check", 200, 0.02)
    >>> print(metrics.text(1, 3).splitlines()[2])
    takhrij_requests_total{method="POST",route="/api/check",status="200"} 1
    """

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds: dict[str, list[float]] = {}
        self._refused: Counter[str] = Counter()
        self._replaced: Counter[str] = Counter()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered; the route is ours, never an address as it was sent."""
        self._requests[method, route, status] += 1
        row = self._seconds.setdefault(route, [0.0] * (len(BOUNDS) + 2))
        for place, bound in enumerate(BOUNDS):
            row[place] += seconds <= bound
        row[-2] += 1
        row[-1] += seconds

    def refused(self, code: str) -> None:
        """A request was refused."""
        self._refused[code] += 1

    def replaced(self, reason: str) -> None:
        """A process was replaced."""
        self._replaced[reason] += 1

    def text(self, waiting: int, ready: int) -> str:
        """All counts.

        Args:
            waiting: requests in work.
            ready: processes that there are.
        """
        return "".join(line + "\n" for line in self._lines(waiting, ready))

    def _lines(self, waiting: int, ready: int) -> Iterator[str]:
        yield from _head("takhrij_requests_total", "counter", "Requests that were answered.")
        for (method, route, status), count in sorted(self._requests.items()):
            yield f'takhrij_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'
        yield from _head("takhrij_request_seconds", "histogram", "Seconds until a request was answered.")
        for route, row in sorted(self._seconds.items()):
            for bound, within in zip((*BOUNDS, "+Inf"), row, strict=False):
                yield f'takhrij_request_seconds_bucket{{route="{route}",le="{bound}"}} {within:.0f}'
            yield f'takhrij_request_seconds_count{{route="{route}"}} {row[-2]:.0f}'
            yield f'takhrij_request_seconds_sum{{route="{route}"}} {row[-1]:.3f}'
        yield from _head("takhrij_refused_total", "counter", "Requests that were refused, by reason.")
        for code, count in sorted(self._refused.items()):
            yield f'takhrij_refused_total{{code="{code}"}} {count}'
        yield from _head("takhrij_replaced_total", "counter", "Processes that were ended and replaced, by reason.")
        for reason, count in sorted(self._replaced.items()):
            yield f'takhrij_replaced_total{{reason="{reason}"}} {count}'
        yield from _head("takhrij_waiting", "gauge", "Requests with a body that are in work or wait.")
        yield f"takhrij_waiting {waiting}"
        yield from _head("takhrij_processes", "gauge", "Processes that are there to check.")
        yield f"takhrij_processes {ready}"


def _head(name: str, kind: str, said: str) -> tuple[str, str]:
    return f"# HELP {name} {said}", f"# TYPE {name} {kind}"
