"""Who writes: the assistant or the secretary herself, whose « je » is not the doctor's."""

from __future__ import annotations

import re

_HER_POST = r"(?:assistante?(?: medicale?)?|am|secretaire)"
_ME_AS = (  # « je deviens… », « il veut me passer… », « moi, la… »
    r"(?:je (?:suis|serai|serais|deviens|deviendr\w+|travaille comme)|"
    r"(?:me|m')(?: \w+)? ?(?:pass|form|embauch|prend|recrut|nomm)\w*|(?<!avec )(?<!chez )(?<!pour )moi|ici)"
)
_EMPLOYEE = re.compile(
    rf"\b{_ME_AS}(?: (?:passee?|devenue?|en tant que|comme|simple))*,? (?:la |le |l'|une? |sa |son |leur )?"
    rf"{_HER_POST}\b(?! (?:de|d'|du|fait|ne|n'|en) (?:moi|lui|ca))|"
    r"\bm(?:on|a) (?:patronn?e?|employeu(?:r|se)|cheff?e?)\b|"
    r"\bm(?:on|a) (?:docteure?|doctoresse|medecin)\b(?! (?:traitant|adjointe?|remplacante?|conseil|collabora\w+|"
    r"assistant|junior|associee?|du travail|referent))|"
    rf"\bm(?:on poste|a (?:paie|paye)|on salaire) d'{_HER_POST}\b|\bma (?:paie|paye) (?:a moi|d'assistante)\b"
)
_DOCTOR = re.compile(
    r"\bm(?:on|a|es) (?:future? |nouvelle? )?(?:assistante?|am|secretaire|salariee?|patientele|file active)s?\b|"
    r"\bmes patients\b|\bj'(?:exerce|consulte|embauche)\b|\bje (?:recrute|m'installe)\b|"
    r"\bje suis (?:un |une )?(?:medecin|docteur|generaliste|\w+logue|\w+iatre|\w+liste|orl|mg)\b"
)


def by_the_assistant(words: str) -> bool | None:
    """Whether a prepared message is written by the assistant, or by a doctor; ``None`` where it does not tell."""
    if _EMPLOYEE.search(words):
        return True
    return False if _DOCTOR.search(words) else None
