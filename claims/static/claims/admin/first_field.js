// The keyboard begins in the form, as on Django's own pages for adding: at what is wrong, else at the first field.
document.querySelectorAll("form[data-begin]").forEach((form) => {
  const seen = (field) => field.offsetHeight > 0 && !field.disabled && field.type !== "hidden";
  const places = [".errors :is(input, select, textarea)", form.dataset.begin, "input, select, textarea"];
  const first = places.filter(Boolean).flatMap((place) => [...form.querySelectorAll(place)]).find(seen);
  (first?.nextElementSibling?.querySelector(".select2-selection") ?? first)?.focus();
});
