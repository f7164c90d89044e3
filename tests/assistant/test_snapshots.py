"""Same facts, same words: whole answers as a doctor reads them. `pytest --snapshot-update` after a new wording."""

import pytest
from answers import Ask
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from assistant.service import Assistant


class Answers(SingleFileSnapshotExtension):
    """One readable Markdown file an answer."""

    _write_mode = WriteMode.TEXT
    file_extension = "md"


CONVERSATIONS = {
    "mi-temps": ["Combien pour un mi-temps ?"],
    "mi-temps-3e-annee-p92": ["cb pour 0,5 etp 3e annee p92 ?"],
    "sans-temps-de-travail": ["c'est combien l'aide ?"],
    "cinq-ans-temps-plein": ["temps plein, combien sur 5 ans ?"],
    "signe-en-2022": ["J'ai signé en mars 2022 pour un temps plein, combien en 3e année ?"],
    "jour-de-signature-decisif": ["j'ai signé en juin 2024 pour un mi-temps, combien la première année ?"],
    "tiers-temps-ferme": ["je veux un tiers temps"],
    "un-temps-et-demi": ["combien pour 1,5 ETP ?"],
    "generaliste-admise": ["MG secteur 1, 1200 patients MT, puis-je signer ?"],
    "radiologue": ["je suis radiologue, puis-je avoir l'aide ?"],
    "secteur-2-sans-optam": ["secteur 2 sans optam j'ai droit ?"],
    "faut-il-etre-deux": ["il faut toujours être 2 médecins dans le cabinet ?"],
    "seul": ["je suis seul dans mon cabinet, est-ce possible ?"],
    "zone-pour-temps-plein": ["le temps plein est réservé aux zones sous-denses ?"],
    "ancien-seuil": ["il faut bien 640 patients minimum ?"],
    "secretaire": ["ma secretaire peut devenir AM ??"],
    "tension": ["mon assistante peut-elle prendre la tension avant son CQP ?"],
    "vaccin": ["peut-elle vacciner ?"],
    "delai-cqp": ["combien de temps pour passer le CQP ?"],
    "objectif-sans-bareme": ["quel objectif pour 1100 patients MT à mi-temps ?"],
    "seuil-non-etabli": ["P90 en dermatologie, c'est combien de patients ?"],
    "objectif-non-atteint": ["et si je n'atteins pas mes objectifs ?"],
    "arret-maladie": ["mon assistante est en arrêt maladie, que devient l'aide ?"],
    "versement": ["quand l'aide est-elle versée ?"],
    "cout": ["combien me coûte une assistante à temps plein, aide déduite ?"],
    "collectif": ["SISA de 4 généralistes, moyenne 900 patients MT, aide collective possible ?"],
    "precision-sur-le-tour-suivant": ["combien pour un mi-temps ?", "et à P96 ?"],
    "correction": ["je suis MG secteur 2, puis-je signer ?", "non, secteur 2 OPTAM, 1300 patients MT"],
    "hors-sujet": ["quelle est la cotation d'un ECG ?"],
    "donnees-de-patient": ["M. Jean Dupont, né le 12/03/1950, diabétique, peut-il voir l'assistante ?"],
    "date-impossible": ["j'ai signé en 2015, combien ?"],
}


@pytest.mark.parametrize("messages", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_same_facts_same_words(
    assistant: Assistant, ask: Ask, messages: list[str], snapshot: SnapshotAssertion
) -> None:
    assistant.retriever()  # once it is open, the sheets add to what is not surely heard
    *earlier, question = messages
    assert ask(question, *earlier).text == snapshot(extension_class=Answers)
