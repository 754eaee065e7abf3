/* What-ifs: sliders hold inputs of a program at values, the program draws everything else, and numbers, ranges, shares,
 * verdicts, dots and charts follow. The program is a script that analysis.engine printed from the report's own functions.
 * The state stands in the address, as #id:case=name,name=value, so that a reader can send what they found. */
"use strict";

(function () {
  /* what arithmetic leaves after the twelfth digit decides no rounding: analysis.format.number does the same */
  function number(value, digits) {
    if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "undefined";
    if (value === 0) return "0";
    digits = Math.min(digits, 13);
    const [mantissa, power] = Math.abs(Number(value.toExponential(12))).toExponential().split("e");
    const counted = Math.round(Number(`${mantissa}e${digits - 1}`)); // a decimal: 1.005 lies in the middle
    const rounded = Number(`${counted}e${Number(power) - digits + 1}`);
    const decimals = Math.max(digits - 1 - Number(rounded.toExponential().split("e")[1]), 0);
    const [whole, rest = ""] = rounded.toFixed(Math.min(decimals, 100)).split(".");
    const fraction = rest.replace(/0+$/, "");
    return (value < 0 ? "−" : "") + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (fraction ? `.${fraction}` : "");
  }
  /* a minus stands before all, and between two ends of a range a word, as analysis/format.py has it */
  const filled = (template, text) => (/^[−+]/.exec(text) || "") + template.replace("{}", () => text.replace(/^[−+]/, ""));
  const between = (template, low, high) => (`${low}${high}`.includes("−") && low !== high
    ? `${filled(template.replace(/\{\}.*$/s, "{}"), low)} to ${filled(template, /^[−0]/.test(high) ? high : `+${high}`)}`
    : template.replace("{}", () => (low === high ? low : `${low}–${high}`)));
  function ofHundred(share) {
    if (share > 0 && share < 0.005) return "fewer than 1 of 100";
    return share > 0.995 && share < 1 ? "more than 99 of 100" : `${Math.floor(100 * share + 0.5)} of 100`;
  }
  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const meets = (value, level) =>
    !level || ((level.least === null || value >= level.least) && (level.most === null || value <= level.most));
  function quantile(sorted, p) {
    const at = p * (sorted.length - 1);
    const below = Math.floor(at);
    return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
  }

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

  /* what the address says of a what-if: nothing when it speaks of something else; an address without a # means the report's values */
  function stateOf(id) {
    const said = window.report.fragment();
    const at = said.indexOf(":");
    const own = at < 0 ? said : said.slice(0, at);
    if (said && own !== id) return null;
    const pairs = at < 0 ? [] : said.slice(at + 1).split(",").map((pair) => pair.split("="));
    const whole = pairs.filter((pair) => pair.length === 2 && pair[1].trim());
    return new Map(whole.map(([name, text]) => [name, name === "case" ? text : Number(text)]));
  }

  /* ---- a hundred dots: each is one draw in a hundred, those that meet the threshold in colour, the report's own in grey --- */
  function plot(chart) {
    const SVG = "http://www.w3.org/2000/svg";
    const frame = chart.querySelector(".chart-view");
    const [FOOT, HEAD] = [40, 16];
    const HEIGHT = Math.max(frame.clientHeight, 150) - FOOT - HEAD; // as high as the still picture: drawing moves nothing
    const live = document.createElement("div");
    live.className = "chart-live dots";
    live.setAttribute("aria-hidden", "true");
    const svg = live.appendChild(document.createElementNS(SVG, "svg"));
    frame.append(live);
    chart.classList.add("chart-drawn");
    const add = (kind, attributes, text) => {
      const element = document.createElementNS(SVG, kind);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      if (text !== undefined) element.textContent = text;
      return element;
    };

    function axis(values, level) {
      let [low, high] = [Math.min(...values), Math.max(...values)];
      const end = level ? level.least ?? level.most : null;
      if (end !== null && low - 2 * (high - low) < end && end < high + 2 * (high - low)) [low, high] = [Math.min(low, end), Math.max(high, end)];
      if (low === high) [low, high] = [low - Math.max(Math.abs(low), 1) * 0.05, high + Math.max(Math.abs(high), 1) * 0.05];
      const logarithmic = low > 0 && high / low >= 12;
      const scale = logarithmic ? Math.log : (x) => x;
      const grid = [1, 2, 5, 10];
      const ticks = [];
      if (logarithmic) {
        const wide = high / low > 1000 ? [1] : [1, 2, 5];
        for (let p = Math.floor(Math.log10(low)); p <= Math.log10(high); p++) for (const m of wide) ticks.push(m * 10 ** p);
      } else {
        const rough = (high - low) / 5;
        const power = 10 ** Math.floor(Math.log10(rough));
        const step = power * grid.find((m) => m * power >= rough * 0.999);
        for (let i = Math.floor(low / step); i * step <= high + step; i++) ticks.push(i * step);
      }
      const [start, stop] = [scale(low), scale(high)];
      return { place: (x) => (scale(x) - start) / (stop - start), ticks: ticks.filter((x) => x >= low && x <= high), end };
    }
    function stacks(values, place, columns) {
      const counts = new Array(columns).fill(0);
      return [values.map((value) => {
        const column = Math.min(Math.max(Math.floor(place(value) * columns), 0), columns - 1);
        return [column, counts[column]++];
      }), counts];
    }

    return function draw(now, base, n) {
      const finite = now.filter(Number.isFinite);
      const width = Math.max(live.clientWidth, 240);
      const { place, ticks, end } = axis([...finite, ...base], n.level);
      const columns = Math.min(Math.max(Math.round((width - 24) / 11), 22), 64);
      const [left, wide] = [12, (width - 24) / columns];
      const [dots, counts] = stacks(finite, place, columns);
      const [, ghosts] = stacks(base, place, columns);
      const step = Math.min(wide, HEIGHT / Math.max(...counts, ...ghosts));
      const floor = HEAD + HEIGHT;
      const x = (value) => left + place(value) * wide * columns;
      const parts = [];
      let outline = `M${left} ${floor}`;
      ghosts.forEach((count, i) => { outline += `V${(floor - count * step).toFixed(1)}H${(left + (i + 1) * wide).toFixed(1)}`; });
      parts.push(add("path", { d: `${outline}V${floor}Z`, class: "ghost" }));
      dots.forEach(([column, level], i) => parts.push(add("circle", {
        cx: (left + (column + 0.5) * wide).toFixed(1), cy: (floor - (level + 0.5) * step).toFixed(1),
        r: (Math.min(wide, Math.max(step, 4)) * 0.44).toFixed(1), class: meets(finite[i], n.level) ? "met" : "missed",
      })));
      parts.push(add("line", { x1: left, x2: width - left, y1: floor + 0.5, y2: floor + 0.5, class: "axis" }));
      let last = -Infinity;
      for (const tick of ticks) {
        const text = number(tick, 3);
        const half = text.length * 3.6 + 6;
        if (x(tick) - half < last) continue;
        last = x(tick) + half;
        parts.push(add("line", { x1: x(tick), x2: x(tick), y1: floor, y2: floor + 4, class: "axis" }));
        parts.push(add("text", { x: Math.min(Math.max(x(tick), half - 4), width - half + 4), y: floor + 17, "text-anchor": "middle" }, text));
      }
      if (end !== null && place(end) >= 0 && place(end) <= 1) {
        const anchor = place(end) > 0.6 ? "end" : "start";
        parts.push(add("line", { x1: x(end), x2: x(end), y1: 4, y2: floor, class: "threshold" }));
        parts.push(add("text", { x: x(end) + (anchor === "end" ? -6 : 6), y: 12, "text-anchor": anchor, class: "needed" }, n.level.words));
      }
      const unit = n.template.replace("{}", "").trim();
      parts.push(add("text", { x: left, y: floor + 34, class: "named" }, unit ? `${n.label} (${unit})` : n.label));
      svg.setAttribute("viewBox", `0 0 ${width} ${HEAD + HEIGHT + FOOT}`);
      svg.setAttribute("width", width);
      svg.setAttribute("height", HEAD + HEIGHT + FOOT);
      svg.replaceChildren(...parts);
    };
  }

  async function start(box) {
    const content = JSON.parse(box.querySelector(".whatif-data").textContent);
    if (!content.script) return; // nothing to compute with: the base case stands
    const form = box.querySelector(".whatif-sliders");
    const reset = box.querySelector(".whatif-reset");
    const chart = box.querySelector(".chart-driven:not(.chart-draws)");
    const picture = box.querySelector(".chart-draws");
    const said = box.querySelector(".whatif-said");
    const cases = new Map((content.scenarios || []).map((s) => [s.name, s]));
    const inputs = new Map(content.sliders.map((s) => [s.name, form.querySelector(`[data-name="${s.name}"]`)]));
    const scales = new Map(content.sliders.map((s) => [s.name, scaleOf(s, inputs.get(s.name))]));
    const values = {};
    let scenario = null;

    /* ---- the state: a case, and the sliders that differ from it ---------------------------------------------------------- */
    const central = (x) => (typeof x === "object" ? x.value : x);
    const given = (s) => (scenario && s.key in scenario.values ? central(scenario.values[s.key]) : s.value);
    const moved = () => content.sliders.filter((s) => values[s.name] !== given(s));
    function take(asked) {
      scenario = cases.get(asked.get("case")) || null;
      for (const s of content.sliders) {
        const value = asked.get(s.name);
        values[s.name] = value >= s.min && value <= s.max ? value : given(s);
        scales.get(s.name).show(values[s.name]);
      }
      return asked.size > 0;
    }
    function held() {
      const found = new Map(Object.entries(scenario ? scenario.values : {}));
      for (const s of moved()) found.set(s.key, values[s.name]);
      return found;
    }
    const asked = stateOf(box.id);
    const sent = asked?.size > 0;
    if (sent) take(asked);
    else for (const s of content.sliders) values[s.name] = scales.get(s.name).value(Number(inputs.get(s.name).value)); // may have been moved already
    box.dataset.link = location.href.replace(/#.*/, "") + (sent ? location.hash : `#${box.id}`);

    let waiting = true; // until there is something to compute with
    function changed() {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        compute();
        const pairs = [...(scenario ? [`case=${scenario.name}`] : []), ...moved().map((s) => `${s.name}=${values[s.name]}`)];
        box.dataset.link = window.report.remember(pairs.length ? `${box.id}:${pairs.join(",")}` : box.id);
      });
    }

    for (const s of content.sliders) {
      const input = inputs.get(s.name);
      input.addEventListener("input", () => {
        const position = Number(input.value);
        values[s.name] = position === 0 && !scenario ? s.value : scales.get(s.name).value(position);
        changed();
      });
      typing(s, input);
    }
    /* a value can be typed: a button beside it turns into a field; what lies beyond the slider's ends becomes the end */
    function typing(s, input) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "whatif-type";
      button.setAttribute("aria-label", `Type a value: ${s.label}`);
      button.textContent = "✎";
      input.before(button);
      button.addEventListener("click", () => {
        const field = document.createElement("input");
        Object.assign(field, { type: "text", inputMode: "decimal", className: "whatif-typed", value: String(Number((values[s.name] / (s.divide || 1)).toPrecision(6))) });
        field.setAttribute("aria-label", filled(s.template, "…"));
        let open = true; // taking the field away takes its focus away, which would end it once more
        const end = (keep) => {
          if (!open) return;
          open = false;
          const typed = field.value.trim() ? Number(field.value.replace(/[,\s]/g, "").replace("−", "-")) * (s.divide || 1) : NaN;
          field.remove();
          button.hidden = false;
          if (!keep || !Number.isFinite(typed)) return;
          values[s.name] = Math.min(Math.max(typed, s.min), s.max);
          scales.get(s.name).show(values[s.name]);
          changed();
        };
        field.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.preventDefault();
          end(event.key === "Enter");
          button.focus();
        });
        field.addEventListener("blur", () => end(true));
        button.hidden = true;
        button.before(field);
        field.select();
      });
    }
    reset.addEventListener("click", () => {
      take(new Map());
      changed();
    });
    const choice = form.querySelector("select");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("click", (event) => {
      const name = event.target.closest("[data-case]")?.dataset.case;
      if (name === undefined) return;
      take(new Map(!name || scenario?.name === name ? [] : [["case", name]]));
      changed();
    });
    choice?.addEventListener("change", () => {
      take(new Map(choice.value ? [["case", choice.value]] : []));
      changed();
    });
    addEventListener("hashchange", () => { // a link that was pasted, or the way back
      const asked = stateOf(box.id);
      if (!asked) return;
      if (take(asked)) box.scrollIntoView();
      if (!waiting) compute();
      box.dataset.link = location.href;
    });

    /* ---- what follows --------------------------------------------------------------------------------------------------- */
    await window.report.load(`../_charts/${content.script}.js`);
    const draws = await window.reportDraws[content.script]();
    let plotted = content.plotted;
    let drawDots = null;
    let view = null;
    let speaking = 0;
    let paper = false; // what is printed is the report's own case, with its still

    /* what is certain, and no quantity, is true or false, as the verdict says it */
    const wordOf = (share, level) => level.certain && (share === 0 || share === 1) ? level.certain[share] : (content.words || []).find(([least]) => Math.floor(100 * share + 0.5) / 100 >= least)?.[1] || "";
    const rangeOf = (n, low, high) => `90 % range ${between(n.template, low, high)}`;
    /* the draws that meet a threshold; where that is a result of its own, it is drawn with what it is compared with */
    function shareOf(all, level) {
      const needed = level.against ? draws.values(level.against) : null;
      const [least, most] = needed ? level.times : [];
      let count = 0;
      for (let i = 0; i < all.length; i++) {
        if (!needed ? meets(all[i], level) : (least === null || all[i] >= least * needed[i]) && (most === null || all[i] <= most * needed[i])) count++;
      }
      return count / all.length;
    }

    function showNumber(n, i, fresh) {
      const words = fresh ? filled(n.template, number(draws.point(n.key), n.digits)) : n.text;
      box.querySelector(`[data-number="${i}"]`).textContent = words;
      const all = draws.values(n.key);
      const share = n.level ? (fresh ? shareOf(all, n.level) : n.level.share) : null;
      if (n.level) {
        const place = box.querySelector(`[data-level="${i}"]`);
        const word = wordOf(share, n.level);
        place.textContent = `${capital(word)}: ${n.level.paraphrase.replace(/\.$/, "")}. It needs ${n.level.words}, which holds in ${ofHundred(share)} draws${fresh ? `; in the report ${ofHundred(n.level.share)}` : ""}.`;
        place.className = `whatif-verdict probable-${word.replaceAll(" ", "-")}`;
      }
      const place = box.querySelector(`[data-range="${i}"]`);
      if (!place) return words;
      const sorted = all.sort();
      const [low, high] = fresh ? [number(quantile(sorted, 0.05), 2), number(quantile(sorted, 0.95), 2)] : [n.draws.low, n.draws.high];
      place.textContent = rangeOf(n, low, high);
      if (i === plotted && drawDots) {
        const hundred = Array.from({ length: 100 }, (_, k) => quantile(sorted, (k + 0.5) / 100));
        drawDots(hundred, n.draws.quantiles, n);
        const told = n.level ? ` ${capital(n.level.words)} in ${ofHundred(share)} draws.` : "";
        picture.querySelector(".chart-view").setAttribute("aria-label", `A hundred dots, one for each hundredth draw of ${n.label}: ${place.textContent}.${told}`);
        return `${n.label}: ${words}, ${place.textContent}.${told}`;
      }
      return words;
    }
    function showVerdicts(fresh) {
      const turned = [];
      (content.verdicts || []).forEach((row, i) => {
        const place = box.querySelector(`[data-verdict="${i}"]`);
        const share = fresh ? shareOf(draws.values(row.key), row.level) : row.level.share;
        const word = fresh ? wordOf(share, row.level) : row.word;
        place.querySelector("td.whatif-now").textContent = `${word}, ${ofHundred(share)}`;
        place.classList.toggle("turned", word !== row.word);
        if (word !== row.word) turned.push(`“${row.level.paraphrase.replace(/\.$/, "")}” turns from ${row.word} to ${word}`);
      });
      const place = box.querySelector(".whatif-turned");
      if (!place) return "";
      place.textContent = turned.length ? `${turned.join("; ")}.` : fresh ? "No verdict of these turns." : "";
      return place.textContent;
    }
    function showState() {
      for (const s of content.sliders) {
        const words = values[s.name] === s.value ? s.text : filled(s.template, number(values[s.name] / (s.divide || 1), s.digits));
        inputs.get(s.name).setAttribute("aria-valuetext", words);
        inputs.get(s.name).parentElement.querySelector("output").textContent = words;
      }
      for (const button of form.querySelectorAll("[data-case]")) button.setAttribute("aria-pressed", String(button.dataset.case === (scenario?.name ?? "")));
      if (choice) choice.value = scenario && !scenario.button ? scenario.name : "";
      const why = form.querySelector(".whatif-why");
      if (why) why.textContent = scenario ? `${scenario.title}: ${scenario.why}` : "";
    }
    function drive() {
      if (!view) return;
      const now = held();
      for (const p of view.followed) view.signal(p.name, central(now.get(p.key) ?? p.value));
      view.runAsync();
    }
    function compute() {
      draws.hold(held());
      // until something moves, the page's own words stand: they are the tested ones
      const fresh = held().size > 0 && !paper;
      const told = (content.numbers || []).map((n, i) => showNumber(n, i, fresh));
      const turned = showVerdicts(fresh);
      showState();
      if (!fresh && !paper) {
        const differs = (content.numbers || []).filter((n) => filled(n.template, number(draws.point(n.key), n.digits)) !== n.text);
        if (differs.length) box.dataset.differs = differs.map((n) => n.label).join(", ");
      }
      clearTimeout(speaking); // a screen reader hears the end of a move, not every step of it
      speaking = setTimeout(() => { said.textContent = fresh ? `${told[plotted ?? 0]} ${turned}` : ""; }, 700);
      reset.disabled = !fresh;
      box.dataset.computed = String(1 + Number(box.dataset.computed || 0));
      drive();
    }

    if (picture) {
      drawDots = plot(picture);
      const redraw = () => showNumber(content.numbers[plotted], plotted, held().size > 0);
      box.addEventListener("change", (event) => {
        if (event.target.type !== "radio") return;
        plotted = Number(event.target.value);
        redraw();
      });
      let width = picture.clientWidth;
      new ResizeObserver(() => {
        if (picture.clientWidth === width) return;
        width = picture.clientWidth;
        requestAnimationFrame(redraw);
      }).observe(picture);
    }
    waiting = false;
    compute();
    for (const [event, printing] of [["beforeprint", true], ["afterprint", false]]) {
      addEventListener(event, () => {
        paper = printing;
        compute();
      });
    }
    if (chart) {
      const keys = new Map([...content.sliders, ...(content.scenarios || []).flatMap((s) => Object.keys(s.values).map((key) => ({ key, name: key.replace(/\W/g, "_") })))].map((s) => [s.name, s.key]));
      const params = ((await window.report.specification(chart)).params || []).filter((p) => keys.has(p.name) && "value" in p);
      const draw = async () => {
        const drawn = await window.report.draw(chart);
        const followed = params.map((p) => ({ ...p, key: keys.get(p.name) }));
        view = { followed, signal: (name, value) => drawn.signal(name, value), runAsync: () => drawn.runAsync() };
        drive();
      };
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
  }, { rootMargin: "100% 0%" }); // a screen away: it is ready when it is seen
  addEventListener("hashchange", addressed);
  window.report.painted.then(() => {
    addressed();
    boxes.forEach((box) => seen.observe(box));
  });
})();
