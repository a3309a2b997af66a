"""The server for assistants, asked by the client of the protocol's own SDK. The wrong quotations are made up for the test."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from takhrij import check

SOURCE = Path(__file__).parent.parent.parent / "src"
WRONG = "قال تعالى: ﴿إن مع العسر يسرى﴾ [الشرح: 6]، وقال النبي ﷺ: «الدين النصيحة» رواه أحمد."


def ask(*questions: tuple[str, dict[str, Any]]) -> list[Any]:
    """The answers of one server to questions asked one after the other."""

    async def asked() -> list[Any]:
        environment = os.environ | {"PYTHONPATH": str(SOURCE)}
        command = StdioServerParameters(command=sys.executable, args=["-m", "takhrij", "mcp"], env=environment)
        async with Client(command) as client:
            return [await client.call_tool(name, given) for name, given in questions]

    with anyio.from_thread.start_blocking_portal() as portal:
        return portal.call(asked)


def test_the_tools_tell_what_they_do() -> None:
    async def listed() -> Any:
        environment = os.environ | {"PYTHONPATH": str(SOURCE)}
        command = StdioServerParameters(command=sys.executable, args=["-m", "takhrij", "mcp"], env=environment)
        async with Client(command) as client:
            return await client.list_tools()

    tools = anyio.run(listed).tools
    assert [tool.name for tool in tools] == ["check", "show", "search"]
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)


def test_a_text_is_checked_as_by_the_program() -> None:
    [answer] = ask(("check", {"text": WRONG}))
    told = answer.structured_content
    assert not answer.is_error
    assert (told["errors"], told["quotations"][0]["verdict"]) == (1, "wording.altered")
    for quotation, citation in zip(told["quotations"], check(WRONG).citations, strict=True):
        assert WRONG[quotation["start"] : quotation["end"]] == quotation["text"] == citation.quotation.text
        assert {each["name"] for each in quotation["findings"]} == {each.name for each in citation.findings}
    assert told["quotations"][0]["findings"][0]["correction"] == told["quotations"][0]["passages"][0]["words"]
    assert any("Musnad Ahmad" in line for line in told["unchecked"])
    assert len(told["checked_against"]) > 2


def test_passages_are_shown_and_found() -> None:
    shown, written, found, none = ask(
        ("show", {"reference": "4:59", "context": 1}),
        ("show", {"reference": "البخاري: 6018", "context": 0}),
        ("search", {"words": "إنما الأعمال بالنيات", "limit": 1}),
        ("search", {"words": "ازرع شجرة كل صباح"}),
    )
    [passage] = shown.structured_content["passages"]
    assert [each["id"] for each in passage["before"] + passage["after"]] == ["quran:4:58", "quran:4:60"]
    assert written.structured_content["passages"][0]["passage"]["label"] == "Sahih al-Bukhari 6018"
    assert [each["passage"]["id"] for each in found.structured_content["passages"]] == ["bukhari:seq:1"]
    assert found.structured_content["passages"][0]["likeness"] == 1
    assert all(each["likeness"] < 1 for each in none.structured_content["passages"])
    assert none.structured_content["searched"]
    assert none.structured_content["unchecked"]


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("show", {"reference": "400:59"}, "the Qur'an has no verse 400:59 (Kufan count)"),
        ("show", {"reference": "some words"}, "names no passage"),
        ("show", {"reference": ""}, "nothing to show"),
        ("check", {"text": "ا" * 200_001}, "send it in parts"),
    ],
)
def test_bad_input_is_said_in_one_line(name: str, given: dict[str, Any], said: str) -> None:
    refused, after = ask((name, given), ("check", {"text": "no quotation"}))
    [content] = refused.content
    assert refused.is_error
    assert said in content.text
    assert "\n" not in content.text
    assert after.structured_content["quotations"] == []
