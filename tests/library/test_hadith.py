import pytest

from takhrij.library.hadith import voices
from takhrij.library.isnad import read
from takhrij.library.narrators import narrator

SAW = "صلى الله عليه وسلم"
CHAIN = "حدثنا هناد، حدثنا وكيع، عن أبي هريرة"


def heard(text):
    reading = read(text)
    return voices(reading, narrator(reading))


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f'{CHAIN}، قال قال رسول الله {SAW} " الدين يسر "', "prophet"),
        (f"{CHAIN}، قال رأيت النبي {SAW} يصلي", "prophet"),
        (f"{CHAIN}، أن النبي {SAW} نهى عن النجش", "prophet"),
        (f"{CHAIN}، يرفعه قال لا عدوى ولا طيرة", "prophet"),
        (f"{CHAIN}، قال للنبي {SAW} رجل أوصني", "prophet"),
        (f"{CHAIN}، قال من غسل ميتا فليغتسل", "companion"),
        ("حدثنا هناد، عن وكيع، عن سعيد بن جبير، قال السكر خمر", "later"),
        ("حدثنا هناد، عن وكيع، عن فلان بن فلان، قال السكر خمر", ""),
        ("حدثنا هناد، عن وكيع، عن الأعمش، بهذا الإسناد مثله", ""),
    ],
)
def test_speaker(text, speaker):
    assert heard(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "god"),
    [
        (f'{CHAIN}، قال قال رسول الله {SAW} " قال الله عز وجل أنفق أنفق عليك " .', "أنفق أنفق عليك"),
        (f'{CHAIN}، قال قال النبي {SAW} " يقول الله تعالى أنا عند ظن عبدي بي "', "أنا عند ظن عبدي بي"),
        (f'{CHAIN}، عن النبي {SAW} فيما يروي عن ربه عز وجل قال " يا عبادي إني حرمت الظلم على نفسي "',
         "يا عبادي إني حرمت الظلم على نفسي"),
        (f'{CHAIN}، عن النبي {SAW} قال " إن الله قال من عادى لي وليا "', "من عادى لي وليا"),
    ],
)  # fmt: skip
def test_words_of_god(text, god):
    found = heard(text)
    assert found.speaker == "god"
    assert text[slice(*found.god)] == god


@pytest.mark.parametrize(
    "text",
    [
        f'{CHAIN}، أن النبي {SAW} لما رآهم قال " الله أكبر خربت خيبر إنا إذا نزلنا بساحة قوم "',
        f'{CHAIN}، قال قال رسول الله {SAW} " قال الله تعالى {{أنا ربكم فاعبدون}} "',
        f'{CHAIN}، قال قال رسول الله {SAW} " إن الله لا ينظر إلى صوركم "',
        f"{CHAIN}، قال قال الله تعالى إني جاعل في الأرض خليفة",
    ],
)
def test_not_words_of_god(text):
    found = heard(text)
    assert found.speaker != "god"
    assert found.god == (0, 0)


def test_speech_is_what_the_text_marks():
    text = f'{CHAIN}، قال جاء رجل فقال النبي {SAW} " لا تغضب " . فردد مرارا قال " لا تغضب "'
    assert [text[start:end] for start, end in heard(text).speech] == ["لا تغضب", "لا تغضب"]
