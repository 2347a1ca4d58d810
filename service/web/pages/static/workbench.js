// The workbench by keyboard. Everything here is also there without it, by links and forms.
"use strict";

(() => {
  const view = document.getElementById("view");
  if (!view) return;

  const cards = [...view.querySelectorAll(".card")];
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  view.dataset.keys = "";

  const inFocus = () => cards.find((card) => card.dataset.rank === view.dataset.focus);

  // A suggestion in focus lights its own words; the note's other words rest.
  function focusOn(card) {
    for (const other of cards) other.classList.toggle("in-focus", other === card);
    if (card) view.dataset.focus = card.dataset.rank;
    else delete view.dataset.focus;
  }

  function show(element, block = "nearest") {
    element.scrollIntoView({ block, behavior: still.matches ? "auto" : "smooth" });
  }

  function follow() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const card = target && target.closest(".card");
    if (card) focusOn(card);
    for (const tab of document.querySelectorAll(".tabs a")) {
      const panel = document.getElementById(tab.hash.slice(1));
      const open = getComputedStyle(panel).display !== "none";
      if (open) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }
  addEventListener("hashchange", follow);
  follow();

  view.addEventListener("click", (event) => {
    const card = event.target.closest(".card");
    if (card && !event.target.closest("a, button, summary, input, select, textarea, label")) focusOn(card);
  });

  // A requirement in focus scrolls to its words.
  view.addEventListener("focusin", (event) => {
    const card = event.target.closest(".card");
    if (card && event.target.matches(":focus-visible")) focusOn(card);
    if (event.target.matches(".quote") && event.target.matches(":focus-visible")) {
      const words = document.getElementById(event.target.hash.slice(1));
      if (words && words.offsetParent) show(words, "center");
    }
  });

  // Copying a query.
  const said = document.createElement("p");
  said.className = "hidden";
  said.setAttribute("role", "status");
  view.append(said);

  async function copy(button) {
    const query = document.getElementById(button.dataset.copy);
    const words = query.textContent.trim();
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      query.closest("details").open = true;
      getSelection().selectAllChildren(query);
      document.execCommand("copy");
    }
    const before = button.firstChild.textContent;
    button.firstChild.textContent = "Copied ";
    said.textContent = "The query is copied";
    setTimeout(() => { button.firstChild.textContent = before; said.textContent = ""; }, 2000);
  }
  for (const button of view.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
  let copied = 0;
  function copyNext() {
    const buttons = [...(inFocus() || view).querySelectorAll("[data-copy]")];
    if (!buttons.length) return;
    const button = buttons[copied++ % buttons.length];
    show(button, "center");
    copy(button);
  }

  const keys = new Map();
  for (let rank = 1; rank <= 9; rank++) {
    keys.set(String(rank), () => {
      const card = cards[rank - 1];
      if (card) location.replace("#" + card.id);
      if (card) card.querySelector("a.focus").focus({ preventScroll: true });
    });
  }
  keys.set("0", () => { focusOn(null); document.activeElement.blur(); });
  keys.set("y", copyNext);

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const act = keys.get(event.key.toLowerCase());
    if (act) { event.preventDefault(); act(); }
  });
})();
