"""Training of the assistant: by when, how many hours, which certificate, who pays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from french import MONTHS
from french import day as french_day
from rules.amounts import amount
from rules.contract_years import year_starts_on
from rules.dated import Parameters
from rules.profile import Profile
from rules.ruling import Ruling
from rules.sentences import told
from rules.topics import Topic
from rules.units import Unit
from rules.verdict import Decision, Figure, Reason

COST = "formation.financement.cout_moyen"
_SIZES = ("petit", "moyen", "grand")  # practices by how many they employ
_CARE, _OTHER = "diplôme de soin", "sans diplôme de soin"


def deadline(parameters: Parameters, profile: Profile, today: date) -> Decision:
    """Return the years given to train, by regime and diploma, and the dates they lead to when hired_on is known.

    The contract's text sets the condition of the aid; the arrêté of 7 November 2019 sets the right to practise.
    """
    if profile.signed_on is None and profile.hired_on and profile.hired_on < today:
        profile = profile.updated(signed_on=profile.hired_on)  # the aid’s contract is signed about the hiring
        ruling = Ruling("training.deadline", parameters, profile, today)
        ruling.assumed = {"signed_on": profile.hired_on}
    else:
        ruling = Ruling("training.deadline", parameters, profile, today)
    figures = [figure for path in _paths(profile) for figure in _deadlines(ruling, path)]
    dates = _dates(ruling, figures, profile.hired_on)
    terms = _terms(ruling)
    unknown = [reason.text for reason in terms if reason.met is None]
    if any(figure.key == "cqp" and figure.value is None for figure in figures):
        unknown.append(
            "Le délai pour obtenir le CQP : faites-le confirmer par votre CPAM, et visez le plus court que vous lirez."
        )
    notes = ["Le délai court à partir de l’embauche de l’assistant."]
    notes += [reason.text for reason in terms if reason.met is not None]
    if profile.assistant_certified:
        notes.append("Votre assistant est déjà formé : ce délai est rempli.")
    missing = [] if profile.assistant_profile else ["assistant_profile"]
    missing += [] if profile.hired_on or profile.signed_on else ["hired_on"]
    return ruling.decide(
        "Délais de formation selon le texte du contrat et le diplôme",
        figures=(*figures, *dates, *_left(ruling, dates)),
        reasons=(*_in_time(ruling, dates), *_supposed(ruling, figures, profile)),
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


def _binding(dates: list[Figure]) -> Figure | None:
    """Return the last day that keeps the aid: that of the certificate, else of the short training."""
    by_key = {figure.key: figure for figure in dates}
    return next((by_key[key] for key in ("cqp_date", "fae_date", "fae_exercice_date") if key in by_key), None)


def _in_time(ruling: Ruling, dates: list[Figure]) -> list[Reason]:
    """Say whether the delay of this assistant still runs; nothing without the day of the hiring."""
    limit = _binding(dates)
    if limit is None or not isinstance(limit.value, date):
        return []
    met = ruling.today <= limit.value
    until = french_day(limit.value)
    text = f"Le délai {'prend' if met else 'a pris'} fin le {until}."
    return [ruling.reason("dans_les_temps", met, text, *limit.computed_from)]


def _supposed(ruling: Ruling, figures: list[Figure], profile: Profile) -> Iterator[Reason]:
    """Say it where only the contract's day is known: one is hired about when it is signed.

    To the month, or to the year once that is over: the sentence is then the same on whatever day of « mars 2022 » or
    of « 2021 » it was signed.
    """
    if profile.hired_on or not profile.signed_on:
        return
    limit = _binding(_dates(ruling, figures, profile.signed_on))
    if limit is None or not isinstance(limit.value, date):
        return
    until = str(limit.value.year)
    if limit.value.year >= ruling.today.year:
        until = f"{MONTHS[limit.value.month - 1]} {until}"
    met = ruling.today <= limit.value
    text = f"Pour une embauche à la date du contrat, le délai {'court jusqu’en' if met else 'a pris fin en'} {until}."
    yield ruling.reason("dans_les_temps", met, text, *limit.computed_from)


def _left(ruling: Ruling, dates: list[Figure]) -> list[Figure]:
    """Return the whole months left before the last day."""
    limit = _binding(dates)
    if limit is None or not isinstance(limit.value, date) or limit.value < ruling.today:
        return []
    left = (limit.value.year - ruling.today.year) * 12 + limit.value.month - ruling.today.month
    left -= limit.value.day < ruling.today.day
    return [ruling.computed("reste", Decimal(left), Unit.MONTHS, "Mois entiers qui restent", limit)]


def _terms(ruling: Ruling) -> list[Reason]:
    return [
        ruling.says(
            "avant_embauche",
            "formation.cqp.avant_embauche",
            yes="L’assistant doit être déjà formé le jour de son embauche.",
            no="L’assistant peut être embauché avant d’être formé.",
        ),
        ruling.says(
            "report",
            "formation.cqp.report",
            yes="Le délai de formation peut être reporté.",
            no="Le délai de formation ne peut pas être reporté.",
            unknown="Un report du délai (absence, échec, organisme complet) : écrivez à votre CPAM avant l’échéance.",
        ),
        ruling.says(
            "perte_aide",
            "formation.cqp.perte_aide",
            yes="L’aide est perdue quand le certificat n’est pas obtenu dans le délai.",
            no="L’aide n’est pas perdue quand le certificat n’est pas obtenu dans le délai.",
            unknown="Ce que décide la caisse quand le certificat manque à la fin du délai : demandez-le à votre CPAM.",
        ),
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
    terms = _format(ruling)
    spread = told(ruling, "etalement", "Chez un organisme, elle s’étale sur {etalement}.", "formation.cqp")
    return ruling.decide(
        "Durée des deux formations",
        figures=tuple(figures),
        notes=(
            *(f"{label} : {note[:1].lower()}{note[1:]}" for label, note in notes if note),
            *(reason.text for reason in (*terms, spread) if reason.met is not None),
        ),
        not_established=tuple(reason.text for reason in terms if reason.met is None),
        missing=("assistant_profile",) if profile.assistant_profile is None else (),
    )


def _format(ruling: Ruling) -> list[Reason]:
    return [
        ruling.says(
            "alternance",
            "formation.cqp.alternance",
            yes="La formation au CQP se fait en alternance, entre les cours et le cabinet.",
            no="La formation au CQP ne se fait pas en alternance.",
        ),
        ruling.says(
            "a_distance",
            "formation.cqp.a_distance",
            yes="La formation au CQP peut se suivre entièrement à distance.",
            no="La formation au CQP ne se suit pas entièrement à distance.",
            unknown="La part de la formation qui peut se suivre à distance : demandez-la à l’organisme et à l’OPCO EP.",
        ),
        ruling.says(
            "moins_a_mi_temps",
            "formation.cqp.moins_a_mi_temps",
            yes="Un assistant à temps partiel suit moins d’heures de formation.",
            no="Un assistant à temps partiel suit autant d’heures de formation.",
            unknown="Une formation réduite pour un temps partiel : aucune source n’en parle, demandez à l’organisme "
            "et à votre CPAM.",
        ),
    ]


_CERTIFICATE = {
    "certification": "Le certificat est le CQP d’assistant médical, fiche RNCP {certificat.rncp}.",
    "niveau": "L’entrée en formation demande {certificat.niveau_entree}.",
    "entree_secretaire": "L’entrée est aussi ouverte à {certificat.entree_secretaire}.",
    "financeur": "L’{financement.organisme} finance la formation, dans la limite de ses fonds.",
    "equivalences": "Un titre proche allège la formation, après un positionnement "
    "(RNCP {certificat.equivalences}, d’après un organisme).",
}


def _shortened(ruling: Ruling) -> Iterator[Reason]:
    """Say what contracts of before today's text had for the certificate, where they had more."""
    path = "formation.cqp.delai"
    now = ruling.read(path)
    if now.since <= ruling.parameters[path].values[0].since:
        return
    unit, before = ruling.parameters[path].unit, ruling.read(path, now.since - timedelta(days=1))
    if isinstance(before.value, Decimal) and isinstance(now.value, Decimal) and now.value < before.value:
        text = (
            f"Les contrats signés avant le {french_day(now.since)} laissaient {amount(before.value, unit)} pour "
            f"obtenir le CQP ; depuis, c’est {amount(now.value, unit)} après l’embauche."
        )
        yield ruling.reason("raccourci", True, text, path)


