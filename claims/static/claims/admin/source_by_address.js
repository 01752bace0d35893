// A pasted address becomes a card of evidence without leaving the page. Without JavaScript the same form is a page.
const form = document.querySelector("#source-form");
const group = document.querySelector(".evidence-cards");

if (form && group) {
  const FRAGMENT = "text/fragment+html";
  const address = document.querySelector("#paste-address");
  const dialog = document.createElement("dialog");
  dialog.className = "source-dialog verb-page";
  dialog.setAttribute("aria-labelledby", "paste-label");
  document.querySelector("label[for=paste-address]").id = "paste-label";
  document.querySelector("#content-main").append(dialog);

  const ask = async (data) => {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: FRAGMENT } });
    if (answer.headers.get("Content-Type").startsWith("application/json")) {
      add(await answer.json());
      return;
    }
    dialog.innerHTML = await answer.text();
    dialog.open || dialog.showModal();
    dialog.querySelector("[autofocus], .errors :is(input, select), input:not([type=hidden]):not([readonly])")?.focus();
  };

  const add = ({ source, stance }) => {
    dialog.close();
    group.querySelector(".add-row a").click();
    const card = [...group.querySelectorAll(".evidence-card:not(.empty-form)")].pop();
    const select = card.querySelector("select[name$='-source']");
    select.append(new Option(source.title, source.id, true, true));
    django.jQuery(select).trigger("change");
    const choice = card.querySelector(`[name$='-stance'][value='${stance}']`);
    choice.checked = true;
    card.querySelector(".inline_label").textContent = source.title;
    address.value = "";
    card.scrollIntoView({ block: "nearest" });
    card.querySelector("textarea").focus();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const busy = async (work) => {
    dialog.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch {
      // The page's own way always works.
      form.submit();
    } finally {
      dialog.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (address.value.trim()) {
      busy(() => ask(new FormData(form)));
    } else {
      address.focus();
    }
  });
  // Enter would otherwise save the claim: the field stands within its form.
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(event.target);
    if (event.submitter?.name) {
      data.append(event.submitter.name, event.submitter.value);
      data.append("only_source", "1");
    }
    busy(() => ask(data));
  });
  dialog.addEventListener("click", (event) => {
    if (event.target.matches(".closelink")) {
      event.preventDefault();
      dialog.close();
      address.focus();
    }
  });
}
