// The words that are chosen in the text, by mouse or by keyboard. `start` and `end` are units of the text.

import { codePoints, select, unitsBefore } from "./offsets.js";

const text = document.getElementById("text");
let chosen = null;
let whole = text.textContent;

export function place() {
  if (!chosen) {
    return null;
  }
  const start = codePoints(whole.slice(0, chosen.start));
  const exact = whole.slice(chosen.start, chosen.end);
  return { start, end: start + codePoints(exact), exact };
}

// The text was drawn anew, with the same words.
export function keepSelection(redraw) {
  const had = document.activeElement === text || text.contains(window.getSelection().anchorNode);
  redraw();
  whole = text.textContent;
  if (chosen && had) {
    select(text, chosen.start, chosen.end);
  }
}

function choose(start, end) {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(whole[from])) {
    from += 1;
  }
  while (to > from && /\s/.test(whole[to - 1])) {
    to -= 1;
  }
  chosen = from < to ? { start: from, end: to } : null;
  text.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
}

function show() {
  const range = select(text, chosen.start, chosen.end);
  const box = range.getBoundingClientRect();
  const pane = text.getBoundingClientRect();
  if (box.top < pane.top || box.bottom > pane.bottom) {
    text.scrollTop += box.top - pane.top - text.clientHeight / 3;
  }
}

function fromPointer() {
  const selection = window.getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed) {
    return;
  }
  const range = selection.getRangeAt(0);
  if (text.contains(range.startContainer) && text.contains(range.endContainer)) {
    choose(
      unitsBefore(text, range.startContainer, range.startOffset),
      unitsBefore(text, range.endContainer, range.endOffset),
    );
  }
}

// Pieces of the line around a place, by the rules of the text's language; places are those of the whole text.
function pieces(granularity, around) {
  const start = whole.lastIndexOf("\n", around - 1) + 1;
  const next = whole.indexOf("\n", around);
  const end = next < 0 ? whole.length : next;
  const segmenter = new Intl.Segmenter(text.lang || "en", { granularity });
  const found = [];
  for (const piece of segmenter.segment(whole.slice(start, end))) {
    const trimmed = piece.segment.trim();
    if (trimmed && (granularity === "sentence" || piece.isWordLike)) {
      const from = start + piece.index + piece.segment.indexOf(trimmed);
      found.push({ start: from, end: from + trimmed.length });
    }
  }
  return { found, start, end };
}

function next(granularity, after) {
  let { found, end } = pieces(granularity, after);
  for (;;) {
    const piece = found.find((each) => each.start >= after);
    if (piece || end >= whole.length) {
      return piece;
    }
    ({ found, end } = pieces(granularity, end + 1));
  }
}

function previous(granularity, before) {
  let { found, start } = pieces(granularity, before);
  for (;;) {
    const piece = found.findLast((each) => each.end <= before);
    if (piece || start <= 0) {
      return piece;
    }
    ({ found, start } = pieces(granularity, start - 1));
  }
}

// The words begin after the last ones that were chosen, or at the top.
function move(granularity, forward) {
  const from = chosen || { start: 0, end: 0 };
  const piece = forward ? next(granularity, from.end) : previous(granularity, from.start);
  if (piece) {
    choose(piece.start, piece.end);
    show();
  }
}

function stretch(forward) {
  if (!chosen) {
    move("word", true);
    return;
  }
  const piece = forward ? next("word", chosen.end) : previous("word", chosen.end - 1);
  if (forward && piece) {
    choose(chosen.start, piece.end);
  } else if (piece && piece.end > chosen.start) {
    choose(chosen.start, piece.end);
  }
  show();
}

const KEYS = {
  ArrowDown: () => move("sentence", true),
  ArrowUp: () => move("sentence", false),
  ArrowRight: (event) => (event.shiftKey ? stretch(true) : move("word", true)),
  ArrowLeft: (event) => (event.shiftKey ? stretch(false) : move("word", false)),
};

text.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (act && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    act(event);
  }
});
// Somebody may have chosen words before this script was there.
window.setTimeout(fromPointer);
document.addEventListener("mouseup", () => window.setTimeout(fromPointer));
document.addEventListener("touchend", () => window.setTimeout(fromPointer));
