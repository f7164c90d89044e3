"""The documents of the staff through the room: what is read is shown, and nothing is added that was not confirmed."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from flyer import FLYER, NEXT, add, at_documents, audit, give, stored
from staff import TODAY, Staff, entered, room, told

from assistant.service import Assistant, build
from ui.staff import deposits


@pytest.fixture
def staff(tmp_path: Path, opened: Assistant) -> Iterator[Staff]:
    with at_documents(tmp_path, opened) as somebody:
        yield somebody


def test_a_file_is_read_shown_and_tried_and_nothing_is_added(staff: Staff, tmp_path: Path) -> None:
    waiting = give(staff)
    shown = told(staff)
    assert waiting.startswith("depots/")
    for words in (
        "Vérifier « aide.md »", "Aide au recrutement du Val-Clair", "CPTS du Val-Clair", "12/05/2026", "1 tableau",
        "Tout a été lu.", "Mardi", "500 euros", "Document de votre CPTS, à confirmer",
        "Ce document dit autre chose : « Oui, les radiologues ont droit", "», les textes disent : non.",
    ):  # fmt: skip
        assert words in shown
    assert stored(tmp_path) == ()
    assert "Aide au recrutement" in staff.open("documents")
    assert "En attente de votre accord Aide au recrutement du Val-Clair aide.md" in told(staff)
    assert "1 fichier en attente de votre accord" in staff.open("").replace("\u00a0", " ")


def test_a_document_that_names_a_patient_is_added_only_once_somebody_looked(staff: Staff, tmp_path: Path) -> None:
    named = "Mme Dupont Jeanne, née le 03/04/1950, est suivie pour un diabète."
    waiting = give(staff, FLYER + f"\n\n{named}\n".encode())
    assert "Ces phrases semblent identifier un patient" in told(staff)
    assert f"« {named} »" in told(staff)
    fields = staff.form(waiting)
    staff.send(f"/gestion/{waiting}", action="ajouter", **fields)
    assert "cochez « J’ai vérifié : rien ici n’identifie un patient »" in told(staff)
    assert stored(tmp_path) == ()
    staff.send(f"/gestion/{waiting}", action="ajouter", aucun_patient="on", **fields)
    assert [document.id for document in stored(tmp_path)] == ["local-aide"]


def test_a_correction_that_names_a_patient_is_kept_only_once_somebody_looked(staff: Staff, tmp_path: Path) -> None:
    add(staff)
    before = stored(tmp_path)
    fields = staff.form("documents/local-aide")
    named = f"{unescape(fields['text'])}\n\nMme Dupont Jeanne, née le 03/04/1950, est suivie pour un diabète."
    staff.send("/gestion/documents/local-aide", **fields | {"text": named})
    assert "cochez « J’ai vérifié : rien ici n’identifie un patient »" in told(staff)
    assert "Ces phrases semblent identifier un patient" in told(staff)
    assert stored(tmp_path) == before
    staff.send("/gestion/documents/local-aide", **fields | {"text": named, "aucun_patient": "on"})
    assert "Mme Dupont" in stored(tmp_path)[0].text
    staff.open("documents/local-aide")
    assert "semblent identifier un patient" not in told(staff)


def test_three_questions_of_ones_own_are_tried(staff: Staff) -> None:
    waiting = give(staff)
    fields = {**staff.form(waiting), "question1": "quand a lieu la permanence du Val-Clair ?", "title": "Mon titre"}
    staff.send(f"/gestion/{waiting}", action="essayer", **fields)
    shown = told(staff)
    assert "Heure : 14 h à 16 h" in shown
    assert staff.form(waiting)["title"] == "Mon titre"  # what was typed is not lost
    staff.send(
        f"/gestion/{waiting}", action="essayer", **{**fields, "question1": "quel vaccin pour un voyage au Pérou ?"}
    )
    assert "Ce document ne serait pas cité." in told(staff)


def test_confirmed_it_is_added_as_decided(staff: Staff, tmp_path: Path) -> None:
    add(staff, title="Notre aide", published="01/2026", valid_to="2027-12-31")
    (document,) = stored(tmp_path)
    assert (document.id, document.title, document.published) == ("local-aide", "Notre aide", "2026-01")
    assert str(document.valid_to) == "2027-12-31"
    assert document.given == ("title", "published", "valid_to")
    assert "Document ajouté." in told(staff)
    assert list((tmp_path / "gestion/deposits").iterdir()) == []
    assert audit(tmp_path) == [("document ajouté", "local-aide")]


@pytest.mark.parametrize("written", ["12 mai 2026", "12/05/26", "2026-05-12", "mai 26", "05/2026"])
def test_a_date_is_read_as_people_write_it(staff: Staff, tmp_path: Path, written: str) -> None:
    add(staff, published=written)
    assert stored(tmp_path)[0].published == ("2026-05-12" if "12" in written else "2026-05")


def test_once_added_nothing_is_left_to_confirm(staff: Staff) -> None:
    add(staff)
    staff.open("documents")
    assert "En attente de votre accord" not in told(staff)
    assert "Vous n’avez rien à confirmer ici." in told(staff)
    assert "am-badge" not in staff.page.text


def test_abandoned_it_leaves_nothing(staff: Staff, tmp_path: Path) -> None:
    waiting = give(staff)
    staff.send(f"/gestion/{waiting}", action="abandonner")
    assert "Rien n’a été ajouté." in told(staff)
    assert stored(tmp_path) == ()
    assert list((tmp_path / "gestion/deposits").iterdir()) == []
    assert "n’attend plus" in staff.open(waiting)


def test_the_same_title_is_asked_about_and_a_new_version_keeps_what_was_decided(staff: Staff, tmp_path: Path) -> None:
    add(staff, publisher="Le bureau")
    waiting = give(staff, NEXT, "aide-novembre.md")
    assert "Un document porte déjà ce titre. En est-ce la nouvelle version ?" in told(staff)
    assert "ce que vous aviez corrigé est gardé : « Éditeur »" in told(staff)
    staff.send(f"/gestion/{waiting}", action="ajouter", remplace="local-aide", **staff.form(waiting))
    assert "Document remplacé." in told(staff)
    (document,) = stored(tmp_path)
    assert (document.id, document.publisher, document.published) == ("local-aide", "Le bureau", "2026-11-03")
    assert "600 euros" in document.text


def test_replaced_from_its_own_page_its_decisions_are_shown_first(staff: Staff, tmp_path: Path) -> None:
    add(staff, title="Notre aide")
    staff.open("documents/local-aide")
    fields = staff.form("documents/local-aide")
    staff.send("/gestion/documents/local-aide", **fields | {"text": unescape(fields["text"]).replace("500", "550")})
    waiting = give(staff, NEXT, "autre-nom.md", remplace="local-aide")
    assert staff.form(waiting)["title"] == "Notre aide"
    staff.send(f"/gestion/{waiting}", action="ajouter", remplace="local-aide", **staff.form(waiting))
    (document,) = stored(tmp_path)
    assert (document.id, document.title, document.published) == ("local-aide", "Notre aide", "2026-11-03")
    assert "600 euros" in document.text  # the text that was shown, and not the one corrected before


def test_two_of_one_title_stay_side_by_side_when_told_so(staff: Staff, tmp_path: Path) -> None:
    add(staff)
    waiting = give(staff, NEXT, "aide.md")
    staff.send(f"/gestion/{waiting}", action="ajouter", remplace="aucun", **staff.form(waiting))
    assert [document.id for document in stored(tmp_path)] == ["local-aide-2", "local-aide"]


def test_the_same_words_are_not_added_twice(staff: Staff, tmp_path: Path) -> None:
    add(staff)
    waiting = give(staff, FLYER, "copie.md")
    staff.send(f"/gestion/{waiting}", action="ajouter", remplace="aucun", **staff.form(waiting))
    assert staff.page.status_code == 409
    assert "mot pour mot" in told(staff)
    assert len(stored(tmp_path)) == 1


def test_a_correction_is_kept_and_a_next_version_does_not_undo_it(staff: Staff, tmp_path: Path) -> None:
    add(staff)
    staff.open("documents/local-aide")
    fields = staff.form("documents/local-aide")
    text = unescape(fields["text"]).replace("Oui, les radiologues ont", "Non, les radiologues n’ont pas")
    staff.send("/gestion/documents/local-aide", **fields | {"text": text, "published": "2026"})
    assert "Correction enregistrée." in told(staff)
    (document,) = stored(tmp_path)
    assert "Non, les radiologues" in document.text
    assert document.published == "2026"
    assert set(document.given) == {"published", "text"}
    assert audit(tmp_path)[-1] == ("document corrigé : Date du document, Texte", "local-aide")


def test_two_tabs_do_not_overwrite_each_other_unseen(staff: Staff, tmp_path: Path) -> None:
    add(staff)
    staff.open("documents/local-aide")
    form = {name: unescape(value) for name, value in staff.form("documents/local-aide").items()}
    staff.send("/gestion/documents/local-aide", **form | {"publisher": "Le pôle RH"})
    late = form | {"text": form["text"].replace("500 euros", "700 euros")}
    staff.send("/gestion/documents/local-aide", **late | {"valid_to": "demain"})
    assert "cette date est impossible" in told(staff)
    assert staff.form("documents/local-aide")["vu"] == form["vu"]  # still what it was filled upon
    staff.send("/gestion/documents/local-aide", **late)
    assert staff.page.status_code == 409
    assert "Éditeur : « Le pôle RH » est enregistré, vous avez écrit « CPTS du Val-Clair »." in told(staff)
    assert "500 euros à chaque cabinet qui recrute un premier assistant médical. » est enregistré" in told(staff)
    assert (stored(tmp_path)[0].publisher, "500 euros" in stored(tmp_path)[0].text) == ("Le pôle RH", True)
    seen = {name: unescape(value) for name, value in staff.form("documents/local-aide").items()}
    staff.send("/gestion/documents/local-aide", **seen | {"publisher": "Le pôle RH"})
    assert "Correction enregistrée." in told(staff)
    assert "700 euros" in stored(tmp_path)[0].text


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("title", "  ", "Titre : il est vide"),
        ("title", "x" * 201, "Titre : il est vide ou trop long"),
        ("published", "31/02/2026", "Date du document : cette date est impossible."),
        ("published", "hier", "cette date n’est pas comprise. JJ/MM/AAAA, MM/AAAA, AAAA"),
        ("published", "12/05", "JJ/MM/AAAA, MM/AAAA, AAAA"),
        ("published", "12/2028", "Date du document : elle est à venir."),
        ("valid_from", "demain", "Premier jour où il vaut : cette date est impossible."),
        ("valid_to", "2020-01-01", "Dernier jour où il vaut : il précède le premier."),
        ("text", "", "Texte : il est vide ou trop long."),
    ],
)
def test_what_cannot_be_kept_is_named_and_what_was_typed_stays(
    staff: Staff, tmp_path: Path, name: str, typed: str, said: str
) -> None:
    add(staff, valid_from="2026-01-01")
    before = stored(tmp_path)
    staff.open("documents/local-aide")
    fields = staff.form("documents/local-aide") | {"publisher": "Quelqu’un d’autre", name: typed}
    staff.send("/gestion/documents/local-aide", **fields)
    assert staff.page.status_code == 422
    assert said in told(staff)
    assert unescape(staff.form("documents/local-aide")["publisher"]) == "Quelqu’un d’autre"
    assert stored(tmp_path) == before


def test_removing_asks_first_then_removes(staff: Staff, tmp_path: Path) -> None:
    add(staff)
    staff.open("documents/local-aide/retirer")
    assert len(stored(tmp_path)) == 1
    staff.send("/gestion/documents/local-aide/retirer")
    assert "Document retiré. Il cessera d’être cité dans les cinq secondes." in told(staff)
    assert stored(tmp_path) == ()
    assert audit(tmp_path)[-1] == ("document retiré", "local-aide")
    assert staff.client.get("/gestion/documents/local-aide").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("film.mp4", b"0" * 100, "Type de fichier non pris en charge"),
        ("vide.md", b"  ", "Fichier vide"),
        ("faux.pdf", b"PK\x03\x04 ceci n'est pas un PDF", "faux.pdf"),
        ("abime.docx", b"PK\x03\x04" + b"x" * 400, "abime.docx"),
        ("../../etc/passwd.md", FLYER, "Nom de fichier impossible"),
        ("note\u202efdp.md", FLYER, "Nom de fichier illisible"),
        ("~$note.docx", FLYER, "Fichier temporaire"),
        ("", b"", "Aucun fichier choisi"),
    ],
)
def test_a_bad_file_is_refused_in_french_and_kept_nowhere(
    staff: Staff, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    _ = staff.give(name, content) if name else staff.send("/gestion/documents")
    assert staff.page.status_code in (403, 413, 422)
    assert said in told(staff)
    assert "Rien n’a été ajouté." in told(staff)
    assert "\u202e" not in staff.page.text
    assert stored(tmp_path) == ()
    assert not list((tmp_path / "gestion").glob("deposits/*"))
    assert not list(tmp_path.parent.glob("**/passwd.md"))


def test_what_a_document_holds_is_shown_and_never_run(staff: Staff) -> None:
    hostile = b"# <script>alert(1)</script> Titre\n\n<img src=x onerror=alert(1)> Un texte assez long pour compter.\n"
    waiting = give(staff, hostile, "piege<b>.md")
    assert "<script" not in staff.page.text
    assert "<img" not in staff.page.text
    assert "piege<b>" not in staff.page.text
    staff.send(f"/gestion/{waiting}", action="ajouter", **{k: unescape(v) for k, v in staff.form(waiting).items()})
    for path in ("documents", "documents/local-piege-b", ""):
        assert "<script" not in staff.open(path)


def test_one_file_at_a_time_and_few_that_wait(staff: Staff, tmp_path: Path) -> None:
    files = [("fichier", (f"{number}.md", FLYER)) for number in range(1_000)]
    refused = staff.client.post("/gestion/documents", data={"jeton": staff.token}, files=files)
    assert refused.status_code == 400
    assert "un seul fichier à la fois" in refused.text
    for number in range(deposits.MOST):
        assert give(staff, FLYER + f"\n\nNuméro {number}.".encode(), f"{number}.md").startswith("depots/")
        staff.open("documents")
    staff.give("encore.md", FLYER)
    assert staff.page.status_code == 429
    assert "Trop de fichiers attendent" in told(staff)
    assert len(list((tmp_path / "gestion/deposits").iterdir())) == deposits.MOST
    assert stored(tmp_path) == ()


def test_a_second_file_is_not_kept_waiting_behind_the_first(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, turned_away = deposits.take, threading.Event()

    def slow(*given: Any) -> deposits.Deposit:
        turned_away.wait(30)
        return kept(*given)

    monkeypatch.setattr("ui.staff.deposits.take", slow)
    data = {"jeton": staff.token}

    def post(name: str) -> int:
        return staff.client.post("/gestion/documents", data=data, files={"fichier": (name, FLYER)}).status_code

    with ThreadPoolExecutor(2) as both:
        sent = [both.submit(post, name) for name in ("a.md", "b.md")]
        first = next(done.result() for done in as_completed(sent))
        turned_away.set()
        assert (first, sorted(done.result() for done in sent)) == (503, [200, 503])


def test_what_waited_too_long_is_forgotten(staff: Staff, tmp_path: Path) -> None:
    waiting = give(staff)
    os.utime(tmp_path / "gestion" / "deposits" / waiting.removeprefix("depots/"), (0, 0))
    staff.open("documents")
    assert list((tmp_path / "gestion/deposits").iterdir()) == []
    assert "oublié après deux heures" in staff.open(waiting)


def test_a_document_that_went_meanwhile_is_told(staff: Staff, tmp_path: Path) -> None:
    add(staff)
    staff.open("documents/local-aide")
    fields = staff.form("documents/local-aide")
    (tmp_path / "documents/local-aide.md").unlink()
    staff.send("/gestion/documents/local-aide", **fields)
    assert staff.page.status_code == 404
    assert "n’existe plus" in told(staff)


def test_until_the_index_is_open_nothing_is_tried_but_all_can_be_added(tmp_path: Path) -> None:
    closed = build(tmp_path, embedding_model="lexical", today=lambda: TODAY)
    with room(tmp_path, closed) as served:
        somebody = entered(served)
        somebody.open("documents")
        add(somebody)
    assert len(stored(tmp_path)) == 1


def test_served_under_a_path_its_links_and_its_cookie_follow(tmp_path: Path, opened: Assistant) -> None:
    with (
        room(tmp_path, opened) as served,
        TestClient(served.app, base_url="https://assistant.example", root_path="/assistant") as under,
    ):
        page = under.get("/assistant/gestion/entrer")
        assert "Path=/assistant/gestion" in page.headers["set-cookie"]
        assert 'action="../gestion/entrer"' in page.text
