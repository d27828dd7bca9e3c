// netra.js: conveniences for staff pages. Every page works without it.
"use strict";
// A letter key presses the button that shows it (<kbd>) unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  for (const mark of document.querySelectorAll("button kbd, a kbd"))
    if (mark.textContent.trim().toLowerCase() === event.key.toLowerCase()) {
      event.preventDefault();
      mark.closest("button, a").click();
      return;
    }
});
