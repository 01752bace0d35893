// Evidence in the order in which readers will see it. The numbers that are sent stay in the form; without JavaScript
// they are typed by hand.
const group = document.querySelector(".evidence-cards");

if (group && group.querySelector(".evidence-card:not(.empty-form) [name$='-position'], .empty-form [name$='-position']")) {
  const STANCES = { s: "supports", r: "refutes", c: "context" };
  const status = group.querySelector("[data-order-status]");

  const cards = () => [...group.querySelectorAll(".evidence-card:not(.empty-form)")];
  const position = (card) => card.querySelector("[name$='-position']");
  const place = (card) => Number(position(card)?.value || 0);
  const index = (card) => Number(card.id.split("-").pop());

  const arrange = (order) => {
    const sorted = cards().sort(order);
    sorted.forEach((card) => sorted[0].parentNode.insertBefore(card, anchor()));
    count();
  };
  const anchor = () => group.querySelector(".empty-form") || group.querySelector(".add-row");
  const count = () => cards().forEach((card, number) => {
    const shown = card.querySelector(".place");
    if (shown) {
      shown.textContent = number + 1;
    }
  });

  const renumber = () => {
    cards().forEach((card, number) => {
      const input = position(card);
      if (input && input.value !== String(number + 1)) {
        input.value = number + 1;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
    count();
  };

  const move = (card, step) => {
    const all = cards();
    const target = all[all.indexOf(card) + step];
    if (!target) {
      return;
    }
    const focused = document.activeElement;
    card.parentNode.insertBefore(card, step < 0 ? target : target.nextSibling);
    focused.focus();
    renumber();
    status.textContent = group.dataset.moved
      .replace("{place}", cards().indexOf(card) + 1)
      .replace("{places}", all.length);
  };

  const button = (className, words, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = className;
    made.title = label;
    made.setAttribute("aria-label", label);
    made.innerHTML = words;
    made.addEventListener("click", act);
    return made;
  };

  const prepare = (card) => {
    const bar = document.createElement("span");
    bar.className = "move";
    const handle = button("handle", '<span aria-hidden="true">⠿</span> <span class="place"></span>', group.dataset.handle, () => {});
    // Only from its handle, so that words in the card can still be selected with the mouse.
    handle.addEventListener("pointerdown", () => { card.draggable = true; });
    handle.addEventListener("pointerup", () => { card.draggable = false; });
    bar.append(
      handle,
      button("up", '<span aria-hidden="true">↑</span>', group.dataset.moveUp, () => move(card, -1)),
      button("down", '<span aria-hidden="true">↓</span>', group.dataset.moveDown, () => move(card, 1)),
    );
    card.querySelector("h3").prepend(bar);
    const facts = card.matches(".has_original") && card.querySelector(".field-about_source .readonly");
    facts && facts.append(button("change-source", group.dataset.changeSource, group.dataset.changeSource, (event) => {
      card.classList.add("source-open");
      event.currentTarget.remove();
      card.querySelector(".field-source .select2-selection, .field-source select").focus();
    }));
    card.addEventListener("dragstart", (event) => {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.id);
      card.classList.add("dragged");
    });
    card.addEventListener("dragend", () => {
      card.draggable = false;
      card.classList.remove("dragged");
      renumber();
    });
  };

  group.addEventListener("dragover", (event) => {
    const dragged = group.querySelector(".dragged");
    if (!dragged) {
      return;
    }
    event.preventDefault();
    const below = cards().find((card) => {
      const box = card.getBoundingClientRect();
      return card !== dragged && event.clientY < box.top + box.height / 2;
    });
    dragged.parentNode.insertBefore(dragged, below || anchor());
  });
  group.addEventListener("drop", (event) => event.preventDefault());

  group.addEventListener("keydown", (event) => {
    const card = event.target.closest(".evidence-card");
    if (!card) {
      return;
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(card, event.key === "ArrowUp" ? -1 : 1);
    } else if (!event.ctrlKey && !event.metaKey && !event.altKey && event.target.matches("button, [type=radio]")) {
      // Where letters are typed, a letter is a letter.
      const choice = card.querySelector(`[name$='-stance'][value='${STANCES[event.key.toLowerCase()]}']`);
      if (choice) {
        event.preventDefault();
        choice.checked = true;
        choice.focus();
        choice.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  });

  document.addEventListener("formset:added", (event) => {
    // What is new has everything still to be filled in.
    event.target.querySelectorAll("details:has(.required)").forEach((details) => { details.open = true; });
    if (event.detail.formsetName === "evidence") {
      prepare(event.target);
      renumber();
    }
  });
  // The rows are about to be numbered anew in the order of the page, and those that are stored must come first.
  document.addEventListener("formset:removed", (event) => {
    if (event.detail.formsetName === "evidence") {
      arrange((one, other) => index(one) - index(other));
      queueMicrotask(() => {
        arrange((one, other) => place(one) - place(other));
        renumber();
      });
    }
  });

  group.classList.add("sortable");
  group.querySelector(".keys-help").hidden = false;
  cards().forEach(prepare);
  arrange((one, other) => place(one) - place(other) || index(one) - index(other));
}
