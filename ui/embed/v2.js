/* Assistant médical, chargeur v2 : rien n’est demandé à l’assistant avant le clic. */
(() => {
  "use strict";
  const MARK = "assistantMedicalV2";

  function make(kind, properties, ...children) {
    const element = Object.assign(document.createElement(kind), properties);
    element.append(...children.map((each) => each.replace?.(/ (?=[:;?!])/g, "\xa0") ?? each));
    return element;
  }

  function start(tag) {
    const { mode, title = "Assistant médical : une question ?", question, position, color, open } = tag.dataset;
    const base = new URL(".", tag.src); // wherever a proxy puts the assistant
    const floats = mode !== "inline";
    if (floats && (window[MARK] || document.querySelector(`script[src^="${base}v1.js"]:not([data-mode])`))) return;
    const paint = /^#[0-9a-f]{6}$/i.test(color) ? color : "#1b5140";
    const light = paint.match(/\w\w/g).reduce((sum, part, at) => sum + [3, 10, 1][at] * ("0x" + part) ** 2.2, 0);
    const host = make("assistant-medical", { lang: "fr" });
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:host{all:initial!important}
*{box-sizing:border-box;text-wrap:balance;font:600 16px/1.25 system-ui,sans-serif}
div{all:initial;position:fixed;inset:auto 16px 16px;width:fit-content;margin-${position === "left" ? "right" : "left"}:auto;z-index:2147483647}
div>*{box-shadow:0 3px 16px #0006}
button,header{min-width:44px;min-height:44px;border:2px solid transparent;background:${paint};color:${light > 5e5 ? "#000" : "#fff"}}
div>button{min-height:56px;padding:6px 22px;border-radius:28px;cursor:pointer}
:focus-visible{outline:3px solid;outline-offset:-5px}
section:not([hidden]){display:grid;grid:auto 1fr/100%;overflow:hidden;border:1px solid #777;border-radius:8px;background:Canvas;color-scheme:light dark}
div>section{width:min(400px,100vw - 32px);height:min(740px,100dvh - 32px)}
header{display:flex;flex-wrap:wrap;align-items:center;padding:6px 2px 0 14px}
span{flex:1 0 calc(100% - 60px)}
a{display:block;margin-right:20px;color:inherit;font-size:14px;line-height:44px}
iframe,p{grid-area:2/1;width:100%;height:100%;margin:0;border:0}
p{padding:1em;background:Canvas;font-weight:400}
section:first-child>iframe{height:480px;max-height:80vh}
@media(max-width:480px){div>section{position:fixed;inset:0;width:auto;height:auto;border-radius:0}}
@media print{div{display:none}}`);
    root.adoptedStyleSheets = [sheet];

    const link = (label, path) => make("a", { href: new URL(path, base), target: "_blank", title: label + " (nouvel onglet)" }, label + " ↗");
    const frame = make("iframe", { title, allow: "clipboard-write;web-share", referrerPolicy: "strict-origin", loading: "lazy", src: base + (question ? "#q=" + encodeURIComponent(question) : "") });
    const late = make("p", { role: "alert", hidden: true }, "L’assistant ne s’affiche pas : ce site l’empêche, ou le réseau est lent.");
    const bar = make("header", {}, make("span", {}, title), link("Ouvrir en grand", ".."), link("Simuler", "..#simuler"));
    const panel = make("section", { ariaLabel: title }, bar, frame, late);
    let alive;
    const wait = () => setTimeout(() => {
      late.hidden = alive;
      alive || fetch(base + "why").then((why) => why.text()).then((text) => { late.textContent = text; }, () => {});
    }, 5000);
    addEventListener("message", ({ origin, source, data }) => {
      if (origin !== base.origin || source !== frame.contentWindow) return;
      late.hidden = alive = true;
      if (!floats) frame.style.height = data.assistantMedicalHeight + "px";
      else if (data.assistantMedicalClose) show(false);
    });

    if (!floats) {
      frame.onload = wait;
      root.append(panel);
      return tag.closest("body") ? tag.after(host) : document.body.append(host);
    }

    window[MARK] = true;
    const button = make("button", { onclick: () => show(true), ariaExpanded: false }, title);
    const shut = make("button", { onclick: () => show(false), ariaLabel: "Fermer" }, "✕");
    const layer = make("div", { popover: "manual" }, button);
    bar.firstChild.after(shut);
    panel.role = "dialog";
    panel.onkeydown = ({ key }) => key === "Escape" && show(false);
    root.append(layer);

    function show(shown, quiet) {
      if (!panel.parentNode) wait(layer.append(panel));
      panel.hidden = !shown;
      button.hidden = button.ariaExpanded = shown;
      if (!quiet) (shown ? shut : button).focus();
    }

    function place() {
      if (host.isConnected) return;
      document.documentElement.append(host);
      layer.showPopover?.();
    }
    new MutationObserver(place).observe(document, { childList: true, subtree: true });
    place();
    if (open === "true") show(true, true);
  }

  function run() {
    for (const tag of [document.currentScript, ...document.scripts]) {
      if (!tag?.src?.includes("/embed/v2.js") || tag[MARK]) continue;
      tag[MARK] = true;
      start(tag);
    }
  }
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", run);
  else run();
})();
