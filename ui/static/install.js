// The installer: the tag, the policy lines and the setting follow the form; nothing is sent anywhere.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const main = $("installer");
  const form = document.querySelector("form");
  const here = location.origin;
  const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

  function site() {
    try { return new URL(form.site.value).origin; } catch { return ""; }
  }

  function tag() {
    const { mode, position, color, title, question } = form;
    if (mode.value === "iframe") {
      const asked = question.value ? `#q=${encodeURIComponent(question.value)}` : "";
      return `<iframe src="${here}/embed/${asked}" title="${quoted(title.value)}" width="100%" height="640" loading="lazy"\n  style="border:0" referrerpolicy="strict-origin-when-cross-origin"></iframe>`;
    }
    const options = { mode: mode.value, position: mode.value ? "" : position.value, color: mode.value ? "" : color.value, title: title.value, question: question.value };
    const attributes = Object.entries(options).filter(([, value]) => value).map(([name, value]) => `\n  data-${name}="${quoted(value)}"`);
    return `<script src="${here}/embed/v1.js" defer\n  integrity="${main.dataset.integrity}" crossorigin="anonymous"${attributes.join("")}></script>`;
  }

  function ink(hex) {
    const [red, green, blue] = [1, 3, 5].map((start) => {
      const share = parseInt(hex.slice(start, start + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
  }

  function check(met, text) {
    const item = document.createElement("li");
    item.className = met ? "is-met" : "is-unmet";
    const icon = met ? ["yes", "Réussi"] : ["no", "À corriger"];
    item.innerHTML = `<svg class="am-icon" role="img" aria-label="${icon[1]}"><use href="#i-${icon[0]}"/></svg><p></p>`;
    item.lastChild.textContent = text;
    return item;
  }

  function update() {
    const origin = site();
    $("tag").textContent = tag();
    $("csp").textContent = `script-src ${here};\nframe-src ${here};`;
    $("setting").textContent = `AM_ALLOWED_ORIGINS=${origin || "https://www.exemple.fr"}`;
    $("preview-site").textContent = origin.replace(/^https?:\/\//, "") || "votre site";
    const button = $("preview-button");
    button.textContent = form.title.value;
    button.style.background = form.color.value;
    button.style.color = ink(form.color.value);
    const floating = form.mode.value === "";
    button.hidden = !floating;
    $("preview-frame").hidden = floating;
    document.querySelectorAll("[data-floating]").forEach((field) => { field.hidden = !floating; });
    button.style.alignSelf = form.position.value === "left" ? "flex-start" : "flex-end";
    const declared = main.dataset.origins.split(", ").includes(origin);
    $("checks").replaceChildren(
      check(Boolean(origin), origin ? "L’adresse de votre site est lisible." : "L’adresse de votre site doit commencer par https://."),
      check(declared, declared ? "Votre site est autorisé à afficher l’assistant." : "Votre site n’est pas encore déclaré : copiez le réglage de l’étape 3, puis relancez l’assistant."),
      check(here.startsWith("https://"), here.startsWith("https://") ? "L’assistant est servi en HTTPS." : "L’assistant n’est pas servi en HTTPS : un site en HTTPS refusera de l’afficher."),
    );
  }

  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", async (event) => {
    const source = event.target.closest("[data-copy-from]")?.dataset.copyFrom;
    if (!source) return;
    await navigator.clipboard?.writeText($(source).textContent).catch(() => {});
    $("said").textContent = "Copié.";
  });
  update();
})();
