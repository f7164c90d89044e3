"""What a jurist signs is what a doctor reads: an overlay that says otherwise, and every yes that becomes a no."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Message, Request
from assistant.service import Assistant, build
from eval.bank import QUESTIONS, load
from rules.dated import Parameter, Parameters
from rules.kinds import Kind

TODAY = date(2026, 11, 28)
OVERLAY = {
    "eligibilite.yaml": """\
secteurs:
  description: Secteurs d’exercice admis
  values:
    2019-09-01: {value: ["1"], references: [note-locale], standing: official}
""",
    "contrat.yaml": """\
employeur:
  cdd:
    description: L’embauche en contrat à durée déterminée (CDD) est admise
    values:
      2019-09-01: {value: false, references: [note-locale], standing: official}
secretaire:
  devient_assistante:
    description: Une secrétaire du cabinet peut devenir assistante médicale
    values:
      2019-09-01: {value: false, references: [note-locale], standing: official}
""",
    "sources.yaml": """\
note-locale:
  title: Note de la caisse
  publisher: Caisse du département
  published: "2026-01-01"
  url: null
  standing: official
  read: full
  checked_on: 2026-11-28
  regimes: [convention-2024]
""",
}
NOT_IN_THE_BANK = [
    ("mon contrat de mi-temps signé le 1er mars 2021 est-il renouvelé ?", date(2022, 11, 1)),
    ("mon contrat de tiers-temps signé le 1er mars 2021 est-il renouvelé ?", TODAY),
    ("qui peut être l'employeur de l'assistant médical ? je peux passer par le TESE ?", TODAY),
    ("le salaire est-il remboursé pendant la formation ?", date(2024, 10, 15)),
    ("MEP en ZIP et généraliste, j'ai déjà un assistant à temps plein, un second est possible ?", TODAY),
    ("contrat signé en novembre 2019, généraliste en ZAC à P60 : le temps plein est-il possible ?", TODAY),
    *(
        (question, TODAY)
        for question in """\
un patient compte-t-il sans m'avoir déclaré médecin traitant ?
le barème est-il le même pour toutes les spécialités ?
l'aide est-elle un prêt à rembourser ?
la CPAM peut-elle mettre fin au contrat collectif si notre patientèle moyenne baisse ?
si notre moyenne passe sous le P30, le contrat collectif est-il rompu ?
en aide collective, tous les médecins doivent-ils adhérer ?
quels médecins peuvent entrer dans l'aide collective ?
quand peut-on sortir du contrat collectif ?
passer de l'individuel au collectif, comment ?
combien de temps dure le contrat collectif ?
qui emploie l'assistante en collectif ?
assistante partagée, chacun a-t-il ses propres objectifs ?
puis-je imposer plus d'heures à mon assistante ?
mon assistante peut-elle télétravailler ?
le CQP se fait-il en alternance ?
peut-elle passer le CQP par la Pro-A ?
le CQP se prépare-t-il en apprentissage ?
son salaire dépend-il de son diplôme ?
je peux embaucher une apprentie comme AM ?
mon contrat change-t-il de convention automatiquement ?
faut-il augmenter son salaire quand elle a le CQP ?
période d'essai après un CDD, possible ?
ma secrétaire garde-t-elle son ancienneté en devenant assistante médicale ?
le congé maternité rompt-il l'ancienneté ?
y a-t-il une prévoyance pour les arrêts longs de l'assistante ?
mon assistante refuse de suivre le cabinet, est-ce une démission ?
mon assurance couvre-t-elle les erreurs de mon assistante ?
puis-je exiger d'elle un acte qui dépasse sa compétence réglementaire ?
le secret professionnel s'applique-t-il après son départ ?
le CQP est-il obligatoire ?
doit-elle être déjà formée à l'embauche ?
une sage-femme en reconversion : exemptée de CQP ?
elle peut faire les ECG ?
elle peut prescrire ?
ma secrétaire passe assistante, contrat signé en 2021 : dois-je la remplacer ?
à quelle position la classer sur la grille ?
pendant ses cours du CQP, elle acquiert des congés payés ?
malade pendant ses vacances, les jours sont-ils reportés ?
visite médicale d'embauche obligatoire ?
""".splitlines()
    ),
]


@pytest.fixture(scope="module")
def overlaid(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Secteur 1 only, no fixed term, and a secretary may not become the assistant."""
    folder: Path = tmp_path_factory.mktemp("overlay")
    for name, text in OVERLAY.items():
        (folder / name).write_text(text, encoding="utf-8")
    return build(folder / "data", folder, embedding_model="lexical", today=lambda: TODAY)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("je suis généraliste secteur 2 optam avec 1200 patients, j'ai droit à l'aide ?", "le secteur 2 avec optam n’"),
        ("est-ce que l'optam suffit pour avoir l'aide", "le secteur 2 avec optam n’ouvre pas droit"),
        ("puis-je embaucher en CDD ?", "le cdd n’est pas admis"),
        ("un CDD de 6 mois c'est possible pour une assistante médicale ?", "le cdd n’est pas admis"),
        ("ma secrétaire peut-elle devenir assistante médicale ?", "votre secrétaire ne peut pas devenir"),
        ("puis-je former ma secrétaire actuelle pour l'aide", "votre secrétaire ne peut pas devenir"),
    ],
)
def test_an_overlay_decides_yes_and_no(overlaid: Assistant, question: str, said: str) -> None:
    answer = overlaid.ask(Request(question=question))
    assert answer.verdict == "no"
    assert answer.text.startswith("**Non")
    assert said in answer.text.lower()
    assert "Oui" not in answer.text
    assert "note-locale" in {citation.source for citation in answer.citations}


