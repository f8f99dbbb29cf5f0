/* The interactive map, only when a person asks for it: Leaflet is fetched then, and the tiles of another site.
   Marks come grouped from the server; each is a button with words, Enter opens it, Escape closes it. */
(() => {
  "use strict";
  const WAIT = 150;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let asked = false;
  let library = null;

  function fetchLibrary(data) {
    if (library) return library;
    library = new Promise((done, failed) => {
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = data.css;
      document.head.prepend(sheet);
      const script = document.createElement("script");
      script.src = data.js;
      script.onload = () => done(window.L);
      script.onerror = () => { library = null; failed(new Error("Leaflet")); };
      document.head.append(script);
    });
    return library;
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function link(text, href, className) {
    const made = element("a", text, className);
    made.href = href;
    return made;
  }

  function said(count) {
    return `${count} formation${count > 1 ? "s" : ""}`;
  }

  async function read(data, params) {
    const address = new URL(data.points, location.href);
    Object.entries(params).forEach(([name, value]) => address.searchParams.set(name, value));
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function inTown(data, mark) {
    const town = mark.towns[0];
    const found = await read(data, { ville: town.code });
    const list = element("ul");
    found.offers.forEach((one) => {
      const line = element("li");
      line.append(link(one.title, one.url), element("small", one.example ? `${one.when} (exemple)` : one.when));
      list.append(line);
    });
    return [list, link(found.total > 1 ? `Voir les ${said(found.total)}` : "La voir dans la liste", found.url, "button")];
  }

  function inTowns(map, data, mark) {
    const list = element("ul");
    mark.towns.forEach((town) => {
      const line = element("li");
      line.append(link(town.name, `${data.search}?${town.query}`), ` : ${said(town.count)}`);
      list.append(line);
    });
    const closer = element("button", "Voir de plus près", "button quiet");
    closer.type = "button";
    closer.addEventListener("click", () => {
      const [south, west, north, east] = mark.bounds;
      map.closePopup();
      map.fitBounds([[south, west], [north, east]], { padding: [50, 50], maxZoom: 13, animate: !calm });
      map.getContainer().focus();
    });
    return [list, closer];
  }

  async function open(map, data, marker, mark) {
    const box = element("div");
    box.append(element("h3", mark.label));
    const wait = element("p", "Chargement…");
    box.append(wait);
    const width = Math.min(300, map.getSize().x - 60);
    marker.unbindPopup().bindPopup(box, { maxWidth: width, minWidth: width, maxHeight: 300, autoPanPadding: [10, 10] }).openPopup();
    try {
      const parts = mark.towns.length === 1 ? await inTown(data, mark) : inTowns(map, data, mark);
      wait.replaceWith(...parts);
    } catch {
      wait.textContent = "La liste ne vient pas. Réessayez dans un instant.";
    }
    if (!marker.isPopupOpen()) return;
    marker.getPopup().update();
    const first = box.querySelector("a, button");
    if (first) first.focus({ preventScroll: true });
  }

  function addMark(L, map, data, mark) {
    const side = Math.round(40 + 16 * Math.min(1, Math.log10(mark.count + 1) / 3));
    const icon = L.divIcon({ className: "map-mark", html: element("span", String(mark.count)), iconSize: [side, side] });
    const marker = L.marker([mark.latitude, mark.longitude], { icon, keyboard: true, riseOnHover: true }).addTo(map);
    const button = marker.getElement();
    button.setAttribute("aria-label", mark.label);
    button.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open(map, data, marker, mark);
    });
    marker.on("click", () => open(map, data, marker, mark));
    marker.on("popupclose", () => {
      const inside = document.activeElement && document.activeElement.closest(".leaflet-popup, body");
      if (inside && (inside.matches(".leaflet-popup") || document.activeElement === document.body)) button.focus({ preventScroll: true });
    });
    return marker;
  }

  function watchMarks(L, map, data) {
    const shown = new Map();
    let timer = 0;
    let round = 0;
    async function refresh() {
      const mine = ++round;
      const edges = map.getBounds().pad(0.1);
      let found;
      try {
        found = (await read(data, {
          zoom: map.getZoom(), sud: edges.getSouth(), ouest: edges.getWest(), nord: edges.getNorth(), est: edges.getEast(),
        })).marks;
      } catch {
        return;
      }
      if (mine !== round) return;
      const kept = new Map(found.map((mark) => [`${mark.latitude} ${mark.longitude} ${mark.label}`, mark]));
      shown.forEach((marker, key) => {
        if (kept.has(key) || marker.isPopupOpen()) return;
        marker.remove();
        shown.delete(key);
      });
      kept.forEach((mark, key) => {
        if (!shown.has(key)) shown.set(key, addMark(L, map, data, mark));
      });
    }
    map.on("moveend", () => { clearTimeout(timer); timer = setTimeout(refresh, WAIT); });
    refresh();
  }

  async function ground(L, map, data) {
    if (data.tiles) {
      L.tileLayer(data.tiles, { attribution: data.credit, maxZoom: 18 }).addTo(map);
      return;
    }
    const rings = (await read(data, { fond: 1 })).rings;
    L.polygon(rings.map((ring) => [ring.map(([longitude, latitude]) => [latitude, longitude])]), { className: "map-ground", interactive: false }).addTo(map);
  }

  async function start(holder, focus) {
    const data = { ...holder.dataset };
    const frame = document.getElementById("carte-cadre");
    const button = holder.querySelector("button");
    button.disabled = true;
    try {
      const L = await fetchLibrary(data);
      if (!frame.isConnected) return;
      const box = element("div");
      box.setAttribute("role", "application");
      box.setAttribute("aria-label", "Carte interactive des formations. Tabulation : passer d'un point à l'autre. Entrée : ouvrir.");
      frame.replaceChildren(box);
      const moves = !calm;
      const map = L.map(box, { zoomControl: false, fadeAnimation: moves, zoomAnimation: moves, markerZoomAnimation: moves, inertia: moves, minZoom: 5, maxZoom: 18, zoomSnap: data.tiles ? 1 : 0.25 });
      map.attributionControl.setPrefix("Leaflet");
      L.control.zoom({ position: "bottomleft", zoomInTitle: "Agrandir", zoomOutTitle: "Réduire" }).addTo(map);
      const [south, west, north, east] = data.frame.split(" ").map(Number);
      map.fitBounds([[south, west], [north, east]], { animate: false });
      box.addEventListener("keydown", (event) => { if (event.key === "Escape") map.closePopup(); });
      ground(L, map, data).catch(() => {});
      watchMarks(L, map, data);
      holder.hidden = true;
      asked = true;
      if (focus) box.focus();
    } catch {
      button.disabled = false;
      button.textContent = "La carte n'a pas pu se charger. Réessayer";
    }
  }

  function prepare() {
    const holder = document.querySelector(".live-map");
    if (!holder) return;
    holder.hidden = false;
    holder.querySelector("button").addEventListener("click", () => start(holder, true));
    if (asked) start(holder, false);
  }

  document.addEventListener("htmx:afterSwap", prepare);
  prepare();
})();
