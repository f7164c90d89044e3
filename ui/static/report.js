// « Signaler une erreur »: writes the message from the conversation of this tab, which never leaves it by itself.
(() => {
  "use strict";
  const $ = (selector) => document.querySelector(selector);
  const form = $(".am-report");
  const message = $("#am-report");
  const which = $("#am-which");

  function kept(name) {
    try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } // nothing was asked in this tab
  }

  function told({ question, html }) {
    const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
    content.querySelectorAll(".am-call").forEach((call) => call.remove());
    const lead = content.querySelector(".am-lead")?.textContent.trim();
    const dates = content.querySelector(".am-dates")?.textContent.match(/\d\d\/\d\d\/\d{4}/);
    return [`Question : ${question}`, lead && `Réponse : ${lead}`, dates && `Règles au : ${dates[0]}`];
  }

  function write(turn) {
    const lines = [...told(turn), `Version : ${form.dataset.version}`, "", "Ce qui me semble faux :", ""];
    message.value = lines.filter((line) => line !== undefined && line !== null).join("\n");
    address();
  }

  function address() {
    const subject = "Assistant médical : une réponse à revoir";
    const mail = $("[data-mail]");
    if (mail) mail.href = `mailto:${form.dataset.to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(message.value.replace(/\n/g, "\r\n"))}`;
  }

  function offer(turns, asked) {
    const chosen = turns[asked] ? asked : turns.length - 1;
    which.replaceChildren(...turns.map((turn, number) => new Option(turn.question, number, false, number === chosen)));
    which.parentElement.hidden = turns.length < 2;
    which.onchange = () => write(turns[which.value]);
    if (turns.length) write(turns[chosen]); else address();
  }

  offer((kept("am-conversation") || []).filter((turn) => turn.html), kept("am-reported"));
  // Opened from the panel inside another site: only that panel knows the answer.
  addEventListener("message", ({ data, origin }) => { if (origin === location.origin && data?.amReport) offer([data.amReport], 0); });
  opener?.postMessage("am-report", location.origin);

  for (const button of document.querySelectorAll("[data-mail], [data-copy]")) button.hidden = false;
  message.addEventListener("input", address);
  $("[data-copy]").addEventListener("click", async () => {
    const said = $("#am-report-said");
    try {
      await navigator.clipboard.writeText(message.value);
      said.textContent = "Message copié.";
    } catch {
      message.select();
      said.textContent = "Votre navigateur n’a pas permis la copie : le message est sélectionné, copiez-le vous-même.";
    }
  });
})();
