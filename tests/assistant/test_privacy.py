"""A patient is recognised before anything else happens; a doctor, a delegate or a greeting is not a patient."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.reading.privacy import personal_data, without_contacts

PATIENTS = {
    "Mme Durand, 2 85 03 75 116 004 71, diabète, peut-elle être comptée ?": "nir",
    "185057800608491 est-il compté ?": "nir",
    "1 85 05 2A 006 084 91 compte-t-il": "nir",
    "numéro de sécu 2850375116004 : MT chez moi ?": "nir",
    "M. Lefort suivi pour un cancer compte double ?": "name",
    "mme durand est diabétique, compte dans ma file active ?": "name",
    "Mme D. a une BPCO, compte-t-elle ?": "name",
    "ma patiente Lucie Arnoux peut-elle me choisir ?": "name",
    "Paulette Grimaud, insuffisance cardiaque, nouvelle patiente": "name",
    "patient né le 12/04/1947 diabétique": "birth_date",
    "patiente, DDN 3 mars 1950, vue une fois": "birth_date",
    "rappeler ma patiente dépressive au 06 39 98 12 34": "phone",
    "mon patient diabétique jean@example.org compte-t-il ?": "mail",
    "patient diabétique, 12 rue des Lilas": "address",
}
NOT_PATIENTS = [
    "Bonjour Madame, je suis généraliste secteur 1",
    "Dr Durand, généraliste, 1 400 patients : combien ?",
    "Mme la déléguée m'a parlé de 38 000 €",
    "Dr Martin, rappelez-moi au 06 39 98 55 66. Montant pour un mi-temps ?",
    "réponse à dr.petit@example.org : temps plein, combien ?",
    "un patient de 84 ans vu une seule fois compte dans la file active ?",
    "une patiente diabétique compte-t-elle double ?",
    "contrat signé le 15/07/2023, 1 400 patients MT",
    "ma secrétaire Mme Petit peut-elle devenir assistante médicale ?",
    "j'ai 1 045 patients MT et 1 514 de file active, 38 000 € ou 28 000 € ?",
    "je suis installé à Saint Denis, patientèle de 1 200 patients",
    "Côtes d'Armor, patients MT 900",
    "Bonjour Monsieur, mon patient est-il compté ?",
]


@pytest.mark.parametrize(("text", "kind"), PATIENTS.items())
def test_a_patient_is_recognised(text: str, kind: str) -> None:
    found = personal_data(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("text", NOT_PATIENTS)
def test_a_doctor_is_not_a_patient(text: str) -> None:
    assert personal_data(text) is None


def test_the_doctors_contacts_are_dropped() -> None:
    text = without_contacts("rappelez au +33 6 39 98 55 66 ou dr@example.org, mi-temps ?")
    assert "39 98" not in text
    assert "@" not in text
    assert "mi-temps" in text


def test_what_was_found_is_never_kept() -> None:
    assert "Durand" not in repr(personal_data("Mme Durand, diabète"))


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=300))
def test_nonsense_never_raises(text: str) -> None:
    personal_data(text)
    without_contacts(text)
