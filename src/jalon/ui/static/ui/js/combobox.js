/* An ARIA 1.2 combobox on every input that has data-suggestions; without it the form works alone.
   The address answers {"suggestions": [{"label", "detail", "url"}]}; choosing one goes to its address, or, with
   data-code (the id of a hidden field), puts its "code" in that field and sends the form; with data-stay too,
   the form waits. */
(() => {
  "use strict";
  const WAIT = 140;
  const LEAST = 2;

  function enhance(input, number) {
    const list = document.createElement("ul");
    const status = document.createElement("span");
    let options = [];
    let active = -1;
    let timer = 0;
    let request = null;
    let asked = "";

    list.id = `suggestions-${number}`;
    list.className = "options";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.after(list, status);

    function point(index) {
      active = index;
      options.forEach((_, at) => list.children[at].setAttribute("aria-selected", String(at === index)));
      if (index < 0) {
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", list.children[index].id);
        list.children[index].scrollIntoView({ block: "nearest" });
      }
    }

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      point(-1);
    }

    function cancel() {
      clearTimeout(timer);
      if (request) request.abort();
      request = null;
    }

    function open() {
      if (!options.length) return;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }

    function show(found) {
      close();
      options = found;
      list.replaceChildren(...found.map((one, at) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${at}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.textContent = one.label;
        if (one.detail) {
          const detail = document.createElement("span");
          detail.textContent = one.detail;
          item.append(" ", detail);
        }
        return item;
      }));
      const count = found.length;
      status.textContent = count === 0 ? "Aucune suggestion. Entrée pour chercher."
        : count === 1 ? "1 suggestion. Flèche bas pour y aller."
          : `${count} suggestions. Flèche bas pour les parcourir.`;
      open();
    }

    async function ask(text) {
      cancel();
      request = new AbortController();
      const mine = request;
      const address = new URL(input.dataset.suggestions, location.href);
      address.searchParams.set("q", text);
      try {
        const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return;
        const found = (await answer.json()).suggestions;
        if (mine === request && document.activeElement === input) {
          asked = text;
          show(found);
        }
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    function choose(index) {
      const chosen = options[index];
      if (!chosen) return;
      cancel();
      input.value = chosen.label;
      close();
      const field = input.dataset.code && document.getElementById(input.dataset.code);
      if (field && chosen.code) {
        field.value = chosen.code;
        if (!("stay" in input.dataset)) input.form.requestSubmit();
      } else {
        location.assign(chosen.url);
      }
    }

    input.addEventListener("input", () => {
      cancel();
      const text = input.value.trim();
      if (text.length < LEAST) {
        options = [];
        status.textContent = "";
        close();
        return;
      }
      timer = setTimeout(() => ask(text), WAIT);
    });

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const last = options.length - 1;
      const shown = !list.hidden;
      switch (event.key) {
        case "ArrowDown":
        case "ArrowUp":
          event.preventDefault();
          if (!shown) {
            const text = input.value.trim();
            if (options.length && text === asked) open();
            else if (text.length >= LEAST) ask(text);
            if (list.hidden || event.altKey) return;
          } else if (event.altKey) {
            if (event.key === "ArrowUp") close();
            return;
          }
          if (event.key === "ArrowDown") point(active >= last ? 0 : active + 1);
          else point(active <= 0 ? last : active - 1);
          break;
        case "Enter":
          if (shown && active >= 0) {
            event.preventDefault();
            choose(active);
          } else {
            cancel();
            close();
          }
          break;
        case "Escape":
          if (shown) {
            event.preventDefault();
            cancel();
            close();
          } else if (input.value) {
            event.preventDefault();
            input.value = "";
            options = [];
            status.textContent = "";
          }
          break;
        case "Home":
        case "End":
          if (active >= 0) {
            event.preventDefault();
            point(-1);
            const at = event.key === "Home" ? 0 : input.value.length;
            input.setSelectionRange(at, at);
          }
          break;
        case "ArrowLeft":
        case "ArrowRight":
          if (active >= 0) point(-1);
          break;
        case "Tab":
          cancel();
          close();
          break;
      }
    });

    input.addEventListener("blur", () => { cancel(); close(); });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) choose([...list.children].indexOf(item));
    });
  }

  let made = 0;
  function enhanceAll() {
    document.querySelectorAll("input[data-suggestions]:not([role])").forEach((input) => enhance(input, made++));
  }
  enhanceAll();
  document.addEventListener("htmx:afterSwap", enhanceAll);
})();
