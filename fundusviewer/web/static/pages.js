// On every page: a choice is sent at once, and lists know the key of the next photograph.
"use strict";
document.documentElement.classList.add("scripted");
for (const choice of document.querySelectorAll("select.sends")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  const begin = document.getElementById("begin") || document.getElementById("back");
  if (typing || !begin || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const wanted = begin.id === "begin" ? ["j", "J"] : ["F9", "Escape"];
  if (wanted.includes(event.key)) {
    event.preventDefault();
    begin.click();
  }
});
