"""Makes findings: every one of them goes through here, so that its severity never exceeds that of the table."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from takhrij.codes import FINDINGS, SEVERITIES
from takhrij.model import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takhrij.codes import About, Severity
    from takhrij.model import Json, Span

NO_EVIDENCE: Final[Mapping[str, Json]] = MappingProxyType({})


def finding(
    about: About,
    code: str,
    message: str,
    *,
    span: Span | None = None,
    severity: Severity | None = None,
    correction: str | None = None,
    evidence: Mapping[str, Json] = NO_EVIDENCE,
) -> Finding:
    """A finding of the closed list.

    Raises:
        KeyError: the list has no such code, or `severity` is graver than it allows.
    """
    if span is None and severity is None and correction is None and evidence is NO_EVIDENCE:
        return _plain(about, code, message)
    most = FINDINGS[f"{about}.{code}"].severity
    if severity is not None and SEVERITIES.index(severity) < SEVERITIES.index(most):
        raise KeyError(f"{about}.{code} is at most a {most}")
    return Finding(about, code, severity or most, message, span, evidence, correction)


@lru_cache(maxsize=1024)
def _plain(about: About, code: str, message: str) -> Finding:
    """A finding that says no more than its message: many citations share it."""
    return Finding(about, code, FINDINGS[f"{about}.{code}"].severity, message, None, NO_EVIDENCE, None)