def _once_open(ruling: Ruling) -> Iterator[Reason]:
    """Say who could enter the training before, where no source says whether she still can."""
    path = "formation.certificat.entree_secretaire"
    now = ruling.read(path)
    if now.value is not None or now.since <= ruling.parameters[path].values[0].since:
        return
    before = ruling.read(path, now.since - timedelta(days=1))
    if before.value is not None:
        still = "mes sources ne disent pas si c’est encore le cas"
        text = f"En {before.since.year}, l’entrée était aussi ouverte à {before.value} ; {still}."
        yield ruling.reason("entree_avant", True, text, path, day=before.since)


def _by_size(ruling: Ruling) -> Iterator[Figure]:
    """Yield the branch's training levy and the funder's yearly ceiling, which depend on how many the practice employs.

    Nothing before a text or the funder sets them.
    """
    for key, parameter in (
        *((f"contribution_{size}", f"formation.contribution.{size}") for size in _SIZES),
        *((f"plafond_{size}", f"formation.financement.plafond_{size}") for size in _SIZES),
        *((f"effectif_{size}", f"formation.effectif.{size}") for size in _SIZES[1:]),
    ):
        figure = ruling.figure(key, parameter, ruling.parameters[parameter].description)
        if figure.value is not None:
            yield figure


def _payer(ruling: Ruling) -> str:
    payer = ruling.read("formation.financement.organisme").value
    return f"à l’{payer}" if payer else "à votre CPAM"


