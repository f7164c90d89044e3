"""Terms of a collective contract that are no condition: who joins, when one enters or leaves, who employs."""

from __future__ import annotations

from rules.ruling import Ruling
from rules.verdict import Figure, Reason

# Each term: the parameter under « collectif », what it says when it holds, when it does not, and when nothing says.
_TERMS = (
    (
        "adhesion_libre",
        "Chaque médecin adhère par un formulaire individuel et peut refuser.",
        "Tous les médecins de la société doivent adhérer.",
    ),
    (
        "associes_seulement",
        "Seuls les médecins associés en leur nom propre adhèrent : ni remplaçant, ni collaborateur, ni salarié.",
        "Un médecin qui n’est pas associé peut aussi adhérer.",
    ),
    (
        "contrat_individuel_clos",
        "Un associé sous contrat individuel doit d’abord y mettre fin ; hors anniversaire, l’aide est régularisée "
        "au prorata.",
        "Un associé sous contrat individuel peut le garder.",
    ),
    (
        "passage_a_tout_moment",
        "Le passage d’un contrat individuel au contrat collectif est possible à tout moment.",
        "Le passage d’un contrat individuel au contrat collectif attend l’anniversaire du contrat.",
    ),
    (
        "sortie_en_cours_d_annee",
        "Les médecins entrent et sortent à tout moment de l’année.",
        "Les médecins entrent et sortent à l’anniversaire du contrat.",
    ),
    (
        "etp_suit_les_membres",
        "Le nombre d’assistants change quand un médecin entre ou sort.",
        "Le nombre d’assistants ne change pas quand un médecin entre ou sort.",
    ),
    (
        "groupement_employeurs",
        "Un groupement d’employeurs peut employer l’assistant, s’il applique la convention collective.",
        "Un groupement d’employeurs ne peut pas employer l’assistant.",
    ),
    (
        "transfert_avec_accord",
        "Le contrat de travail d’un assistant déjà en poste passe à la société avec son accord.",
        "Le contrat de travail d’un assistant déjà en poste ne passe pas à la société.",
    ),
    (
        "fin_si_baisse",
        "La CPAM peut mettre fin au contrat si la patientèle passe sous son niveau de départ, faute de solution.",
        "La CPAM ne peut pas mettre fin au contrat quand la patientèle passe sous son niveau de départ.",
    ),
    (
        "fin_sous_p30",
        "Une patientèle passée sous le P30 suffit à mettre fin au contrat.",
        "Une patientèle passée sous le P30 ne suffit pas à mettre fin au contrat.",
    ),
    ("renouvelable", "Le contrat collectif est renouvelable.", "Le contrat collectif n’est pas renouvelable."),
    (
        "zone_exigee",
        "Le contrat collectif est réservé à certaines zones.",
        "Le contrat collectif est ouvert dans toutes les zones.",
        "Une condition de zone : la source n’en cite aucune, votre CPAM peut le confirmer.",
    ),
    (
        "plusieurs_sites",
        "Une société installée sur plusieurs sites peut signer un seul contrat.",
        "Une société installée sur plusieurs sites signe un contrat par site.",
        "Une société installée sur plusieurs sites : demandez à votre CPAM.",
    ),
)


def terms(ruling: Ruling) -> list[Reason]:
    """Return what the contract says of its members, its employer and its changes."""
    return [
        ruling.says(id, f"collectif.{id}", yes=yes, no=no, unknown=unknown[0] if unknown else None)
        for id, yes, no, *unknown in _TERMS
    ]


def least(ruling: Ruling) -> Figure:
    """Return the least number of doctors, which no source gives today."""
    return ruling.figure("minimum_medecins", "collectif.minimum_medecins", "Médecins dans le groupe, au moins")
