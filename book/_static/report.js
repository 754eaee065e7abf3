/* The pages' own behaviour: charts that are drawn when they come into view and follow the theme, and a few buttons.
 * Everything works without this file too: the charts then stay still pictures. */
"use strict";

(function () {
  const root = document.documentElement;
  const here = document.currentScript.src.replace(/report\.js.*$/, "");
  const night = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => root.dataset.theme === "dark" || (root.dataset.theme === "auto" && night.matches);

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
  const specification = (chart) =>
    load(`../_charts/${chart.dataset.chart}.js`).then(() => window.reportCharts[chart.dataset.chart]);

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

  /* The plot takes what labels and axes leave of the column; below a width at which labels would run into one another the
   * whole picture is made smaller instead. */
  const NARROW = 500;
  const plotWidth = (chart) =>
    Math.max(chart.querySelector(".chart-view").clientWidth, NARROW) - Number(chart.dataset.overhang);
  const stretches = (chart) => chart.classList.contains("chart-stretches");

  async function embed(view, chart) {
    const [vegaEmbed, plain] = await Promise.all([vega(), specification(chart)]);
    const spec = themed(plain);
    spec.config = { ...spec.config, font: getComputedStyle(document.body).fontFamily };
    if (stretches(chart)) {
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
    const result = await embed(live, chart);
    if (old) {
      old.result.finalize();
      old.live.remove();
    }
    drawn.set(chart, { result, live });
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
    window.addEventListener("resize", () => {
      drawn.forEach(({ result }, chart) => stretches(chart) && result.view.width(plotWidth(chart)).runAsync());
    });
    let theme = dark();
    new MutationObserver(() => {
      if (dark() === theme) return;
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
    "full-screen": () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button && doings[button.dataset.do]) doings[button.dataset.do]();
  });

  /* the first picture of the page owes nothing to what is heavy: that begins once the browser has painted */
  const painted = new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

  window.report = { draw, vega, specification, painted };
  painted.then(watchCharts);
})();
