"""An assistant that answers from a shelf of hand-made answers: one of each kind the page must show."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

from assistant.answer import (
    Answer,
    Citation,
    Dates,
    Kind,
    Part,
    PartKind,
    Position,
    Request,
    Series,
    ShownDisagreement,
    ShownFigure,
    ShownReason,
    ShownStep,
    ShownTable,
)
from assistant.searching import Standing, Status
from assistant.simulating import simulate_between
from rules.dated import load
from rules.profile import Profile
from rules.simulation import Simulation, simulate

TODAY = date(2026, 11, 21)
DATES = Dates(rules_on=TODAY, sources_checked_on=date(2026, 11, 16), today=TODAY)
AMELI = Citation(
    source="ameli-2024-06",
    title="Aide à l’emploi d’un assistant médical : ce qui change dès juin 2024",
    publisher="ameli.fr",
    published="2024-06-27",
    url="https://www.ameli.fr/exemple",
    standing="ameli",
)
CPTS = Citation(
    source="cpts-issy",
    title="L’aide à l’emploi d’assistants médicaux",
    publisher="CPTS d’Issy-les-Moulineaux",
    published="2023-05",
    url=None,
    standing="secondary",
    quote="Aucun contrôle des objectifs les deux premières années.",
    document="objectifs",
    score=0.8,
)


def _answer(**fields: Any) -> Answer:
    """An answer whose parts say all that its fields hold."""
    answer = Answer(**fields)
    first, *others = answer.text.split("\n\n")
    shown = [
        Part(kind=PartKind.LEAD, text=first, verdict=answer.verdict),
        *(Part(kind=PartKind.MORE, text=text) for text in others),
        Part(kind=PartKind.GRID, table=answer.table),
        Part(kind=PartKind.REASONS, reasons=answer.reasons),
        Part(kind=PartKind.CHANGES, items=answer.changes),
        Part(kind=PartKind.UNKNOWNS, items=answer.not_established),
    ]
    if answer.next_question:
        shown.append(Part(kind=PartKind.NEXT_QUESTION, text=answer.next_question, items=answer.choices))
    return answer.model_copy(update={"parts": shown})


def _figure(value: str | None, label: str) -> ShownFigure:
    return ShownFigure(
        value=value,
        unit="EUR",
        label=label,
        parameter="montants.mi_temps.annee_1",
        rule="aid.amounts",
        since=date(2024, 6, 22),
        standing="ameli",
        sources=["ameli-2024-06"],
    )


FIGURE = _answer(
    kind=Kind.FIGURE,
    topic="aid.amounts",
    text=(
        "Pour un mi-temps (0,5 ETP), l’aide est de **19\u202f000\u202f€ la première année**, "
        "14\u202f000\u202f€ la deuxième, puis 11\u202f000\u202f€ par an au plus, pour un contrat signé aujourd’hui.\n\n"
        "À partir de la troisième année, le versement dépend de l’atteinte de vos objectifs."
    ),
    figures=[_figure("19000", "1re année"), _figure("14000", "2e année"), _figure("11000", "3e année")],
    table=ShownTable(
        caption="Aide annuelle pour 0,5 ETP, selon la patientèle de départ",
        columns=["Année", "Cas général", "P90 à P94", "P95 et plus"],
        rows=[
            ["1re", "19\u202f000\u202f€", "19\u202f000\u202f€", "19\u202f000\u202f€"],
            ["2e", "14\u202f000\u202f€", "14\u202f000\u202f€", "19\u202f000\u202f€"],
            ["3e à 5e", "11\u202f000\u202f€", "13\u202f000\u202f€", "19\u202f000\u202f€"],
            ["Sur 5 ans", "66\u202f000\u202f€", "72\u202f000\u202f€", "95\u202f000\u202f€"],
        ],
    ),
    series=Series(
        years=[1, 2, 3, 4, 5],
        cases={
            "Cas général": [19000, 14000, 11000, 11000, 11000],
            "P90 à P94": [19000, 14000, 13000, 13000, 13000],
            "P95 et plus": [19000, 19000, 19000, 19000, 19000],
        },
    ),
    notes=["À partir de la troisième année, le versement dépend de l’atteinte de vos objectifs."],
    citations=[AMELI, CPTS],
    understood={"etp": 0.5},
    assumed={"signed_on": "2026-11-21"},
    missing=["percentile"],
    next_question="Dans quelle tranche se situe votre patientèle ?",
    choices=["Cas général", "P90 à P94", "P95 et plus", "Je ne sais pas"],
    dates=DATES,
    trace=[
        ShownStep(rule="regimes.texte", text="Un contrat signé le 21/11/2026 relève de la convention médicale 2024."),
        ShownStep(rule="aid.amounts", text="19 000 + 14 000 + 3 × 11 000 = 66 000 €", parameters=["montants.mi_temps"]),
    ],
)

ELIGIBILITY_NO = _answer(
    kind=Kind.ELIGIBILITY,
    topic="eligibility.doctor",
    verdict="no",
    text="**Non**, pas aujourd’hui : les radiologues font partie des six spécialités exclues depuis le 1er mai 2023.",
    reasons=[
        ShownReason(id="specialite", met=False, text="Spécialité : la radiologie est exclue.", standing="ameli"),
        ShownReason(id="secteur", met=True, text="Secteur 1 : admis.", standing="ameli"),
        ShownReason(id="activite", met=None, text="Votre file active n’est pas connue.", standing="secondary"),
    ],
    changes=["Rien qui dépende de vous : seul un nouveau texte lèverait l’exclusion."],
    citations=[AMELI],
    understood={"specialty": "radiologue", "secteur": 1, "department": "22"},
    dates=DATES,
    trace=[ShownStep(rule="eligibility.specialty", text="La spécialité figure sur la liste des exclusions.")],
)

NOT_ESTABLISHED = _answer(
    kind=Kind.FIGURE,
    topic="objectives.added",
    text=(
        "**Je ne peux pas vous donner un objectif certain** : aucune des sources dont je dispose n’établit le barème."
    ),
    figures=[_figure(None, "Objectif")],
    not_established=["Le nombre de patients demandé, tranche par tranche."],
    citations=[CPTS],
    understood={"patientele_mt": 1300, "etp": 1.0},
    dates=DATES,
)

DISAGREEMENT = _answer(
    kind=Kind.FIGURE,
    topic="training.deadline",
    text="**Deux ans après l’embauche**, pour un contrat signé aujourd’hui.",
    figures=[_figure("2", "Délai")],
    disagreements=[
        ShownDisagreement(
            id="cqp",
            what="Le délai pour obtenir le CQP : deux ans ou trois ans ?",
            positions=[
                Position(value="2 ans après l’embauche", sources=["ameli-2024-06"], followed=True),
                Position(value="3 ans après l’embauche", sources=["cpts-issy", "inconnue"]),
            ],
            followed="2 ans après l’embauche",
            why="Les deux délais ne sont pas de la même époque.",
        )
    ],
    citations=[AMELI, CPTS],
    dates=DATES,
)

EXPLANATION = _answer(
    kind=Kind.EXPLANATION,
    topic="missions.administrative",
    text=(
        "Un assistant médical accueille, prépare la consultation et coordonne les soins.\n\n"
        "- accueil et dossier du patient\n- prise de constantes, après formation\n- organisation des soins"
    ),
    citations=[CPTS],
    dates=DATES,
)

CLARIFICATION = _answer(
    kind=Kind.CLARIFICATION,
    text="Votre question porte-t-elle sur le montant ou sur les conditions ?",
    next_question="Que souhaitez-vous savoir ?",
    choices=["Le montant", "Les conditions"],
    dates=DATES,
)

OUT_OF_SCOPE = _answer(
    kind=Kind.OUT_OF_SCOPE,
    text="Je réponds sur l’aide à l’emploi d’un assistant médical et je n’ai pas de source sur ce sujet.",
    dates=DATES,
)

REFUSAL = _answer(
    kind=Kind.REFUSAL,
    text="**Je n’ai rien enregistré de votre message** : il contient des données qui identifient une personne.",
    dates=DATES,
)

ANSWERS = {
    "mi-temps": FIGURE,
    "0,5": FIGURE,
    "radiologue": ELIGIBILITY_NO,
    "1 300": NOT_ESTABLISHED,
    "combien de temps": DISAGREEMENT,
    "missions": EXPLANATION,
    "cotation": OUT_OF_SCOPE,
    "mme durand": REFUSAL,
}


PARAMETERS = load()


class FakeAssistant:
    """Answers by the first word it knows; anything else is asked to be made clear. Keeps the requests it got."""

    edition = 0

    def __init__(self, *, ready: bool = True) -> None:
        self.ready = ready
        self.requests: list[Request] = []
        self.simulated: list[tuple[dict[str, Any], date | None]] = []

    @property
    def standing(self) -> Standing:
        return Standing(Status.READY if self.ready else Status.LOADING)

    def ask(self, request: Request) -> Answer:
        self.requests.append(request)
        if request.question == "boum":
            raise RuntimeError("unexpected")
        found = (answer for word, answer in ANSWERS.items() if word in request.question.lower())
        return next(found, CLARIFICATION)

    def stream(self, request: Request) -> Iterator[tuple[Answer, bool]]:
        yield self.ask(request), True

    def simulate(self, profile: dict[str, Any], today: date | None = None) -> Simulation:
        self.simulated.append((profile, today))
        return simulate(PARAMETERS, Profile.model_validate(profile), today or TODAY)

    def simulate_between(self, profile: dict[str, Any], first: date, last: date) -> Simulation | None:
        return simulate_between(PARAMETERS, Profile.model_validate(profile), first, last, TODAY)

    def sources(self) -> dict[str, Any]:
        return {
            "sources": [{**AMELI.model_dump(), "id": AMELI.source, "checked_on": "2026-11-21"}],
            "disagreements": [entry.model_dump() for entry in DISAGREEMENT.disagreements],
            "bareme": [],
        }

    def warm_up(self) -> None:
        self.ready = True

    def follow(self, stop: threading.Event) -> None:
        """Follow nothing: what it answers is on no disk."""


class StreamingAssistant(FakeAssistant):
    """One whose answers grow: the beginning, then the whole ``pause`` seconds later."""

    def __init__(self, pause: float = 0) -> None:
        super().__init__()
        self.pause = pause

    def stream(self, request: Request) -> Iterator[tuple[Answer, bool]]:
        answer = self.ask(request)
        begun = "Un assistant médical accueille."
        shown = [Part(kind=PartKind.LEAD, text=begun)]
        yield answer.model_copy(update={"text": begun, "citations": [], "parts": shown}), False
        time.sleep(self.pause)
        yield answer, True
