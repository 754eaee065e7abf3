/* What-ifs: one Vega view without a picture computes, sliders feed it, numbers, verdict and chart read it.
 * The state stands in the address, as #id:name=value,name=value, so that a reader can send what they found. */
"use strict";

(function () {
  const plain = (expression) => String(expression).replace(/\bdatum\./g, "");
  /* what arithmetic leaves after the twelfth digit decides no rounding: analysis.units.number does the same */
  const settled = (x) => `toNumber(replace(format(${x}, '.12e'), '\u2212', '-'))`;

  /* A slider counts steps from the report's own value, which is position 0 and so can always be reached again. A step adds
   * the same amount, or, on a logarithmic scale, the same share; the first and the last position are the ends. */
  function scaleOf(slider, input) {
    const [first, last] = [Number(input.min), Number(input.max)];
    const logarithmic = slider.scale === "log";
    const share = logarithmic ? Math.log(slider.max / slider.min) / 1000 : slider.step;
    const value = (position) => {
      if (position === 0) return slider.value;
      if (position <= first) return slider.min;
      if (position >= last) return slider.max;
      return logarithmic
        ? Number((slider.value * Math.exp(share * position)).toPrecision(4))
        : Number((slider.value + share * position).toPrecision(12));
    };
    const position = (x) => {
      if (x === slider.min) return first;
      if (x === slider.max) return last;
      return logarithmic ? Math.log(x / slider.value) / share : (x - slider.value) / share;
    };
    const show = (x) => { // a value that was typed into the address may lie between two steps, until somebody moves it
      const near = Math.round(position(x));
      const between = value(near) !== x;
      input.step = between ? "any" : 1;
      input.value = between ? position(x) : near;
    };
    const touched = () => { input.step = 1; };
    input.addEventListener("pointerdown", touched);
    input.addEventListener("keydown", touched);
    return { value, show };
  }

  function calculator(content) {
    const text = (expression, format) => (format ? `format(${settled(plain(expression))}, ${JSON.stringify(format)})` : `'' + (${plain(expression)})`);
    return {
      $schema: "https://vega.github.io/schema/vega/v6.json",
      width: 1,
      height: 1,
      signals: [
        ...content.sliders.map((s) => ({ name: s.name, value: s.value })),
        ...content.sliders.map((s) => ({ name: `_shown_${s.name}`, update: text(`${s.name} / ${s.divide || 1}`, s.format || ",.4~g") })),
        ...(content.steps || []).map((step) => ({ name: step.as, update: plain(step.calculate) })),
        ...(content.numbers || []).map((n, i) => ({ name: `_number_${i}`, update: text(n.expr, n.format) })),
        ...(content.verdict ? [{ name: "_verdict", update: plain(content.verdict.expr) }] : []),
      ],
    };
  }

  /* what the address says of a what-if: nothing when it speaks of something else; an address without a # means the report's values */
  function stateOf(id) {
    const said = window.report.fragment();
    const at = said.indexOf(":");
    const own = at < 0 ? said : said.slice(0, at);
    if (said && own !== id) return null;
    const pairs = at < 0 ? [] : said.slice(at + 1).split(",").map((pair) => pair.split("="));
    return new Map(pairs.filter((pair) => pair.length === 2 && pair[1].trim()).map(([name, text]) => [name, Number(text)]));
  }

  async function start(box) {
    const content = JSON.parse(box.querySelector(".whatif-data").textContent);
    const form = box.querySelector(".whatif-sliders");
    const reset = box.querySelector(".whatif-reset");
    const chart = box.querySelector(".chart");
    const values = Object.fromEntries(content.sliders.map((s) => [s.name, s.value]));
    const inputs = new Map(content.sliders.map((s) => [s.name, form.querySelector(`[data-name="${s.name}"]`)]));
    const scales = new Map(content.sliders.map((s) => [s.name, scaleOf(s, inputs.get(s.name))]));

    function take(asked) {
      for (const s of content.sliders) {
        const value = asked.get(s.name);
        values[s.name] = value >= s.min && value <= s.max ? value : s.value;
        scales.get(s.name).show(values[s.name]);
      }
      return asked.size > 0;
    }
    const asked = stateOf(box.id);
    const sent = asked?.size > 0;
    if (sent) take(asked);
    else for (const s of content.sliders) values[s.name] = scales.get(s.name).value(Number(inputs.get(s.name).value)); // may have been moved already
    box.dataset.link = location.href.replace(/#.*/, "") + (sent ? location.hash : `#${box.id}`);
    let waiting = true; // until there is something to compute with
    function moved() {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(async () => {
        waiting = false;
        const changed = await compute();
        const pairs = changed.map((s) => `${s.name}=${values[s.name]}`).join(",");
        box.dataset.link = window.report.remember(pairs ? `${box.id}:${pairs}` : box.id);
      });
    }

    for (const s of content.sliders) {
      inputs.get(s.name).addEventListener("input", (event) => {
        values[s.name] = scales.get(s.name).value(Number(event.target.value));
        moved();
      });
    }
    reset.addEventListener("click", () => {
      take(new Map());
      moved();
    });
    addEventListener("hashchange", () => { // a link that was pasted, or the way back
      const asked = stateOf(box.id);
      if (!asked) return;
      if (take(asked)) box.scrollIntoView();
      if (!waiting) compute();
      box.dataset.link = location.href;
    });
    const vegaEmbed = await window.report.vega();
    const { view } = await vegaEmbed(document.createElement("div"), calculator(content), {
      mode: "vega", ast: true, actions: false, defaultStyle: false, tooltip: false, renderer: "svg",
    });
    const followed = chart ? ((await window.report.specification(chart)).params || []).map((p) => p.name) : [];
    let picture = null;

    async function drive() {
      if (!picture) return;
      const known = view.getState({ signals: () => true, data: () => false }).signals;
      for (const name of followed) if (name in known) picture.signal(name, view.signal(name));
      await picture.runAsync();
    }

    async function compute() {
      for (const [name, value] of Object.entries(values)) view.signal(name, value);
      await view.runAsync();
      const changed = content.sliders.filter((s) => values[s.name] !== s.value);
      for (const s of content.sliders) {
        const words = values[s.name] === s.value ? s.text : s.template.replace("{}", view.signal(`_shown_${s.name}`));
        inputs.get(s.name).setAttribute("aria-valuetext", words);
        inputs.get(s.name).parentElement.querySelector("output").textContent = words;
      }
      // until something moves, the page's own words stand: they are the tested ones
      (content.numbers || []).forEach((n, i) => {
        const words = changed.length ? n.template.replace("{}", view.signal(`_number_${i}`)) : n.text;
        box.querySelector(`[data-number="${i}"]`).textContent = words;
      });
      if (content.verdict) {
        const key = changed.length ? view.signal("_verdict") : content.verdict.base || view.signal("_verdict");
        const place = box.querySelector(".whatif-verdict");
        place.textContent = content.verdict.texts[key] || key;
        place.className = `whatif-verdict verdict-${key.replaceAll(" ", "-")}`;
      }
      if (!changed.length) {
        const differs = (content.numbers || []).filter((n, i) => n.template.replace("{}", view.signal(`_number_${i}`)) !== n.text);
        if (differs.length) box.dataset.differs = differs.map((n) => n.label).join(", ");
      }
      reset.disabled = changed.length === 0;
      box.dataset.computed = String(1 + Number(box.dataset.computed || 0));
      await drive();
      return changed;
    }

    waiting = false;
    await compute();
    if (chart) {
      const draw = async () => { picture = await window.report.draw(chart); await drive(); };
      await draw();
      document.addEventListener("report:theme", draw);
    }
    if (sent) box.scrollIntoView();
  }

  const started = new Set();
  function begin(box) {
    if (started.has(box)) return;
    started.add(box);
    start(box).catch((error) => console.error("a what-if stays as it is:", error));
  }
  const boxes = [...document.querySelectorAll(".whatif")];
  const addressed = () => boxes.filter((box) => stateOf(box.id)?.size).forEach(begin);
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((e) => e.isIntersecting)) {
      seen.unobserve(entry.target);
      begin(entry.target);
    }
  }, { rootMargin: "200px" });
  addEventListener("hashchange", addressed);
  window.report.painted.then(() => {
    addressed();
    boxes.forEach((box) => seen.observe(box));
  });
})();
