// A field that is searched takes the place of a select element and leaves its label behind: give it its name back.
const name = (select) => {
  const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
  const field = select.nextElementSibling?.querySelector(".select2-selection");
  if (!label || !field) {
    return;
  }
  const words = label.textContent.replace(/:\s*$/, "").trim();
  label.id ||= `${select.id}_label`;
  const shown = field.querySelector(".select2-selection__rendered");
  shown?.setAttribute("aria-label", words);
  field.setAttribute("aria-labelledby", [label.id, shown?.id].filter(Boolean).join(" "));
  field.querySelector(".select2-search__field")?.setAttribute("aria-label", words);
};

const nameAll = (where) => where.querySelectorAll("select.admin-autocomplete").forEach(name);

// After Django's own scripts have made the fields.
django.jQuery(() => nameAll(document));
document.addEventListener("formset:added", (event) => setTimeout(() => nameAll(event.target)));

// A picture that explains, not a word: only pictures may have the name that it has.
addEventListener("load", () => {
  document.querySelectorAll("span.help-tooltip[aria-label]").forEach((picture) => picture.setAttribute("role", "img"));
});
