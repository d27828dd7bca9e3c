// netra.js: conveniences for staff pages. Every page works without it.
"use strict";
// A key presses what shows it (<kbd>) unless somebody is typing; 1 to 9 choose the kind of act that bears the digit.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const choice = /^[1-9]$/.test(event.key) && document.querySelector(`option[data-key="${event.key}"]`);
  if (choice) {
    choice.parentElement.value = choice.value;
    choice.parentElement.scrollIntoView({ block: "nearest" });
    return;
  }
  for (const mark of document.querySelectorAll("button kbd, a kbd, label kbd, summary kbd"))
    if (mark.textContent.trim().toLowerCase() === event.key.toLowerCase()) {
      event.preventDefault();
      const bearer = mark.closest("button, a, label, summary");
      bearer.click();
      if (bearer.matches("summary")) bearer.scrollIntoView({ block: "nearest" });
      return;
    }
});
// Printing needs a script; without one the browser's own menu prints the same sheet.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
// What is to be keyed elsewhere is copied by a press; without a script the text is selected by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.dataset.done = "1";
    } catch {
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    }
  });
}
// Words marked in a source of the study are taken into the quote, and the source is chosen.
document.addEventListener("mouseup", () => {
  const marked = window.getSelection(), words = document.getElementById("words"), node = marked.anchorNode;
  const from = node && (node.closest ? node : node.parentElement).closest("[data-words]");
  if (!from || !words || marked.isCollapsed) return;
  // Three clicks mark up to the next element: that is the whole of this one.
  words.value = (from.contains(marked.focusNode) ? marked.toString() : from.textContent).trim();
  from.closest("label").querySelector("input").checked = true;
});
// A reason of the library goes into the analysis that was written in last, else into the first about the same act.
let analysis = null;
document.addEventListener("focusin", (event) => {
  if (event.target.name === "analysis") analysis = event.target;
});
for (const button of document.querySelectorAll("[data-insert]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const first = [...document.querySelectorAll("select[name=act]")].find((act) => act.value === button.dataset.insert);
    const into = analysis || (first && first.form.elements.analysis);
    if (!into) return;
    const text = button.closest("figure").querySelector("[data-reason]").textContent;
    into.value += (into.value ? "\n\n" : "") + text;
    into.focus();
  });
}
