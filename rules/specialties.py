"""The medical specialties the rules tell apart: stable ids and French names. Who may sign is in the parameters."""

from __future__ import annotations

SPECIALTIES: dict[str, str] = {
    "generaliste": "médecin généraliste",
    "pediatre": "pédiatre",
    "dermatologue": "dermatologue",
    "gynecologue": "gynécologue",  # médical ou obstétricien : non précisé
    "gynecologue-medical": "gynécologue médical",
    "gynecologue-obstetricien": "gynécologue obstétricien",
    "interniste": "interniste",
    "orl": "ORL",
    "rhumatologue": "rhumatologue",
    "mpr": "médecin de médecine physique et de réadaptation",
    "neurologue": "neurologue",
    "endocrinologue": "endocrinologue",
    "geriatre": "gériatre",
    "angiologue": "médecin vasculaire",
    "allergologue": "allergologue",
    "cardiologue": "cardiologue",
    "gastro-enterologue": "gastro-entérologue",
    "pneumologue": "pneumologue",
    "psychiatre": "psychiatre",
    "ophtalmologue": "ophtalmologue",
    "nephrologue": "néphrologue",
    "radiologue": "radiologue",
    "radiotherapeute": "radiothérapeute",
    "oncologue": "oncologue",
    "hematologue": "hématologue",
    "anesthesiste": "anesthésiste",
    "reanimateur": "réanimateur",
    "anatomopathologiste": "anatomopathologiste",
    "medecin-nucleaire": "médecin nucléaire",
    "stomatologue": "stomatologue",
    "chirurgien": "chirurgien",
    "chirurgien-orthopediste": "chirurgien orthopédiste",
    "urologue": "chirurgien urologue",
    "chirurgien-visceral": "chirurgien viscéral",
    "neurochirurgien": "neurochirurgien",
    "chirurgien-plastique": "chirurgien plasticien",
    "chirurgien-vasculaire": "chirurgien vasculaire",
    "chirurgien-thoracique": "chirurgien thoracique",
    "chirurgien-infantile": "chirurgien infantile",
    "chirurgien-maxillo-facial": "chirurgien maxillofacial",
    "geneticien": "généticien",
    "infectiologue": "infectiologue",
    "urgentiste": "urgentiste",
    "medecin-du-travail": "médecin du travail",
    "sante-publique": "médecin de santé publique",
    "biologiste": "médecin biologiste",
    "medecin-legiste": "médecin légiste",
}


def plural_of(specialty: str) -> str:
    """Return the French plural: « gynécologues médicaux », « médecins du travail », « ORL »."""
    head, *tail = SPECIALTIES[specialty].split(" ")
    if head == "ORL" or not tail or tail[0] in ("de", "du"):
        return " ".join([head if head == "ORL" else head + "s", *tail])
    return " ".join(_plural(word) for word in (head, *tail))


def _plural(word: str) -> str:
    return word[:-2] + "aux" if word.endswith("al") else word + "s"
