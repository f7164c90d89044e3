"""What the aids of doctors spoken of in several messages make together: « et au total pour les deux ? »."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import french
from assistant import colleagues
from assistant.heard import Ask
from assistant.own_sums import NOTHING, Own, added
from assistant.reading.prepared import prepared
from assistant.turn import OF_A_DOCTOR, State, Turn
from assistant.wording_aid import nth
from rules.amounts import amount_of
from rules.options import share_of
from rules.profile import Profile
from rules.verdict import Figure

Paid = tuple[Mapping[int, Figure], Figure | None]  # each year, and the total

NAMES = (
    "of_all.untold", "of_all.nth", "of_all.case", "of_all.asked", "of_all.asked.most", "of_all.asked.each",
    "of_all.total", "of_all.total.most", "of_all.total.each",
)  # fmt: skip
LABEL = "contract.sharing/of_all"
_OF_MONEY = frozenset({"aid.amounts", "contract.sharing"})  # topics of which a sum over doctors may be asked
_ALL = re.compile(  # « pour les deux », « à eux trois », « cumul des deux dossiers », not « les deux premières années »
    r"\b(?:les|des|ces|nous|vous|eux|elles|leurs|aux) (?:les )?(?P<number>[2-6])\b"
    r"(?! ?(?:premier|dernier|suivant|autre|option|formule|ans?\b|annee|mois|moitie|assistant|mi-temps|temps|etp|"
    r"h\b|%|€))|"
    r"\b(?:reunis|additionn\w+|confondus|ensemble|tout le monde|pour tous|"
    r"tous (?:les |mes |nos )?(?:docteurs|medecins|dossiers|clients))\b"
)
_SUMMED = re.compile(
    r"\b(?:total\w*|cumul\w*|somm\w+|additionn\w+|ensemble|reunis|en tout|confondus|combien|(?:nous|eux|elles) [2-6])\b"
)
_COMPARED = re.compile(r"\b(?:ecarts?|differen\w+|compar\w+|entre|lequel|laquelle|de plus|chacun\w*|ou)\b")
_WHOLE = re.compile(r"\b(?:5 ans|5 annees|(?:tout|toute|duree|total) (?:le |la |du |de )*(?:contrat|duree))\b")


def with_all(turn: Turn, state: State) -> Turn:
    """Return a message that asks what doctors spoken of before ``state`` receive in all, asked of each of them."""
    words, asks = prepared(turn.text).text, turn.heard.asks
    doctors = _of_whom(state, words)
    each = {name: replace(turn, state=of) for name, of in doctors.items()}
    if not doctors or not asks or turn.each:
        return turn
    if colleagues.decides(turn.heard) and not any(ask.topic in _OF_MONEY for ask in asks):  # « les deux y ont droit ? »
        asked = tuple(replace(asks[0], of=french.upper_first(name)) for name in each)
        each = {french.upper_first(name): of for name, of in each.items()}
    elif _SUMMED.search(words) and all(ask.topic in _OF_MONEY for ask in asks):
        topic, _, id = LABEL.partition("/")
        asked = (Ask(topic, id, asks[0].words),)
    else:
        return turn
    return replace(turn, heard=replace(turn.heard, asks=asked), each=each, corrected=())


def _of_whom(state: State, words: str) -> dict[str, State]:
    """Return the doctors that prepared words ask of together, by how they are called; none where they ask of one."""
    said = None if _COMPARED.search(words) else _ALL.search(words)
    doctors = _doctors(state) if said else {}
    return doctors if said and len(doctors) == int(said["number"] or len(doctors)) > 1 else {}


def _doctors(state: State) -> dict[str, State]:
    """Return the doctors whose files were spoken of, or who asks and the colleague spoken of last."""
    files = {_called(name): of for name, of in {**state.dossiers, state.dossier: state}.items() if name}
    if len(files) > 1:
        return files
    return {"vous": state.firm, "l’autre médecin": state} if state.firm and state.theirs else {}


def _called(name: str) -> str:
    if name.startswith(OF_A_DOCTOR):
        return f"le Dr {name.removeprefix(OF_A_DOCTOR).title()}"
    if name.isdigit():
        return f"le {'premier' if name == '1' else nth(int(name))} dossier"
    return f"le dossier {name.upper()}"


def summed(turn: Turn, paid: Callable[[Profile], Paid]) -> Own:
    """Return what they receive together, in the year spoken of and over the contract.

    ``paid``: what each year of a contract is paid, and the total.
    """
    if not turn.heard.asks or turn.heard.asks[0].label != LABEL:
        return NOTHING
    aids = {name: _paid(of.state, paid) for name, of in turn.each.items()}
    found = Own({}, {}, {})
    if untold := [name for name, of in turn.each.items() if of.state.profile.etp is None]:
        found.texts["of_all.untold"] = french.listed(untold)
    if year := _year(turn):
        found.texts["of_all.nth"] = nth(year)
        _tell(found, "asked", {name: years.get(year) for name, (years, _) in aids.items()})
    _tell(found, "total", {name: total for name, (_, total) in aids.items()})
    known = all(of.state.profile.percentile for of in turn.each.values())
    found.texts["of_all.case"] = "" if known else ", dans le cas général (davantage à partir de P90)"
    return found


def _paid(state: State, paid: Callable[[Profile], Paid]) -> Paid:
    """Return what one of them is paid, where every day the contract may be of gives the same."""
    share, days = share_of(state.profile), state.signature or (state.profile.signed_on,)
    if share is None or state.regime or state.rules_of:
        return {}, None
    single = state.profile.updated(etp=share, shared_between=None)
    first, last = (paid(single.updated(signed_on=day) if day else single) for day in (days[0], days[-1]))
    alike = [figure.value for figure in first[0].values()] == [figure.value for figure in last[0].values()]
    return first if alike else ({}, None)


def _tell(found: Own, what: str, terms: Mapping[str, Figure | None]) -> None:
    told = {rank: (name, term) for rank, (name, term) in enumerate(terms.items()) if term and term.value is not None}
    total = added({rank: term for rank, (_, term) in told.items()}, range(len(terms)))
    if total is None:
        return
    made_of = tuple(dict.fromkeys(name for _, term in told.values() for name in term.computed_from))
    most = " au plus" if what == "total" or any(term.is_maximum for _, term in told.values()) else ""
    found.figures[f"of_all.{what}"] = replace(total, computed_from=total.computed_from or made_of)
    found.texts[f"of_all.{what}.most"] = most
    found.texts[f"of_all.{what}.each"] = french.listed(
        [f"{amount_of(term)} pour {name}" for name, term in told.values()]
    )
    found.behind[f"of_all.{what}.each"] = tuple(term for _, term in told.values())


def _year(turn: Turn) -> int | None:
    """Return the contract year that the sum is asked of: named now, or the one spoken of for all of them."""
    said = turn.understanding.asked_years
    if said or _WHOLE.search(prepared(turn.text).text):
        return said[0] if len(said) == 1 else None
    years = {of.state.profile.contract_year for of in turn.each.values()} - {None}
    return years.pop() if len(years) == 1 else None
