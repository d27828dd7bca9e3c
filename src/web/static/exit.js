// exit.js -- leaving quietly (PRODUCT N15), and not without the code (N13). Pages work without it: the button is a link.
//
// location.replace puts the other page in this one's place, so that "back" does not return here; what the tab kept is
// cleared and what was typed is emptied first.
const away = document.querySelector(".pill[rel=noreferrer]");
away.addEventListener("click", (event) => {
  event.preventDefault();
  self.leaving = true; // nobody is asked now
  try {
    sessionStorage.clear();
  } catch (e) { /* forbidden: then nothing was kept */ }
  for (const form of document.forms) form.reset();
  for (const field of document.querySelectorAll("textarea, input:not([type=hidden])")) field.value = "";
  document.body.hidden = true;
  location.replace(away.href);
});

// The receipt page with its code still on it: ask before it is left without having been written down.
const code = document.querySelector("form input[name=last4]");
if (code) {
  code.form.addEventListener("submit", () => { self.leaving = true; });
  for (const link of document.querySelectorAll("a[href$='/gambar'], a[href$='/cetak']")) link.download = ""; // saving is not leaving
  self.addEventListener("beforeunload", (event) => { if (!self.leaving) event.preventDefault(); });
}

// Further scripts of the page come one after the other once it stands: on a slow link the style must not share with them.
const then = document.querySelector("script[data-then]");
if (then) (async () => { for (const address of then.dataset.then.split(" ")) await import(address); })();
