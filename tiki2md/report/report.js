"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const pages = [...document.querySelectorAll("details.page")];
  const output = form.querySelector("output");
  const order = ["info", "warning", "loss", "error"];
  // What is looked for is taken from the page as it stands, so nothing is there twice.
  const texts = new WeakMap();
  const textOf = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };
  const list = pages.map((page) => ({
    page,
    head: [page.querySelector(".title"), page.querySelector(".where")],
    findings: [...page.querySelectorAll(".findings > li")],
  }));

  const apply = () => {
    const words = form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const least = order.indexOf(form.severity.value);
    const code = form.code.value;
    let shown = 0;
    for (const { page, head, findings } of list) {
      const names = head.map(textOf).join(" ");
      let any = false;
      for (const finding of findings) {
        const fits =
          (!code || finding.dataset.code === code) &&
          (least < 0 || order.indexOf(finding.dataset.severity) >= least) &&
          words.every((word) => names.includes(word) || textOf(finding).includes(word));
        finding.hidden = !fits;
        any = any || fits;
      }
      page.hidden = !any;
      shown += any;
    }
    const all = list.length.toLocaleString("en");
    output.textContent =
      shown === list.length ? `${all} pages with findings` : `${shown.toLocaleString("en")} of ${all} pages with findings`;
  };

  const remember = () => {
    const values = new URLSearchParams();
    for (const name of ["q", "severity", "code"]) if (form[name].value) values.set(name, form[name].value);
    history.replaceState(null, "", `#${values}`);
  };

  // A link such as #severity=loss&code=html-dropped sets the filters; #about-… opens its section.
  const follow = () => {
    const hash = location.hash.slice(1);
    const target = document.getElementById(hash);
    if (target && target.matches("details")) target.open = true;
    if (!hash.includes("=")) return;
    const values = new URLSearchParams(hash);
    form.q.value = values.get("q") || "";
    form.severity.value = values.get("severity") || "";
    form.code.value = values.get("code") || "";
    // A value that is no choice leaves nothing chosen.
    for (const name of ["severity", "code"]) if (form[name].selectedIndex < 0) form[name].selectedIndex = 0;
    apply();
    document.getElementById("pages").scrollIntoView();
  };

  for (const link of document.querySelectorAll("[data-filter]")) link.hash = link.dataset.filter;
  form.hidden = false;
  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", follow);
  apply();
  follow();
})();
