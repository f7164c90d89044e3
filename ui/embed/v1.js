/* Assistant médical : chargeur v1. Rien n’est demandé à l’assistant avant le clic ; ni cookie, ni dépendance. */
(() => {
  "use strict";
  const tag = document.currentScript;
  if (!tag) return;
  const data = tag.dataset;
  const origin = new URL(tag.src).origin;
  const title = data.title || "Assistant médical : une question ?";
  const color = /^#[0-9a-f]{6}$/i.test(data.color || "") ? data.color : "#1b5140";
  const side = data.position === "left" ? "left" : "right";

  // Styles go through the DOM, one by one: a strict style-src does not stop them.
  function make(kind, style, properties) {
    const element = Object.assign(document.createElement(kind), properties);
    Object.assign(element.style, style);
    return element;
  }

  function ink() {
    const [red, green, blue] = [1, 3, 5].map((start) => {
      const share = parseInt(color.slice(start, start + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
  }

  function frame(style) {
    const question = data.question ? "#q=" + encodeURIComponent(data.question) : "";
    return make("iframe", { border: "0", width: "100%", ...style }, {
      src: origin + "/embed/" + question,
      title,
      loading: "lazy",
      referrerPolicy: "strict-origin-when-cross-origin",
      allow: "clipboard-write",
    });
  }

  function inline() {
    const shown = frame({ display: "block", height: "640px" });
    addEventListener("message", (event) => {
      if (event.origin !== origin || event.source !== shown.contentWindow) return;
      const height = Number(event.data?.assistantMedicalHeight);
      if (height > 0) shown.style.height = Math.min(Math.max(height, 320), 6000) + "px";
    });
    tag.after(shown);
  }

  function floating() {
    const place = { position: "fixed", bottom: "16px", [side]: "16px", zIndex: "2147483000" };
    const font = { font: "600 16px/1.25 system-ui, sans-serif" };
    const button = make("button", {
      ...place, ...font, minHeight: "56px", padding: "8px 24px", border: "0", borderRadius: "28px", cursor: "pointer",
      background: color, color: ink(), boxShadow: "0 2px 10px rgb(0 0 0 / 28%)", maxWidth: "calc(100vw - 32px)",
    }, { type: "button", textContent: title, ariaExpanded: "false" });
    let panel;

    function open() {
      if (!panel) {
        panel = make("div", {
          ...place, display: "flex", flexDirection: "column", width: "400px", maxWidth: "calc(100vw - 32px)",
          height: "min(740px, calc(100vh - 32px))", maxHeight: "calc(100dvh - 32px)", overflow: "hidden", border: "1px solid #768277", borderRadius: "8px",
          background: "#fff", boxShadow: "0 8px 32px rgb(0 0 0 / 25%)",
        }, { role: "dialog", ariaLabel: title });
        const bar = make("div", { display: "flex", alignItems: "center", gap: "12px", padding: "4px 4px 4px 16px", background: color, color: ink(), ...font });
        const label = make("span", { flex: "1" }, { textContent: title });
        const shut = make("button", { width: "44px", height: "44px", border: "0", background: "none", color: "inherit", font: "24px/1 system-ui", cursor: "pointer" }, { type: "button", textContent: "×", ariaLabel: "Fermer l’assistant", onclick: close });
        bar.append(label, shut);
        panel.append(bar, frame({ flex: "1" }));
        panel.addEventListener("keydown", (event) => event.key === "Escape" && close());
        document.body.append(panel);
      }
      panel.style.display = "flex";
      button.style.display = "none";
      button.ariaExpanded = "true";
      panel.querySelector("button").focus();
    }

    function close() {
      panel.style.display = "none";
      button.style.display = "";
      button.ariaExpanded = "false";
      button.focus();
    }

    // Escape typed inside the frame reaches us as a message.
    addEventListener("message", (event) => {
      if (event.origin === origin && panel && event.source === panel.querySelector("iframe").contentWindow && event.data?.assistantMedicalClose) close();
    });
    button.onclick = open;
    document.body.append(button);
    if (data.open === "true") open();
  }

  const start = data.mode === "inline" ? inline : floating;
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
