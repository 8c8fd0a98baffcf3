"use strict";
// A part of the source and its node in the tree have one number, in data-n.
const tree = document.querySelector("[role=tree]");
const items = [...tree.querySelectorAll("[data-n]")];
const marks = new Map();
for (const each of document.querySelectorAll("[data-n]")) {
  if (!marks.has(each.dataset.n)) marks.set(each.dataset.n, []);
  marks.get(each.dataset.n).push(each);
}
let shown = null;

// Scrolls the pane, and not what the pane stands in.
function reveal(element) {
  const pane = element.closest("[data-pane]");
  const [inner, outer] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (inner.top < outer.top) pane.scrollTop += inner.top - outer.top;
  else if (inner.bottom > outer.bottom) pane.scrollTop += Math.min(inner.bottom - outer.bottom, inner.top - outer.top);
}

function show(number, from) {
  if (number === shown) return;
  for (const each of document.querySelectorAll(".on, .in")) each.classList.remove("on", "in");
  shown = number;
  for (const each of marks.get(number) || []) {
    each.classList.add("on");
    // What it stands in; that is always the outermost node, too, which nobody needs to see.
    for (let up = each.parentElement.closest("pre [data-n]"); up; up = up.parentElement.closest("pre [data-n]")) {
      if (up.dataset.n !== "0") up.classList.add("in");
    }
    if (!from || !from.contains(each)) reveal(each);
  }
}

function pick(event) {
  const element = event.target.closest("[data-pane] [data-n]");
  if (element) show(element.dataset.n, element.closest("[data-pane]"));
}

document.addEventListener("mouseover", pick);
document.addEventListener("focusin", pick);
document.querySelector("pre:has([data-n])").addEventListener("click", (event) => {
  const element = event.target.closest("[data-n]");
  if (element) items[Number(element.dataset.n)].focus({ preventScroll: true });
});
tree.addEventListener("keydown", (event) => {
  const at = items.indexOf(event.target);
  const item = event.target.closest("li");
  const parent = item && item.parentElement.closest("li");
  const to = {
    ArrowDown: items[at + 1], ArrowUp: items[at - 1], Home: items[0], End: items.at(-1),
    ArrowRight: item && item.querySelector("ul [data-n]"),
    ArrowLeft: parent && parent.querySelector("[data-n]"),
  }[event.key];
  if (!to) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
});
