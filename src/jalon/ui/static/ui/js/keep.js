/* What a person keeps. Links with data-keep add straight to the dossier that this device remembers, if she asked
   it to; only its address is remembered, in this browser. Without script the links lead to a form. */
(() => {
  "use strict";
  const NAME = "jalon-dossier";
  const SHAPE = /^(\/[\w-]+)*\/dossier\/[\w-]{32}\/$/;

  function remembered() {
    try {
      const path = localStorage.getItem(NAME) || "";
      return SHAPE.test(path) ? path : "";
    } catch {
      return "";
    }
  }

  function remember(path) {
    try {
      localStorage.setItem(NAME, path);
    } catch {
      announce("Cet appareil ne le permet pas. Gardez l'adresse.");
    }
  }

  function forget() {
    try {
      localStorage.removeItem(NAME);
    } catch {
      announce("Cet appareil ne le permet pas.");
    }
  }

  function announce(words) {
    const place = document.getElementById("announce");
    if (place) place.textContent = words;
  }

  function show() {
    document.querySelectorAll("[data-device]").forEach((box) => {
      const on = remembered() === box.dataset.device;
      box.hidden = false;
      box.querySelectorAll("[data-when]").forEach((one) => {
        one.hidden = (one.dataset.when === "remembered") !== on;
      });
    });
    document.querySelectorAll("[data-known]").forEach((box) => {
      box.hidden = !remembered();
      const form = box.querySelector("[data-adds]");
      if (remembered()) box.querySelector("[data-open]").href = remembered();
      if (form && remembered()) form.action = `${remembered()}changer/`;
    });
  }

  function pressed(button) {
    const box = button.closest("[data-device]");
    if (button.dataset.act === "remember") {
      remember(box.dataset.device);
    } else {
      forget();
    }
    show();
    const next = box && box.querySelector("button:not([hidden])");
    if (next) next.focus();
    announce(remembered() ? "Cet appareil retient ce dossier." : "Cet appareil ne retient plus de dossier.");
  }

  function told(link, words) {
    const said = link.querySelector(".visually-hidden");
    const icon = link.querySelector("svg");
    link.replaceChildren(...[icon, words, said].filter(Boolean));
  }

  async function keep(link) {
    const asked = new URL(link.href).searchParams;
    const dossier = remembered();
    const sent = new URLSearchParams({ faire: "ajouter", quoi: asked.get("quoi"), cle: asked.get("cle") });
    try {
      const answer = await fetch(`${dossier}changer/`, {
        method: "POST",
        body: sent,
        headers: { Accept: "application/json" },
        referrerPolicy: "no-referrer",
      });
      if (answer.status === 404) forget();
      if (!answer.ok) throw new Error("not kept");
      const { kept, said } = await answer.json();
      announce(said);
      told(link, kept ? "Gardé. Voir mon dossier" : said);
      link.href = dossier;
      delete link.dataset.keep;
    } catch {
      location.assign(link.href);
    }
  }

  async function copy(button) {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    announce("L'adresse est copiée.");
    told(button, "Copiée");
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-keep]");
    const button = event.target.closest("button[data-act]");
    const copier = event.target.closest("button[data-copy]");
    if (link && remembered() && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      keep(link);
    }
    if (button) pressed(button);
    if (copier) copy(copier);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.forgets && event.target.dataset.forgets === remembered()) forget();
  });
  if (document.querySelector("[data-gone]") && remembered() === location.pathname) forget();
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((one) => (one.hidden = false));
  show();
})();
