// After « Redémarrer »: says when the server answers again, once it was seen away, or after a minute where another answers.
(() => {
  "use strict";
  const told = document.querySelector("[data-back]");
  const asked = Date.now();
  let away = false;

  async function look() {
    const answers = await fetch(told.dataset.look, { cache: "no-store" }).then(({ ok }) => ok, () => false);
    away ||= !answers;
    if (!answers || !(away || Date.now() - asked > 60_000)) {
      setTimeout(look, 1000);
      return;
    }
    told.classList.add("am-done");
    told.textContent = told.dataset.back;
    document.querySelector("main .am-button").textContent = "Rouvrir la gestion";
  }

  look();
})();
