"""Facts out of free French: the labelled set, spans, typos, dates, negation, and nonsense that must not break."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labelled import TODAY, UTTERANCES, score

from assistant.hearing import hear
from assistant.turn import Task, Understanding
from assistant.understanding import understand
from rules.profile import Profile
from rules.specialties import SPECIALTIES, plural_of


def facts(text: str, asked: str | None = None) -> dict[str, object]:
    return understand(text, TODAY, asked).profile()


def test_labelled_facts_reach_the_gate() -> None:
    result = score()
    assert len(UTTERANCES) >= 250
    assert result.f1 >= 0.97, "\n".join(result.mistakes)


def test_every_span_slices_the_original_and_every_value_fits_the_profile() -> None:
    for entry in UTTERANCES:
        understood = understand(entry["q"], TODAY, entry.get("asked"))
        for item in understood.facts:
            assert entry["q"][slice(*item.span)] == item.text != "", entry["q"]
        Profile.model_validate(understood.profile())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Généralíste, 1 400 patients", ("Généralíste", "1 400 patients")),
        ("cardiologe au P92", ("cardiologe", "P92")),
        ("½ ETP", ("½ ETP",)),
    ],
)
def test_a_fact_keeps_the_words_it_came_from(text: str, words: tuple[str, ...]) -> None:
    assert tuple(item.text for item in understand(text, TODAY).facts) == words


@pytest.mark.parametrize(
    ("spelling", "etp"),
    [
        ("mi-temps", "1/2"), ("mitemps", "1/2"), ("0,5 etp", "1/2"), ("0.50 ETP", "1/2"), ("½", "1/2"),
        ("17h30", "1/2"),
        ("17,5 h par semaine", "1/2"), ("demi-poste", "1/2"), ("temps plein", "1"), ("plein temps", "1"),
        ("1 ETP", "1"),
        ("35 h", "1"), ("tps complet", "1"), ("deux mi-temps", "1"), ("tiers-temps", "1/3"), ("1/3 ETP", "1/3"),
        ("0,33 etp", "1/3"), ("1½ ETP", "3/2"), ("un temps plein et demi", "3/2"), ("deux temps pleins", "2"),
        ("assistante à 80 %", "4/5"), ("0,8 ETP", "4/5"), ("28 h par semaine", "4/5"),
    ],
)  # fmt: skip
def test_working_time_in_every_spelling(spelling: str, etp: str) -> None:
    assert facts(f"combien pour {spelling} ?")["etp"] == Fraction(etp)


@pytest.mark.parametrize(
    "text",
    ["la télétransmission du 1/3 payant", "le 1/2/2024", "formation de 112 h", "deux assistants", "1,4k patients"],
)
def test_what_only_looks_like_working_time(text: str) -> None:
    assert "etp" not in facts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signé le 15/07/2023", date(2023, 7, 15)), ("signé le 15 juillet 2023", date(2023, 7, 15)),
        ("contrat du 1er juin 2023", date(2023, 6, 1)), ("signature : 2024-06-22", date(2024, 6, 22)),
        ("signé le 03.02.21", date(2021, 2, 3)),
    ],
)  # fmt: skip
def test_a_day_is_read_when_it_is_said(text: str, expected: date) -> None:
    understood = understand(text, TODAY)
    assert understood.profile()["signed_on"] == expected
    assert understood.partial_signature is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("signé en juin 2023", date(2023, 6, 1), date(2023, 6, 30)),
        ("signé fin 2022", date(2022, 10, 1), date(2022, 12, 31)),
        ("signé l'an dernier", date(2025, 1, 1), date(2025, 12, 31)),
        ("signé l'hiver dernier", date(2025, 12, 1), date(2026, 2, 28)),
        ("signé avant juin 2024", date(2019, 9, 1), date(2024, 5, 31)),
        ("signé après mai 2023", date(2023, 6, 1), TODAY),
        ("signé en 06/2023", date(2023, 6, 1), date(2023, 6, 30)),
    ],
)
def test_a_period_never_becomes_a_day(text: str, first: date, last: date) -> None:
    understood = understand(text, TODAY)
    assert understood.partial_signature == (first, last)
    assert "signed_on" not in understood.profile()


def test_about_two_years_ago_is_known_to_half_a_year() -> None:
    first, last = understand("j'ai signé il y a deux ans", TODAY).partial_signature or (TODAY, TODAY)
    assert first < TODAY - timedelta(days=730) < last


@pytest.mark.parametrize(
    "text", ["la convention 2024", "règlement arbitral 2023", "Ma Santé 2022", "signé le 31 février 2023"]
)
def test_what_is_not_a_date_of_contract(text: str) -> None:
    understood = understand(text, TODAY)
    assert understood.partial_signature is None
    assert "signed_on" not in understood.profile()


def test_hiring_and_signing_are_two_dates() -> None:
    understood = understand("contrat signé le 2 mai 2024, assistante embauchée le 3 juin 2024", TODAY)
    assert understood.profile() == {"signed_on": date(2024, 5, 2), "hired_on": date(2024, 6, 3)}
    assert understand("embauchée en juin 2024", TODAY).partial_hiring == (date(2024, 6, 1), date(2024, 6, 30))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("je ne suis pas OPTAM", {"optam": False}),
        ("secteur 2 hors optam", {"secteur": 2, "optam": False}),
        ("je ne suis pas cardiologue", {}),
        ("je ne suis pas en ZIP", {"zone": "hors zone"}),
        ("elle n'a pas encore son CQP", {"assistant_certified": False}),
        ("faut-il être en ZIP ?", {}),
        ("secteur 1 ou 2 ?", {}),
        ("secteur 1, non pardon, secteur 2", {"secteur": 2}),
    ],
)
def test_negation_necessity_and_corrections(text: str, expected: dict[str, object]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mes premiers 18 mois d'exercice libéral", {"new_installer": True}),
        ("cardio fraîchement arrivé en libéral", {"specialty": "cardiologue", "new_installer": True}),
        ("je pose ma plaque dans le 71", {"new_installer": True, "department": "71"}),
        ("néo-installée, quel objectif ?", {"new_installer": True}),
        ("pas encore vissé ma plaque", {}),
        ("je quitte la MSP pour m'installer en face, contrat maintenu ?", {}),
        ("Vu mon âge (72)", {"age": 72}),
        ("gynécologue à Brest (29)", {"specialty": "gynecologue", "department": "29"}),
        ("P75, 44 ans, AM 17h30", {"percentile": 75, "age": 44, "etp": Fraction(1, 2)}),
        ("ma secrétaire a soixante et un ans", {"assistant_profile": "secrétaire"}),
        ("repérer la fragilité des plus de 75 ans", {}),
        ("une mamie de 90 ans", {}),
        ("je cesserai à 72 ans", {}),
        ("Josette tient mon accueil depuis 12 ans", {"assistant_profile": "secrétaire"}),
        ("sans secrétaire, sans associé", {"group_size": 1}),
        ("AM ou IDE pour l'holter ?", {}),
        ("comment en informer la caisse", {}),
        ("inscrite à la FAE", {}),
        ("la FAE fait combien d'heures ?", {}),
        ("on est 3 MG on veut une seule AM pour nous tous", {"specialty": "generaliste", "shared_between": 3}),
        ("deux médecins, une seule AM", {"shared_between": 2}),
        ("je travaille pour deux docteurs", {"shared_between": 2}),
        ("un temps plein entre mon associé et moi", {"etp": 1, "shared_between": 2}),
        ("je voudrais repartir pour un tour", {}),
        ("partager mes locaux avec un kiné", {}),
        ("Notre SISA compte 8 médecins", {"legal_form": "SISA", "members": 8}),
        ("Société de 6 généralistes en SELARL", {"specialty": "generaliste", "legal_form": "SEL", "members": 6}),
        ("un cabinet de 30 m²", {}),
        ("elle renouvelle une ordonnance toute seule", {}),
        ("signé 03/23 MG", {"specialty": "generaliste"}),
        ("nous sommes trois avec 4 800 patients", {"group_size": 3}),
        ("cinq mille patients à nous tous", {}),
        ("j'ai gagné 60 patients", {}),
        ("il me manque 40 patients", {}),
        ("lui a 800 patients et moi 1600", {"patientele_mt": 1600}),
        ("ma file active s'élève à 3 400 patients", {"file_active": 3400}),
        ("dermato, deux mille de file", {"specialty": "dermatologue", "file_active": 2000}),
        ("P40 - 48 ans", {"percentile": 40}),
        ("entre le 90e et le 95e percentile", {"percentile": "90-94"}),
        ("P90 dépassé, 2100 MT", {"percentile": "90-100", "patientele_mt": 2100}),
        ("temps plein sans être au P90", {"etp": 1, "percentile": "30-89"}),
        ("faut être au P95 ?", {}),
        ("à quoi correspond le P90 ?", {}),
        ("le 30e percentile se situe à combien ?", {}),
        ("1 ETP et demi", {"etp": Fraction(3, 2)}),
        ("ils partiraient sur 4. Montant ?", {"etp": 4}),
        ("s'ils n'en prennent que 3 ?", {"etp": 3}),
        ("laissez tomber le plein temps. mi-temps ?", {"etp": Fraction(1, 2)}),
        ("la somme annee 3 etp ?", {"contract_year": 3}),
        ("an 2 plein tps", {"contract_year": 2, "etp": 1}),
        ("mi-temps thérapeutique pour elle", {}),
        ("passer de 1 à 1,5 ETP", {"current_etp": 1, "etp": Fraction(3, 2)}),
        ("passe de 0.5 a 1 en sept", {"current_etp": Fraction(1, 2), "etp": 1}),
        ("en Loire-Atlantique", {"department": "44"}),
        ("MG sect 1, Lozère", {"specialty": "generaliste", "secteur": 1, "department": "48"}),
        ("la somme qui m'est due", {}),
        ("zone non sous-dense", {"zone": "hors zone"}),
        ("on gagne plus en ZIP ?", {"zone": "zip"}),
        ("objectif atteint à 45 %", {"objectives_reached": False}),
        ("objectif rempli à 100 %", {"objectives_reached": True}),
        ("6e année : mêmes objectifs ?", {"renewal": True}),
        ("quelle est la première démarche ?", {}),
        ("et la 2e ?", {"contract_year": 2}),
        ("la remplaçante doit-elle être formée ?", {}),
        ("faute de maison de santé", {}),
        ("mon mari est stomatologue", {"specialty": "stomatologue"}),
        ("mutuelle et médecine du travail", {}),
        ("le service de gériatrie", {}),
        ("orthoptiste reconvertie", {}),
    ],
)
def test_what_is_said_is_read_and_what_is_not_hers_is_left(text: str, expected: dict[str, object]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "elle a démissionné hier", "combien de contrats à ce jour ?", "la revalorisation du 1er juillet 2024",
        "mon contrat finit en 2027", "vus en 2024", "les textes de 2023", "le dispositif de février 2026",
        "quitté l'OPTAM l'an dernier", "la convention 2024", "le budget 2027",
        "ma 3e année commence le mois prochain",
    ],
)  # fmt: skip
def test_a_date_of_something_else_is_no_signature(text: str) -> None:
    understood = understand(text, TODAY)
    assert understood.partial_signature is None
    assert "signed_on" not in understood.profile()


@pytest.mark.parametrize(
    ("title", "specialty"),
    [
        ("allergologie", "allergologue"), ("anatomie et cytologie pathologiques", "anatomopathologiste"),
        ("anesthésie-réanimation", "anesthesiste"), ("anesthésiste-réanimateur", "anesthesiste"),
        ("biologie médicale", "biologiste"), ("médecine cardiovasculaire", "cardiologue"),
        ("chirurgie maxillo-faciale", "chirurgien-maxillo-facial"),
        ("chirurgie orale", "chirurgien-maxillo-facial"),
        ("chirurgie orthopédique et traumatologique", "chirurgien-orthopediste"),
        ("chirurgie pédiatrique", "chirurgien-infantile"), ("chirurgie plastique", "chirurgien-plastique"),
        ("chirurgie thoracique et cardiovasculaire", "chirurgien-thoracique"),
        ("chirurgie vasculaire", "chirurgien-vasculaire"),
        ("chirurgie viscérale et digestive", "chirurgien-visceral"),
        ("dermatologie et vénéréologie", "dermatologue"),
        ("endocrinologie-diabétologie-nutrition", "endocrinologue"), ("génétique médicale", "geneticien"),
        ("gériatrie", "geriatre"), ("gynécologie médicale", "gynecologue-medical"),
        ("gynécologie obstétrique", "gynecologue-obstetricien"), ("hématologie", "hematologue"),
        ("hépato-gastro-entérologie", "gastro-enterologue"),
        ("maladies infectieuses et tropicales", "infectiologue"), ("médecine d'urgence", "urgentiste"),
        ("médecine et santé au travail", "medecin-du-travail"), ("médecine générale", "generaliste"),
        ("médecine intensive-réanimation", "reanimateur"),
        ("médecine interne et immunologie clinique", "interniste"), ("médecine légale", "medecin-legiste"),
        ("médecine nucléaire", "medecin-nucleaire"), ("médecine physique et de réadaptation", "mpr"),
        ("médecine vasculaire", "angiologue"), ("néphrologie", "nephrologue"),
        ("neurochirurgie", "neurochirurgien"), ("neurologie", "neurologue"),
        ("oncologie médicale", "oncologue"), ("oncologie radiothérapie", "radiotherapeute"),
        ("ophtalmologie", "ophtalmologue"), ("ORL - chirurgie cervico-faciale", "orl"),
        ("pédiatrie", "pediatre"), ("pneumologie", "pneumologue"), ("psychiatrie", "psychiatre"),
        ("radiologie et imagerie médicale", "radiologue"), ("rhumatologie", "rhumatologue"),
        ("urologie", "urologue"),
    ],
)  # fmt: skip
def test_the_titles_of_diplomas_are_specialties(title: str, specialty: str) -> None:
    assert facts(title) == {"specialty": specialty}


def test_every_specialty_is_read_from_its_own_names() -> None:
    for specialty, name in SPECIALTIES.items():
        for written in (name, plural_of(specialty)):
            assert facts(written) == {"specialty": specialty}, written


def test_two_alternatives_settle_nothing() -> None:
    understood = understand("mi-temps ou temps plein ?", TODAY)
    assert understood.profile() == {}
    assert understood.ambiguous == {"etp"}


def test_a_supposition_is_marked() -> None:
    assert understand("et si j'étais en ZIP ?", TODAY).supposed
    assert not understand("je suis en ZIP", TODAY).supposed


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("cardiolgue", "specialty", "cardiologue"), ("generalsite", "specialty", "generaliste"),
        ("sectuer 2", "secteur", 2), ("1200 patiens", "patientele_mt", 1200),
        ("infirmeire", "assistant_profile", "infirmier"),
        ("secretiare", "assistant_profile", "secrétaire"),
    ],
)  # fmt: skip
def test_typos_on_domain_words(typed: str, field: str, value: object) -> None:
    assert facts(typed)[field] == value


def test_one_word_of_the_lexicon_is_never_turned_into_another() -> None:
    assert facts("radiologue") == {"specialty": "radiologue"}
    assert facts("cardiologue") == {"specialty": "cardiologue"}
    assert facts("1040 patients")["patientele_mt"] == 1040


def test_bare_patients_follow_the_specialty() -> None:
    assert facts("cardiologue, 1800 patients")["file_active"] == 1800
    assert facts("généraliste, 1800 patients")["patientele_mt"] == 1800


def test_years_totals_regimes_and_tasks() -> None:
    understood = understand("sous l'avenant 7, 2e et 3e année, au total", TODAY)
    assert (understood.asked_years, understood.wants_total, understood.regime) == ((2, 3), True, "avenant-7")
    tasks = understand("peut-elle prendre la tension et faire une prise de sang ?", TODAY).tasks
    assert tasks == (
        Task("missions.consultation", "la prise de tension"),
        Task("missions.unlisted", "la prise de sang"),
    )


def test_short_replies_answer_the_question_asked() -> None:
    assert facts("non", asked="optam") == {"optam": False}
    assert facts("22", asked="department") == {"department": "22"}
    assert facts("non") == {}
    assert understand("aucune idée", TODAY, asked="percentile").unknown_fields == {"percentile"}
    assert understand("je ne connais pas ma file active", TODAY).unknown_fields == {"file_active"}


WORDS = ["secteur", "1", "2", "optam", "P95", "½", "mi-temps", "ETP", "1 400", "patients", "signé en", "99/99/2023",
         "juin 2023", "sans", "CQP", "²", "٣", "\u200d", "?", ","]  # fmt: skip
NOISE = st.one_of(
    st.text(max_size=400),
    st.lists(
        st.sampled_from(WORDS),
        max_size=60,
    ).map(" ".join),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(text=NOISE, asked=st.sampled_from([None, "etp", "optam", "percentile", "patientele_mt", "ccam_share"]))
def test_nonsense_never_raises_and_spans_always_slice(text: str, asked: str | None) -> None:
    understood: Understanding = understand(text, TODAY, asked)
    for item in understood.facts:
        assert text[slice(*item.span)] == item.text
    assert hear(text, understood, "aid.amounts/general").act


def test_a_very_long_question_is_read() -> None:
    assert facts("je suis généraliste secteur 1 " * 130) == {"specialty": "generaliste", "secteur": 1}


def test_sept_before_a_year_is_september() -> None:
    assert understand("contrat de sept 2023", TODAY).partial_signature == (date(2023, 9, 1), date(2023, 9, 30))
    assert understand("sept patients de moins", TODAY).partial_signature is None


def test_who_introduces_herself_is_of_the_specialty_she_begins_with() -> None:
    text = "Pneumologue, secteur 1. Suis-je admise, ou faut-il que je me recycle en généraliste ?"
    facts = {item.field: item.value for item in understand(text, TODAY).facts}
    assert facts["specialty"] == "pneumologue"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Excusez-moi, on me dit secteur 2 mais je suis secteur 1", "secteur", 1),
        ("Désolé de vous déranger, j'étais à mi-temps, je suis passé à temps plein", "etp", None),
        ("Avec 800 patients on est éligible ? J'ai 700 patients", "patientele_mt", None),
        ("non pardon 4 ETP, j'avais oublié les 2 mi-temps", "etp", 4),
    ],
)
def test_a_polite_word_takes_nothing_back(text: str, field: str, value: object) -> None:
    assert understand(text, TODAY).profile().get(field) == value
