// On every page: a choice is sent at once, lists know the key of the next photograph, Ctrl+Z takes back.
"use strict";
document.documentElement.classList.add("scripted");
for (const choice of document.querySelectorAll("select.sends")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.ctrlKey && !event.shiftKey && !event.altKey && !typing) {
    const undo = document.getElementById("undo"), past = document.getElementById("history");
    const key = event.key.toLowerCase();
    if (key === "z" && undo) {
      event.preventDefault();
      // Held or pressed twice, it is one step.
      if (!undo.dataset.sent) undo.requestSubmit();
      undo.dataset.sent = "yes";
    } else if (key === "h" && past) {
      event.preventDefault();
      past.click();
    }
    return;
  }
  const begin = document.getElementById("begin") || document.getElementById("back");
  if (typing || !begin || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const wanted = begin.id === "begin" ? ["j", "J"] : ["F9", "Escape"];
  if (wanted.includes(event.key)) {
    event.preventDefault();
    begin.click();
  }
});
