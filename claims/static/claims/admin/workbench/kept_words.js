// What somebody types is kept in this browser until it is saved, so that a reload or a crash loses nothing.
// `data-kept-words` on a form names what it is about; `data-user` on the page whose words they are.

const LONGEST = 1_000_000;
const KEPT = "input[type=text], input[type=url], input[type=number], textarea, select, input[name=end]";

function keyOf(form) {
  const user = document.querySelector("[data-user]")?.dataset.user ?? "";
  return `kept-words:${user}:${form.dataset.keptWords}`;
}

function fields(form) {
  return [...form.querySelectorAll(KEPT)].filter((field) => field.name && field.name !== "csrfmiddlewaretoken");
}

function read(form) {
  try {
    return JSON.parse(window.localStorage.getItem(keyOf(form)) || "null");
  } catch {
    return null;
  }
}

export function keep(form) {
  const words = {};
  for (const field of fields(form)) {
    words[field.name] = field.tagName === "SELECT"
      ? { value: field.value, label: field.selectedOptions[0]?.textContent ?? "" }
      : { value: field.value };
  }
  const written = JSON.stringify(words);
  try {
    if (written.length <= LONGEST && Object.values(words).some((word) => word.value)) {
      window.localStorage.setItem(keyOf(form), written);
    }
  } catch {
    // A browser that keeps nothing is no reason to stop anybody.
  }
}

export function forget(form) {
  form.dispatchEvent?.(new CustomEvent("kept-words-saved"));
  try {
    window.localStorage.removeItem(keyOf(form));
  } catch {
    // As above.
  }
}

function bringBack(form, words) {
  for (const field of fields(form)) {
    const word = words[field.name];
    if (!word?.value) {
      continue;
    }
    if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === word.value)) {
      field.add(new Option(word.label, word.value));
    }
    field.value = word.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

for (const form of document.querySelectorAll("form[data-kept-words]")) {
  const words = read(form);
  const isEmpty = fields(form).every((field) => !field.value || field.dataset.preset);
  if (words && isEmpty) {
    bringBack(form, words);
    form.querySelector(".kept-note")?.removeAttribute("hidden");
  }
  form.querySelector(".forget")?.addEventListener("click", () => {
    forget(form);
    form.reset();
    form.querySelector(".kept-note").hidden = true;
    form.dispatchEvent(new CustomEvent("forgotten"));
  });
  let waiting = 0;
  const now = () => {
    if (waiting) {
      window.clearTimeout(waiting);
      waiting = 0;
      keep(form);
    }
  };
  const soon = () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(now, 250);
  };
  // Somebody leaves within the pause.
  window.addEventListener("pagehide", now);
  form.addEventListener("kept-words-saved", () => {
    window.clearTimeout(waiting);
    waiting = 0;
  });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
}
for (const saved of document.querySelectorAll("[data-forget-words]")) {
  forget({ dataset: { keptWords: saved.dataset.forgetWords } });
}
