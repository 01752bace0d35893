// Returning needs a comment: the field is moved to when it is empty. Nothing that was typed is lost by leaving.
const form = document.querySelector(".decision");

if (form) {
  const comment = form.querySelector("textarea");
  let decided = false;

  form.addEventListener("submit", (event) => {
    if (event.submitter?.name === "return" && !comment.value.trim()) {
      event.preventDefault();
      comment.setAttribute("aria-invalid", "true");
      comment.focus();
      return;
    }
    decided = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!decided && comment.value !== comment.defaultValue) {
      event.preventDefault();
    }
  });
}