def test_no_belief_is_corrected_against_the_data(overlaid: Assistant) -> None:
    """« Non, le CDI n’est pas obligatoire » is said only while a fixed term is admitted."""
    answer = overlaid.ask(Request(question="il faut obligatoirement un CDI, non ?"))
    assert answer.verdict == "yes"
    assert "le cdd n’est pas admis" in answer.text.lower()
    assert "pas obligatoire" not in answer.text


def _answers(assistant: Assistant, parameters: Parameters, questions: list[Request]) -> list[Answer]:
    asked = Assistant(parameters, assistant.corpus, assistant.retriever, lambda: TODAY)
    return [asked.ask(question) for question in questions]


@pytest.fixture(scope="module")
def bank() -> list[Request]:
    unasked = [Request(question=question, as_of=day) for question, day in NOT_IN_THE_BANK]
    return unasked + [
        Request(
            question=asked.question,
            history=[Message(role="user", content=turn) for turn in asked.history],
            as_of=asked.as_of,
            profile=asked.profile,
        )
        for asked in load(QUESTIONS)
    ]


def test_every_yes_that_becomes_a_no_moves_an_answer(assistant: Assistant, bank: list[Request]) -> None:
    before = _answers(assistant, assistant.parameters, bank)
    unmoved = []
    for parameter in assistant.parameters.values():
        if parameter.kind is not Kind.YES_NO or all(value.value is None for value in parameter.values):
            continue
        read = [rank for rank, answer in enumerate(before) if _reads(answer, parameter)]
        flipped = Parameters({**assistant.parameters, parameter.id: _flipped(parameter)})
        if all(_told(assistant, flipped, bank[rank]) == before[rank].text for rank in read):
            unmoved.append(parameter.id)
    assert not unmoved, " ".join(unmoved)


def _reads(answer: Answer, parameter: Parameter) -> bool:
    return any(parameter.id in step.parameters for step in answer.trace)


def _flipped(parameter: Parameter) -> Parameter:
    values = [replace(v, value=not v.value) if isinstance(v.value, bool) else v for v in parameter.values]
    return replace(parameter, values=tuple(values))


def _told(assistant: Assistant, parameters: Parameters, question: Request) -> str:
    return _answers(assistant, parameters, [question])[0].text
