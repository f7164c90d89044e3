"""Hear a message: no language model, no randomness, the same for the same words and the same conversation.

What it does and asks is learnt from exemplars (`assistant.reader`). A question that a rule answers is heard as a topic
and an aspect of it; what is left of the domain is explained by the sheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from assistant import clauses
from assistant.aspects import GENERAL, Claim, aspects
from assistant.colleagues import same_question
from assistant.heard import ABOUT_THE_ANSWER, EXPLANATION, GUESSED, SURE, Act, Ask, Heard
from assistant.polarity import affirmed, asks_of_facts_alone
from assistant.reader import WORDS_ALONE, Likely, Reader, alike
from assistant.reading.meanings import defined_by
from assistant.reading.prepared import prepared
from assistant.reading.replies import mends, takes_back, without_what_was_taken_back
from assistant.reading.vocabulary import any_of, lexicon
from assistant.sequels import beside_facts, goes_on, says_facts, without_told_facts
from assistant.succession import likelier
from assistant.turn import Task, Understanding
from rules.catalogue import TOPICS

RIVAL, FAR = 0.1, 0.04  # that of a reading worth giving, beside one that is likely or one that is guessed
PLAIN, PLAINER = 0.96, 0.985  # that of an aspect from which what looks like facts alone asks for it; and in a sequel
FOREIGN = 0.25  # that from which nothing else is supposed to be meant by a question on something else
SURELY_OUT = 0.6  # that from which nothing is searched for a question on something else
SAME_TOPIC, SAME_AREA = 16.0, 3.0  # how many times likelier a message is about what was spoken of
SAME_ASPECT = 0.5  # the same of the very question that was answered: it is seldom put again
EXPLAINED_TOO = 0.05  # probability of an explanation from which the sheets add to a rule's answer
MOST_ASKED = 6  # questions answered at once
MEANT = 0.5  # probability from which a message is believed to ask nothing
SURELY = 0.8  # the same of a longer message
SHORT, LONG = 60, 110  # letters of a short message, and of the longest one that asks nothing
MOST_RIVALS = 2
STILL = "still"  # the reason given where the question before is asked again of what was corrected
FACTS_ONLY = "facts only"  # the reason given where a message says facts and asks nothing
MEANING = "meaning"  # the reason given where what a word means is asked: the conversation then goes on as before
SAME_QUESTION = frozenset({FACTS_ONLY, "clicked", "vague", "learnt"})  # reasons: it is still the one before
_ELSEWHERE = dict.fromkeys(("out_of_scope", "clarification", EXPLANATION), 2.0)  # as what seldom follows: not counted
ACTS = {f"act.{act}": 0.0 for act in Act}  # left out where a question is read


def hear(text: str, understanding: Understanding, previous: str | None = None, reader: Reader = WORDS_ALONE) -> Heard:
    """Return what ``text`` does and asks; ``previous`` is the label of the last question of the conversation."""
    words, ear = _BECAUSE.sub("", prepared(text).text.strip()), _Ear(reader)
    if previous and _ANOTHER_SUBJECT.match(words):
        previous = None
    if defined_by(words):
        return Heard(Act.ASK, (Ask(EXPLANATION, words=words),), reason=MEANING)
    if previous and understanding.facts:
        words = without_what_was_taken_back(words).strip()
    return ear.no_question(words, understanding, previous) or ear.question(words, understanding, previous)


def going_back(label: str) -> Heard:
    """Return a message that goes back to the last question: a choice that was clicked."""
    topic, _, aspect = label.partition("/")
    return Heard(Act.ASK, (Ask(topic, aspect),), True, reason="clicked")


@dataclass(frozen=True, slots=True)
class _Ear:
    """Hears prepared words with a reader."""

    reader: Reader

    def no_question(self, words: str, understanding: Understanding, previous: str | None) -> Heard | None:
        off = _cues("hors_sujet")
        if refused := _refused(words, off):
            return Heard(refused)
        if understanding.vague and previous:  # « beaucoup », where a number was asked for
            return Heard(Act.ASK, (self._ask(previous, words),), True, reason="vague")
        if label := _names().get(words.rstrip(" .?!")):  # a reading that was offered, and chosen
            return Heard(Act.ASK, (self._ask(label, words),), reason="chosen")
        act, left = self._act(words, previous), beside_facts(words, understanding)
        politeness = off["politesse"].sub(" ", words)
        if politeness != words and not re.search(r"[a-z]{2}|\d", politeness):  # « et à trois ? » is no greeting
            act = Act.THANK if act is Act.THANK or "merci" in words else Act.GREET
        if act is Act.RESET and "?" in words and not understanding.reset:  # « au pire, zéro ? »
            act = None
        mended = takes_back(words) or act not in ABOUT_THE_ANSWER or not left
        if act is None or (understanding.facts and mended):
            return None
        if act in ABOUT_THE_ANSWER and previous is None:
            return Heard(act if act is Act.COMPLAIN else Act.UNCLEAR, reason=act)
        asks = (self._ask(previous, words),) if previous and act in ABOUT_THE_ANSWER else ()
        return Heard(act, asks, going_on=bool(asks), reason="learnt")

    def _act(self, words: str, previous: str | None) -> Act | None:
        """What the message does, where it is short and like an exemplar of something else than a question."""
        if previous and (act := _of_the_answer(words)):
            return act
        read = self.reader.read(words).leaning({previous.partition("/")[0]: SAME_TOPIC} if previous else {})
        brief = len(words) <= SHORT and read.label != f"act.{Act.DISTRESS}"  # « et en ce moment ? » is no cry for help
        plain = read.label in ACTS and read.share >= (MEANT if brief else SURELY)
        plain = plain and len(words) <= LONG
        return Act(read.label.removeprefix("act.")) if plain else None

    def question(self, words: str, understanding: Understanding, previous: str | None) -> Heard:
        premise = None if _dated(understanding) else _premise(words)  # in the past it may have been true
        several = clauses.questions(words)
        numbered = clauses.is_numbered(words)
        if len(several) == 1 and previous and understanding.facts and mends(several[0].told):
            return self._after_a_correction(several[0].words, understanding, previous, premise)
        if len(several) > 1:
            asks = list(self._several(several, understanding, previous))
            if len(asks) > 1:
                return Heard(Act.ASK, tuple(asks[:MOST_ASKED]), premise=premise, numbered=numbered, reason="several")
        before = previous.partition("/")[0] if previous else None
        left = beside_facts(words, understanding, before if before in TOPICS else None)
        if previous and before:
            heard = self._going_on(words, understanding, previous, premise)
            if len(several) == 1 and several[0].told and _share(heard) < GUESSED:  # « lui est en secteur 1. Sa part ? »
                heard = max(heard, self._going_on(several[0].words, understanding, previous, premise), key=_share)
            asked = heard.going_on and heard.asks[0].share >= PLAINER
            little = not left or (len(left) == 1 and not (heard.asks and heard.asks[0].sure))
            corrects = takes_back(words) or understanding.corrects
            little = little or (not several and corrects)  # « pardon, j’ai mal lu : il en a 160, pas 610 »
            named = any(item.how == "asked" for item in understanding.mentions)  # « p50 pédiatre = ? »
            told = understanding.facts or understanding.regime  # « et si c’était un contrat collectif ? »
            supposes = understanding.supposed and told and _IF_SO.match(words) and not _ASKS_MORE.search(words)
            if supposes or (little and says_facts(understanding) and not (asked or named)):
                whole = f"{before}/total" if understanding.wants_total else ""  # « et sur les 5 ans ? »
                label = whole if whole in aspects() else same_question(previous)
                return Heard(Act.ASK, (self._ask(label, words),), True, premise=premise, reason=FACTS_ONLY)
            return heard if "?" in words or not understanding.facts or clauses.asks(words) else _putting_nothing(heard)
        if not left and not self._asks_plainly(words) and (topic := topic_of_facts(understanding)):
            return Heard(Act.ASK, (Ask(topic, words=words),), premise=premise, reason=FACTS_ONLY)
        return self._standing_alone(words, understanding, premise)

    def _after_a_correction(
        self, words: str, understanding: Understanding, previous: str, premise: str | None
    ) -> Heard:
        """« Pardon, 150 et pas 130. Il le passait encore ? »: what is asked stands after what is corrected."""
        if _STILL.search(words) and len(words) <= SHORT and not _OF_THE_AID.search(words):
            return Heard(Act.ASK, (self._ask(same_question(previous), words),), True, premise=premise, reason=STILL)
        return self._going_on(words, understanding, previous, premise)

    def _asks_plainly(self, words: str) -> bool:
        """Whether words that look like facts alone are much like a question: « signé en 2022, j’en suis où ? »."""
        return self.reader.read(words).share >= PLAIN

    def _several(
        self, asked: Iterable[clauses.Clause], understanding: Understanding, previous: str | None
    ) -> Iterable[Ask]:
        """Yield what each clause asks, once; one that means nothing alone goes on from the one before it.

        So does one that means more after it: « et je dois rembourser ? », of a contract that is ended.
        """
        seen: set[str] = set()
        before = previous
        for rank, clause in enumerate(asked):
            alone = f"{clause.told} {clause.words}".strip()
            heard = self._standing_alone(alone, understanding, None)
            if clause.told and _share(heard) < GUESSED:  # a long preface may hide what is asked
                heard = max(heard, self._standing_alone(clause.words, understanding, None), key=_share)
            if before and (rank or heard.act is not Act.ASK or goes_on(clause.words)):
                sequel = self._going_on(clause.words, understanding, before, None)
                if previous and _share(sequel) < SURE:  # both questions may go on from the one before them
                    beside = self._going_on(clause.words, understanding, previous, None)
                    sequel = beside if _share(beside) >= SURE else sequel
                least = max(SURE, _share(sequel))
                clear = heard.act is Act.ASK and heard.asks[0].share >= least and not goes_on(clause.words)
                heard = heard if clear else sequel
            for ask in heard.asks:
                before = ask.label
                guessed = seen and (ask.topic == EXPLANATION or ask.share < GUESSED)
                if ask.label not in seen and not guessed:
                    seen.add(ask.label)
                    yield ask

    def _going_on(self, words: str, understanding: Understanding, previous: str, premise: str | None) -> Heard:
        """A sequel: about the same topic unless its words are clearly of another."""
        topic = previous.partition("/")[0]
        area = topic.partition(".")[0]
        near = {name: SAME_AREA for name in TOPICS if name.startswith(f"{area}.") and name != topic}
        follows = likelier(previous)
        own = {topic: SAME_TOPIC * alike(words, topic), previous: SAME_ASPECT * follows.get(previous, 1.0)}
        likely = self.reader.read_on(words, previous).leaning({**_ELSEWHERE, **follows, **near, **own, **ACTS})
        heard = self._as_read(words, understanding, likely, premise)
        return replace(heard, going_on=any(ask.topic == topic for ask in heard.asks))

    def _standing_alone(self, words: str, understanding: Understanding, premise: str | None) -> Heard:
        asked = dict.fromkeys((words, without_told_facts(words, understanding)))  # what is told may name what is asked
        likely = max(map(self.reader.read, asked), key=lambda read: read.share)
        return self._as_read(words, understanding, likely.leaning(ACTS), premise)

    def _as_read(self, words: str, understanding: Understanding, likely: Likely, premise: str | None) -> Heard:
        """Return the likeliest reading, with its rivals where it is not sure."""
        label, share = likely.label, likely.share
        reason, subject = f"{label} {share:.2f}", _other_subject(words)
        out = likely.of(Act.OUT_OF_SCOPE)
        named = subject in _NEVER_OURS and out > RIVAL and share < SURE
        if out >= SURELY_OUT or named or (label == Act.OUT_OF_SCOPE and subject != "unknown"):
            return Heard(Act.OUT_OF_SCOPE, subject=subject, reason=reason)
        if label == Act.UNCLEAR:
            return Heard(Act.UNCLEAR, premise=premise, reason=reason)
        least = RIVAL if share >= GUESSED else FAR
        rivals = [name for name in likely.above(least) if "/" in name and name != label][:MOST_RIVALS]
        rivals = rivals if out < FOREIGN else []
        if "/" not in label:  # the sheets are searched for what is not surely something else
            ask = Ask(EXPLANATION, words=words, share=share if label == EXPLANATION else 0.0, rivals=tuple(rivals))
        else:
            topic = label.partition("/")[0]
            decided = of_tasks(topic, understanding.tasks)
            label = label if decided == topic else likely.first(decided)
            others, explained = [] if share >= SURE else rivals, likely.of(EXPLANATION) >= EXPLAINED_TOO
            ask = self._ask(label, words, share=share, rivals=others, explained=explained)
        return Heard(Act.ASK, (ask,), premise=premise, reason=reason)

    def _ask(
        self, label: str, words: str, *, share: float = 1.0, rivals: Iterable[str] = (), explained: bool = False
    ) -> Ask:
        topic, _, aspect = label.partition("/")
        ask = Ask(topic, aspect or GENERAL, words, share, tuple(rivals), explained)
        return putting(words, ask, self.reader) if words else ask


def putting(words: str, ask: Ask, reader: Reader) -> Ask:
    """Return a question with what its words put forward: « est-il faux que… ? » puts the contrary of the rest."""
    first = _OTHERWISE.sub(" ", words[: words.rfind("?") + 1] or words)
    said = _POLITE.sub(r"\1 \2", _FALSE.sub("", first))
    affirms = affirmed(said)
    contrary, denies = _FALSE.search(first) is not None, affirms != said
    if (told := _IS_IT_SO.sub(" ?", said)) != said:  # « …, je ne me trompe pas ? » denies nothing
        denies = False
        if affirmed(told) != told:  # « personne ne contrôle, c’est bien ça ? » puts the denial itself
            affirms, contrary = affirmed(told), not contrary
    puts, turned = reader.puts(affirms, ask.label), contrary and not denies
    return replace(
        ask, puts=_CONTRARY.get(puts, puts) if turned else puts, denies=denies and not contrary, false=turned
    )


def putting_as_before(
    heard: Heard, before: tuple[str, str | None], words: str, understanding: Understanding, reader: Reader
) -> Heard:
    """Return a sequel with what the question ``before`` put, its words and label: « pardon, 718 » puts the same.

    So does « et si elle adhère en janvier ? », where its own words put nothing.
    """
    same, adds = heard.reason in SAME_QUESTION, asks_of_facts_alone(words)
    question, label = prepared(before[0]).text.strip(), before[1]

    def put(ask: Ask) -> Ask:
        if same:
            return putting(question, ask, reader)
        goes_on = adds and ask.puts is Claim.OPEN and (understanding.facts or ask.label == label)
        likewise = putting(question, ask, reader) if goes_on else ask
        # « et secteur 3 ? » after « c’est mort ? » asks whether it is open
        return likewise if likewise.puts is Claim.FAVOURABLE else ask

    return replace(heard, asks=tuple(map(put, heard.asks)))


_IF_SO = re.compile(  # « et s’il adhérait à l’OPTAM ? » supposes a fact, and asks the question before
    r"\W*(?:(?:et|mais|ok|bon|alors|maintenant)\W+)*s(?:i |'ils? )[^,;:?]*\?*$"
)
_BECAUSE = re.compile(  # « et à mi-temps ? Parce que plein temps… »
    r"(?<=\?)\W*(?:parce qu[e']|car|vu qu[e']|puisqu[e'])[^?]*$"
)
_ASKS_MORE = re.compile(  # « et si elle était infirmière elle devrait faire le CQP ? » asks of it
    r"\b(?:(?:devr|pourr|aur|ser|faudr|toucher|recevr|percevr)(?:ais|ait|ions|iez|aient)|combien|quel(?:le)?s?|quand|faut|"
    r"d(?:oi[st]|evons)|peu[tx]|pouvons|(?:ai|a|avons) droit|est-ce)\b|-(?:je|il|elle|on)\b"
)
_ANOTHER_SUBJECT = re.compile(
    r"\W*(?:[^.?!]{1,25}[.!] )?(?:(?:bon|ok|merci|bien|alors|et|sinon)\W+)*"
    r"(?:(?:une? )?autre (?:sujet|question|chose|point)|un tout autre (?:cas|dossier|sujet))\b|"
    r"\W*(?:(?:bon|ok|merci|alors)\W+)*(?:changeons|je change|on change) de sujet\b|\W*rien a voir\b"
)
_SOURCE = re.compile(  # « d’où ça vient ? », « vous la sortez d’où, cette tolérance ? », « ça vient de quel texte ? »
    r"\bd'ou (?:ca|cela|vient|viennent|vous|tu|sort\w*|tenez|c'est)\b[^?!;.,]*\??|"
    r"\b(?:ca |cela )?(?:vient|viennent|sort\w*|tenez|trouve\w*) (?:ca |cela )?"
    r"(?:d'ou|de quel(?:le)? (?:texte|article|source|document|avenant|convention|loi|page|accord|regle\w*))\b"
    r"[^?!;.,]*\??|"
    r"(?:^|[.?!;,] )d'ou ?(?=[?!.]|$)"
)
_DOUBT = re.compile(  # « vous êtes sûr pour les 775 ? », not « vous êtes sûr que je peux l’embaucher ? »
    r"\b(?:(?:vous|tu|t') ?(?:en )?(?:etes|es)|etes-vous|es-tu) (?:bien |vraiment |absolument |certains? et )?"
    r"(?:sure?s?|certaine?s?)\b(?! (?:que?\b|qu'))[^?!;.,]*\??|"
    r"(?:^|[.?!;,] )(?:(?:ah|hum|euh|et),? )?sure?s?(?: de vous| et certaine?)? ?\?+"
)
_OF_THE_AID = re.compile(r"\b(?:l'aide|la subvention)\b")
_STILL = re.compile(r"\b(?:encore|toujours|quand meme|malgre tout)\b")
_OTHERWISE = re.compile(  # « je peux demander ou il faut attendre ? » is answered on the first of the two
    r"(?<=\w{3}) ou (?:bien |alors )?(?=(?:je|j'|tu|il|elle|on|nous|vous|ca|cela|c'est) ?(?!y )\w+ \w)[^?]*"
)
_IS_IT_SO = re.compile(
    r"[,.:…] ?(?:c'est (?:bien )?(?:ca|exact|vrai|juste)|on est (?:bien )?d'accord|exact|vrai|correct|vous confirmez|"
    r"j'ai (?:bien|tout) compris|je (?:ne )?(?:me )?trompe(?: pas)?) ?\?*$"
)
_POLITE = re.compile(  # « je me demandais si je ne pouvais pas la prendre… » denies nothing
    r"\b((?:demand|cherch)\w+ si (?:je|on|nous|elle|il)) ne (\w+) pas\b"
)
_FALSE = re.compile(
    r"\b(?:est-(?:il|ce)|c'est|serait-(?:il|ce))(?: donc| bien| vraiment)? (?:faux|inexact|une erreur)"
    r"(?: (?:de (?:dire|penser|croire) )?(?:qu'|que ))?|"  # « une copine m’a dit 3 ans, elle se trompe ? »
    r"\b(?:elles?|ils?|on) (?:(?:se|s'est|se sont) (?:plant|tromp|gour)\w+|(?:a|ont|aurai(?:t|ent)) tort|"
    r"(?:dit|raconte)(?:nt)? n'importe quoi)"
)
_CONTRARY = {Claim.FAVOURABLE: Claim.UNFAVOURABLE, Claim.UNFAVOURABLE: Claim.FAVOURABLE}


def _of_the_answer(words: str) -> Act | None:
    """Whether a message asks where the answer comes from, or doubts it, and nothing else: « 775 ? sûr ? j’ai 640 »."""
    left = _DOUBT.sub(" ", _SOURCE.sub(" ", words))
    if left == words or any(clauses.asks(part) for part in re.split(r"[.;!,]", left)):
        return None
    return Act.SOURCE if _SOURCE.search(words) else Act.DOUBT


def _putting_nothing(heard: Heard) -> Heard:
    """Return what is asked where the message only tells facts: « on est hors ZIP » puts nothing forward."""
    return replace(heard, asks=tuple(replace(ask, puts=Claim.OPEN, denies=False, false=False) for ask in heard.asks))


def _share(heard: Heard) -> float:
    return max((ask.share for ask in heard.asks), default=0.0)


@cache
def _cues(name: str) -> Mapping[str, re.Pattern[str]]:
    return {entry: any_of(patterns) for entry, patterns in lexicon(name).items()}


@cache
def _names() -> Mapping[str, str]:
    return {prepared(aspect.name).text.strip(): aspect.label for aspect in aspects().values()}


def _refused(words: str, off: Mapping[str, re.Pattern[str]]) -> Act | None:
    if off["abus"].search(words):
        return Act.ABUSE
    if off["injection"].search(words):
        return Act.INJECTION
    return Act.FOREIGN if _is_foreign(words) else None


def of_tasks(topic: str, tasks: tuple[Task, ...]) -> str:
    """Return the topic of the most delicate of the tasks named, when the question is about tasks."""
    about_tasks = topic in TOPICS and TOPICS[topic].tasks
    return max((task.topic for task in tasks), key=lambda name: TOPICS[name].tasks) if about_tasks and tasks else topic


_NEVER_OURS = frozenset({"cotation", "ipa", "asalee", "autre_profession"})  # even beside « assistante »
_NO_REASON = frozenset({"abus", "injection", "politesse", "confidentialite"})  # entries that are not another subject


def _other_subject(words: str) -> str:
    """Name the subject of a question that is not about the aid, so that the answer can say whom to ask."""
    off = _cues("hors_sujet")
    return next((name for name in off if name not in _NO_REASON and off[name].search(words)), "unknown")


def _dated(understanding: Understanding) -> bool:
    signed = any(item.field == "signed_on" for item in understanding.facts)
    return signed or understanding.partial_signature is not None or understanding.regime is not None


def _premise(words: str) -> str | None:
    return next((name for name, pattern in _cues("premisses").items() if pattern.search(words)), None)


def topic_of_facts(understanding: Understanding) -> str | None:
    """Return the topic of a message that holds facts alone: the one that most of them ask about."""
    fields = {item.field for item in understanding.facts} | understanding.ambiguous
    if fields & {"specialty", "secteur"}:
        fields -= {"percentile"}  # then it is said of the doctor, not of what she is paid
    if understanding.asked_years or understanding.wants_total:
        fields |= {"contract_year"}
    shared = {topic.id: len(topic.facts & fields) for topic in TOPICS.values()}
    best = max(shared, key=lambda topic: shared[topic])
    return best if shared[best] else None


@cache
def _languages() -> tuple[frozenset[str], frozenset[str]]:
    words = lexicon("langues")
    french = frozenset(words["francais"].split())
    return french, frozenset(words["etrangeres"].split()) - french


def _is_foreign(words: str) -> bool:
    """Whether the question is not in French: another script, or more foreign little words than French ones."""
    letters = [char for char in words if char.isalpha()]
    if letters and sum("a" <= char <= "z" for char in letters) < len(letters) / 2:
        return True
    french, foreign = _languages()
    tokens = re.findall(r"[a-z']+", words)
    strange = sum(token in foreign for token in tokens)
    return strange >= 2 and strange > sum(token in french for token in tokens)
