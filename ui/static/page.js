// Around the conversation: tabs, the simulator, and the buttons of an answer.
(() => {
  "use strict";
  const am = window.am || {};
  const $ = (selector) => document.querySelector(selector);
  const title = document.title;

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

  function open(tab) {
    for (const each of tabs) {
      const chosen = each === tab;
      each.setAttribute("aria-selected", String(chosen));
      each.tabIndex = chosen ? 0 : -1;
      panelOf(each).hidden = !chosen;
    }
    document.title = tab === tabs[0] ? title : `${tab.textContent} · ${title}`;
    const later = panelOf(tab).querySelector(":scope > template");
    later?.replaceWith(later.content);
    if (tab.hash === "#simuler") loadSimulator();
  }

  function visit(tab) {
    if (tab.hash !== location.hash) history.pushState(null, "", tab.hash);
    open(tab);
    scrollTo({ top: 0 });
  }

  function along(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && tabs.at((tabs.indexOf(event.target) + step) % tabs.length);
    if (!next) return;
    visit(next);
    next.focus();
  }

  for (const tab of tabs) {
    tab.addEventListener("click", (event) => { event.preventDefault(); visit(tab); });
    tab.addEventListener("keydown", along);
  }
  addEventListener("popstate", () => { if (tabs.length) open(addressed() || tabs[0]); });

  /* ---------------------------------------------------------------- The simulator is Gradio's: fetched when it is opened */
  async function loadSimulator() {
    const place = $("#am-simulator");
    if (place.querySelector("gradio-app")) return;
    const { src, script, style } = place.dataset;
    const app = document.createElement("gradio-app");
    for (const [name, value] of Object.entries({ src: new URL(src, location), embed: "false", container: "false", info: "false", eager: "true" })) app.setAttribute(name, value);
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
    place.append(app);
    new MutationObserver((_, observer) => {
      if (!place.querySelector(".am-sim")) return;
      observer.disconnect();
      $("#am-simulator-wait").remove();
    }).observe(place, { childList: true, subtree: true });
    await import(script).catch(() => {
      $("#am-simulator-wait").innerHTML = 'Le simulateur n’a pas pu se charger. Vérifiez votre connexion. <button type="button" class="am-button" data-reload>Réessayer</button>';
    });
  }

  // Reads the answers a link carries (#simulation=…) into the form, field by field.
  am.shared = (names) => {
    let form = {};
    try { form = JSON.parse(fragment("simulation") || "{}"); } catch { /* a broken link fills nothing */ }
    return names.map((name) => (["string", "number", "boolean"].includes(typeof form[name]) ? form[name] : null));
  };

  /* ---------------------------------------------------------------- The buttons of an answer */
  async function copy(button, text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    const label = button.lastChild;
    const before = label.textContent;
    label.textContent = "Copié";
    am.tell("Copié.");
    setTimeout(() => { label.textContent = before; }, 1500);
  }

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
    const sent = await fetch("/api/v1/feedback", { method: "POST", body: JSON.stringify(opinion) }).catch(() => null);
    if (sent?.ok) return "";
    const { error } = await sent?.json().catch(() => ({})) ?? {};
    const why = error ? `${error.message} ${error.expected}` : "Votre avis n’a pas pu être enregistré.";
    am.tell(why);
    return why;
  }

  function correct(button) {
    const input = button.parentElement.querySelector("input");
    const value = button.dataset.value === undefined ? input.value : JSON.parse(button.dataset.value);
    am.with({ [button.dataset.field]: value });
    am.ask(button.dataset.ask || `Et avec ${button.dataset.label.toLowerCase()} : ${input.value} ?`);
  }

  function jump(link) {
    const target = document.getElementById(link.hash.slice(1));
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const tab = tabs.find((each) => panelOf(each).contains(target));
    if (tab && panelOf(tab).hidden) visit(tab);
    if (target?.id === "am-question") $("#am-field").focus();
    else if (target) am.reveal(target, true);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#am button, #am a[href^='#']:not([role=tab])");
    if (!button) return;
    const { field, ask, useful, share, tab } = button.dataset;
    if (field) correct(button);
    else if (ask) am.ask(ask);
    else if ("new" in button.dataset) am.renew();
    else if ("reload" in button.dataset) location.reload(); // a browser may not fetch a script twice
    else if ("undo" in button.dataset) am.undo();
    else if (useful) rate(button);
    else if ("print" in button.dataset) window.print();
    else if (share) copy(button, `${location.origin}/#simulation=${encodeURIComponent(share)}`);
    else if ("copy" in button.dataset) copy(button, button.dataset.copy || button.closest(".am-turn").dataset.text);
    else if (tab) visit(tabs.find((each) => each.hash === tab));
    else if (button.matches("a")) {
      event.preventDefault(); // the fragment is the tab's address
      jump(button);
    }
  });

  document.addEventListener("keydown", (event) => { // « OK » of a phone's keyboard, in a fact to correct
    if (event.key === "Enter" && event.target.matches(".am-chip__edit input")) event.target.closest(".am-chip__edit").querySelector("button").click();
  });

  document.addEventListener("submit", (event) => {
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

  if (tabs.length) open(addressed() || tabs[0]);
  // The question a link or an embedding tag carries is asked once: the address then forgets it.
  const question = fragment("q");
  if (question && am.ask) {
    history.replaceState(null, "", location.pathname);
    am.ask(question);
  }
})();
