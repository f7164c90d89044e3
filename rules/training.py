"""Training of the assistant: by when, how many hours, which certificate, who pays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from rules.contract_years import year_starts_on
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure

COST = "formation.financement.cout_moyen"
_CARE, _OTHER = "diplôme de soin", "sans diplôme de soin"


def deadline(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the years given to train, by regime and diploma, and the dates they lead to when hired_on is known.

    The contract's text sets the condition of the aid; the arrêté of 7 November 2019 sets the right to practise.
    """
    ruling = Ruling("training.deadline", parameters, profile, today)
    figures = [figure for path in _paths(profile) for figure in _deadlines(ruling, path)]
    unknown = []
    if any(figure.key == "cqp" and figure.value is None for figure in figures):
        unknown.append(
            "Le délai pour obtenir le CQP : faites-le confirmer par votre CPAM, et visez le plus court que vous lirez."
        )
    notes = ["Le délai court à partir de l’embauche de l’assistant."]
    if profile.assistant_certified:
        notes.append("Votre assistant est déjà formé : ce délai est rempli.")
    missing = [field for field in ("assistant_profile", "hired_on") if getattr(profile, field) is None]
    return ruling.decide(
        "Délais de formation selon le texte du contrat et le diplôme",
        figures=tuple(figures + _dates(ruling, figures, profile.hired_on)),
        notes=tuple(notes),
        not_established=tuple(unknown),
        assumed=ruling.assumed,
        missing=tuple(missing),
    )


def _paths(profile: Profile) -> tuple[str, ...]:
    if profile.assistant_profile is None:
        return (_OTHER, _CARE)
    return (_CARE,) if profile.assistant_profile.is_care else (_OTHER,)


def _deadlines(ruling: Ruling, path: str) -> list[Figure]:
    if path == _OTHER:
        start = ruling.figure(
            "cqp_debut", "formation.cqp.debut", "Délai pour suivre la formation au CQP (profil non soignant)"
        )
        end = ruling.figure("cqp", "formation.cqp.delai", "Délai pour obtenir le CQP (profil non soignant)")
        return [start, end] if start.value is not None else [end]
    # The arrêté applies to every post, whatever the day the aid's contract was signed.
    practice = ruling.figure(
        "fae_exercice",
        "formation.fae.delai_exercice",
        "Délai pour suivre la FAE et garder le droit d’exercer",
        ruling.today,
    )
    aid = ruling.figure(
        "fae", "formation.fae.delai_aide", "Délai pour suivre la FAE et garder l’aide (diplôme de soin)"
    )
    return [aid, practice] if aid.value is not None else [practice]


def _dates(ruling: Ruling, figures: list[Figure], hired_on: date | None) -> list[Figure]:
    if hired_on is None:
        return []
    return [
        ruling.computed(
            f"{figure.key}_date",
            year_starts_on(hired_on, int(figure.value) + 1),
            Unit.DATE,
            figure.label.replace("Délai", "Date limite"),
            figure,
        )
        for figure in figures
        if isinstance(figure.value, Decimal)
    ]


def hours(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the hours of the CQP and of the FAE for a training begun at the hiring."""
    ruling = Ruling("training.hours", parameters, profile, today, profile.hired_on)
    figures = []
    if _OTHER in _paths(profile):
        figures.append(ruling.figure("cqp_heures", "formation.cqp.heures", "CQP (profil non soignant)"))
    if _CARE in _paths(profile):
        figures.append(ruling.figure("fae_heures", "formation.fae.heures", "FAE (diplôme de soin)"))
    notes = [(figure.label, ruling.read(str(figure.parameter)).note) for figure in figures]
    return ruling.decide(
        "Durée des deux formations",
        figures=tuple(figures),
        notes=tuple(f"{label} : {note[:1].lower()}{note[1:]}" for label, note in notes if note),
        missing=("assistant_profile",) if profile.assistant_profile is None else (),
    )


_CERTIFICATE = {
    "certification": "Le certificat est le CQP d’assistant médical, fiche RNCP {certificat.rncp}.",
    "niveau": "L’entrée en formation demande {certificat.niveau_entree}.",
    "entree_secretaire": "L’entrée est aussi ouverte à {certificat.entree_secretaire}.",
    "financeur": "L’{financement.organisme} finance la formation, dans la limite de ses fonds.",
    "equivalences": "Un titre proche allège la formation, après un positionnement "
    "(RNCP {certificat.equivalences}, d’après un organisme).",
}


def _payer(ruling: Ruling) -> str:
    payer = ruling.read("formation.financement.organisme").value
    return f"à l’{payer}" if payer else "à votre CPAM"


def certificate(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the certificate an assistant can obtain today, the entry level, and who pays."""
    ruling = Ruling("training.certificate", parameters, profile, today, today)
    number = ruling.read("formation.certificat.rncp").value
    paid = ruling.says(
        "salaire_rembourse",
        "formation.financement.salaire_rembourse",
        yes="Le salaire versé pendant la formation est remboursé.",
        no="Le salaire versé pendant la formation n’est plus remboursé.",
        unknown=f"Le remboursement du salaire pendant la formation : demandez {_payer(ruling)}.",
    )
    known = [
        *(told(ruling, id, sentence, "formation") for id, sentence in _CERTIFICATE.items()),
        paid,
        ruling.says(
            "vae",
            "formation.certificat.vae",
            yes="Le CQP peut s’obtenir par validation des acquis de l’expérience (VAE).",
            no="Le CQP ne s’obtient pas par validation des acquis de l’expérience (VAE).",
        ),
        ruling.says(
            "apprentissage",
            "formation.certificat.apprentissage",
            yes="Le CQP peut se préparer en apprentissage.",
            no="Le CQP ne se prépare pas en apprentissage, d’après le dernier rapport de l’IGAS.",
        ),
    ]
    unknown = ["Le numéro de la certification à cette date."] if number is None else []
    unknown += [reason.text for reason in known[1:] if reason.met is None]
    return ruling.decide(
        "Certification ouverte, niveau d’entrée et financement",
        figures=(
            ruling.figure("rncp_fin", "formation.certificat.fin", "Fin d’enregistrement de la certification"),
            ruling.figure("organismes", "formation.organismes", "Organismes habilités"),
            ruling.figure("cout_moyen", COST, ruling.parameters[COST].description),
        ),
        reasons=tuple(reason for reason in known if reason.met is not None),
        notes=(
            "Avec un diplôme d’infirmier, d’aide-soignant ou d’auxiliaire de puériculture, la FAE remplace le CQP.",
        ),
        not_established=tuple(unknown),
    )


TOPICS = (
    Topic("training.deadline", deadline),
    Topic("training.hours", hours),
    Topic("training.certificate", certificate),
)
