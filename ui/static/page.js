// The conversation, in the browser alone: it is sent with each question and forgotten with the page.
(() => {
  "use strict";
  const history = [];
  let correction = null;
  let pending = null;

  const $ = (selector) => document.querySelector(selector);
  const field = () => $("#am-question textarea, #am-question input");
  const plain = (text) => document.createTextNode(text);

  function turn(text) {
    const article = document.createElement("article");
    article.className = "am-turn am-turn--doctor";
    article.innerHTML = '<h2 class="am-who">Vous</h2><p class="am-question"></p>';
    article.lastChild.append(plain(text));
    return article;
  }

  function waiting() {
    const article = document.createElement("article");
    article.className = "am-turn am-turn--answer am-turn--waiting";
    article.innerHTML = '<p class="am-rubric">Réponse</p><p class="am-muted">Je cherche dans les règles et les sources…</p>';
    return article;
  }

  // The first start indexes the documents: say why an explanation takes its time. It arrives when they are ready.
  async function explainWait(article) {
    await new Promise((resolve) => setTimeout(resolve, 2500));
    if (!article.isConnected) return;
    const ready = await fetch("/health/ready").catch(() => null);
    if (ready?.status !== 503 || pending?.wait !== article) return;
    const told = "Les documents se chargent encore. Votre réponse s’affichera dès qu’ils seront prêts.";
    article.querySelector(".am-muted").textContent = told;
    $("#am-status").textContent = told;
  }

  // What the server reads again at each question: the doctor's messages, and of each answer what it asked. Both bounded.
  function recent() {
    const said = () => history.reduce((total, { role, content }) => total + (role === "user" ? content.length : 0), 0);
    while (history.length > 60 || said() > 12000) history.splice(0, 2);
    return history;
  }

  function reveal(element, focus) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
    if (focus) element.focus({ preventScroll: true });
  }

  window.am = {
    // Shows the question at once and returns what the server needs to answer it.
    ask(text) {
      const question = (text || "").trim();
      if (!question || pending) return [text, ""];
      const log = $("#am-log");
      pending = { question, turn: turn(question), wait: waiting() };
      log.append(pending.turn, pending.wait);
      log.setAttribute("aria-busy", "true");
      explainWait(pending.wait);
      sentOrSaid(pending);
      $("#am-contents")?.setAttribute("hidden", "");
      $(".am-again")?.removeAttribute("hidden");
      $("#am-status").textContent = "Je cherche la réponse.";
      reveal(pending.turn);
      if (matchMedia("(pointer: coarse)").matches) field().blur(); // a phone's keyboard would cover the answer
      const request = { question, history: recent() };
      if (correction) request.profile = correction;
      correction = null;
      $("#am-count").textContent = "0"; // the field is emptied once this returns
      return ["", JSON.stringify(request)];
    },
    show(html) {
      if (!pending || !html) return;
      const holder = document.createElement("template");
      holder.innerHTML = html;
      const article = holder.content.firstElementChild;
      pending.wait.replaceWith(article);
      pending.wait = article;
      if ("partial" in article.dataset) return;
      if (article.dataset.kind === "refusal") {
        const question = pending.turn.querySelector(".am-question");
        question.className = "am-question--removed";
        question.textContent = "Message retiré de l’écran.";
      } else if (article.dataset.text) {
        history.push({ role: "user", content: pending.question }, { role: "assistant", content: article.dataset.asked });
      }
      article.dataset.question = pending.question;
      $("#am-status").textContent = "Réponse : " + (article.querySelector(".am-lead")?.textContent || "");
      settled();
    },
    // Reads the answers a link carries (#simulation=…) into the form, field by field.
    shared(names) {
      const given = fragment("simulation");
      let form = {};
      try { form = JSON.parse(given || "{}"); } catch { /* a broken link fills nothing */ }
      if (given) setTimeout(() => openTab("Simuler"), 0);
      return names.map((name) => (["string", "number", "boolean"].includes(typeof form[name]) ? form[name] : null));
    },
    fail(told = "La réponse n’est pas arrivée. Vérifiez votre connexion, puis posez de nouveau votre question.") {
      if (!pending) return;
      pending.wait.querySelector(".am-muted").textContent = told;
      $("#am-status").textContent = told;
      settled();
    },
  };

  // Gradio tells its page nothing when its queue refuses a question, cannot be reached, or is not even tried.
  async function sentOrSaid(question) {
    await new Promise((resolve) => setTimeout(resolve, 4000));
    if (pending === question && !question.sent) window.am.fail();
  }

  const gradio = window.fetch;
  window.fetch = async (...request) => {
    const joining = String(request[0]).includes("/queue/join");
    if (joining && pending) pending.sent = true;
    const response = await gradio(...request).catch((error) => {
      if (joining) window.am.fail();
      throw error;
    });
    if (joining && response.status === 503) {
      window.am.fail("Beaucoup de questions arrivent en même temps. Posez de nouveau la vôtre dans quelques secondes.");
    } else if (joining && !response.ok) window.am.fail();
    return response;
  };

  function settled() {
    pending = null;
    $("#am-log").removeAttribute("aria-busy");
  }

  function fragment(name) {
    return new URLSearchParams(location.hash.slice(1)).get(name);
  }

  // A page just drawn may not listen yet: the tab is asked again until it has heard, three seconds at most.
  async function openTab(name, tries = 20) {
    const tab = [...document.querySelectorAll("[role=tab]")].find((one) => one.textContent.trim() === name);
    tab?.click();
    scrollTo({ top: 0 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    if (tries > 0 && tab?.getAttribute("aria-selected") !== "true") openTab(name, tries - 1);
  }

  // Types a question and sends it, as the reader would.
  function send(text) {
    const input = field();
    if (!input || pending) return;
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => $("#am-question .submit-button").click(), 30);
  }

  function renew() {
    history.length = 0;
    settled();
    $("#am-log").replaceChildren();
    $("#am-contents")?.removeAttribute("hidden");
    $(".am-again")?.setAttribute("hidden", "");
    $("#am-status").textContent = "Nouvelle conversation.";
    field()?.focus();
  }

  async function copy(button, text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    const label = button.lastChild;
    const before = label.textContent;
    label.textContent = "Copié";
    $("#am-status").textContent = "Copié.";
    setTimeout(() => { label.textContent = before; }, 1500);
  }

  // Only where the journal is on: its buttons are not there otherwise.
  async function rate(button) {
    const article = button.closest(".am-turn");
    if (await judge({ question: article.dataset.question, useful: button.dataset.useful === "true" })) return;
    article.querySelectorAll("[data-useful]").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    const form = article.querySelector(".am-comment");
    $("#am-status").textContent = `Votre avis est enregistré.${form ? " Vous pouvez ajouter un commentaire." : ""}`;
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
    $("#am-status").textContent = said.textContent;
    said.focus({ preventScroll: true });
  }

  // Sends an opinion; returns nothing once it is kept, or why it is not, which is also announced.
  async function judge(opinion) {
    const sent = await fetch("/api/v1/feedback", { method: "POST", body: JSON.stringify(opinion) }).catch(() => null);
    if (sent?.ok) return "";
    const { error } = await sent?.json().catch(() => ({})) ?? {};
    const why = error ? `${error.message} ${error.expected}` : "Votre avis n’a pas pu être enregistré.";
    $("#am-status").textContent = why;
    return why;
  }

  function count() {
    const counter = $("#am-count");
    if (counter) counter.textContent = String(field()?.value.length || 0);
  }

  function correct(button) {
    const input = button.parentElement.querySelector("input");
    const value = button.dataset.value === undefined ? input.value : JSON.parse(button.dataset.value);
    correction = { [button.dataset.field]: value };
    send(button.dataset.ask || `Et avec ${button.dataset.label.toLowerCase()} : ${input.value} ?`);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("#am button, #am a[href^='#']");
    if (!button) return;
    if (button.dataset.field) correct(button);
    else if (button.dataset.ask) send(button.dataset.ask);
    else if ("new" in button.dataset) renew();
    else if (button.dataset.useful) rate(button);
    else if ("print" in button.dataset) window.print();
    else if (button.dataset.share) copy(button, `${location.origin}/#simulation=${encodeURIComponent(button.dataset.share)}`);
    else if ("copy" in button.dataset) copy(button, button.dataset.copy || button.closest(".am-turn").dataset.text);
    else if (button.dataset.tab) openTab(button.dataset.tab);
    else if (button.matches("a[href^='#']")) {
      event.preventDefault(); // the page has a <base>: a bare fragment would reload it
      const target = document.getElementById(button.getAttribute("href").slice(1));
      target?.closest("details")?.setAttribute("open", "");
      if (target) reveal(target, true);
      if (target?.id === "am-question") field()?.focus();
    }
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

  // Inside another site: tell it our height and the Escape key; ask the question its tag carries.
  function embedded(main) {
    const tell = (message) => parent.postMessage(message, "*"); // neither is a secret
    new ResizeObserver(() => tell({ assistantMedicalHeight: Math.ceil(main.getBoundingClientRect().height) + 32 })).observe(main);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") tell({ assistantMedicalClose: true }); });
    const question = fragment("q");
    if (question) send(question.slice(0, 1000));
  }

  const started = new MutationObserver(() => {
    if (!field()) return;
    started.disconnect();
    if (parent !== window && $(".am-compact")) embedded($("#am"));
  });
  started.observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("input", (event) => { if (event.target === field()) count(); });
})();
