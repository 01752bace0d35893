// Claims that say nearly the same, asked for when the typing pauses.

const bench = document.querySelector(".workbench");
const PAUSE = 350;
const SHORTEST = 12;

export function asker(show) {
  let waiting = 0;
  let asked = null;
  return (words, without = "") => {
    window.clearTimeout(waiting);
    asked?.abort();
    const question = words.trim().slice(0, 500);
    if (question.length < SHORTEST) {
      show([]);
      return;
    }
    waiting = window.setTimeout(async () => {
      asked = new AbortController();
      const query = new URLSearchParams({ q: question });
      if (without) {
        query.set("without", without);
      }
      try {
        const response = await fetch(`${bench.dataset.similar}?${query}`, { signal: asked.signal });
        if (response.ok) {
          show((await response.json()).results);
        }
      } catch {
        // Another question came first, or the server cannot be reached: no list is better than a wrong one.
      }
    }, PAUSE);
  };
}
