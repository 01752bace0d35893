// The form for a new claim: filled in from the chosen words, with likely duplicates while one types.

import { forget, keep } from "./kept_words.js";
import { place } from "./selection.js";
import { act, tell } from "./server.js";
import { asker } from "./similar.js";

const form = document.getElementById("new-claim");
const text = document.getElementById("text");

if (form) {
  const { exact, start, end } = form.elements;
  const statements = [...form.querySelectorAll(".statement textarea")];
  const alike = form.querySelector(".alike");
  const list = form.querySelector(".alike-list");
  const sample = form.querySelector(".alike template");
  let filledIn = "";

  exact.readOnly = true;
  form.querySelector(".without-script").hidden = true;

  const ask = asker((found) => {
    alike.hidden = found.length === 0;
    list.replaceChildren(...found.map((claim) => {
      const item = sample.content.cloneNode(true);
      const link = item.querySelector("a");
      link.href = claim.url;
      link.textContent = claim.statement;
      item.querySelector(".state").textContent = claim.status;
      // A suggestion of this very article is decided on; it has these words already.
      const suggestion = document.querySelector(`.suggestions .card[data-claim="${claim.id}"]`);
      item.querySelector(".attach").hidden = suggestion !== null;
      item.querySelector(".go-to").hidden = suggestion === null;
      item.querySelector(".attach").addEventListener("click", () => attach(claim.id));
      item.querySelector(".go-to").addEventListener("click", () => {
        document.querySelector(`.card[data-claim="${claim.id}"]`)?.focus();
      });
      return item;
    }));
  });

  const isEmpty = () => [exact, form.elements.claimant, ...statements].every((field) => !field.value);
  const rest = () => form.classList.toggle("resting", isEmpty());

  const own = () => statements.find((field) => field.lang === text.lang || field.closest(".language")?.querySelector(`[lang="${text.lang}"]`));

  text.addEventListener("chosen", () => {
    const chosen = place();
    if (!chosen) {
      return;
    }
    exact.value = chosen.exact;
    start.value = chosen.start;
    end.value = chosen.end;
    const statement = own();
    // Words that somebody typed are never replaced; those that came from the last choice are.
    if (statement && (statement.value === "" || statement.value === filledIn)) {
      filledIn = chosen.exact.replace(/\s+/g, " ");
      statement.value = filledIn;
    }
    rest();
    keep(form);
    ask(chosen.exact);
  });

  for (const statement of statements) {
    statement.addEventListener("input", () => ask(statement.value));
  }

  function done() {
    forget(form);
    form.reset();
    exact.value = start.value = end.value = "";
    for (const statement of statements) {
      statement.value = "";
    }
    const claimant = form.elements.claimant;
    claimant.value = "";
    form.querySelector(".kept-note").hidden = true;
    filledIn = "";
    rest();
    ask("");
    text.focus({ preventScroll: true });
  }

  async function send(action, extra = {}) {
    const data = new FormData(form);
    data.set("action", action);
    for (const [name, value] of Object.entries(extra)) {
      data.set(name, value);
    }
    const answer = await act(data);
    if (answer) {
      done();
      document.querySelector(`.card[data-claim="${answer.claim}"]`)?.classList.add("news");
      tell(answer.done);
    }
  }

  function attach(claim) {
    send("attach", { claim });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send("propose");
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send("propose");
    } else if (event.key === "Escape") {
      text.focus();
    }
  });
  form.addEventListener("forgotten", done);
  rest();
}

export function begin() {
  if (form && place()) {
    const field = form.querySelector(".statement textarea");
    field.focus();
    field.scrollIntoView({ block: "nearest" });
  }
}
