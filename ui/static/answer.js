// One answer: shown once what was shown before, spoken, copied, shared, printed, corrected.
(() => {
  "use strict";
  const am = (window.am = {});
  const ROOT = new URL("..", document.currentScript.src);
  const PRINTED = "am-printed";

  am.reveal = (target, focus) => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
    if (focus) target.focus({ preventScroll: true });
  };

  /* ---------------------------------------------------------------- Its stream, its turns */
  // Each event of the stream, and each comment that only says « still here », puts off the time limit.
  am.events = async function* (response, alive) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      alive();
      const blocks = (text + value).split("\n\n");
      text = blocks.pop();
      for (const block of blocks) {
        const [, name, data] = block.match(/^event: (\w+)\ndata: (.*)$/) || [];
        if (name) yield { name, ...JSON.parse(data) };
      }
    }
  };

  const element = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.firstElementChild;
  };
  am.element = element;

  // Each question is a heading, and names its turn and the answer under it.
  let rank = 0;
  am.asked = (question, corrects) => {
    const article = element('<article class="am-turn am-turn--doctor" tabindex="-1"><p class="am-who">Vous</p><h2 class="am-question"></h2></article>');
    article.lastChild.id = `am-q${++rank}`;
    article.lastChild.textContent = question;
    article.setAttribute("aria-labelledby", article.lastChild.id);
    article.classList.toggle("am-turn--correction", corrects);
    return article;
  };

  am.entitle = (article, doctor) => article.setAttribute("aria-label", `Réponse : ${doctor.lastChild.textContent}`);

  am.removed = (article) => {
    article.lastChild.className = "am-question--removed";
    article.lastChild.textContent = "Message retiré de l’écran.";
  };

  am.waiting = () => element('<article class="am-turn am-turn--answer am-turn--waiting" tabindex="-1"><p class="am-rubric">Réponse</p><div class="am-body"><p class="am-muted">Je cherche dans les règles et les sources…</p><p><button type="button" class="am-button am-button--quiet" data-cancel>Annuler</button></p></div></article>');

  am.failed = (message, expected) => {
    const article = element('<article class="am-turn am-turn--answer" data-kind="error" tabindex="-1"><p class="am-rubric">Sans réponse</p><div class="am-body"><p class="am-lead"></p><p></p><p class="am-buttons"><button type="button" class="am-button" data-retry>Réessayer</button></p></div></article>');
    article.querySelector(".am-lead").textContent = message;
    article.querySelector(".am-lead + p").textContent = expected;
    return article;
  };

  /* ---------------------------------------------------------------- Before it is shown */
  am.dress = (article, question) => {
    article.dataset.question = question;
    once(article);
    const share = article.querySelector("[data-shared]");
    if (share) share.hidden = !navigator.share || navigator.canShare?.({ text: article.dataset.text }) === false; // a frame may not be allowed to
    for (const link of article.querySelectorAll("[data-report], .am-simulate")) addressed(link);
  };

  // An answer is shown on the page or in the panel, whose addresses differ. The panel opens another tab, and says so.
  function addressed(link) {
    const panel = document.querySelector(".am-compact");
    if (panel || !link.hash) link.href = new URL(link.getAttribute("href"), ROOT);
    if (!panel) return;
    link.target = "_blank";
    link.querySelector("use").setAttribute("href", "#i-out");
    link.setAttribute("aria-label", `${link.getAttribute("aria-label") || link.textContent.trim()} (nouvel onglet)`);
  }

  // What our sources dispute is told once a conversation: after that, a line leads back to it.
  function once(article) {
    const disputes = [...article.querySelectorAll("[data-dispute]")];
    const told = disputes.filter(({ dataset }) => document.querySelector(`#am-log [data-dispute="${dataset.dispute}"]`));
    for (const dispute of told) {
      const line = document.createElement("p");
      const link = document.createElement("button");
      Object.assign(link, { type: "button", className: "am-button am-button--quiet" });
      link.textContent = `Déjà montré plus haut : ${dispute.querySelector("summary span").firstChild.textContent}`;
      link.dataset.back = dispute.dataset.dispute;
      line.append(link);
      dispute.replaceWith(line);
    }
    const counted = article.querySelector("[data-disputes]");
    const left = disputes.length - told.length;
    if (counted && told.length) counted.replaceWith(...(left ? [Object.assign(counted, { textContent: `${left} désaccord${left > 1 ? "s" : ""}, ` })] : []));
  }

  // What a screen reader is told: the sentence that answers, and the condition that fails, without note calls.
  am.spoken = (article) => {
    const said = [...article.querySelectorAll(".am-lead, .is-unmet > p")].map((each) => {
      const copy = each.cloneNode(true);
      copy.querySelectorAll("sup:has(.am-call)").forEach((call) => call.remove());
      return copy.textContent.trim();
    });
    return said.join(" ");
  };

  /* ---------------------------------------------------------------- A fact to correct */
  // What a correction asks: the question before, of the new fact.
  const corrected = ({ label }, said) => `Correction. ${label} : ${said}`;

  am.correct = (button) => {
    const input = button.parentElement.querySelector("input");
    const { field, label, value, unit } = button.dataset;
    const fact = { field, label, value: input ? input.value : JSON.parse(value) };
    input?.removeAttribute("aria-invalid");
    button.closest(".am-chip").querySelector(".am-chip__error").hidden = true;
    const question = corrected(fact, input ? `${input.value}${unit || ""}` : button.textContent);
    am.ask(question, { fact, from: button.closest(".am-turn") });
  };

  // A correction is read as it was understood: « 15 mars 2024 », however the day was typed.
  am.reword = (turn, article, doctor) => {
    const said = JSON.parse(article.dataset.spoken)[turn.fact.field];
    if (said === undefined) return;
    turn.question = corrected(turn.fact, said);
    doctor.lastChild.textContent = turn.question;
  };

  // Tells it under its field; returns whether there is one.
  am.wrong = (article, error) => {
    const field = error.field.replace("profile.", "");
    const told = article?.querySelector(`[data-error="${field}"]`);
    if (!told) { am.tell(`${error.message} ${error.expected}`); return false; }
    told.textContent = `${error.message} ${error.expected}`.trim();
    told.hidden = false;
    told.parentElement.open = true;
    const input = told.parentElement.querySelector("input");
    input?.setAttribute("aria-invalid", "true");
    (input || told).focus({ preventScroll: true });
    told.parentElement.scrollIntoView({ block: "center", behavior: "instant" }); // and not where the question was
    am.tell(told.textContent);
    return true;
  };

  // The message again, with the words to replace selected; a draft is not written over.
  am.redo = (question, words) => {
    const field = document.querySelector("#am-field");
    if (!field.value.includes(words)) field.value = `${question} ${field.value}`.trim();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    const from = field.value.indexOf(words);
    field.setSelectionRange(from, from + words.length);
  };

  /* ---------------------------------------------------------------- Copied, shared, printed */
  // The address of an answer carries its question and the facts it was given for: it opens on the same answer.
  const address = ({ dataset: { question, facts } }) => `${ROOT}#q=${encodeURIComponent(question)}&faits=${encodeURIComponent(facts)}`;
  const asked = (article) => article.previousElementSibling.lastChild.textContent;
  const text = (article) => `${asked(article)}\n\n${article.dataset.text}\n\n${address(article)}`;

  // The answer as a mail takes it: no button, no fold, no class; its sources and our address with it.
  function page(article) {
    const body = article.querySelector(".am-body").cloneNode(true);
    for (const [state, sign] of Object.entries({ met: "✓", unmet: "✗", open: "?" })) {
      body.querySelectorAll(`.is-${state} > p`).forEach((each) => each.prepend(`${sign} `));
    }
    body.querySelectorAll(".am-tools, .am-ask, .am-understood, .am-trace, .am-dispute, .am-comment, .am-rewrite, .am-sr, svg, button, summary, sup:has(.am-call)").forEach((each) => each.remove());
    for (const each of body.querySelectorAll("*")) {
      for (const { name } of [...each.attributes]) if (!["href", "scope", "start"].includes(name)) each.removeAttribute(name);
    }
    const [question, link] = [document.createElement("p"), document.createElement("a")];
    question.append(Object.assign(document.createElement("strong"), { textContent: asked(article) }));
    Object.assign(link, { href: address(article), textContent: "Poser la même question à l’assistant" });
    return `${question.outerHTML}${body.innerHTML}<p>${link.outerHTML}</p>`;
  }

  // « Copié » is said once it is.
  am.copy = async (button, plain, html) => {
    try {
      if (!html || !window.ClipboardItem) await navigator.clipboard.writeText(plain);
      else {
        const kinds = { "text/plain": plain, "text/html": html };
        const parts = Object.entries(kinds).map(([type, content]) => [type, new Blob([content], { type })]);
        await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
      }
      said(button, "Copié");
    } catch {
      said(button, "Copie refusée par le navigateur");
    }
  };

  function said(button, word) {
    const label = [...button.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
    button.dataset.label ??= label.textContent;
    label.textContent = word;
    am.tell(`${word}.`);
    setTimeout(() => { label.textContent = button.dataset.label; }, 2000);
  }

  function share(article) {
    navigator.share({ title: document.title, text: text(article) }).catch(() => { /* given up by who asked for it */ });
  }

  function print(article) {
    for (const each of [article, article.previousElementSibling]) each.classList.add(PRINTED);
    window.print();
  }

  addEventListener("afterprint", () => document.querySelectorAll(`.${PRINTED}`).forEach((each) => each.classList.remove(PRINTED)));

  function back(dispute) {
    const first = document.querySelector(`#am-log [data-dispute="${dispute}"]`);
    for (let fold = first; fold; fold = fold.parentElement.closest("details")) fold.open = true;
    am.reveal(first);
    first.querySelector("summary").focus({ preventScroll: true });
  }

  // The amounts of the other sizes of patientèle are in the barème of the « Sources » tab.
  function bands() {
    document.querySelector("[role=tab][href='#sources']").click();
    am.reveal(document.getElementById("am-bareme"), true);
  }

  // The simulator opens with the facts of the answer: the address carries them, and the page opens its tab.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#am a.am-simulate");
    if (link) { event.stopPropagation(); return; }
    const button = event.target.closest("#am .am-turn button");
    if (!button) return;
    const article = button.closest(".am-turn");
    if (button.dataset.copied) am.copy(button, button.dataset.copied);
    else if ("copied" in button.dataset) am.copy(button, text(article), page(article));
    else if ("shared" in button.dataset) share(article);
    else if ("printed" in button.dataset) print(article);
    else if ("cancel" in button.dataset) am.cancel();
    else if ("bands" in button.dataset) bands();
    else if ("back" in button.dataset) back(button.dataset.back);
  }, true);
})();
