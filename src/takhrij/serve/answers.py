"""Answers of more than one route: reports to be saved, and refusals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from takhrij.serve.settings import RETRY
from takhrij.serve.work import FORMATS

if TYPE_CHECKING:
    from takhrij.serve.settings import Refusal

JSON: Final = "application/json"


def refused_json(refusal: Refusal) -> Response:
    """A refusal, for programs."""
    content = json.dumps({"error": {"code": refusal.code, "message": refusal.message}}, ensure_ascii=False)
    return Response(content.encode("utf-8", "replace"), refusal.status, retry(refusal), JSON)


def retry(refusal: Refusal) -> dict[str, str]:
    """The header that says when to ask again."""
    return {"Retry-After": str(RETRY[refusal.code])} if refusal.code in RETRY else {}


def attached(name: str, made: bytes) -> Response:
    """A report to be saved."""
    kind = FORMATS[name]
    disposition = f'attachment; filename="takhrij-report.{kind.suffix}"'
    return Response(made, media_type=kind.media, headers={"Content-Disposition": disposition})
