"""What the staff read and decide beside their documents: contradictions, questions, state."""

import errno
import json
import logging
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from staff import PASSWORD, TODAY, Staff, entered, room, told
from staff_note import NOTE, WRONG, asked, note

from assistant.answer import Kind, Request
from assistant.contradictions import Contradiction
from assistant.service import Assistant, build
from corpus.local import read_local, save_local
from corpus.read_report import ReadReport, Remark
from rag import Retriever
from rag.faults import FULL
from ui.staff import documents, errors
from ui.staff.audit import Audit
from ui.staff.comparing import Comparison
from ui.staff.errors import RECENT, Recent


@pytest.fixture
def staff(tmp_path: Path, noted: Assistant) -> Iterator[Staff]:
    with room(tmp_path, noted, journal=True) as served:
        yield entered(served)


def compared(staff: Staff) -> str:
    """Open the list, once all is compared."""
    deadline = time.monotonic() + 180
    while "La comparaison est en cours" in staff.open("contradictions"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return told(staff)


def contradiction(staff: Staff) -> str:
    return str(re.findall(r"gestion/(contradictions/\w+)", staff.page.text)[0])


def test_what_a_document_says_otherwise_is_listed_with_what_the_texts_say(staff: Staff) -> None:
    shown = compared(staff)
    assert "Note aux cabinets" in shown
    assert "Les textes disent : 38 000 €" in shown
    assert "1 phrase à relire" in staff.open("").replace("\u00a0", " ")


def test_said_to_be_of_the_cpts_it_is_quoted_as_the_rest_until_it_is_put_back(
    staff: Staff, tmp_path: Path, noted: Assistant
) -> None:
    question = "combien pour un temps plein la première année ?"

    def quoted() -> list[bool]:
        noted.corpus_is(build(tmp_path, embedding_model="lexical", today=lambda: TODAY).corpus)
        return [part.differs for part in noted.ask(Request(question=question)).parts if part.kind == "local"]

    assert quoted() == [True]
    compared(staff)
    assert "Les réponses sur l’aide nationale ne changent pas." in told(staff)
    to = contradiction(staff)
    staff.send(f"/gestion/{to}", action="confirmer")
    assert "Rien à relire." in told(staff)
    assert "Citée comme le reste du document." in told(staff)
    assert "phrase à relire" not in staff.open("").replace("\u00a0", " ")
    assert quoted() == [False]
    compared(staff)
    staff.send(f"/gestion/{to}", action="relire")
    assert "Phrase remise à relire." in told(staff)
    assert quoted() == [True]
    lines = [json.loads(line)["what"] for line in (tmp_path / "gestion/audit.jsonl").read_text("utf-8").splitlines()]
    assert lines[1:] == ["phrase qui parle de la CPTS", "phrase remise à relire"]


def test_a_sentence_that_names_who_pays_the_national_aid_is_not_of_the_cpts(
    staff: Staff, tmp_path: Path, noted: Assistant
) -> None:
    text = "## Montant\n\nL’aide de l’Assurance Maladie à temps plein est de 36 000 € la première année."
    save_local(tmp_path / "documents", note(text=text))
    noted.corpus_is(build(tmp_path, embedding_model="lexical", today=lambda: TODAY).corpus)
    compared(staff)
    staff.send(f"/gestion/{contradiction(staff)}", action="confirmer")
    assert staff.page.status_code == 422
    assert "nomme l’Assurance Maladie" in told(staff)
    assert "Corrigez-la ci-dessous." in told(staff)
    assert "Citée comme le reste du document." not in told(staff)


def test_what_was_said_of_a_sentence_falls_with_its_document(staff: Staff, tmp_path: Path) -> None:
    compared(staff)
    staff.send(f"/gestion/{contradiction(staff)}", action="confirmer")
    staff.open("documents/local-note/retirer")
    staff.send("/gestion/documents/local-note/retirer")
    save_local(tmp_path / "documents", note())
    assert "1 phrase à relire" in staff.open("").replace("\u00a0", " ")


def test_two_people_who_decide_at_once_are_both_kept(tmp_path: Path, noted: Assistant) -> None:
    other = "Le contrat dure trois ans."
    save_local(tmp_path / "documents", note(text=f"{WRONG}\n\n## Durée\n\n{other}"))
    noted.corpus_is(build(tmp_path, embedding_model="lexical", today=lambda: TODAY).corpus)
    both, kept = threading.Barrier(2), save_local

    def met(*given: Any) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(1)  # for the other one to have read too, where nothing keeps it out
        kept(*given)

    with room(tmp_path, noted) as served, pytest.MonkeyPatch.context() as patched:
        staff = entered(served)
        compared(staff)
        to = set(re.findall(r'action="[./]*(gestion/contradictions/\w+)"', staff.page.text))
        token = staff.token
        patched.setattr(documents, "save_local", met)

        def post(path: str) -> int:
            sent = {"jeton": token, "action": "confirmer"}
            return served.post(f"/{path}", data=sent, follow_redirects=False).status_code

        with ThreadPoolExecutor(2) as deciding:
            assert list(deciding.map(post, to)) == [303, 303]
    (document,) = read_local(tmp_path / "documents").documents
    assert set(document.settled) == {WRONG, other}


def test_a_comparison_that_failed_is_made_again_and_never_finds_nothing() -> None:
    class Failing:
        edition, looks = 1, 0

        def contradictions(self) -> list[Contradiction]:
            self.looks += 1
            if self.looks == 1:
                raise ValueError("of this test")
            return []

    comparison = Comparison(Failing())

    def looked() -> list[Contradiction] | None:
        found = comparison.found()
        for thread in threading.enumerate():
            if thread.name == "compare":
                thread.join(10)
        return found

    assert [looked(), looked(), looked()] == [None, None, []]


def test_what_was_not_read_waits_until_somebody_has_seen_it(staff: Staff, tmp_path: Path) -> None:
    remarks = (Remark(kind="images", count=2), Remark(kind="file_date", detail="23/12/2013"))
    report = ReadReport(words=9, sections=1, tables=0, remarks=remarks)
    save_local(tmp_path / "documents", note(report=report, given=("published",)))
    assert "1 document à vérifier" in staff.open("").replace("\u00a0", " ")
    staff.open("documents/local-note")
    assert "2 images" in told(staff)
    assert "23/12/2013" not in told(staff)  # decided since
    seen = staff.form("documents/local-note/verifier")
    more = ReadReport(words=9, sections=1, tables=0, remarks=(*remarks, Remark(kind="images", count=3)))
    save_local(tmp_path / "documents", note(report=more, given=("published",)))  # a version given since
    staff.send("/gestion/documents/local-note/verifier", **seen)
    assert staff.page.status_code == 409
    assert "a été lu de nouveau" in told(staff)
    assert "3 images" in told(staff)
    staff.send("/gestion/documents/local-note/verifier", **staff.form("documents/local-note/verifier"))
    assert "n’attend plus personne" in told(staff)
    assert "Vous avez vérifié" in told(staff)
    assert "document à vérifier" not in staff.open("").replace("\u00a0", " ")
    assert "2 images" not in staff.open("documents").replace("\u00a0", " ")


def test_its_document_may_end(staff: Staff, tmp_path: Path) -> None:
    compared(staff)
    staff.send(f"/gestion/{contradiction(staff)}", action="dater", dernier="")
    assert "Dernier jour où il vaut : donnez une date." in told(staff)
    staff.send(f"/gestion/{contradiction(staff)}", action="dater", dernier="2026-11-01")
    assert "Rien à relire." in told(staff)
    (document,) = read_local(tmp_path / "documents").documents
    assert str(document.valid_to) == "2026-11-01"
    assert document.given == ("valid_to",)


def test_the_sentence_is_corrected_where_it_is_listed(staff: Staff, tmp_path: Path) -> None:
    compared(staff)
    to = contradiction(staff)
    assert f"\n{WRONG}</textarea>" in staff.page.text
    staff.send(f"/gestion/{to}", action="corriger", phrase="  ")
    assert "La phrase corrigée : elle est vide." in told(staff)
    staff.send(f"/gestion/{to}", action="corriger", phrase="Mme Dupont Jeanne, née le 03/04/1950, est suivie.")
    assert "semble identifier un patient" in told(staff)
    staff.send(f"/gestion/{to}", action="corriger", phrase=f" {WRONG}")
    assert "elle est restée la même" in told(staff)
    staff.send(f"/gestion/{to}", action="corriger", phrase=WRONG.replace("40 000", "38 000"))
    assert "Correction enregistrée." in told(staff)
    assert "Rien à relire." in told(staff)
    (document,) = read_local(tmp_path / "documents").documents
    assert document.text == NOTE.replace("40 000", "38 000")
    assert document.given == ("text",)


def test_what_was_typed_of_a_sentence_comes_back_with_why_it_is_refused_and_once_the_visit_is_over(
    staff: Staff, tmp_path: Path
) -> None:
    compared(staff)
    to = f"{contradiction(staff)}/phrase"
    typed = "Mme Dupont Jeanne, née le 03/04/1950, est suivie."
    staff.send(f"/gestion/{to}", action="corriger", phrase=typed)
    assert staff.form(to)["phrase"] == typed
    assert "<details open><summary>Corriger cette phrase" in staff.page.text
    staff.client.cookies.clear()
    staff.send(f"/gestion/{to}", action="corriger", phrase="L’aide est de 38 000 €.")
    staff.send(f"/gestion/{to}", phrase="L’aide est de 38 000 €.", mot=PASSWORD)
    assert staff.form(to)["phrase"] == "L’aide est de 38 000 €."
    save_local(tmp_path / "documents", note(valid_from=TODAY))
    staff.send(f"/gestion/{contradiction(staff)}", action="dater", dernier="2026-11-02")
    assert 'value="2026-11-02"' in staff.page.text


def test_a_sentence_that_somebody_corrected_meanwhile_is_not_said_to_be(staff: Staff, tmp_path: Path) -> None:
    compared(staff)
    to = contradiction(staff)
    meanwhile = NOTE.replace(
        "L’aide pour un assistant à temps plein est", "Pour un assistant à temps plein, l’aide est"
    )
    save_local(tmp_path / "documents", note(text=meanwhile))
    staff.send(f"/gestion/{to}", action="corriger", phrase="L’aide est de 38 000 €.")
    assert staff.page.status_code == 409
    assert "Cette phrase n’est plus dans le document" in told(staff)
    assert "document corrigé" not in (tmp_path / "gestion/audit.jsonl").read_text("utf-8")


def test_corrected_or_removed_it_is_listed_no_more(staff: Staff, tmp_path: Path) -> None:
    compared(staff)
    to = contradiction(staff)
    save_local(tmp_path / "documents", note(text=NOTE.replace("40 000", "38 000")))
    staff.open("contradictions")
    assert "Rien à relire." in told(staff)
    staff.send(f"/gestion/{to}", action="confirmer")
    assert "n’est plus à relire" in told(staff)


def test_the_state_says_what_there_is_and_what_to_read_again(staff: Staff, tmp_path: Path, noted: Assistant) -> None:
    (tmp_path / "documents/local-abime.md").write_text("rien d’utilisable", "utf-8")
    staff.open("etat")
    shown = told(staff)
    assert "1 document, 1 illisible" in shown
    assert str(tmp_path) in shown
    assert f"{len(noted.retriever().passages)} passages".replace(" ", "") in shown.replace(" ", "")
    assert "Go libres" in shown
    assert "Les explications sont prêtes." in shown
    ours = [source for source in noted.corpus.sources.values() if not source.local]
    oldest = min(ours, key=lambda one: (one.checked_on, one.id)).title
    assert " ".join(oldest.replace("\u202f", " ").split()) in shown
    assert re.search(r"Si elle a changé, à relire : (\d+ fiches? et )?\d+ (valeurs?|fiches?)", shown)
    assert "entrée" in shown
    assert "Sources à relire (0) Aucune aujourd’hui. La première le sera le" in shown
    assert "source à relire" not in staff.open("").replace("\u00a0", " ")
    assert "1 document illisible" in staff.open("").replace("\u00a0", " ")


def test_the_state_says_why_the_index_does_not_follow(staff: Staff, noted: Assistant) -> None:
    def full() -> Retriever:
        raise OSError(errno.ENOSPC, "full")

    noted._searching.reopen(full)
    staff.open("etat")
    assert f"{FULL.reason}. {FULL.mend}".replace("\u00a0", " ") in told(staff).replace("\u00a0", " ")


def test_a_source_past_its_day_is_to_be_read_again_until_somebody_has(tmp_path: Path, noted: Assistant) -> None:
    ours = [source for source in noted.corpus.sources.values() if not source.local]
    oldest = min(ours, key=lambda one: (one.checked_on, one.id))
    late = [source for source in ours if source.checked_on == oldest.checked_on]
    day = oldest.reread_by + timedelta(days=1)
    later = Assistant(noted.parameters, noted.corpus, noted.retriever, lambda: day)
    with room(tmp_path, later) as served:
        staff = entered(served)
        assert f"{len(late)} sources à relire" in staff.open("").replace("\u00a0", " ")
        staff.open("etat")
        assert f"Sources à relire ({len(late)})" in told(staff)
        staff.send("/gestion/etat/relire", source=oldest.id)
        assert "C’est noté : cette source sera à relire dans six mois." in told(staff)
        assert f"Sources à relire ({len(late) - 1})" in told(staff)
        assert re.search(rf"source relue : « {re.escape(' '.join(oldest.title.split()))} »", told(staff))
        assert re.search(r"visite du \d\d/\d\d/\d{4} à", told(staff))
        staff.send("/gestion/etat/relire", source="jamais-lue")
        assert staff.page.status_code == 404
    (tmp_path / "gestion/rereads.json").write_text("[]", "utf-8")  # damaged: only asks to read again
    with room(tmp_path, later) as served:
        again = entered(served)
        again.open("etat")
        assert f"Sources à relire ({len(late)})" in told(again)


def test_changes_are_told_by_the_name_of_what_they_were_made_to(staff: Staff, tmp_path: Path) -> None:
    audit = Audit(tmp_path / "gestion")
    for what, about in (("document corrigé", "local-note"), ("valeur retirée", "contrat.demarche.delai_embauche"),
                        ("document retiré", "local-parti")):  # fmt: skip
        audit.add("abcdef01", what, about)
    staff.open("etat")
    assert "document corrigé : « Note aux cabinets »" in told(staff)
    assert "valeur retirée : « Délai pour embaucher après la signature du contrat d’aide »" in told(staff)
    assert "document retiré : « local-parti »" in told(staff)
    assert "abcdef01" not in staff.page.text


def test_the_last_errors_are_kept_without_their_traceback() -> None:
    recent, log = Recent(), logging.getLogger("of.this.test")
    log.addHandler(recent)
    try:
        log.info("not this")
        try:
            raise KeyError("what was asked")
        except KeyError:
            log.exception("could not\nTraceback")
        for number in range(30):
            log.warning("number %d", number)
    finally:
        log.removeHandler(recent)
    assert len(recent.last()) == errors.KEPT
    assert recent.last()[0].what == "number 29"
    recent = Recent()
    recent.emit(logging.LogRecord("x", logging.ERROR, "", 0, "one\ntwo", None, (KeyError, KeyError("secret"), None)))
    assert recent.last()[0].what == "one (KeyError)"


def test_the_log_is_listened_to_once(tmp_path: Path, noted: Assistant) -> None:
    for _ in range(3):
        room(tmp_path, noted)
    assert logging.getLogger().handlers.count(RECENT) == 1


def test_the_audit_keeps_its_last_lines_and_survives_a_damaged_one(tmp_path: Path) -> None:
    audit = Audit(tmp_path, lambda: datetime(2026, 11, 28, tzinfo=UTC))
    assert audit.last(3) == []
    for number in range(100):
        audit.add("abcdef01", "document ajouté", f"local-{number}")
    with (tmp_path / "audit.jsonl").open("a") as file:
        file.write("{damaged\n")
    assert [line.about for line in audit.last(3)] == ["local-99", "local-98"]
    assert (tmp_path / "audit.jsonl").stat().st_mode & 0o077 == 0


def test_its_french_is_set_as_on_the_page(staff: Staff, tmp_path: Path) -> None:
    asked(tmp_path, "et pour un parking ?", Kind.OUT_OF_SCOPE)
    compared(staff)
    pages = ("", "documents", "documents/local-note", "documents/local-note/retirer", "contradictions", "questions",
             "valeurs", "identite", "etat", "nowhere", "depots/aaaaaaaaaaaaaaaaaaaaaa")  # fmt: skip
    for path in pages:
        html = re.sub(r"<textarea.*?</textarea>|<svg.*?</svg>", "", staff.open(path), flags=re.S)
        shown = unescape(re.sub(r"<[^>]+>", "\n", html))
        assert re.findall(r".* [:;?!»].*|.*« .*|.*\d [%€].*|.*\w'\w.*|.*\.\.\..*", shown) == [], path
