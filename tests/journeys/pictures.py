"""Pictures for journeys, painted by the browser: nothing binary of anybody else's lies in the repository.

A scene follows from its number; the same number looks the same at every size, two numbers have nothing in common. What
people do to pictures before they send them (save anew, shrink, mirror, turn, cut) is done by the same canvas."""
import base64

PAINT = """
const [seed, how, done] = arguments;
let state = seed * 2654435761 % 4294967296;
const random = () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
const scene = document.createElement('canvas');
scene.width = 1200; scene.height = 900;
const g = scene.getContext('2d');
g.fillStyle = `rgb(${90 + 80 * random()},${90 + 80 * random()},${90 + 80 * random()})`;
g.fillRect(0, 0, 1200, 900);
for (let i = 0; i < 26; i++) {
  const x = 1200 * random(), y = 900 * random(), r = 60 + 240 * random();
  const colour = [255 * random(), 255 * random(), 255 * random()].map(Math.floor).join(',');
  const soft = g.createRadialGradient(x, y, r * 0.7, x, y, r);
  soft.addColorStop(0, `rgba(${colour},1)`); soft.addColorStop(1, `rgba(${colour},0)`);
  g.fillStyle = soft; g.fillRect(0, 0, 1200, 900);
}
const cut = how.cut || 0, w = how.width || 1200, h = Math.round(w * 900 / 1200);
const out = document.createElement('canvas');
out.width = how.turned ? h : w; out.height = how.turned ? w : h;
const o = out.getContext('2d');
if (how.turned) { o.translate(h, 0); o.rotate(Math.PI / 2); }
if (how.mirrored) { o.translate(w, 0); o.scale(-1, 1); }
o.drawImage(scene, 1200 * cut, 900 * cut, 1200 * (1 - cut), 900 * (1 - cut), 0, 0, w, h);
done(out.toDataURL(how.type || 'image/jpeg', how.quality || 0.9).split(',')[1]);
"""


def picture(browser, seed, **how):
    """how: quality, width, mirrored, turned, cut (share of a side), type."""
    return base64.b64decode(browser.execute_async_script(PAINT, seed, how))
