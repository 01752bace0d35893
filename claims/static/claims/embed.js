// Keeps the verdict in a frame current: asks for the page again now and then, and when the reader comes back to it.
"use strict";

const seconds = Number(document.documentElement.dataset.seconds);

async function renew() {
  if (document.hidden) return;
  // The browser asks with the ETag of the copy that it keeps. Offline, what is shown stays until the next time.
  const answer = await fetch(location.href, { cache: "no-cache", credentials: "omit" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = document.querySelector("main");
  const current = page.querySelector("main");
  if (!current || current.outerHTML === shown.outerHTML) return;
  shown.replaceWith(current);
  document.title = page.title;
}

setInterval(renew, seconds * 1000);
document.addEventListener("visibilitychange", renew);
