/* Filters apply at once with htmx; folded groups and the focus stay where the person left them. */
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  let open = [];
  let focus = "";
  document.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll("details[id][open]")].map((one) => one.id);
    focus = document.activeElement ? document.activeElement.id : "";
  });
  document.addEventListener("htmx:afterSwap", () => {
    open.forEach((id) => {
      const one = document.getElementById(id);
      if (one) one.open = true;
    });
    const back = focus && document.getElementById(focus);
    if (back) back.focus({ preventScroll: true });
  });
})();
