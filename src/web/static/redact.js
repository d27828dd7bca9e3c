// redact.js -- parts of an exhibit are marked by drawing over the picture, or by choosing words in the text. The page works
// without it: the same fields can be typed, and "add" asks the server for one more row.
const parts = document.getElementById("bagian");
const drawing = document.querySelector(".mark-pic svg");
const words = document.querySelector(".mark-text");
const SIDE = 10000, SIDES = ["x", "y", "width", "height"];
const field = (row, name) => row.querySelector(`[name=${name}]`);
const rows = () => [...parts.querySelectorAll("fieldset")];
const read = (text) => Math.round(100 * Number(text.replace(",", ".") || "0")) || 0;
const write = (v) => (v / 100).toString().replace(".", document.documentElement.lang === "en" ? "." : ",");
const empty = (row) => ["x", "y", "width", "height", "words"].every((name) => !field(row, name) || !field(row, name).value.trim());

function show() {
  if (!drawing) return;
  for (const old of drawing.querySelectorAll("rect")) old.remove();
  for (const row of rows()) {
    const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const side of SIDES) box.setAttribute(side, Math.max(0, read(field(row, side).value)));
    drawing.append(box);
  }
}

// One more row: a copy of the last one with a number of its own.
function another() {
  const last = rows().at(-1), number = rows().length + 1;
  if (number > 32) return null;
  const row = last.cloneNode(true);
  row.id = `mark-${number}`;
  row.querySelector("legend").textContent = last.querySelector("legend").textContent.replace(/\d+/, number);
  for (const label of row.querySelectorAll("label")) label.htmlFor = label.htmlFor.replace(/\d+$/, number);
  for (const input of row.querySelectorAll("input, select")) {
    input.id = input.id.replace(/\d+$/, number);
    if (input.tagName === "INPUT") input.value = "";
  }
  parts.append(row);
  return row;
}

const fresh = () => rows().find(empty) || another();

if (parts) {
  const add = document.getElementById("tambah");
  if (add)
    add.addEventListener("click", (event) => {
      event.preventDefault();
      const row = another();
      if (row) row.querySelector("input").focus();
    });
  parts.addEventListener("input", show);
}

if (drawing) {
  let from = null, box = null;
  const at = (event) => {
    const r = drawing.getBoundingClientRect(), clip = (v) => Math.min(SIDE, Math.max(0, Math.round(v)));
    return [clip((event.clientX - r.left) / r.width * SIDE), clip((event.clientY - r.top) / r.height * SIDE)];
  };
  const area = (to) => [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
  drawing.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    from = at(event);
    drawing.setPointerCapture(event.pointerId);
    box = drawing.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
  });
  drawing.addEventListener("pointermove", (event) => {
    if (from) area(at(event)).forEach((v, i) => box.setAttribute(SIDES[i], v));
  });
  drawing.addEventListener("pointercancel", () => { from = null; show(); });
  drawing.addEventListener("pointerup", (event) => {
    if (!from) return;
    const made = area(at(event));
    from = null;
    const row = made[2] > 20 && made[3] > 20 ? fresh() : null; // a tap is no box
    if (row) SIDES.forEach((side, i) => { field(row, side).value = write(made[i]); });
    show();
  });
}

if (words)
  words.addEventListener("pointerup", () => {
    const chosen = getSelection().toString().trim();
    if (chosen.length < 2 || chosen.length > 400 || rows().some((row) => field(row, "words").value === chosen)) return;
    const row = fresh();
    if (row) field(row, "words").value = chosen;
  });
