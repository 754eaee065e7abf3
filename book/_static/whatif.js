/* What-ifs: one Vega view without a picture computes, sliders feed it, numbers, verdict and chart read it.
 * The state stands in the address, as #id:name=value,name=value, so that a reader can send what they found. */
"use strict";

(function () {
  const plain = (expression) => String(expression).replace(/\bdatum\./g, "");
  const rounded = (value) => Number(value.toPrecision(4));

  /* what arithmetic leaves after the twelfth digit decides no rounding: analysis.units.number does the same */
  const settled = (x) => `toNumber(replace(format(${x}, '.12e'), '\u2212', '-'))`;

  /* a slider's position and the value that it means: the same for a linear scale, a power for a logarithmic one */
  function scaleOf(slider) {
    if (slider.scale !== "log") return { value: Number, position: Number };
    const ratio = Math.log(slider.max / slider.min);
    return {
      value: (position) => rounded(slider.min * Math.exp((ratio * position) / 1000)),
      position: (value) => Math.round((1000 * Math.log(value / slider.min)) / ratio),
    };
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

  function stateOf(id) {
    const [own, pairs] = decodeURIComponent(location.hash.slice(1)).split(":");
    if (own !== id || !pairs) return {};
    return Object.fromEntries(pairs.split(",").map((pair) => pair.split("=")).map(([k, v]) => [k, Number(v)]));
  }

  async function start(box) {
    const content = JSON.parse(box.querySelector(".whatif-data").textContent);
    const form = box.querySelector(".whatif-sliders");
    const reset = box.querySelector(".whatif-reset");
    const chart = box.querySelector(".chart");
    const asked = stateOf(box.id);
    const values = Object.fromEntries(content.sliders.map((s) => [s.name, s.value]));
    const inputs = new Map(content.sliders.map((s) => [s.name, form.querySelector(`[data-name="${s.name}"]`)]));
    const scales = new Map(content.sliders.map((s) => [s.name, scaleOf(s)]));

    for (const s of content.sliders) {
      if (asked[s.name] >= s.min && asked[s.name] <= s.max) values[s.name] = asked[s.name];
      inputs.get(s.name).value = scales.get(s.name).position(values[s.name]);
    }
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

    let waiting = false;
    function moved() {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(async () => {
        waiting = false;
        const changed = await compute();
        const pairs = changed.map((s) => `${s.name}=${values[s.name]}`).join(",");
        try {
          history.replaceState(null, "", pairs ? `#${box.id}:${pairs}` : `#${box.id}`);
        } catch { /* some browsers refuse this for files */ }
      });
    }

    for (const s of content.sliders) {
      inputs.get(s.name).addEventListener("input", (event) => {
        const position = Number(event.target.value);
        const home = scales.get(s.name).position(s.value);
        values[s.name] = position === home ? s.value : scales.get(s.name).value(position);
        moved();
      });
    }
    reset.addEventListener("click", () => {
      for (const s of content.sliders) {
        values[s.name] = s.value;
        inputs.get(s.name).value = scales.get(s.name).position(s.value);
      }
      moved();
    });
    await compute();
    if (chart) {
      const draw = async () => { picture = await window.report.draw(chart); await drive(); };
      await draw();
      document.addEventListener("report:theme", draw);
    }
    if (Object.keys(asked).length) box.scrollIntoView();
  }

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((e) => e.isIntersecting)) {
      seen.unobserve(entry.target);
      start(entry.target).catch((error) => console.error("a what-if stays as it is:", error));
    }
  }, { rootMargin: "200px" });
  const watch = () => document.querySelectorAll(".whatif").forEach((box) => (stateOf(box.id) && location.hash.startsWith(`#${box.id}:`) ? start(box) : seen.observe(box)));
  window.report.painted.then(watch);
})();
