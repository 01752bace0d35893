// Single keys for links, buttons and fields that show theirs. A key never decides by itself: a button is only moved to.
const switchBox = document.querySelector("[data-key-switch]");
const KEPT = "desk-keys";

const isOn = () => localStorage.getItem(KEPT) !== "off";

const press = (target) => {
  if (target.matches("a[href]")) {
    target.click();
  } else {
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) {
    return;
  }
  const typing = event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  if (event.key === "Escape" && typing) {
    event.target.blur();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !isOn()) {
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not(:disabled)`);
  if (target) {
    event.preventDefault();
    press(target);
  }
});

const show = () => document.body.classList.toggle("with-keys", isOn());

if (switchBox) {
  switchBox.closest("[hidden]").hidden = false;
  switchBox.checked = isOn();
  switchBox.addEventListener("change", () => {
    localStorage.setItem(KEPT, switchBox.checked ? "on" : "off");
    show();
  });
}
document.querySelectorAll("[data-key-hint]").forEach((hint) => { hint.hidden = false; });
show();
