"""The language server, asked by the client of its own library over a real process. The wrong quotations were made for the tests."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types
from pygls.lsp.client import LanguageClient

from takhrij.cli.lsp import UNITS, Lines

SOURCE = Path(__file__).parent.parent.parent / "src"
BOOK = "\U0001f4d6"
WRONG = f"{BOOK}{BOOK} نص\r\n\n{BOOK} قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]\n"
RIGHT = WRONG.replace("يسرى", "يسرا")
URI = "file:///work/a.md"


async def session(encoding: types.PositionEncodingKind | None, texts: list[str]) -> dict[str, Any]:
    """What an editor is told that opens a document and changes it, and then asks about its third line."""
    client = LanguageClient("test", "1")
    told: list[types.PublishDiagnosticsParams] = []
    heard = asyncio.Event()

    @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(given: types.PublishDiagnosticsParams) -> None:
        told.append(given)
        heard.set()

    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    await client.start_io(sys.executable, "-m", "takhrij", "lsp", env=environment)
    general = types.GeneralClientCapabilities(position_encodings=[encoding]) if encoding else None
    await client.initialize_async(
        types.InitializeParams(capabilities=types.ClientCapabilities(general=general), process_id=os.getpid())
    )
    client.initialized(types.InitializedParams())
    for version, text in enumerate(texts):
        heard.clear()
        if not version:
            document = types.TextDocumentItem(URI, "markdown", version, text)
            client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        else:
            client.text_document_did_change(
                types.DidChangeTextDocumentParams(
                    types.VersionedTextDocumentIdentifier(version, URI),
                    [types.TextDocumentContentChangeWholeDocument(text)],
                )
            )
        await asyncio.wait_for(heard.wait(), 120)
    here = types.TextDocumentIdentifier(URI)
    place = types.Position(2, 20)
    hover = await client.text_document_hover_async(types.HoverParams(here, place))
    nowhere = await client.text_document_hover_async(types.HoverParams(here, types.Position(0, 0)))
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(here, types.Range(place, place), types.CodeActionContext([]))
    )
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    return {"diagnostics": told, "hover": hover, "nowhere": nowhere, "actions": actions}


@pytest.mark.parametrize("encoding", [None, types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf32])
def test_an_editor_is_told_what_is_wrong(encoding: types.PositionEncodingKind | None) -> None:
    told = asyncio.run(session(encoding, [RIGHT, WRONG]))
    right, wrong = told["diagnostics"]
    assert not right.diagnostics
    [diagnostic] = wrong.diagnostics
    assert (diagnostic.code, diagnostic.severity, diagnostic.source) == ("wording.altered", 1, "takhrij")
    lines = Lines(WRONG, encoding.value if encoding else "utf-16")
    span = [lines.offset(each.line, each.character) for each in (diagnostic.range.start, diagnostic.range.end)]
    assert WRONG[span[0] : span[1]] == "إن مع العسر يسرى"
    if encoding is None:
        assert diagnostic.range.start == types.Position(2, 15)
        assert "ash-Sharh 94:6" in told["hover"].contents.value
        assert told["nowhere"] is None
        [action] = told["actions"]
        [edit] = action.edit.changes[URI]
        low, high = (lines.offset(each.line, each.character) for each in (edit.range.start, edit.range.end))
        assert WRONG[:low] + edit.new_text + WRONG[high:] == RIGHT


@given(
    st.text("aق\n\r\u2028\u0301" + BOOK, max_size=20),
    st.sampled_from(sorted(UNITS)),
)
def test_places_are_found_again(text: str, encoding: str) -> None:
    lines = Lines(text, encoding)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":  # no place of the protocol stands within a line end
            assert lines.offset(*lines.position(offset)) == offset
