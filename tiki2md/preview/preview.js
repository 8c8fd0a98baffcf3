(() => {
  // Which panes are shown is remembered for the next page.
  for (const box of document.querySelectorAll("fieldset input")) {
    box.checked = sessionStorage.getItem(box.id) !== "no";
    box.addEventListener("change", () => sessionStorage.setItem(box.id, box.checked ? "yes" : "no"));
  }

  const markdown = document.querySelector("[data-lines]");
  const frame = document.querySelector("iframe");
  const lines = (markdown.dataset.lines || "").split(",").filter(Boolean).map(Number);
  if (!lines.length) return;
  const rows = new Map([...markdown.querySelectorAll("[data-line]")].map((row) => [Number(row.dataset.line), row]));
  let marked = null;

  // From a node to its line of the Markdown, and to that line's place in the rendering.
  function follow(number, from) {
    const line = lines[number];
    if (marked) marked.classList.remove("here");
    marked = rows.get(line) || null;
    if (!marked) return;
    marked.classList.add("here");
    if (from !== markdown) reveal(marked);
    frame.contentWindow.location.replace(`${frame.src}#tiki2md-line-${line}`);
  }

  tree.addEventListener("focusin", (event) => follow(Number(event.target.dataset.n), null));
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".findings a[href^='#n']");
    if (!link) return;
    const number = link.hash.slice(2);
    show(number, null);
    follow(Number(number), null);
  });
  markdown.addEventListener("click", (event) => {
    const row = event.target.closest("[data-line]");
    if (!row || !getSelection().isCollapsed) return;
    // The first node on the line, or on the nearest one above that has any; the root has all.
    let best = -1;
    for (let number = 1; number < lines.length; number += 1) {
      if (lines[number] <= Number(row.dataset.line) && (best < 0 || lines[number] > lines[best])) best = number;
    }
    if (best < 0) return;
    show(String(best), markdown);
    follow(best, markdown);
  });
})();
