"""The words of the command line. Each command is imported when it is called: ``--help`` waits for no library."""
# ruff: noqa: PLC0415 — that is what the imports inside functions are for

from __future__ import annotations

import argparse
import importlib.metadata
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from cli import argparse_in_french
from cli.profile import add_profile
from rules.regimes import REGIMES

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    argparse_in_french.install()
    root = argparse.ArgumentParser(
        prog="assistant-medical", description="L’aide à l’emploi d’un assistant médical\u00a0: chiffres et sources."
    )
    root.add_argument("--version", action=_Version, nargs=0, help="dire la version, et s’arrêter")
    commands = root.add_subparsers(metavar="COMMANDE", required=True)
    _add_serve(commands)
    _add_ask(commands)
    _add_hear(commands)
    _add_search(commands)
    _add_ingest(commands)
    _add_index(commands)
    _add_simulate(commands)
    _add_sources(commands)
    _add_rules(commands)
    _add_eval(commands)
    _add_journal(commands)
    _add_password(commands)
    _add_doctor(commands)
    _add_backups(commands)
    return root


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"attendu un nombre entier, trouvé «\u00a0{text}\u00a0»") from None


class _Version(argparse.Action):
    """Looks the version up when it is asked, and never otherwise: a copy that is not installed has none."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        sys.stdout.write(f"{parser.prog} {importlib.metadata.version(parser.prog)}\n")
        parser.exit()


def _add_serve(commands: Commands) -> None:
    serve = commands.add_parser("serve", help="ouvrir la page et l’API")
    serve.add_argument("--host", help="adresse d’écoute (AM_HOST)")
    serve.add_argument("--port", type=_whole, help="port d’écoute (AM_PORT)")
    serve.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    from cli.commands import serve

    return serve.run(arguments)


def _add_ask(commands: Commands) -> None:
    ask = commands.add_parser("ask", help="poser une question")
    what = ask.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", help="la question, en français")
    what.add_argument(
        "--batch", type=Path, metavar="FICHIER.jsonl", help="une demande par ligne («\u00a0-\u00a0»\u00a0: l’entrée)"
    )
    ask.add_argument("--json", action="store_true", help="la réponse complète, en JSON")
    ask.add_argument("--as-of", metavar="AAAA-MM-JJ", help="répondre comme à cette date")
    ask.add_argument("--history", metavar="FICHIER|JSON", help="les messages précédents")
    ask.add_argument("--profile", metavar="JSON", help="ce qui est connu du médecin et du contrat")
    ask.set_defaults(run=_ask)


def _ask(arguments: argparse.Namespace) -> int:
    from cli.commands import ask

    return ask.run(arguments)


def _add_hear(commands: Commands) -> None:
    hear = commands.add_parser("hear", help="montrer ce qui est compris d’un message, sans y répondre")
    hear.add_argument("question", help="le message, en français")
    hear.add_argument("--json", action="store_true", help="en JSON")
    hear.add_argument("--as-of", metavar="AAAA-MM-JJ", help="comprendre comme à cette date")
    hear.add_argument("--history", metavar="FICHIER|JSON", help="les messages précédents")
    hear.set_defaults(run=_hear)


def _hear(arguments: argparse.Namespace) -> int:
    from cli.commands import hear

    return hear.run(arguments)


def _add_search(commands: Commands) -> None:
    search = commands.add_parser("search", help="chercher dans les documents")
    what = search.add_mutually_exclusive_group(required=True)
    what.add_argument("query", nargs="?", help="quelques mots ou une question")
    what.add_argument(
        "--batch", type=Path, metavar="FICHIER.jsonl", help="une recherche par ligne («\u00a0-\u00a0»\u00a0: l’entrée)"
    )
    search.add_argument("-k", type=_whole, default=5, help="nombre de passages (5)")
    search.add_argument("--json", action="store_true", help="les passages, en JSON")
    search.add_argument("--index", type=Path, metavar="DOSSIER", help="un autre index que celui de l’assistant")
    search.set_defaults(run=_search)


def _search(arguments: argparse.Namespace) -> int:
    from cli.commands import search

    return search.run(arguments)


def _add_ingest(commands: Commands) -> None:
    ingest = commands.add_parser("ingest", help="ajouter des documents à l’assistant, ou à un index à part")
    ingest.add_argument("paths", nargs="+", metavar="CHEMIN|URL", help="fichiers, dossiers, adresses http(s)")
    ingest.add_argument("--index", type=Path, metavar="DOSSIER", help="un index à part, à créer ou à compléter")
    ingest.add_argument("--title", metavar="TITRE", help="le titre, s’il n’est pas celui trouvé")
    ingest.add_argument("--publisher", metavar="ÉDITEUR", help="qui le publie")
    ingest.add_argument("--date", metavar="AAAA-MM-JJ", help="sa date, ou seulement l’année")
    ingest.add_argument("--regime", action="append", default=[], choices=tuple(REGIMES), help="le texte dont il parle")
    ingest.add_argument("--valid-from", metavar="AAAA-MM-JJ", help="le premier jour où il vaut")
    ingest.add_argument("--valid-to", metavar="AAAA-MM-JJ", help="le dernier jour où il vaut")
    ingest.add_argument("--allow-private", action="store_true", help="accepter une adresse d’un réseau privé")
    ingest.add_argument(
        "--no-patient", action="store_true", help="vous avez vérifié\u00a0: rien n’identifie un patient"
    )
    ingest.add_argument("--replace", metavar="IDENTIFIANT", help="le document local dont c’est la nouvelle version")
    ingest.add_argument("--preview", action="store_true", help="montrer ce qui serait lu et perdu, sans rien ajouter")
    ingest.set_defaults(run=_ingest)


def _ingest(arguments: argparse.Namespace) -> int:
    from cli.commands import ingest

    return ingest.run(arguments)


def _add_index(commands: Commands) -> None:
    index = commands.add_parser("index", help="construire l’index s’il le faut, avant que des serveurs le lisent")
    index.set_defaults(run=_index)


def _index(arguments: argparse.Namespace) -> int:
    from cli.commands import index

    return index.run(arguments)


def _add_simulate(commands: Commands) -> None:
    simulate = commands.add_parser("simulate", help="simuler cinq années d’aide")
    simulate.add_argument("--json", action="store_true", help="le résultat complet, en JSON")
    simulate.add_argument("--as-of", metavar="AAAA-MM-JJ", help="simuler comme à cette date")
    add_profile(simulate)
    simulate.set_defaults(run=_simulate)


def _simulate(arguments: argparse.Namespace) -> int:
    from cli.commands import simulate

    return simulate.run(arguments)


def _add_sources(commands: Commands) -> None:
    sources = commands.add_parser("sources", help="lire le registre des sources, tenir les documents locaux")
    actions = sources.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="toutes les sources")
    listed.add_argument("--json", action="store_true", help="avec les désaccords et le barème, en JSON")
    actions.add_parser("show", help="une source").add_argument("id", help="identifiant de la source")
    removed = actions.add_parser("remove", help="retirer un document local")
    removed.add_argument("id", help="identifiant du document")
    removed.add_argument("--yes", action="store_true", help="sans demander confirmation")
    differing = actions.add_parser("contradictions", help="ce que vos documents disent autrement que les textes")
    differing.add_argument("--json", action="store_true", help="en JSON")
    checked = actions.add_parser("check", help="dire quels documents d’origine ont changé, et lesquels relire")
    checked.add_argument("folder", type=Path, nargs="?", metavar="DOSSIER", help="les documents d’origine")
    checked.add_argument("--json", action="store_true", help="en JSON")
    sources.set_defaults(run=_sources)


def _sources(arguments: argparse.Namespace) -> int:
    from cli.commands import sources

    return sources.run(arguments)


def _add_rules(commands: Commands) -> None:
    rules = commands.add_parser("rules", help="lire les règles et leurs paramètres")
    actions = rules.add_subparsers(dest="action", metavar="ACTION", required=True)
    explain = actions.add_parser("explain", help="une règle pour une situation, ou un paramètre de date en date")
    explain.add_argument(
        "id",
        metavar="RÈGLE|PARAMÈTRE",
        help="«\u00a0aid\u00a0», «\u00a0training.deadline\u00a0», «\u00a0aide.mi_temps.annee_1\u00a0»",
    )
    explain.add_argument("--signed", dest="signed_on", metavar="AAAA-MM-JJ", help="date de signature")
    add_profile(explain, but="signed_on")
    table = actions.add_parser("table", help="le barème d’un jour, en Markdown")
    for action in (explain, table):
        action.add_argument("--as-of", "--date", metavar="AAAA-MM-JJ", help="la date (aujourd’hui)")
    diff = actions.add_parser(
        "diff", help="ce qui change d’un jour à l’autre\u00a0: valeurs, réponses, fiches, questions"
    )
    diff.add_argument("day", metavar="JOUR", help="le premier jour, AAAA-MM-JJ")
    diff.add_argument("later", metavar="JOUR", help="le second jour, AAAA-MM-JJ")
    check = actions.add_parser("check", help="vérifier paramètres, sources et fiches, et dire quoi corriger")
    check.add_argument("folder", type=Path, nargs="?", metavar="DOSSIER", help="vos paramètres (AM_PARAMETERS_DIR)")
    rules.set_defaults(run=_rules)


def _rules(arguments: argparse.Namespace) -> int:
    from cli.commands import rules

    return rules.run(arguments)


def _add_eval(commands: Commands) -> None:
    evaluation = commands.add_parser("eval", help="évaluer les réponses")
    for name, text in (("kind", "sorte de question"), ("id", "expression"), ("tag", "étiquette"), ("split", "partie")):
        evaluation.add_argument(f"--{name}", default="", help=f"ne garder que cette {text}")
    evaluation.add_argument("--bank", type=Path, action="append", default=[], metavar="DOSSIER", help="vos questions")
    evaluation.add_argument("--only-bank", action="store_true", help="vos questions (--bank) sans les nôtres")
    evaluation.add_argument("--as-of", metavar="AAAA-MM-JJ", help="le jour des questions qui n’en disent pas")
    evaluation.add_argument("--against", metavar="AAAA-MM-JJ", help="les réponses qui changent d’un jour à l’autre")
    evaluation.add_argument("--out", type=Path, metavar="DOSSIER", help="où écrire les rapports")
    evaluation.add_argument("--compare", type=Path, metavar="RUN.json", help="une évaluation précédente")
    evaluation.add_argument(
        "--jobs", type=_whole, choices=range(1, 17), default=1, metavar="N", help="questions à la fois"
    )
    evaluation.add_argument("--ratchet", action="store_true", help="refuser ce que la référence réussissait")
    evaluation.add_argument("--update-baseline", action="store_true", help="faire de cette évaluation la référence")
    evaluation.add_argument("--baseline", type=Path, metavar="FICHIER", help="une autre référence (eval/baseline.json)")
    evaluation.add_argument("--llm", default="", metavar="NOM", help="comparer à ce modèle de langage, sans les règles")
    evaluation.add_argument(
        "--reader", choices=("ours", "model", "right"), help="mesurer ce lecteur sur les messages étiquetés"
    )
    evaluation.add_argument(
        "--every", type=_whole, choices=range(1, 101), default=1, metavar="N", help="un message étiqueté sur N"
    )
    evaluation.add_argument("--record", type=Path, metavar="FICHIER", help="garder les réponses du modèle (--reader)")
    evaluation.add_argument("--by", default="", metavar="NOM", help="qui enregistre (--record)")
    evaluation.add_argument("--replay", type=Path, metavar="FICHIER", help="rejouer un enregistrement, sans réseau")
    evaluation.set_defaults(run=_evaluate)
    bench = commands.add_parser("bench", help="mesurer les temps de réponse et la recherche")
    bench.add_argument("--json", action="store_true", help="les mesures, en JSON")
    bench.add_argument("--retrieval", type=Path, metavar="FICHIER", help="mesurer aussi la recherche sur ces questions")
    bench.add_argument("--growth", action="store_true", help="mesurer aussi 1 000, 10 000 et 100 000 passages (3 Go)")
    bench.set_defaults(run=_bench)


def _evaluate(arguments: argparse.Namespace) -> int:
    from cli.commands import evaluate

    return evaluate.run(arguments)


def _bench(arguments: argparse.Namespace) -> int:
    from cli.commands import bench

    return bench.run(arguments)


def _add_journal(commands: Commands) -> None:
    journal = commands.add_parser("journal", help="lire le journal des questions (AM_JOURNAL)")
    actions = journal.add_subparsers(dest="action", metavar="ACTION", required=True)
    report = actions.add_parser("report", help="les questions sans réponse ou mal jugées, par sujet")
    report.add_argument("--drafts", type=Path, metavar="FICHIER", help="où écrire des brouillons de questions")
    journal.set_defaults(run=_journal)


def _journal(arguments: argparse.Namespace) -> int:
    from cli.commands import journal

    return journal.run(arguments)


def _add_password(commands: Commands) -> None:
    password = commands.add_parser("password", help="donner l’empreinte d’un mot de passe pour la page /gestion")
    password.set_defaults(run=_password)


def _password(arguments: argparse.Namespace) -> int:
    from cli.commands import password

    return password.run(arguments)


def _add_doctor(commands: Commands) -> None:
    doctor = commands.add_parser("doctor", help="vérifier l’installation, et dire comment réparer, sans rien changer")
    doctor.add_argument("--json", action="store_true", help="en JSON")
    doctor.set_defaults(run=_doctor)


def _doctor(arguments: argparse.Namespace) -> int:
    from cli.commands import doctor

    return doctor.run(arguments)


def _add_backups(commands: Commands) -> None:
    backup = commands.add_parser("backup", help="sauvegarder documents, valeurs, identité et décisions de la CPTS")
    backup.add_argument("--journal", action="store_true", help="le journal des questions aussi")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="remettre en place une sauvegarde")
    restore.add_argument("--replace", action="store_true", help="remplacer ce qui est là, après l’avoir gardé")
    restore.set_defaults(run=_restore)
    for command in (backup, restore):
        command.add_argument("file", type=Path, metavar="FICHIER.zip", help="la sauvegarde")
        command.add_argument("--bank", type=Path, metavar="DOSSIER", help="vos questions d’évaluation")


def _backup(arguments: argparse.Namespace) -> int:
    from cli.commands import backup

    return backup.run(arguments)


def _restore(arguments: argparse.Namespace) -> int:
    from cli.commands import restore

    return restore.run(arguments)
