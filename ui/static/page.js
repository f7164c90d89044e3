// Around the conversation: tabs, the simulator, and the buttons of an answer.
(() => {
  "use strict";
  const am = window.am || {};
  const $ = (selector) => document.querySelector(selector);
  const title = document.title;
  const root = new URL("..", document.currentScript.src);

  function fragment(name) {
    return new URLSearchParams(location.hash.slice(1)).get(name);
  }

  /* ---------------------------------------------------------------- Tabs: each has an address, a title, a place in history */
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const panelOf = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  function addressed() {
    if (fragment("simulation")) return tabs.find((tab) => tab.hash === "#simuler");
    return tabs.find((tab) => tab.hash === location.hash);
  }

  // Where each tab was left: in this browser tab only, as the conversation.
  history.scrollRestoration = "manual"; // the browser would scroll before the tab is drawn
  let shown = null;

  function places() {
    try { return JSON.parse(sessionStorage.getItem("am-places")) || {}; } catch { return {}; }
  }

  function leave() {
    if (!shown) return;
    try { sessionStorage.setItem("am-places", JSON.stringify({ ...places(), [shown.hash]: scrollY })); } catch { /* forbidden by the site that embeds us */ }
  }

  function open(tab) {
    leave();
    shown = tab;
    for (const each of tabs) {
      const chosen = each === tab;
      each.setAttribute("aria-selected", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
      panelOf(each).hidden = !chosen;
    }
    document.title = tab === tabs[0] ? title : `${tab.textContent} · ${title}`;
    const later = panelOf(tab).querySelector(":scope > template");
    later?.replaceWith(later.content);
    if (tab.hash === "#simuler") {
      loadSimulator();
      dispatchEvent(new Event("am-simulate"));
    }
    const skip = $(".am-skip");
    const asks = tab === tabs[0];
    skip.href = asks ? "#am-question" : tab.hash;
    skip.textContent = asks ? "Aller à la question" : "Aller au contenu";
  }

  function visit(tab) {
    if (tab.hash !== location.hash) history.pushState(null, "", tab.hash);
    open(tab);
    scrollTo({ top: places()[tab.hash] ?? 0, behavior: "instant" });
  }

  function along(event) {
    const here = tabs.indexOf(event.target);
    const to = { ArrowRight: (here + 1) % tabs.length, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs.at(to);
    visit(next);
    next.focus();
  }

  for (const tab of tabs) {
    tab.addEventListener("click", (event) => { event.preventDefault(); visit(tab); });
    tab.addEventListener("keydown", along);
  }
  addEventListener("popstate", ({ state }) => {
    if (!tabs.length) return;
    open(addressed() || tabs[0]);
    scrollTo({ top: state?.from ?? places()[shown.hash] ?? 0, behavior: "instant" });
  });
  addEventListener("pagehide", leave);

  /* ---------------------------------------------------------------- The simulator is Gradio's: fetched when it is opened */
  async function loadSimulator() {
    const place = $("#am-simulator");
    if (place.querySelector("gradio-app")) return;
    const { src, script, style, start } = place.dataset;
    const app = document.createElement("gradio-app");
    for (const [name, value] of Object.entries({ src: new URL(src, location), embed: "false", container: "false", info: "false", eager: "true" })) app.setAttribute(name, value);
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
    place.append(app);
    new MutationObserver((_, observer) => {
      if (!place.querySelector(".am-sim")) return;
      observer.disconnect();
      $("#am-simulator-wait").remove();
      const theirs = place.querySelector("main"); // the page has one, around the three tabs
      const own = Object.assign(document.createElement("div"), { className: theirs.className });
      own.append(...theirs.childNodes);
      theirs.replaceWith(own);
      for (const each of place.querySelectorAll("[id]")) if (!each.id) each.removeAttribute("id"); // Gradio’s: no valid HTML
      import(new URL(start, root)).then((simulator) => simulator.start($(".am-sim"))).catch((error) => {
        $("#am-told").textContent = "Le simulateur n’a pas pu se charger. Rechargez la page.";
        throw error;
      });
    }).observe(place, { childList: true, subtree: true });
    await import(new URL(script, root)).catch(() => {
      $("#am-simulator-wait").innerHTML = 'Le simulateur n’a pas pu se charger. Vérifiez votre connexion. <button type="button" class="am-button" data-reload>Réessayer</button>';
    });
  }

  /* ---------------------------------------------------------------- The buttons of an answer */
  // Only where the journal is on: its buttons are not there otherwise.
  async function rate(button) {
    const article = button.closest(".am-turn");
    if (await judge({ question: article.dataset.question, useful: button.dataset.useful === "true" })) return;
    article.querySelectorAll("[data-useful]").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    const form = article.querySelector(".am-comment");
    am.tell(`Votre avis est enregistré.${form ? " Vous pouvez ajouter un commentaire." : ""}`);
    form?.removeAttribute("hidden");
  }

  // A comment that names a patient is refused: it stays in its field, to be written again, and nowhere else.
  async function comment(form) {
    const article = form.closest(".am-turn");
    const field = form.querySelector("textarea");
    if (!field.value.trim()) { field.focus(); return; }
    const said = form.querySelector(".am-comment__said");
    const useful = article.querySelector("[data-useful][aria-pressed=true]").dataset.useful === "true";
    const refusal = await judge({ question: article.dataset.question, useful, comment: field.value });
    said.textContent = refusal || "Merci, votre commentaire est enregistré.";
    if (refusal) { field.focus(); return; }
    form.replaceWith(said);
    am.tell(said.textContent);
    said.focus({ preventScroll: true });
  }

  // Sends an opinion; returns nothing once it is kept, or why it is not, which is also announced.
  async function judge(opinion) {
    const sent = await fetch(new URL("api/v1/feedback", root), { method: "POST", body: JSON.stringify(opinion) }).catch(() => null);
    if (sent?.ok) return "";
    const { error } = await sent?.json().catch(() => ({})) ?? {};
    const why = error ? `${error.message} ${error.expected}` : "Votre avis n’a pas pu être enregistré.";
    am.tell(why);
    return why;
  }

  function jump(link) {
    const target = document.getElementById(link.hash.slice(1));
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const tab = tabs.find((each) => panelOf(each).contains(target));
    if (tab && panelOf(tab).hidden) visit(tab);
    else if (tab) { // as any link does: the way back returns where it was followed
      history.replaceState({ from: scrollY }, "");
      history.pushState(null, "");
    }
    if (target?.id === "am-question") $("#am-field").focus();
    else if (target?.matches("[role=tabpanel]")) target.focus();
    else if (target) am.reveal(target, true);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#am button, #am a:is([href^='#'], [data-report]):not([role=tab], [href^='#simulation='])");
    if (!button) return;
    const { field, ask, useful, share } = button.dataset;
    if (field) am.correct(button);
    else if (ask) am.ask(ask);
    else if (button.dataset.redate) am.redo(button.closest(".am-turn").dataset.question, button.dataset.redate);
    else if ("new" in button.dataset) am.renew();
    else if (button.matches(".am-more")) showAll(button);
    else if ("reload" in button.dataset) location.reload(); // a browser may not fetch a script twice
    else if ("undo" in button.dataset) am.undo();
    else if ("report" in button.dataset) reported(event, button);
    else if (useful) rate(button);
    else if ("print" in button.dataset) window.print();
    else if (share) am.copy(button, `${root}#simulation=${encodeURIComponent(share)}`);
    else if (button.dataset.copy) am.copy(button, button.dataset.copy);
    else if (button.matches("[href^='#']")) {
      event.preventDefault(); // the fragment is the tab's address
      jump(button);
    }
  });

  /* ---------------------------------------------------------------- Around the question */
  function showAll(button) {
    const all = button.getAttribute("aria-expanded") === "false";
    button.setAttribute("aria-expanded", String(all));
    button.textContent = all ? "Moins d’exemples" : "Plus d’exemples";
  }

  // The page « Signaler une erreur » is told which answer. Inside another site it opens in a tab of its own, which asks for it.
  let toReport = null;

  function reported(event, link) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // the browser’s own ways to open a link
    event.preventDefault();
    const answers = [...document.querySelectorAll(".am-turn--answer[data-kind]:not([data-kind=error], [data-kind=refusal])")];
    const article = link.closest(".am-turn") || answers.at(-1);
    const page = new URL("signaler", root);
    if ($(".am-compact")) {
      toReport = article && { question: article.dataset.question, html: article.outerHTML };
      window.open(page, "_blank");
      return;
    }
    try { sessionStorage.setItem("am-reported", String(answers.indexOf(article))); } catch { /* as above */ }
    location.assign(page);
  }

  addEventListener("message", ({ data, origin, source }) => {
    if (data === "am-report" && origin === location.origin && toReport) source.postMessage({ amReport: toReport }, origin);
  });

  // What goes over the limit is told where it is typed or pasted: nothing is cut.
  const over = $("#am-over");
  $("#am-field")?.addEventListener("input", ({ target }) => {
    const most = Number($("#am-most").textContent.replace(/\D/g, ""));
    const extra = target.value.length - most;
    over.hidden = extra <= 0;
    target.setAttribute("aria-invalid", String(extra > 0));
    over.textContent = extra > 0 ? `Votre message est trop long de ${extra} caractères. Rien n’est coupé : raccourcissez-le, ou posez d’abord une question.` : "";
  });

  // « Trop de demandes »: the question is kept, and leaves by itself when the server takes it again.
  am.countDown = (article, seconds) => {
    const told = article.querySelector(".am-lead + p");
    const retry = article.querySelector("[data-retry]");
    const end = performance.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((end - performance.now()) / 1000);
      told.textContent = left > 0 ? `Votre question repartira d’elle-même dans ${left} seconde${left > 1 ? "s" : ""}.` : "";
      if (left > 0 && article.isConnected) setTimeout(tick, 250);
      else if (article.isConnected && article === $("#am-log").lastElementChild) retry.click();
    };
    tick();
  };

  document.addEventListener("input", ({ target }) => { if (target.id === "am-find") find(target); });

  function find(field) {
    const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const words = bare(field.value).split(/\s+/).filter(Boolean);
    const rows = [...document.querySelectorAll(".am-row")];
    for (const row of rows) row.hidden = !words.every((word) => bare(row.textContent).includes(word));
    const found = rows.filter((row) => !row.hidden).length;
    for (const group of document.querySelectorAll(".am-sources-group")) group.hidden = !group.querySelector(".am-row:not([hidden])");
    $("[data-found]").textContent = words.length ? `${found || "Aucune"} source${found > 1 ? "s" : ""} sur ${rows.length}` : `${rows.length} sources`;
  }

  document.addEventListener("keydown", (event) => { // « OK » of a phone's keyboard, in a fact to correct
    if (event.key === "Enter" && event.target.matches(".am-chip__edit input")) event.target.closest(".am-chip__edit").querySelector("button").click();
  });

  document.addEventListener("submit", (event) => {
    if (event.target.matches(".am-find")) event.preventDefault();
    if (!event.target.matches(".am-comment")) return;
    event.preventDefault();
    comment(event.target);
  });

  // Paper has no folds: all is printed, but for how a figure is reached, who disputes it, and what the text already quotes.
  let unfolded = [];
  addEventListener("beforeprint", () => {
    const folded = "details:not([open], .am-trace, .am-dispute, .am-chip, .am-source > *)";
    unfolded = [...document.querySelectorAll(`:is(.am-result, .am-body) ${folded}`)];
    unfolded.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => unfolded.forEach((details) => { details.open = false; }));

  // Inside another site: tell it our height and the Escape key.
  if (parent !== window && $(".am-compact")) {
    const main = $("#am");
    const tell = (message) => parent.postMessage(message, "*"); // neither is a secret
    new ResizeObserver(() => tell({ assistantMedicalHeight: Math.ceil(main.getBoundingClientRect().height) + 32 })).observe(main);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") tell({ assistantMedicalClose: true }); });
  }

  if (tabs.length) {
    open(addressed() || tabs[0]);
    const [entry] = performance.getEntriesByType("navigation");
    const before = ["reload", "back_forward"].includes(entry?.type) ? places()[shown.hash] : undefined;
    if (before !== undefined) scrollTo({ top: before, behavior: "instant" });
  }
  // The question a link or an embedding tag carries is asked once, with its facts: the address then forgets it.
  const question = fragment("q");
  if (question && am.ask) {
    let facts;
    try { facts = JSON.parse(fragment("faits")); } catch { /* written by somebody else */ }
    history.replaceState(null, "", location.pathname);
    // On the next page of a site, its tag asks again what the conversation has already.
    const before = $(".am-compact") ? [...document.querySelectorAll(".am-question")] : [];
    if (before.every((each) => each.textContent !== question)) am.ask(question, { facts });
  }
})();