def _who(ruling: Ruling) -> list[Reason]:
    """Who takes which training."""
    return [
        ruling.says(
            "requis",
            "formation.cqp.requis",
            yes="Sans diplôme d’infirmier, d’aide-soignant ou d’auxiliaire de puériculture, le CQP est obligatoire.",
            no="Sans diplôme de soin, le CQP n’est pas obligatoire.",
        ),
        ruling.says(
            "dispense",
            "formation.fae.remplace_cqp",
            yes="Un diplôme d’infirmier, d’aide-soignant ou d’auxiliaire de puériculture dispense du CQP : la "
            "formation d’adaptation à l’emploi (FAE) suffit.",
            no="Un diplôme de soin ne dispense pas du CQP.",
        ),
        ruling.says(
            "autres_diplomes",
            "formation.certificat.autres_diplomes",
            yes="D’autres diplômes dispensent du CQP.",
            no="Aucun autre diplôme ne dispense du CQP.",
        ),
    ]


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
        *_who(ruling),
        *_shortened(ruling),
        *_once_open(ruling),
        *(told(ruling, id, sentence, "formation") for id, sentence in _CERTIFICATE.items()),
        paid,
        ruling.says(
            "cpf",
            "formation.financement.cpf",
            yes="Le compte personnel de formation (CPF) finance le CQP.",
            no="Le compte personnel de formation (CPF) ne finance pas le CQP.",
            unknown="Le paiement par le compte personnel de formation (CPF) : demandez à l’organisme de formation.",
        ),
        ruling.says(
            "pro_a",
            "formation.financement.pro_a",
            yes="Le CQP peut se préparer en Pro-A (reconversion ou promotion par alternance), selon les fonds ouverts.",
            no="Le CQP ne se prépare pas en Pro-A.",
            unknown="La préparation du CQP en Pro-A : demandez à l’OPCO EP.",
        ),
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
    unknown += [reason.text for reason in known if reason.met is None and reason.id != "certification"]
    return ruling.decide(
        "Certification ouverte, niveau d’entrée et financement",
        figures=(
            ruling.figure("rncp_fin", "formation.certificat.fin", "Fin d’enregistrement de la certification"),
            ruling.figure("organismes", "formation.organismes", "Organismes habilités"),
            ruling.figure("cout_moyen", COST, ruling.parameters[COST].description),
            *_by_size(ruling),
        ),
        reasons=tuple(reason for reason in known if reason.met is not None),
        not_established=tuple(unknown),
    )


TOPICS = (
    Topic("training.deadline", deadline),
    Topic("training.hours", hours),
    Topic("training.certificate", certificate),
)
