"""A yes never opens a sentence that denies, unless the question did."""

import pytest

from assistant.coherence import contradicts

NONE = "**Oui**, aucune augmentation n’est demandée à cet âge : il suffit de maintenir votre patientèle."
NO_MORE = "**Oui : l’exercice coordonné n’est plus exigé**, ni CPTS, ni maison de santé."


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (NONE, "on va lui demander de gonfler sa file active ?"),
        (NO_MORE, "l'exige-t-on encore aujourd'hui ?"),
        (
            "**Oui** : un second assistant n’est pas ouvert à cette spécialité.",
            "l'aide marche aussi pour la deuxieme ?",
        ),
        ("**Oui.** Avec cette patientèle, **l’aide ne baisse pas**.", "est-ce que ca baisse quand meme ?"),
    ],
)
def test_a_yes_that_denies_what_is_asked_is_a_no(told: str, words: str) -> None:
    assert contradicts(told, words)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (NONE, "plus besoin d'augmenter ?"),
        ("**Oui, aucun objectif n’est vérifié avant la 3e année du contrat**", "on me fiche la paix ?"),
        (NONE, "je n'ai rien a augmenter ?"),
        (NO_MORE, "c'est fini, l'exercice coordonne ?"),
        ("**Oui, exercer seul n’empêche pas de signer**.", "j'exerce seul, puis-je signer ?"),
        ("**Oui** : vous en avez 880.", "est-ce assez ?"),
        ("**Oui.** Avec cette patientèle, **l’aide ne baisse pas**.", "c'est garanti ?"),
        ("**Oui, mais pas avant le CQP**.", "elle peut ?"),
        (NONE, ""),
    ],
)
def test_a_yes_to_who_denies_stays_a_yes(told: str, words: str) -> None:
    assert not contradicts(told, words)
