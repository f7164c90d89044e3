"""What is asked in return: how many patients to gain, or to keep, from the starting patientèle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from french import number
from rules import compared_thresholds, lighter_objectives, objective_terms, thresholds
from rules.bands import BANDS, P50, band_of
from rules.dated import Parameters
from rules.lighter_objectives import counts_both, new_installer, senior
from rules.objective_terms import ASK, check_reason, enough_reason, scope_reason
from rules.options import OPTIONS, Option, on_offer, share_of, under_conditions
from rules.placed import distances, placed
from rules.profile import Profile
from rules.regimes import REGIMES
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason, Row, Table, Verdict

RULE = "objectives.added"
_ENGAGEMENT = "objectifs.engagement"


def added(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the growth asked of the starting patientèle, in percent and in patients where it is established.

    Texts: avenant 7 (grid by option and band); règlement arbitral 2023 and convention 2024 (grids not published,
    except that from P95 a doctor only keeps her patientèle). New installers and doctors of 65 have their own rules.
    """
    ruling = Ruling(RULE, parameters, profile, today)
    if profile.new_installer:
        return _with_terms(new_installer(parameters, profile, today), ruling)
    age = ruling.number("objectifs.senior.age")
    if age is not None and profile.age is not None and profile.age >= age:
        return _with_terms(senior(parameters, profile, today), ruling)
    option, band = _option(profile), band_of(ruling, profile)
    cells = _cells(ruling, [option] if option else _open(ruling), [band] if band else list(BANDS))
    known = tuple(figure for row in cells for figure in row if figure.value is not None)
    single = option is not None and band is not None
    figures = (
        *(cells[0][:1] if single else ()),
        *_in_patients(ruling, profile, known if single else ()),
        *_example(ruling, profile),
        *_median(ruling, profile),
        *distances(ruling, profile),
        *(() if single else known),
    )
    unknown = sum(len(row) for row in cells) - len(known)
    return ruling.decide(
        "Objectif selon l’option et la patientèle de départ",
        verdict=Verdict.UNKNOWN if unknown > len(known) else None,
        figures=figures,
        table=None if single or unknown > len(known) else _table(ruling, option, cells, band),
        reasons=(
            scope_reason(ruling, profile),
            check_reason(ruling),
            *_enough(ruling, profile),
            *_engagement(ruling),
            *placed(ruling, profile),
        ),
        notes=_notes(profile, figures),
        not_established=() if not unknown else (_unsaid(ruling),),
        assumed=ruling.assumed,
        missing=_missing(ruling, profile, band),
    )


def _enough(ruling: Ruling, profile: Profile) -> tuple[Reason, ...]:
    return () if counts_both(ruling, profile) is False else (enough_reason(ruling),)


def _with_terms(lighter: Decision, ruling: Ruling) -> Decision:
    """Return a lighter objective with the terms that hold of any objective."""
    terms = ruling.decide("Termes de l’objectif", reasons=(check_reason(ruling), *_engagement(ruling)))
    return replace(lighter, reasons=(*lighter.reasons, *terms.reasons), trace=(*lighter.trace, *terms.trace))


def _engagement(ruling: Ruling) -> tuple[Reason, ...]:
    """What the objective is, whatever its number: compulsory, personal, by steps or not, discussed or not."""
    kept = "À P95 et au-delà, un simple maintien de la patientèle"
    return (
        ruling.says(
            "objectif_obligatoire",
            f"{_ENGAGEMENT}.fixe_au_contrat",
            yes="Chaque contrat fixe un objectif de patientèle : c’est la contrepartie de l’aide.",
            no="Le contrat ne fixe pas d’objectif de patientèle.",
        ),
        ruling.says(
            "moindre_pour_forte_patientele",
            f"{_ENGAGEMENT}.moindre_pour_forte_patientele",
            yes="Plus votre patientèle de départ est grande, plus la progression demandée est faible.",
            no="La progression demandée ne dépend pas de la patientèle de départ.",
        ),
        ruling.says(
            "selon_le_temps_de_travail",
            f"{_ENGAGEMENT}.selon_le_temps_de_travail",
            yes="La progression demandée dépend aussi du temps de travail choisi pour l’assistant.",
            no="La progression demandée ne dépend pas du temps de travail choisi pour l’assistant.",
        ),
        ruling.says(
            "maintien_au_dela_du_temps_plein",
            f"{_ENGAGEMENT}.maintien_au_dela_du_temps_plein",
            yes=f"{kept} suffit aussi pour plus d’un temps plein.",
            no=f"{kept} ne suffit pas pour plus d’un temps plein : un objectif est fixé au contrat.",
        ),
        told(ruling, "paliers", "La progression par année : {engagement.paliers}.", "objectifs"),
        ruling.says(
            "negociable",
            f"{_ENGAGEMENT}.negociable",
            yes="L’objectif se négocie avec la caisse.",
            no="L’objectif ne se négocie pas avec la caisse.",
        ),
    )


def without_terms(decision: Decision) -> Decision:
    """Return an objective without what holds of any: a simulation tells the doctor’s own, on one sheet."""
    own = (reason for reason in decision.reasons if not any(name.startswith(_ENGAGEMENT) for name in reason.parameters))
    return replace(decision, reasons=tuple(own))


