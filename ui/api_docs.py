"""The API described on one plain page, from its own OpenAPI: nothing is loaded from another host."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from ui.cpts import Cpts
from ui.requests import EXPECTED
from ui.theme import TEXT_STYLES, head

_PAGE = """<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API de l’assistant médical</title>{head}</head>
<body><div id="am"><main class="am-main am-wrap am-plain" id="contenu">
<p><a href="../">Retour à l’assistant</a></p>
<h1>API de l’assistant médical</h1>
<p>Corps et réponses en JSON. La description complète est dans <a href="openapi.json">/api/openapi.json</a>.</p>
{routes}
<h2>Réponse au fil de l’eau</h2>
<p>Avec <code>Accept: text/event-stream</code>, <code>POST /api/v1/ask</code> envoie des événements :
<code>partial</code>, ce qui est déjà établi, seulement quand un modèle de langage reformule la suite ; puis
<code>answer</code>, la réponse entière, la même qu’en JSON ; ou <code>error</code> si elle n’a pas pu être établie.</p>
<h2>Champs du profil et de la question</h2>
<div class="am-scroll" tabindex="0" role="group" aria-label="Champs"><table class="am-table am-table--text">
<caption>Champs</caption>
<thead><tr><th scope="col">Champ</th><th scope="col">Attendu</th></tr></thead><tbody>{fields}</tbody></table></div>
<h2>Erreurs</h2>
<p>Une demande inutilisable reçoit un code 4xx et <code>{{"error": {{"field", "message", "expected"}}}}</code> :
le champ en cause, ce qui ne va pas, ce qui est attendu.</p>
</main></div></body></html>
"""


def docs_page(openapi: dict[str, Any]) -> str:
    """Return the HTML page that lists the routes, an example of each body and the fields."""
    routes = [
        _route(method.upper(), path, operation)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    ]
    fields = [
        f'<tr><th scope="row"><code>{name}</code></th><td>{escape(text)}</td></tr>' for name, text in EXPECTED.items()
    ]
    return _PAGE.format(head=head(Cpts(), "../", (), TEXT_STYLES), routes="".join(routes), fields="".join(fields))


def _route(method: str, path: str, operation: dict[str, Any]) -> str:
    examples = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})
    code = "".join(
        f"<p>Exemple\u00a0: {escape(example['summary'])}.</p>"
        f"<pre><code>{escape(json.dumps(example['value'], ensure_ascii=False, indent=2))}</code></pre>"
        for example in examples.values()
    )
    return f"<h2><code>{method} {escape(path)}</code></h2><p>{escape(operation['summary'])}.</p>{code}"
