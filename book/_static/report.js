/* The pages' own behaviour: charts that are drawn when they come into view and follow the theme, cards that explain words,
 * numbers and sources, lists that can be narrowed, and a few buttons.
 * Everything works without this file too: charts are still pictures, cards are titles of links, lists show everything. */
"use strict";

(function () {
  const root = document.documentElement;
  const here = document.currentScript.src.replace(/report\.js.*$/, "");
  const night = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => root.dataset.theme === "dark" || (root.dataset.theme === "auto" && night.matches);

  /* ---- paper is white: what is printed is the light page, and the theme comes back afterwards ------------------------ */
  let onScreen = null;
  function print(begins) {
    if (begins && onScreen === null) {
      onScreen = root.dataset.theme;
      root.dataset.theme = "light";
    } else if (!begins && onScreen !== null) {
      root.dataset.theme = onScreen;
      onScreen = null;
    }
  }
  addEventListener("beforeprint", () => print(true));
  addEventListener("afterprint", () => print(false));
  matchMedia("print").addEventListener("change", (event) => print(event.matches));
  print(matchMedia("print").matches);

  /* a page that was opened as a file may not read others, so its search shows titles without lines of text */
  if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS === "object") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  /* ---- the address: what stands behind the # is typed by people and mangled by mail; nothing in it may stop the page ---- */
  function fragment() {
    const raw = location.hash.slice(1);
    try {
      return decodeURIComponent(raw);
    } catch { // a lone % is no code
      return raw;
    }
  }
  /* Writes the state of a part of the page into the address, and gives the whole address, to be sent. */
  function remember(state) {
    const address = new URL(state ? `#${state}` : location.pathname + location.search, location.href).href;
    try {
      history.replaceState(null, "", address);
    } catch { /* some browsers refuse this for files */ }
    return address;
  }

  /* ---- the vega bundle and the charts' specifications are scripts, fetched when the first one needs them ------------ */
  const fetched = new Map();
  function load(address) {
    if (!fetched.has(address)) {
      fetched.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = here + address;
        script.onload = resolve;
        script.onerror = () => reject(new Error(`${address} cannot be read`));
        document.head.append(script);
      }));
    }
    return fetched.get(address);
  }
  const vega = () => load("vendor/vega.js").then(() => window.vegaEmbed);
  /* In a narrow column, such as a phone's, a chart has a layout of its own, which analysis/figures/phone.py makes. */
  const [NARROW, PHONE] = [500, 350]; // as in static_charts.py
  const columnOf = (chart) => chart.querySelector(".chart-view").clientWidth;
  const onPhone = (chart) => columnOf(chart) < NARROW;
  function specification(chart) {
    const name = chart.dataset.chart + (onPhone(chart) ? "-phone" : "");
    return load(`../_charts/${name}.js`).then(() => window.reportCharts[name]);
  }

  /* ---- colours: a specification carries the light ones; the dark twin of each is known ------------------------------ */
  const twins = new Map((window.reportPalette || []).map(([light, other]) => [light.toLowerCase(), other]));
  function themed(spec) {
    const text = JSON.stringify(spec);
    return JSON.parse(dark() ? text.replace(/#[0-9a-f]{6}\b/gi, (hex) => twins.get(hex.toLowerCase()) || hex) : text);
  }

  const options = {
    ast: true, // expressions are interpreted, never compiled from text: the policy of the pages forbids that
    actions: false,
    renderer: "svg",
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true, theme: "report" },
  };

  /* The plot takes what labels and axes leave of the column. */
  const plotWidth = (chart) => Math.max(columnOf(chart), NARROW) - Number(chart.dataset.overhang);
  function widen(spec, by) {
    if (spec.vconcat) spec.vconcat.forEach((view) => widen(view, by));
    else if (spec.spec) widen(spec.spec, by);
    else spec.width = Math.max(120, spec.width + by);
  }
  const stretches = (chart) => chart.classList.contains("chart-stretches");

  async function embed(view, chart) {
    const [vegaEmbed, plain] = await Promise.all([vega(), specification(chart)]);
    const spec = themed(plain);
    spec.config = { ...spec.config, font: getComputedStyle(document.body).fontFamily };
    if (onPhone(chart)) widen(spec, columnOf(chart) - PHONE);
    else if (stretches(chart)) {
      spec.width = plotWidth(chart);
      spec.autosize = { type: "pad", resize: true };
    }
    return vegaEmbed(view, spec, options);
  }

  /* ---- charts ----------------------------------------------------------------------------------------------------- */
  const drawn = new Map();

  async function draw(chart) {
    const [old, theme] = [drawn.get(chart), dark()];
    const live = document.createElement("div");
    live.className = "chart-live";
    live.setAttribute("aria-hidden", "true");
    const view = chart.querySelector(".chart-view");
    view.append(live);
    const narrow = onPhone(chart);
    const result = await embed(live, chart);
    if (old) {
      old.result.finalize();
      old.live.remove();
    }
    drawn.set(chart, { result, live, narrow });
    chart.classList.add("chart-drawn");
    return theme === dark() ? result.view : draw(chart); // the theme may have been switched meanwhile
  }

  function watchCharts() {
    const charts = document.querySelectorAll(".chart:not(.chart-driven)");
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries.filter((e) => e.isIntersecting)) {
        seen.unobserve(entry.target);
        draw(entry.target).catch((error) => console.warn("a chart stays a still picture:", error));
      }
    }, { rootMargin: "200px" });
    charts.forEach((chart) => seen.observe(chart));
    let settled;
    window.addEventListener("resize", () => {
      drawn.forEach(({ result, narrow }, chart) => {
        if (!narrow && !onPhone(chart) && stretches(chart)) result.view.width(plotWidth(chart)).runAsync();
      });
      clearTimeout(settled); // between the two layouts, and from phone to phone, a chart is drawn anew
      settled = setTimeout(() => drawn.forEach(({ narrow }, chart) => {
        if ((narrow || onPhone(chart)) && !chart.classList.contains("chart-driven")) draw(chart);
      }), 200);
    });
    let theme = dark();
    new MutationObserver(() => {
      if (onScreen !== null || dark() === theme) return; // print shows the still pictures
      theme = dark();
      drawn.forEach((_, chart) => chart.classList.contains("chart-driven") || draw(chart));
      document.dispatchEvent(new CustomEvent("report:theme"));
    }).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
    window.addEventListener("beforeprint", () => charts.forEach((chart) => chart.classList.add("chart-printing")));
    window.addEventListener("afterprint", () => charts.forEach((chart) => chart.classList.remove("chart-printing")));
  }

  /* ---- buttons whose handlers the theme writes into tags --------------------------------------------------------- */
  const doings = {
    print: () => window.print(),
    "copy-link": (button) => {
      const address = button.closest("[data-link]")?.dataset.link || location.href;
      const words = (button.dataset.words ||= button.textContent);
      const say = (text) => {
        button.textContent = text;
        setTimeout(() => { button.textContent = words; }, 2000);
      };
      Promise.resolve(navigator.clipboard?.writeText(address) ?? Promise.reject())
        .then(() => say("Link copied"), () => window.prompt("Copy this link:", address));
    },
    "full-screen": () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button && doings[button.dataset.do]) doings[button.dataset.do](button);
  });

  /* ---- cards: what the title of a link says, for mouse, keyboard and touch ------------------------------------------- */
  function watchCards() {
    const kinds = { "a.term": "glossary", "a.number": "how it came about", ".bibtex-citation a": "sources" };
    const all = Object.keys(kinds).join(", ");
    const place = document.querySelector(".bd-article");
    if (!place) return;
    const card = document.createElement("div");
    card.id = "card";
    card.hidden = true;
    card.setAttribute("role", "tooltip");
    place.append(card);
    let shown = null;
    let waiting = 0;
    let touched = false;
    let held = false; // a press on the card takes the focus from its link, and is no reason to close

    const linkOf = (node) => (node instanceof Element && place.contains(node) ? node.closest(all) : null);
    function wordsOf(link) {
      if (link.title) { // our card instead of the browser's
        link.dataset.says = link.title;
        link.removeAttribute("title");
      }
      if (!link.dataset.says) { // a source or a number explains itself once on a page
        const first = place.querySelector(`a[href="${CSS.escape(link.getAttribute("href"))}"]:is([title], [data-says])`);
        link.dataset.says = first ? first.title || first.dataset.says : "";
      }
      return link.dataset.says;
    }

    function hide() {
      clearTimeout(waiting);
      if (shown) shown.removeAttribute("aria-describedby");
      shown = null;
      card.hidden = true;
    }
    function show(link, x) {
      clearTimeout(waiting);
      if (link === shown) return;
      hide();
      const words = wordsOf(link);
      if (!words) return;
      const where = kinds[Object.keys(kinds).find((kind) => link.matches(kind))];
      const more = document.createElement("small");
      more.textContent = touched ? `Tap again: ${where}` : `Opens: ${where}`;
      card.replaceChildren(words, more);
      card.hidden = false;
      shown = link;
      link.setAttribute("aria-describedby", card.id);
      const lines = [...link.getClientRects()];
      const line = lines.find((l) => x >= l.left && x <= l.right) || lines[0];
      const [own, around] = [card.getBoundingClientRect(), card.offsetParent.getBoundingClientRect()];
      const above = line.bottom + own.height + 12 > innerHeight && line.top > own.height + 70;
      const left = Math.max(10, Math.min(line.left, document.documentElement.clientWidth - own.width - 10));
      card.style.left = `${left - around.left}px`;
      card.style.top = `${(above ? line.top - own.height - 6 : line.bottom + 6) - around.top}px`;
    }
    const soon = (what, after) => {
      clearTimeout(waiting);
      waiting = setTimeout(what, after);
    };

    document.addEventListener("pointerdown", (event) => {
      touched = event.pointerType === "touch";
      held = card.contains(event.target);
      if (!linkOf(event.target) && !held) hide();
    });
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      touched = false;
      const link = linkOf(event.target);
      if (link) soon(() => show(link, event.clientX), 120);
      else if (card.contains(event.target)) clearTimeout(waiting);
      else soon(() => document.activeElement === shown || hide(), 250);
    });
    document.addEventListener("focusin", (event) => {
      const link = linkOf(event.target);
      if (link && link.matches(":focus-visible")) show(link);
      else if (!link) hide();
    });
    document.addEventListener("focusout", (event) => event.target === shown && !held && hide());
    document.addEventListener("keydown", (event) => {
      held = false;
      if (event.key === "Escape") hide();
    });
    document.addEventListener("click", (event) => {
      const link = linkOf(event.target);
      if (!link || !touched || link === shown || !wordsOf(link)) return;
      event.preventDefault(); // the first tap explains, the second follows the link
      show(link, event.clientX);
    });
    addEventListener("resize", hide);
  }

  /* ---- lists that can be narrowed; what is chosen stands in the address, as #narrow:name=value&name=value ------------- */
  function watchNarrowing(form) {
    const START = "narrow:";
    const entries = [...document.querySelectorAll(".bd-article .entry")];
    const sections = [...new Set(entries.map((entry) => entry.closest("section")))];
    const texts = new Map();
    const count = form.querySelector("output");
    const fields = [...form.elements].filter((field) => field.name);
    const textOf = (entry) => {
      if (!texts.has(entry)) texts.set(entry, entry.textContent.toLowerCase());
      return texts.get(entry);
    };

    function narrow() {
      const asked = fields.filter((field) => field.name !== "words" && field.value).map((f) => `${f.name}-${f.value}`);
      const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const entry of entries) {
        const found = asked.every((mark) => entry.classList.contains(mark)) && words.every((w) => textOf(entry).includes(w));
        entry.hidden = !found;
      }
      for (const section of sections) section.hidden = !section.querySelector(".entry:not([hidden])");
      const left = entries.filter((entry) => !entry.hidden).length;
      count.textContent = left === entries.length ? `All ${left} ${form.dataset.what}` : `${left} of ${entries.length} ${form.dataset.what}`;
    }
    const write = () => {
      const state = new URLSearchParams(fields.filter((f) => f.value).map((f) => [f.name, f.value])).toString();
      form.dataset.link = remember(state && START + state);
    };
    function read() {
      const asked = location.hash.slice(1).replace(/^narrow%3a/i, START); // else as it is: parameters have a code of their own
      const target = asked && document.getElementById(fragment());
      if (asked.startsWith(START)) {
        const state = new URLSearchParams(asked.slice(START.length));
        for (const field of fields) {
          field.value = state.get(field.name) || "";
          if (field.selectedIndex === -1) field.value = ""; // no such choice
        }
        narrow();
      } else if (target && target.closest("[hidden]")) { // a link leads to an entry: show it
        for (const field of fields) field.value = "";
        narrow();
        target.scrollIntoView();
      } else {
        if (!asked) for (const field of fields) field.value = "";
        narrow();
      }
      form.dataset.link = location.href;
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { narrow(); write(); });
    form.addEventListener("reset", () => setTimeout(() => { narrow(); write(); }));
    addEventListener("hashchange", read);
    read();
  }

  /* the first picture of the page owes nothing to what is heavy: that begins once the browser has painted */
  const painted = new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

  window.report = { load, draw, vega, specification, painted, fragment, remember };
  painted.then(watchCharts);
  watchCards();
  document.querySelectorAll("form.narrowing").forEach(watchNarrowing);
})();
