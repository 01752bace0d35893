// Keys of the whole page, and what only a browser with JavaScript can do.

import { begin } from "./new_claim.js";
import { chooseReason, merge, open, press, step } from "./suggestions.js";

const text = document.getElementById("text");
const keys = document.getElementById("keys-dialog");
const button = document.getElementById("show-keys");
const single = document.getElementById("single-keys");
const SETTING = "workbench:single-keys";

const KEYS = {
  j: () => step(true),
  k: () => step(false),
  a: () => press("accept"),
  d: () => press("dismiss"),
  r: chooseReason,
  m: () => merge(),
  o: open,
  t: () => text.focus(),
  n: begin,
};

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable], dialog") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) {
    return;
  }
  if (event.key === "?") {
    event.preventDefault();
    keys.showModal();
  } else if (event.key === "Enter" && event.target === text) {
    event.preventDefault();
    begin();
  } else if (single.checked && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

button.hidden = false;
button.addEventListener("click", () => keys.showModal());
for (const hint of document.querySelectorAll(".with-script")) {
  hint.hidden = false;
}
try {
  single.checked = window.localStorage.getItem(SETTING) !== "off";
  single.addEventListener("change", () => window.localStorage.setItem(SETTING, single.checked ? "on" : "off"));
} catch {
  // A browser that keeps nothing has the keys on.
}
