// The workbench by keyboard. Everything here is also there without it, by links and forms.
"use strict";

(() => {
  // A form is sent once, and says that it is on its way.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
    for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });

  // In the queue: J and K walk the notes, Enter opens one.
  const rows = [...document.querySelectorAll(".row-link")];
  function walk(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (localStorage.getItem("keys") === "off") return;
    const key = event.key.toLowerCase();
    const keys = document.getElementById("keys");
    if (keys && (key === "?" || (key === "escape" && keys.open))) {
      keys.open = !keys.open;
      keys.querySelector("summary").focus({ preventScroll: true });
      return;
    }
    const at = rows.indexOf(document.activeElement);
    const named = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (named && (key === "u" || (key === "k" && at < 0))) { named.click(); return; }
    if (key === "enter" && rows.length && document.activeElement === document.body) { rows[0].click(); return; }
    const step = { j: 1, k: -1 }[key];
    if (!step || !rows.length) return;
    rows[Math.min(rows.length - 1, Math.max(0, at + step))].focus();
  }

  const view = document.getElementById("view");
  if (!view) {
    addEventListener("keydown", walk);
    return;
  }

  const cards = [...view.querySelectorAll("article.card")];
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
    const card = target && target.closest("article.card");
    if (card) focusOn(card);
    for (const tab of document.querySelectorAll(".tabs a")) {
      const panel = document.getElementById(tab.hash.slice(1));
      const open = getComputedStyle(panel).display !== "none";
      if (open) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
    }
  }
  addEventListener("hashchange", follow);
  // A form that failed is where the reader was: there, and not at the top.
  const failed = view.querySelector(".beside-field");
  if (failed) {
    const within = failed.closest("article.card, [id]");
    if (within && !location.hash) location.replace("#" + within.id);
  }
  follow();

  view.addEventListener("click", (event) => {
    const card = event.target.closest("article.card");
    if (card && !event.target.closest("a, button, summary, input, select, textarea, label")) focusOn(card);
  });

  // A requirement in focus scrolls to its words.
  view.addEventListener("focusin", (event) => {
    const card = event.target.closest("article.card");
    if (card && event.target.matches(":focus-visible")) focusOn(card);
    if (event.target.matches(".quote") && event.target.matches(":focus-visible")) {
      const words = document.getElementById(event.target.hash.slice(1));
      if (words && words.offsetParent) show(words, "center");
    }
  });

  // Copying a query.
  const said = document.createElement("p");
  said.className = "live";
  said.setAttribute("role", "status");
  view.append(said);
  let silence = 0;
  function say(words) {
    said.textContent = words;
    clearTimeout(silence);
    silence = setTimeout(() => { said.textContent = ""; }, 4000);
  }

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
    button.firstChild.textContent = "Copied ";
    say("The query is copied");
    setTimeout(() => { button.firstChild.textContent = "Copy the query "; }, 2000);
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
    show(button);
    copy(button);
  }

  // After a decision the reader goes on from the next suggestion, or from the name of the next note.
  const undone = sessionStorage.getItem("undone");
  sessionStorage.removeItem("undone");
  addEventListener("submit", (event) => {
    if (event.target.action.endsWith("/undo")) sessionStorage.setItem("undone", "yes");
  });
  if (undone) setTimeout(() => say("The decision is undone"), 100);
  const next = inFocus();
  const came = location.hash;
  function goOn() {
    // Who was quicker with a key is somewhere already.
    if (document.activeElement !== document.body && !failed) return;
    const from = undone || new URLSearchParams(location.search).has("from");
    let there = null;
    if (failed) there = failed.closest("form").querySelector("input:not([type=hidden]), select");
    else if (next && came === "#" + next.id) there = next.querySelector("a.focus");
    else if (came === "#suggestions") there = document.getElementById("suggestions");
    else if (from) there = document.getElementById("note-name");
    if (there) there.focus({ preventScroll: true });
    if (failed) failed.scrollIntoView({ block: "center" });
  }
  // Once the browser has gone to the fragment, which takes the focus away.
  addEventListener("load", () => setTimeout(goOn));

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

  // What a key of its own does stands in the page as a link, a button or a summary: data-key names it.
  // Within a suggestion in focus, its own; else that of the first suggestion, else the page's.
  function named(key) {
    const selector = `[data-key="${key}"]`;
    const own = (inFocus() || cards[0] || view).querySelector(selector);
    return own || document.querySelector(selector);
  }
  function press(key) {
    const element = named(key);
    if (!element) return;
    if (element.tagName !== "SUMMARY") { element.click(); return; }
    const details = element.parentElement;
    details.open = !details.open;
    if (details.open) show(details);
    const field = details.open && details.querySelector("input:not([type=hidden]), select, textarea");
    (field || element).focus({ preventScroll: true });
  }
  for (const key of ["a", "r", "c", "m", "u", "j", "k", "q", "?"]) keys.set(key, () => press(key));

  // The next open requirement of the suggestion in focus; its query copies, and it can be said to be none.
  let gapInFocus = null;
  keys.set("n", () => {
    const gaps = [...(inFocus() || view).querySelectorAll(".requirement.gap")];
    if (!gaps.length) return;
    gapInFocus = gaps[(gaps.indexOf(gapInFocus) + 1) % gaps.length];
    show(gapInFocus);
    const link = gapInFocus.querySelector(".quote, summary");
    link.focus({ preventScroll: true });
  });
  function here(selector) {
    const gap = document.activeElement.closest(".requirement.gap");
    return gap && gap.querySelector(selector);
  }
  keys.set("g", () => { 
    const gaps = [...(inFocus() || view).querySelectorAll("[data-gap]")];
    const button = here("[data-gap]") || (gaps.length === 1 ? gaps[0] : null);
    if (button) button.click();
    else say(gaps.length ? "Focus a gap first: N goes to the next one" : "No gap is open here");
  });
  keys.set("y", () => { const button = here("[data-copy]"); if (button) copy(button); else copyNext(); });

  // Words selected in the note become evidence: their place is counted in code points of the text as sent.
  const note = document.getElementById("note-text");

  // Who speaks to the computer may turn the keys off: a spoken word would press them one by one.
  const switched = document.getElementById("keys-on");
  if (switched) {
    switched.parentElement.hidden = false;
    switched.checked = localStorage.getItem("keys") !== "off";
    switched.addEventListener("change", () => localStorage.setItem("keys", switched.checked ? "on" : "off"));
  }
  function place(node, offset) {
    const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
    if (!run || node.nodeType !== Node.TEXT_NODE) return null;
    return Number(run.dataset.at) + [...node.data.slice(0, offset)].length;
  }
  let selected = null;
  function remember() {
    const selection = getSelection();
    if (selection.isCollapsed || !note.contains(selection.anchorNode) || !note.contains(selection.focusNode)) return;
    const range = selection.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset);
    const end = place(range.endContainer, range.endOffset);
    selected = start !== null && end !== null && start < end ? { start, end, words: selection.toString() } : null;
  }
  document.addEventListener("selectionchange", remember);
  const add = document.querySelector("#add form");
  function addSelected() {
    if (!add) return;
    remember();
    const details = add.closest("details");
    details.open = true;
    if (selected) {
      add.elements.start.value = selected.start;
      add.elements.end.value = selected.end;
      add.elements.phrase.value = selected.words;
    }
    const card = inFocus();
    if (card) add.elements.code.value = card.dataset.code;
    show(details, "center");
    (selected ? add.elements.role : add.elements.phrase).focus({ preventScroll: true });
  }
  keys.set("h", addSelected);
  if (add) {
    add.elements.phrase.addEventListener("input", () => { add.elements.start.value = add.elements.end.value = ""; });
  }

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = event.target.closest("input, select, textarea");
    if (event.key === "Escape") {
      const open = event.target.closest("details[open]");
      if (open) { open.open = false; open.querySelector("summary").focus({ preventScroll: true }); }
      else if (field) field.blur();
      return;
    }
    if (field || (switched && !switched.checked)) return;
    const act = keys.get(event.key.toLowerCase());
    if (act && !event.repeat) { event.preventDefault(); act(); }
  });
})();
