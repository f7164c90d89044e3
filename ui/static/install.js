// The installer: the tag, the policy lines and the setting follow the form; nothing is sent anywhere.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const main = $("installer");
  const form = document.querySelector("form");
  const base = new URL(".", location).href; // …/embed/, wherever a proxy puts the assistant
  const here = location.origin;
  const EXAMPLE = "https://www.exemple.fr";
  const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

  // People write « www.exemple.fr »: what is missing is added.
  function completed() {
    const typed = form.site.value.trim();
    return !typed || /^https?:\/\//i.test(typed) ? typed : `https://${typed.replace(/^\/+/, "")}`;
  }

  function site() {
    try {
      const { origin, hostname } = new URL(completed());
      return /[^.]\.[^.]|^localhost$/.test(hostname) ? origin : "";
    } catch { return ""; }
  }

  function tag() {
    const { mode, position, color, title, question } = form;
    if (mode.value === "iframe") {
      const asked = question.value ? `#q=${encodeURIComponent(question.value)}` : "";
      return `<iframe src="${base}${asked}" title="${quoted(title.value)}" width="100%" height="640" loading="lazy"\n  style="border:0" allow="clipboard-write; web-share" referrerpolicy="strict-origin-when-cross-origin"></iframe>`;
    }
    const options = { mode: mode.value, position: mode.value ? "" : position.value, color: color.value, title: title.value, question: question.value };
    const attributes = Object.entries(options).filter(([, value]) => value).map(([name, value]) => `\n  data-${name}="${quoted(value)}"`);
    return `<script src="${base}v2.js" defer\n  integrity="${main.dataset.integrity}" crossorigin="anonymous"${attributes.join("")}></script>`;
  }

  // The tag itself, on a page that looks like a site's. A new frame each time: the back button then leaves this page.
  let previewed = "";
  function preview() {
    if (previewed === tag()) return;
    previewed = tag();
    const look = `<link rel="stylesheet" href="${main.dataset.preview}">`;
    const shown = previewed.replace(/\s+style="[^"]*"/, ""); // it is in the style sheet: our policy allows no other
    const frame = Object.assign(document.createElement("iframe"), { title: "Aperçu d’une page de votre site", className: "am-preview__page" });
    frame.srcdoc = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Votre site</title>${look}${"<p></p>".repeat(4)}${shown}`;
    $("preview").replaceChildren(frame);
  }

  const STATES = { met: ["is-met", "yes", "Fait"], open: ["is-open", "open", "À faire"], unmet: ["is-unmet", "no", "À corriger"] };
  function check(state, text) {
    const [look, icon, label] = STATES[state];
    const item = Object.assign(document.createElement("li"), { className: look });
    item.innerHTML = `<svg class="am-icon" role="img" aria-label="${label}"><use href="#i-${icon}"/></svg><p></p>`;
    item.lastChild.textContent = text;
    return item;
  }

  function checks(origin, declared) {
    const secure = here.startsWith("https://");
    return [
      check(origin ? "met" : "open", origin ? `Votre site : ${origin}.` : "Écrivez l’adresse de votre site à l’étape 1."),
      check(declared ? "met" : "open", declared ? "Votre site est autorisé à afficher l’assistant." : "Votre site n’est pas encore déclaré : copiez le réglage de l’étape 3, puis redémarrez l’assistant."),
      check(secure ? "met" : "unmet", secure ? "L’assistant est servi en HTTPS." : "L’assistant n’est pas servi en HTTPS : un site en HTTPS refusera de l’afficher."),
    ];
  }

  function update() {
    const origin = site();
    const mode = form.mode.value;
    const known = main.dataset.origins.split(", ").filter((each) => each.startsWith("http"));
    $("tag").textContent = tag();
    $("tag-where").textContent = mode ? "À coller à l’endroit voulu de la page" : "À coller juste avant </body>";
    $("csp").textContent = `${mode === "iframe" ? "" : `script-src ${here};\n`}frame-src ${here};`;
    $("setting").textContent = `AM_ALLOWED_ORIGINS=${[...new Set([...known, origin || (known.length ? "" : EXAMPLE)])].filter(Boolean).join(",")}`;
    $("preview-site").textContent = (origin || EXAMPLE).replace(/^https?:\/\//, "");
    document.querySelectorAll("[data-for]").forEach((part) => { part.hidden = !part.dataset.for.split(" ").includes(mode); });
    $("checks").replaceChildren(...checks(origin, known.includes(origin)));
    if (origin) wrong("");
  }

  function wrong(why) {
    $("site-error").textContent = why;
    if (why) form.site.setAttribute("aria-invalid", "true");
    else form.site.removeAttribute("aria-invalid");
  }

  form.site.addEventListener("change", () => {
    form.site.value = completed();
    wrong(form.site.value && !site() ? "Cette adresse n’est pas celle d’un site. Écrivez-la comme www.exemple.fr." : "");
  });

  // « Copié » only when it was; else what is to copy is selected.
  async function copy(button) {
    const source = $(button.dataset.copyFrom);
    const label = button.lastElementChild;
    const before = (button.dataset.label ??= label.textContent);
    try {
      await navigator.clipboard.writeText(source.textContent);
      label.textContent = "Copié";
      setTimeout(() => { label.textContent = before; }, 2500);
    } catch {
      getSelection().selectAllChildren(source);
      label.textContent = "Sélectionné : copiez-le avec Ctrl + C (⌘ + C sur Mac)";
    }
    $("said").textContent = `${label.textContent}.`;
  }

  let later = 0;
  form.addEventListener("input", () => {
    update();
    clearTimeout(later);
    later = setTimeout(preview, 300); // not at each letter
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy-from]");
    if (button) copy(button);
  });
  update();
  preview();
})();
