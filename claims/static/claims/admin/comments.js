// Comments are sent without leaving the page, and names are offered after an @.
const form = document.querySelector("#comment-form");
const field = document.querySelector("#comment-text");

if (form && field) {
  const MOST_OFFERED = 6;
  const problem = document.querySelector("#comment-problem");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "text/fragment+html" },
      });
      if (answer.ok) {
        document.querySelector("#comment-list").outerHTML = await answer.text();
        field.value = "";
      } else {
        refuse((await answer.json()).reasons.join(" "));
      }
    } catch {
      form.submit();
    }
  });

  const refuse = (words) => {
    problem.textContent = words;
    problem.hidden = false;
    field.focus();
  };

  const list = document.createElement("ul");
  list.id = "colleagues";
  list.className = "colleagues";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector("#comments").textContent);
  list.hidden = true;
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);

  let colleagues = null;
  let chosen = 0;

  const begun = () => field.value.slice(0, field.selectionStart).match(/(?:^|[^\w.@/+-])@([\w.+-]*)$/);

  const offer = async () => {
    const found = begun();
    if (!found) {
      hide();
      return;
    }
    colleagues ??= (await (await fetch(field.dataset.colleagues)).json()).colleagues;
    const words = found[1].toLowerCase();
    const fitting = colleagues.filter((one) => `${one.login} ${one.name}`.toLowerCase().includes(words));
    list.replaceChildren(...fitting.slice(0, MOST_OFFERED).map((one, number) => {
      const item = document.createElement("li");
      item.id = `colleague-${number}`;
      item.setAttribute("role", "option");
      item.dataset.login = one.login;
      item.textContent = `@${one.login} · ${one.name}`;
      return item;
    }));
    list.hidden = !list.children.length;
    choose(0);
  };

  const choose = (number) => {
    chosen = (number + list.children.length) % (list.children.length || 1);
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    if (list.children[chosen] && !list.hidden) {
      field.setAttribute("aria-activedescendant", list.children[chosen].id);
    }
  };

  const hide = () => {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };

  const take = (item) => {
    const end = field.selectionStart;
    const start = end - begun()[1].length;
    field.setRangeText(`${item.dataset.login} `, start, end, "end");
    hide();
    field.focus();
  };

  field.addEventListener("input", offer);
  field.addEventListener("blur", () => setTimeout(hide, 150));
  field.addEventListener("keydown", (event) => {
    if (list.hidden) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if ((event.key === "Enter" || event.key === "Tab") && begun()) {
      event.preventDefault();
      take(list.children[chosen]);
    } else if (event.key === "Escape") {
      hide();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("li");
    if (item) {
      event.preventDefault();
      take(item);
    }
  });
}
