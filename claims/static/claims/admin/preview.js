// The public page beside the form, made by the server from what is typed. It follows after a pause in the typing.
const panel = document.querySelector("#preview-panel");

if (panel) {
  const PAUSE = 700;
  const form = panel.closest("form");
  const frame = panel.querySelector("iframe");
  const status = panel.querySelector(".preview-status");
  const close = panel.querySelector("[data-close-preview]");
  let language = "";
  let timer = 0;
  let running = null;

  const show = async () => {
    running?.abort();
    running = new AbortController();
    const query = language ? `?language=${language}` : "";
    try {
      const answer = await fetch(panel.dataset.address + query, {
        method: "POST",
        body: new FormData(form),
        signal: running.signal,
      });
      if (answer.ok) {
        draw(await answer.text());
      } else {
        const told = answer.headers.get("Content-Type").startsWith("application/json") ? (await answer.json()).reasons : null;
        tell(told ? panel.dataset.waits : panel.dataset.failed, told || []);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        tell(panel.dataset.failed, []);
      }
    }
  };

  const draw = (html) => {
    const before = frame.contentWindow?.scrollY || 0;
    frame.onload = () => {
      frame.contentWindow.scrollTo(0, before);
      // The page has no address of its own, so a jump within it has to be made by hand.
      frame.contentDocument.querySelectorAll("a[href^='#']").forEach((link) => {
        link.addEventListener("click", (event) => {
          event.preventDefault();
          frame.contentDocument.getElementById(link.hash.slice(1))?.scrollIntoView();
        });
      });
    };
    frame.srcdoc = html;
    frame.hidden = false;
    status.replaceChildren();
  };

  const tell = (words, reasons) => {
    const list = document.createElement("ul");
    reasons.forEach((reason) => {
      const item = document.createElement("li");
      item.textContent = reason;
      list.append(item);
    });
    status.replaceChildren(words, list);
  };

  const toggle = (isOpen) => {
    document.body.classList.toggle("with-preview", isOpen);
    close.hidden = !isOpen;
    if (!isOpen) {
      frame.hidden = true;
      status.replaceChildren();
    }
  };

  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-preview]");
    if (button) {
      event.preventDefault();
      language = button.dataset.preview;
      toggle(true);
      show();
    }
  });
  close.addEventListener("click", () => {
    toggle(false);
    panel.querySelector("[data-preview]").focus();
  });
  const follow = () => {
    if (document.body.classList.contains("with-preview")) {
      clearTimeout(timer);
      timer = setTimeout(show, PAUSE);
    }
  };
  form.addEventListener("input", follow);
  form.addEventListener("change", follow);
}
