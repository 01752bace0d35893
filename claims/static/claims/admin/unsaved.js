// The buttons of the verbs leave the page: nobody should lose a text by pressing one.
const form = document.querySelector("#content-main form");
if (form) {
  let isChanged = false;
  // A field may stand within the form and belong to another one.
  const note = (event) => { isChanged ||= event.target.form === form; };
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", () => { isChanged = false; });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) {
      event.preventDefault();
    }
  });
}
