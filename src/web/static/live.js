// live.js -- a wall that follows a pledge while people sign (web/live.h). Without it the page reloads itself.
"use strict";
const wall = document.querySelector("[data-live]"), english = document.documentElement.lang === "en";
const number = new Intl.NumberFormat(english ? "en-GB" : "id-ID");
const share = (permille) => permille < 0 ? "–" : `${Math.floor(permille / 10)}${english ? "." : ","}${permille % 10} %`;
const say = (within, what, text) => { within.querySelector(`[data-${what}]`).textContent = text; };
const state = (text) => say(wall, "state", text);

const stream = new EventSource(wall.dataset.live);
stream.addEventListener("open", () => state(english ? "Follows by itself." : "Mengikuti sendiri."));
stream.addEventListener("message", (event) => {
  const now = JSON.parse(event.data);
  say(wall, "share", share(now.permille));
  say(wall, "signed", number.format(now.signed));
  say(wall, "counts", number.format(now.counts));
  for (const unit of now.units) {
    const line = wall.querySelector(`[data-unit="${unit.id}"]`);
    if (!line) continue;
    say(line, "share", share(unit.permille));
    line.querySelector("rect").setAttribute("width", unit.people ? (100 * unit.signed / unit.people).toFixed(1) : "0");
  }
});
// The browser comes back by itself after a break. Where it was refused (too many listen, or logged out) the page is asked again.
stream.addEventListener("error", () => {
  if (stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 10000);
  else state(english ? "Connecting again …" : "Menyambung lagi …");
});
