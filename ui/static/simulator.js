// The simulator: sends the form as it is filled in, shows the result beside it, and loses no answer.
const API = new URL("../api/v1/simulate", import.meta.url);
const STORE = "am-simulation";
const BROUGHT = "am-brought"; // what of the conversation was taken along last
const TYPING = 400; // ms after the last key
const SILENCE = 10000; // ms
const PAUSES = [1000, 2000, 4000, 8000]; // ms before each new try

export function start(root) {
  const $ = (selector) => root.querySelector(selector);
  const form = $("form");
  const result = $("#am-result");
  const told = $("#am-told");
  let beyond = {}; // facts of a link or of the chat that the form does not ask: they count all the same
  let erased = null;
  let timer = 0;
  let current = null; // the request being answered

  /* ---------------------------------------------------------------- The answers */
  function values() {
    const typed = [...new FormData(form)].filter(([, value]) => value.trim());
    return { ...beyond, ...Object.fromEntries(typed) };
  }

  function fill(given) {
    form.reset();
    beyond = {};
    for (const [name, value] of Object.entries(given)) {
      const control = form.elements[name];
      if (control) control.value = value;
      if (control?.value !== value) beyond[name] = value;
    }
  }

  // Kept in this tab alone, as the conversation is. A site that embeds us may forbid it.
  function keep(given, store = STORE) {
    try { sessionStorage.setItem(store, JSON.stringify(given)); } catch { /* see above */ }
  }

  function kept(store = STORE) {
    try { return JSON.parse(sessionStorage.getItem(store)) || {}; } catch { return {}; }
  }

  /* ---------------------------------------------------------------- What is shown */
  function tell(text) {
    told.textContent = text;
    $(".am-bar").classList.toggle("is-empty", !text);
  }

  // A result that is not that of the answers is dimmed, and says so beside its amount.
  function stale(why) {
    const late = Boolean(why && result.querySelector("[data-share]"));
    result.classList.toggle("is-stale", late);
    result.querySelector(".am-stale")?.remove();
    if (!late) return;
    const note = Object.assign(document.createElement("p"), { className: "am-stale" });
    note.textContent = `Pas à jour : ce résultat est celui de vos réponses précédentes. ${why}`;
    result.prepend(note);
  }

  function wait(text) {
    tell(text);
    stale(text);
  }

  function mark(errors) {
    for (const message of root.querySelectorAll(".am-field__error")) {
      const field = message.parentElement.querySelector("input");
      const error = errors[field.name];
      message.hidden = !error;
      message.textContent = error || "";
      if (error) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    const [see, correct] = root.querySelectorAll(".am-bar a");
    const [wrong] = Object.keys(errors);
    see.hidden = Boolean(wrong);
    correct.hidden = !wrong;
    correct.href = `#am-f-${wrong}`;
  }

  function show(shown) {
    mark(shown.errors);
    for (const [name, answers] of Object.entries(shown.steps)) {
      const title = $(`[data-step=${name}] small`);
      title.textContent = answers || title.dataset.asked;
    }
    $("#am-form-also").textContent = shown.also;
    $("#am-form-also").hidden = !shown.also;
    const before = result.querySelector("[data-share]");
    if (shown.html ?? !before) draw(shown.html ?? shown.instead);
    stale(shown.html === null ? `${shown.told}.` : "");
    tell(shown.told);
  }

  // What was unfolded stays so, whatever changes around it.
  function draw(html) {
    const name = (fold) => fold.querySelector("summary").textContent;
    const open = [...result.querySelectorAll("details[open]")].map(name);
    result.innerHTML = html;
    for (const fold of result.querySelectorAll("details")) if (open.includes(name(fold))) fold.open = true;
    const address = result.querySelector("[data-address]");
    if (address) address.textContent = `Page : ${location.origin}${location.pathname}`;
  }

  /* ---------------------------------------------------------------- Asking */
  const online = () => new Promise((resolve) => addEventListener("online", resolve, { once: true }));
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

  // Returns what to show, or {error}: a refusal of the server, told once it has been waited for as it asks.
  async function post(body, mine) {
    mine.stop = new AbortController();
    const limit = setTimeout(() => mine.stop.abort(), SILENCE);
    const headers = { "content-type": "application/json", accept: "text/html" };
    const response = await fetch(API, { method: "POST", headers, body, signal: mine.stop.signal });
    const answer = await response.json();
    clearTimeout(limit);
    return { ...answer, wait: Number(response.headers.get("retry-after")) * 1000 };
  }

  async function answered(given, mine) {
    for (const rest of [...PAUSES, null]) {
      const answer = await post(JSON.stringify(given), mine).catch(() => null);
      if (mine !== current || (answer && !answer.wait)) return answer;
      wait(answer ? `${answer.error.message} ${answer.error.expected}` : "Connexion perdue : je réessaie…");
      if (rest === null) return answer;
      await (answer ? pause(answer.wait) : navigator.onLine ? pause(rest) : online());
      if (mine !== current) return null;
    }
  }

  // `given`: other answers than the form's, which the server turns into those of the form.
  async function ask(given) {
    clearTimeout(timer);
    current?.stop?.abort();
    const mine = (current = {});
    keep(given || values());
    const answer = await answered(given || values(), mine);
    if (mine !== current) return;
    if (!answer) wait("Connexion perdue. Vos réponses sont gardées : changez-en une pour réessayer.");
    else if (answer.error) wait(`${answer.error.message} ${answer.error.expected}`);
    else {
      if (given) { fill(answer.values); keep(values()); }
      show(answer);
      if (given) fold(answer.steps);
    }
  }

  // Steps that came answered fold over their answers, unless one is to be corrected.
  function fold(steps) {
    for (const [name, answers] of Object.entries(steps)) {
      const step = $(`[data-step=${name}]`);
      if (name !== "particular") step.open = !answers || Boolean(step.querySelector("[aria-invalid]"));
    }
  }

  /* ---------------------------------------------------------------- What the doctor does */
  form.addEventListener("input", (event) => {
    restoring(false);
    clearTimeout(timer);
    if (event.target.inputMode) timer = setTimeout(ask, TYPING);
    else {
      delete beyond[event.target.name];
      ask();
    }
  });
  form.addEventListener("change", (event) => { if (event.target.inputMode) ask(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });

  function restoring(can) {
    erased = can ? values() : null;
    $("[data-erase]").textContent = can ? "Rétablir mes réponses" : "Tout effacer";
  }

  function erase() {
    const before = erased;
    restoring(!before);
    fill(before || {});
    ask();
    tell(before ? "Réponses rétablies." : "Réponses effacées.");
  }

  // Goes to the conversation with the facts in its field: the question is the doctor's to write, and her draft is kept.
  function discuss(facts) {
    document.querySelector("#tab-discuter").click();
    const field = document.querySelector("#am-field");
    if (!field.value.startsWith(facts)) field.value = `${facts} ${field.value}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  root.addEventListener("click", (event) => {
    const { dataset } = event.target.closest("button") || {};
    if (!dataset) return;
    if ("erase" in dataset) erase();
    else if (dataset.about) discuss(dataset.about);
  });

  /* ---------------------------------------------------------------- Opening: a link, the chat, or this tab before */
  function carried() {
    const link = new URLSearchParams(location.hash.slice(1)).get("simulation");
    if (link === null) return null;
    history.replaceState(null, "", "#simuler"); // read once: what is changed next is not undone by a reload
    try { return JSON.parse(link); } catch { return {}; }
  }

  async function arrive() {
    const given = carried();
    if (!given) return;
    said();
    $("#am-form-title").focus();
    await ask(given);
  }

  // Returns what the conversation has established since it was last asked: the other answers stay those of the form.
  function said() {
    const [known, before] = [window.am.known(), kept(BROUGHT)];
    keep(known, BROUGHT);
    return Object.fromEntries(Object.entries(known).filter(([name, value]) => before[name] !== value));
  }

  const some = (given) => Object.keys(given).length > 0;

  // Through the tab: a link brings its own facts. Returns whether there was anything new.
  function visit() {
    const news = location.hash.includes("simulation=") ? {} : said();
    if (some(news)) ask({ ...kept(), ...values(), ...news });
    return some(news);
  }

  addEventListener("hashchange", arrive);
  addEventListener("am-simulate", visit);
  tell("");
  if (location.hash.includes("simulation=")) arrive();
  else if (visit()) { /* asked with what is new */ }
  else if (some(values())) ask(); // answered before this script ran
  else if (some(kept())) ask(kept());
  form.dataset.ready = "";
}
