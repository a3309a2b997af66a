"""Articles of newspapers that do not exist, on everyday matters, and what is said in them. All of it is made up for the tests."""

from __future__ import annotations

from typing import NamedTuple


class Speech(NamedTuple):
    """What somebody says in an article."""

    article: str
    speaker: str
    words: str
    other: str
    """Somebody else, who says nothing of the kind."""


ARTICLES = {
    "bridge.txt": """New bridge to open in May

The city will open the new river bridge in May, the council decided on Monday.

“We will open the bridge in May if the last tests go well,” said Mayor Lina Haddad. “It will carry buses, bicycles and people on foot, but no private cars.”

Karim Nasser, who runs a bakery by the river, said: “My customers come by car. I am afraid that half of them will stay away.”

The bridge cost eleven million and took four years to build, two more than planned.
""",
    "library.md": """# Library stays open late

The town library will stay open until ten in the evening from September, its director told reporters.

"Students asked us for a quiet place after supper, and we listened," director Ann-Marie O'Neil said. "Nobody has to buy a coffee here to sit at a table."

According to Tomás Vega, who studies law, "the reading room is always full before the exams, and the heating works better than at home".

> A library is the last room in town where you may stay all day without paying.
> — Ann-Marie O'Neil, in her annual letter
""",
    "harvest.html": """<html><body><h1>Dry summer halves the apple harvest</h1>
<p>The apple harvest in the valley was half of last year&rsquo;s, growers say.</p>
<p>&ldquo;We had three weeks without a single drop of rain in June,&rdquo; said grower Peter Lindqvist. &ldquo;The small apples are sweet, but there are few of them.&rdquo;</p>
<p>Dr. Amara Okafor of the weather office warned: &ldquo;One dry summer does not make a rule, and nobody should plant other trees because of it.&rdquo;</p>
</body></html>
""",
    "school.txt": """Lessons begin an hour later

«Мы начнём уроки в девять часов, потому что дети не высыпаются», — сказала директор Вера Соколова.

«Автобус приходит в восемь, и детям негде ждать», заявил Иван Петров, отец двух школьников.
""",
    "water.txt": """إصلاح شبكة المياه في الحي القديم

قالت رئيسة البلدية منى الخطيب: «ستنقطع المياه عن الحي القديم يومين في الأسبوع حتى ينتهي إصلاح الأنابيب في آخر الشهر».

وأضاف المهندس سامر درويش: «عمر هذه الأنابيب ستون سنة، ولم نجد لها خرائط في أي مكتب».

«نملأ القدور كل مساء ونغسل الثياب عند الجيران»، قالت أم يوسف التي تسكن قرب السوق.
""",
    "market.txt": """Le marché couvert rouvre

« Le marché rouvrira avant Noël, avec quarante étals et une fontaine », a déclaré la maire Jeanne Morel.

« Les loyers ont doublé et je ne reviendrai pas », a dit Luc Perrin, poissonnier depuis trente ans.
""",
    "train.txt": """新しい駅ができる

市長は「新しい駅は来年の春に開きます。電車は十分ごとに来ます」と話した。

駅前の店の人は「静かな町が好きでした。人が増えるのは少し心配です」と言った。
""",
    "talks.jsonl": """{"id": "1", "title": "Interview with the gardener", "speaker": "Rosa Delgado", "date": "2025-04-02", "text": "I plant beans where the tomatoes stood last year. The soil rests, and so do I."}
{"id": "2", "title": "Round table on noise", "text": "Chair: Who sleeps badly in the old town?\\n\\nJonas Weber: The trucks come at four in the morning and leave their engines running.\\n\\nLeyla Aydin: My windows are new, and I still hear every bottle that falls."}
""",
}  # fmt: skip

SPEECHES = (
    Speech("bridge.txt", "Lina Haddad", "We will open the bridge in May if the last tests go well", "Karim Nasser"),
    Speech("bridge.txt", "Mayor Haddad", "It will carry buses, bicycles and people on foot, but no private cars", "Karim Nasser"),
    Speech("bridge.txt", "Karim Nasser", "I am afraid that half of them will stay away", "Lina Haddad"),
    Speech("library.md", "Ann-Marie O'Neil", "Students asked us for a quiet place after supper, and we listened", "Tomás Vega"),
    Speech("library.md", "Ann-Marie O'Neil", "Nobody has to buy a coffee here to sit at a table", "Tomás Vega"),
    Speech("library.md", "Tomás Vega", "the reading room is always full before the exams, and the heating works better than at home",
           "Ann-Marie O'Neil"),
    Speech("library.md", "Ann-Marie O'Neil", "A library is the last room in town where you may stay all day without paying", "Tomás Vega"),
    Speech("harvest.html", "Peter Lindqvist", "We had three weeks without a single drop of rain in June", "Amara Okafor"),
    Speech("harvest.html", "Peter Lindqvist", "The small apples are sweet, but there are few of them", "Amara Okafor"),
    Speech("harvest.html", "Amara Okafor", "One dry summer does not make a rule, and nobody should plant other trees because of it",
           "Peter Lindqvist"),
    Speech("talks.jsonl", "Rosa Delgado", "I plant beans where the tomatoes stood last year", "Jonas Weber"),
    Speech("talks.jsonl", "Jonas Weber", "The trucks come at four in the morning and leave their engines running", "Leyla Aydin"),
    Speech("talks.jsonl", "Leyla Aydin", "My windows are new, and I still hear every bottle that falls", "Rosa Delgado"),
)  # fmt: skip
ARABIC = (
    Speech("water.txt", "رئيسة البلدية منى الخطيب",
           "ستنقطع المياه عن الحي القديم يومين في الأسبوع حتى ينتهي إصلاح الأنابيب في آخر الشهر", "المهندس سامر درويش"),
    Speech("water.txt", "سامر درويش", "عمر هذه الأنابيب ستون سنة، ولم نجد لها خرائط في أي مكتب", "منى الخطيب"),
    Speech("water.txt", "أم يوسف", "نملأ القدور كل مساء ونغسل الثياب عند الجيران", "سامر درويش"),
)  # fmt: skip
RUSSIAN = (
    Speech(
        "school.txt", "Вера Соколова", "Мы начнём уроки в девять часов, потому что дети не высыпаются", "Иван Петров"
    ),
    Speech("school.txt", "Иван Петров", "Автобус приходит в восемь, и детям негде ждать", "Вера Соколова"),
)
FRENCH = (
    Speech(
        "market.txt", "Jeanne Morel", "Le marché rouvrira avant Noël, avec quarante étals et une fontaine", "Luc Perrin"
    ),
    Speech("market.txt", "Luc Perrin", "Les loyers ont doublé et je ne reviendrai pas", "Jeanne Morel"),
)
