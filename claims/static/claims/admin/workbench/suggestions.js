// Decide on suggestions: by their buttons, or by single keys on the one that has the focus.

import { act } from "./server.js";
import { asker } from "./similar.js";

const cards = document.getElementById("cards");
const text = document.getElementById("text");
const dialog = document.getElementById("merge-dialog");

function all() {
  return [...cards.querySelectorAll(".suggestions .card")];
}

export function current() {
  return document.activeElement?.closest?.(".card") ?? null;
}

function show(card) {
  card.focus();
  card.scrollIntoView({ block: "nearest" });
  for (const place of text.querySelectorAll(".current")) {
    place.classList.remove("current");
  }
  const places = text.querySelectorAll(`[data-claims~="${card.dataset.claim}"]`);
  for (const place of places) {
    place.classList.add("current");
  }
  if (places[0]) {
    text.scrollTop += places[0].getBoundingClientRect().top - text.getBoundingClientRect().top - text.clientHeight / 3;
  }
}

export function step(forward) {
  const rows = all();
  const at = rows.indexOf(current());
  const next = at < 0 ? rows[0] : rows[at + (forward ? 1 : -1)];
  if (next) {
    show(next);
  }
}

// The next one takes the place of the one that was decided on.
async function decide(form, action) {
  const card = form.closest(".card");
  const at = all().indexOf(card);
  const data = new FormData(form);
  data.set("action", action);
  const answer = await act(data);
  const rows = all();
  if (answer && at >= 0 && rows.length) {
    show(rows[Math.min(at, rows.length - 1)]);
  }
}

export function press(action) {
  current()?.querySelector(`button[value="${action}"]`)?.click();
}

export function chooseReason() {
  current()?.querySelector("select")?.focus();
}

export function open() {
  current()?.querySelector(".card-statement a")?.click();
}

cards.addEventListener("submit", (event) => {
  event.preventDefault();
  decide(event.target, event.submitter.value);
});
cards.addEventListener("focusin", (event) => {
  const card = event.target.closest(".card");
  if (event.target === card) {
    show(card);
  }
});

// --- merging

let merged = null;
const list = dialog.querySelector(".merge-list");
const sample = dialog.querySelector("template");
const search = dialog.querySelector("input");
const nothing = dialog.querySelector(".nothing");

const ask = asker((found) => {
  nothing.hidden = found.length > 0;
  list.replaceChildren(...found.map((claim, index) => {
    const item = sample.content.cloneNode(true);
    item.querySelector("kbd").textContent = index + 1;
    item.querySelector(".alike-statement").textContent = claim.statement;
    item.querySelector(".state").textContent = claim.status;
    item.querySelector("button").addEventListener("click", () => mergeInto(claim.id));
    return item;
  }));
});

export function merge(card = current()) {
  if (!card?.querySelector(".merge")) {
    return;
  }
  merged = card;
  list.replaceChildren();
  nothing.hidden = true;
  dialog.querySelector(".merged-words").textContent = card.dataset.words;
  search.value = card.dataset.words;
  dialog.showModal();
  search.select();
  ask(search.value, card.dataset.claim);
}

async function mergeInto(into) {
  const form = merged.querySelector("form");
  dialog.close();
  const at = all().indexOf(merged);
  const data = new FormData(form);
  data.delete("dismissal_reason");
  data.set("action", "merge");
  data.set("into", into);
  const answer = await act(data);
  const rows = all();
  if (answer && at >= 0 && rows.length) {
    show(rows[Math.min(at, rows.length - 1)]);
  }
}

search.addEventListener("input", () => ask(search.value, merged.dataset.claim));
dialog.addEventListener("keydown", (event) => {
  const number = Number(event.key);
  const untouched = search.value === merged.dataset.words;
  // A number typed into other words is a part of them.
  if (number >= 1 && number <= list.children.length && (event.target !== search || untouched)) {
    event.preventDefault();
    list.children[number - 1].querySelector("button").click();
  } else if (event.key === "Enter" && event.target === search) {
    event.preventDefault();
  }
});
cards.addEventListener("click", (event) => {
  const link = event.target.closest(".merge");
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    merge(link.closest(".card"));
  }
});
