// Ask the server, and draw what it answers. What a person is typing is in none of the parts that are drawn anew.

import { keepSelection } from "./selection.js";

const bench = document.querySelector(".workbench");
const said = document.getElementById("said");
const refused = document.getElementById("refused");
const SECONDS_BETWEEN = 8;

function draw(answer) {
  bench.dataset.token = answer.token;
  const at = document.activeElement?.closest?.(".card")?.dataset.claim;
  const opened = [...document.querySelectorAll("#cards details")].map((each) => each.open);
  for (const [name, html] of Object.entries(answer.parts)) {
    const part = document.getElementById(name);
    if (name === "text") {
      keepSelection(() => { part.innerHTML = html; });
    } else {
      part.innerHTML = html;
    }
  }
  document.querySelectorAll("#cards details").forEach((each, index) => { each.open = opened[index] ?? false; });
  if (at) {
    document.querySelector(`.card[data-claim="${at}"]`)?.focus();
  }
}

function knownActs() {
  return new Set([...document.querySelectorAll("[data-act]")].map((act) => act.dataset.act));
}

// What colleagues did since the page was drawn, said once.
function tellNews(known) {
  const news = [...document.querySelectorAll("#acts [data-act]")]
    .filter((act) => !known.has(act.dataset.act) && act.dataset.by !== bench.dataset.user);
  for (const act of news) {
    act.classList.add("news");
  }
  return news.map((act) => act.textContent.trim().replace(/\s+/g, " ")).join(" · ");
}

export function tell(words) {
  said.textContent = words;
}

function showRefusal(answer) {
  refused.replaceChildren(...[...answer.errors, ...answer.meanwhile].map((line) => {
    const shown = document.createElement("p");
    shown.textContent = line;
    return shown;
  }));
  refused.hidden = false;
}

export async function act(data) {
  refused.hidden = true;
  const known = knownActs();
  let response;
  try {
    response = await fetch(bench.dataset.act + window.location.search, {
      method: "POST",
      body: data,
      headers: { accept: "application/json" },
    });
  } catch {
    showRefusal({ errors: [bench.dataset.unreachable], meanwhile: [] });
    return null;
  }
  if (!(response.headers.get("content-type") || "").startsWith("application/json")) {
    // Logged out, or the site is being repaired: what was typed is kept in the browser.
    showRefusal({ errors: [bench.dataset.unreachable], meanwhile: [] });
    return null;
  }
  const answer = await response.json();
  draw(answer);
  tellNews(known);
  if (answer.done) {
    tell(answer.done);
    return answer;
  }
  showRefusal(answer);
  return null;
}

async function look() {
  if (document.hidden) {
    return;
  }
  const query = new URLSearchParams(window.location.search);
  query.set("token", bench.dataset.token);
  let response;
  try {
    response = await fetch(`${bench.dataset.parts}?${query}`, { headers: { accept: "application/json" } });
  } catch {
    return;
  }
  if (response.status !== 200 || !(response.headers.get("content-type") || "").startsWith("application/json")) {
    return;
  }
  const answer = await response.json();
  if (String(answer.snapshot) !== bench.dataset.snapshot) {
    // The words themselves are other ones by now; places in the old text would mean something else.
    showRefusal({ errors: [bench.dataset.newText], meanwhile: [] });
    return;
  }
  const known = knownActs();
  draw(answer);
  const news = tellNews(known);
  if (news) {
    tell(news);
  }
}

window.setInterval(look, SECONDS_BETWEEN * 1000);
document.addEventListener("visibilitychange", look);
document.addEventListener("look-now", look);