def _option(profile: Profile) -> Option | None:
    share = share_of(profile)
    return None if share is None else OPTIONS.get(share)


def _open(ruling: Ruling) -> list[Option]:
    special = under_conditions(ruling)
    return [option for option in on_offer(ruling) if option not in special]


def _cells(ruling: Ruling, options: list[Option], bands: list[str]) -> list[list[Figure]]:
    """Return the growth asked, one row a band, one column an option."""
    return [
        [
            ruling.figure(
                "augmentation" if len(options) * len(bands) == 1 else f"{option.id}.{band}",
                f"objectifs.augmentation.{option.id}.{band}",
                f"augmentation de patientèle, {option.label}, {BANDS[band][2]}",
                option=option.id,
                case=band,
            )
            for option in options
            if ruling.parameters[f"objectifs.augmentation.{option.id}.{band}"].values[0].since <= ruling.day
        ]
        for band in bands
    ]


def _table(ruling: Ruling, option: Option | None, cells: list[list[Figure]], band: str | None) -> Table:
    options = [option] if option else _open(ruling)
    bands = [band] if band else list(BANDS)
    rows = tuple(Row(BANDS[name][2], tuple(row)) for name, row in zip(bands, cells, strict=True))
    headings = (option.label for option in options)
    return Table("Augmentation demandée selon la patientèle de départ", ("Patientèle de départ", *headings), rows)


def _in_patients(ruling: Ruling, profile: Profile, percents: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Return the growth in patients. Rounding is not published: the nearest whole patient is shown."""
    both = counts_both(ruling, profile)
    start = profile.patientele_mt if both is not False and profile.patientele_mt else profile.file_active
    if not percents or start is None or not isinstance(percents[0].value, Decimal):
        return ()
    gained = (start * percents[0].value / 100).quantize(Decimal(1), ROUND_HALF_UP)
    return (
        ruling.computed("patients_en_plus", gained, Unit.PATIENTS, "soit environ, en patients", percents[0]),
        ruling.computed("patients_vises", start + gained, Unit.PATIENTS, "patientèle visée", percents[0]),
    )


def _example(ruling: Ruling, profile: Profile) -> tuple[Figure, ...]:
    """Return the one published example, only for the doctor it describes."""
    start = ruling.read("objectifs.exemple.depart").value
    generalist = profile.specialty in (None, "generaliste")
    if start is None or profile.patientele_mt != start or share_of(profile) != 1 or not generalist:
        return ()
    return (
        ruling.figure(
            "exemple.ajout", "objectifs.exemple.ajout", "exemple publié pour cette patientèle, patients de plus"
        ),
        ruling.figure("exemple.delai", "objectifs.exemple.delai", "délai de cet exemple"),
    )


def _median(ruling: Ruling, profile: Profile) -> tuple[Figure, ...]:
    """Return the national median, for a generalist to place herself."""
    if profile.specialty not in (None, "generaliste") or profile.patientele_mt is None or profile.mep:
        return ()
    figure = ruling.figure("p50", P50, "médiane nationale des généralistes (P50), patientèle médecin traitant")
    return () if figure.value is None else (figure,)


def _notes(profile: Profile, figures: tuple[Figure, ...]) -> tuple[str, ...]:
    top = [figure for figure in figures if figure.case == "p95_plus"]
    kept = bool(top) and all(figure.value == 0 for figure in top)
    notes = ["Dès le P95, il suffit de maintenir sa patientèle."] if kept else []
    for figure in figures:
        if figure.key == "p50" and profile.patientele_mt is not None and isinstance(figure.value, Decimal):
            side = "au-dessus de" if profile.patientele_mt > figure.value else "au plus à"
            notes.append(f"Avec {number(profile.patientele_mt)} patients, vous êtes {side} la médiane nationale.")
        if figure.key == "patients_en_plus":
            notes.append("La patientèle médecin traitant et la file active ont chacune leur propre tranche.")
    return tuple(notes)


def _unsaid(ruling: Ruling) -> str:
    name = REGIMES[ruling.regime].name
    return f"Le barème complet des objectifs ({name}) ne figure dans aucune de mes sources. {ASK}"


def _missing(ruling: Ruling, profile: Profile, band: str | None) -> tuple[str, ...]:
    """Return what would change the objective: the band of a generalist under the median is told by her patients."""
    wanted = ["etp"] if profile.etp is None else []
    if band is None and profile.percentile is None:
        generalist = profile.specialty in (None, "generaliste")
        patients, median = profile.patientele_mt, ruling.number(P50)
        if generalist and patients is None:
            wanted.append("patientele_mt")
        elif not generalist or patients is None or median is None or patients >= median:
            wanted.append("percentile")
    return tuple(wanted)


TOPICS = (
    Topic(RULE, added, collective="collective.aid/objectives"),
    *objective_terms.TOPICS,
    *thresholds.TOPICS,
    *compared_thresholds.TOPICS,
    *lighter_objectives.TOPICS,
)
