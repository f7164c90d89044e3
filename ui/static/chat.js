// The conversation: kept in this tab alone, sent with each question, and never lost with the connection.
(() => {
  "use strict";
  const ROOT = new URL("..", document.currentScript.src); // under a path of its own, where a proxy gives it one
  const STORE = "am-conversation";
  const DRAFT = "am-draft";
  const SILENCE = 25000; // ms: the server writes at least every ten seconds while it answers
  const PAUSES = [1000, 2000, 4000, 8000]; // ms before each new try
  const MOST_TURNS = 29; // of two messages each: the server takes sixty, and may add one that says what a link brought
  const SEARCHING = "Je cherche la réponse.";
  const RETRYING = "Connexion perdue : je réessaie…";
  const LOST = "La réponse n’est pas arrivée. Vérifiez votre connexion, puis réessayez.";

  const $ = (selector) => document.querySelector(selector);
  const am = window.am; // answer.js
  const { element, asked, removed, waiting, failed } = am;
  const coarse = matchMedia("(pointer: coarse)");
  const field = $("#am-field");
  const form = $("#am-question");
  const log = $("#am-log");
  if (!form) return;

  // {question, fact, facts, linked, known, html, asked}: `fact` is the one it corrects, `facts` are known with it, from a
  // link where `linked`; `known` is all that is, after it. Without `html` and `asked` while it is unanswered.
  let turns = [];
  let erased = null;
  let pending = null;

  /* ---------------------------------------------------------------- What is kept */
  function keep() {
    // A site that embeds us may forbid it: the conversation then lives as long as the page.
    try { sessionStorage.setItem(STORE, JSON.stringify(turns)); } catch { /* see above */ }
  }

  function kept() {
    try { return JSON.parse(sessionStorage.getItem(STORE)) || []; } catch { return []; }
  }

  // What the server reads again at each question: the doctor's messages, and of each answer what it asked. Both bounded.
  function history() {
    const answered = turns.filter((turn) => turn.asked !== undefined).slice(-MOST_TURNS);
    const said = () => answered.reduce((total, turn) => total + turn.question.length, 0);
    while (said() > 11900) answered.shift(); // as above
    return answered.flatMap((turn) => [{ role: "user", content: turn.question }, { role: "assistant", content: turn.asked }]);
  }

  /* ---------------------------------------------------------------- What is shown */
  function tell(text) {
    $("#am-status").textContent = text;
  }

  // Examples are shown as long as nothing was asked, and again under an answer that leaves nothing to do.
  function begun() {
    $("#am-contents")?.toggleAttribute("hidden", turns.length > 0 && log.lastElementChild?.querySelector("button") !== null);
    $(".am-again")?.toggleAttribute("hidden", turns.length === 0);
    count(); // the field is lower once a conversation has begun
  }

  function wait(text) {
    pending.why = text;
    say(text);
  }

  function say(text) {
    const told = pending.shown.querySelector(".am-muted");
    if (told) told.textContent = text;
    tell(text);
  }

  function show(article) {
    const focused = pending.shown.contains(document.activeElement) || pending.doctor === document.activeElement;
    am.entitle(article, pending.doctor);
    pending.shown.replaceWith(article);
    pending.shown = article;
    if (focused) article.focus({ preventScroll: true });
  }

  function settle() {
    clearTimeout(pending.limit);
    pending = null;
    log.removeAttribute("aria-busy");
    keep();
    begun();
  }

  /* ---------------------------------------------------------------- Asking */
  // Returns what ends the turn: {html}, or {error}. Throws when the connection is lost or silent.
  async function post(body, question) {
    const stop = new AbortController();
    const alive = () => { clearTimeout(question.limit); question.limit = setTimeout(() => stop.abort(), SILENCE); };
    question.stop = stop;
    alive();
    const headers = { "content-type": "application/json", accept: "text/event-stream, text/html" };
    const response = await fetch(new URL("api/v1/ask", ROOT), { method: "POST", headers, body, signal: stop.signal });
    if (question === pending && question.why === RETRYING) { question.why = ""; say(SEARCHING); } // it is back
    if (!response.ok) return { ...await response.json(), wait: Number(response.headers.get("retry-after")) };
    for await (const event of am.events(response, alive)) {
      if (question !== pending) return {};
      if (event.name !== "partial") return event;
      show(element(event.html));
    }
    throw new TypeError("the stream ended before its answer");
  }

  async function answered(body, question) {
    for (const pause of [...PAUSES, null]) {
      try {
        return await post(body, question);
      } catch {
        if (question !== pending || pause === null) return { lost: true };
        if (question.shown.dataset.partial !== undefined) show(waiting());
        wait(RETRYING);
        await (navigator.onLine ? new Promise((resolve) => setTimeout(resolve, pause)) : online());
      }
    }
  }

  const online = () => new Promise((resolve) => addEventListener("online", resolve, { once: true }));

  // The first start indexes the documents: say why an explanation takes its time. It arrives when they are ready.
  async function explainWait(question) {
    await new Promise((resolve) => setTimeout(resolve, 2500));
    if (pending !== question) return;
    const standing = await fetch(new URL("health/ready", ROOT)).then((ready) => ready.json()).catch(() => null);
    if (standing?.status === "loading" && pending === question) wait("Les documents se chargent encore. Votre réponse s’affichera dès qu’ils seront prêts.");
  }

  // A link brought its facts, which no message says: they go on with each question, as each answer shows them.
  function brought() {
    const first = turns.findIndex((turn) => turn.linked);
    return first < 0 ? {} : Object.assign({}, ...turns.slice(first).map((turn) => turn.facts));
  }

  // `again`: the failed answer to replace; `from`: the one that is corrected; the others are those of a turn.
  async function ask(text, { again, from, fact, facts } = {}) {
    const question = text.trim();
    if (!question) return;
    if (pending) { say(`${pending.why || "Une réponse est en route."} Posez la question suivante quand elle sera là, ou annulez.`); return; }
    const most = Number($("#am-most").textContent.replace(/\D/g, ""));
    if (question.length > most) { tell(`Votre message compte ${question.length} caractères : ${most} au plus.`); field.focus(); return; }
    if (text === field.value) { field.value = ""; count(); }
    const body = { question, history: history() };
    const linked = Boolean(facts);
    const profile = { ...brought(), ...facts, ...(fact && { [fact.field]: fact.value }) };
    if (Object.keys(profile).length) body.profile = profile;
    turns.push({ question, fact, facts, linked });
    keep();
    const typed = form.contains(document.activeElement) && !coarse.matches;
    if (!again) failures().forEach((article) => article.remove()); // they answer nothing, and their question is behind
    const doctor = again?.previousElementSibling || asked(question, Boolean(fact));
    const mine = { shown: again || waiting(), doctor, from: from || log.lastElementChild };
    pending = mine;
    if (again) show(waiting()); else log.append(doctor, mine.shown);
    log.setAttribute("aria-busy", "true");
    begun();
    $(".am-undo").hidden = true;
    tell(SEARCHING);
    explainWait(mine);
    // The next question is typed where the last one was; a choice, and a phone's keyboard, give way to the answer.
    if (!again) am.reveal(doctor, !typed);
    end(await answered(JSON.stringify(body), mine), mine, body.profile);
  }

  function end({ html, error, lost, wait }, mine, profile) {
    if (pending !== mine) return;
    const turn = turns.at(-1);
    if (profile && error?.field?.startsWith("profile.")) { refused(turn, error, mine.from); return; }
    const article = html ? element(html) : failed(lost ? LOST : error.message, lost ? "" : error.expected);
    const refusal = article.dataset.kind === "refusal";
    if (refusal) removed(mine.doctor); // it named a patient: kept nowhere
    if (html && turn.fact) am.reword(turn, article, mine.doctor);
    if (html) am.dress(article, refusal ? "" : turn.question);
    show(article);
    if (!html) {
      const drop = () => { turns = turns.filter((each) => each !== turn); };
      if (!lost) drop(); // a lost one is asked again when the page is loaded again
      article.querySelector("[data-retry]").onclick = () => { drop(); ask(turn.question, { ...turn, again: article, from: mine.from }); };
      if (wait) am.countDown(article, wait);
    } else if (refusal) turns.pop();
    else Object.assign(turn, { html, asked: article.dataset.asked, facts: { ...turn.facts, ...JSON.parse(article.dataset.facts) }, known: JSON.parse(article.dataset.known) });
    tell("Réponse : " + am.spoken(article));
    settle();
  }

  // All that the conversation has established of the doctor.
  const known = () => turns.findLast((turn) => turn.known)?.known || {};

  // A fact that cannot be: told under its field, where it is corrected. Nothing was asked.
  function refused(turn, error, article) {
    withdraw(turn);
    if (am.wrong(article, error)) return;
    restored(turn);
    $("#am-over").textContent = `${error.message} ${error.expected}`;
    $("#am-over").hidden = false;
  }

  function restored(turn) {
    if (!field.value) { field.value = turn.question; count(); }
    field.focus();
  }

  function withdraw(turn) {
    const { shown, doctor } = pending;
    turns = turns.filter((each) => each !== turn);
    settle();
    shown.remove();
    doctor.remove();
  }

  function cancel() {
    const turn = turns.at(-1);
    pending.stop?.abort();
    withdraw(turn);
    tell("Question annulée.");
    restored(turn);
  }

  function failures() {
    return [...log.querySelectorAll("[data-kind=error]")].flatMap((article) => [article.previousElementSibling, article]);
  }

  function stop() {
    if (!pending) return;
    pending.stop?.abort();
    settle();
  }

  /* ---------------------------------------------------------------- A whole conversation */
  function draw() {
    log.replaceChildren();
    for (const turn of turns.filter(({ html }) => html)) {
      const [doctor, article] = [asked(turn.question, Boolean(turn.fact)), element(turn.html)];
      am.dress(article, turn.question);
      am.entitle(article, doctor);
      log.append(doctor, article);
    }
    begun();
  }

  // After a reload: what was shown is shown again, and what was not answered is asked again.
  function restore() {
    turns = kept();
    const left = turns.at(-1)?.html === undefined ? turns.pop() : null;
    draw();
    if (left) ask(left.question, left);
    else if (turns.length) log.lastElementChild.previousElementSibling.scrollIntoView();
  }

  function renew() {
    stop();
    erased = turns;
    turns = [];
    keep();
    draw();
    $(".am-undo").hidden = false;
    tell("Nouvelle conversation.");
    field.focus();
  }

  function undo() {
    turns = erased || [];
    keep();
    draw();
    $(".am-undo").hidden = true;
    tell("Conversation rétablie.");
    field.focus();
  }

  /* ---------------------------------------------------------------- The field */
  function count() {
    $("#am-count").textContent = String(field.value.length);
    try { sessionStorage.setItem(DRAFT, field.value); } catch { /* as above */ }
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  }

  Object.assign(am, { ask, renew, undo, tell, cancel, known });

  form.addEventListener("submit", (event) => { event.preventDefault(); ask(field.value); });
  field.addEventListener("input", count);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    ask(field.value);
  });
  try { field.value ||= sessionStorage.getItem(DRAFT) || ""; } catch { /* as above */ }
  count();
  restore();
  if ("early" in form.dataset) ask(field.value);
})();
