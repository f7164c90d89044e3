{ // Until our script listens, the form says by itself that it was sent, so that no question is lost.
  const early = (event) => {
    const form = event.target.closest("#am-question");
    if (!form || window.am.ask) return;
    event.preventDefault();
    form.dataset.early = "";
  };
  document.addEventListener("submit", early);
  document.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea")) early(event); });
}
