// Looks again while something is on its way; without it, the page has a link that does the same.
const SECONDS = 2;
setTimeout(() => {
  if (document.visibilityState === "visible") location.reload();
  else document.addEventListener("visibilitychange", () => location.reload(), { once: true });
}, SECONDS * 1000);
