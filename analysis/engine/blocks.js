/* The draws of a program in the reader's browser: the same points, the same distributions, the same order as in Python.
 * analysis.engine.blocks prints the program; this file draws its inputs and runs it over blocks of 256 draws. What a block
 * keeps lies in rows of one array, so that a move recomputes only the parts that the moved inputs reach. */
"use strict";

const B = (function () {
  const TINY = 2 ** -53;
  const EACH = 256;

  /* ---- functions that JavaScript lacks ----------------------------------------------------------------------------- */

  /*{normal}*/

  /* the regularised incomplete beta function by its continued fraction (Abramowitz & Stegun 1964, 26.5.8) */
  function betaBelow(x, a, b, logBeta) {
    if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
    if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a, logBeta);
    let [upper, lower, value] = [1, 0, 1];
    const step = (coefficient) => {
      lower = 1 / (1 + coefficient * lower);
      upper = 1 + coefficient / upper;
      value *= upper * lower;
    };
    for (let n = 0; n < 300; n++) {
      const before = value;
      if (n) step((n * (b - n) * x) / ((a + 2 * n - 1) * (a + 2 * n)));
      step((-(a + n) * (a + b + n) * x) / ((a + 2 * n) * (a + 2 * n + 1)));
      if (Math.abs(value - before) < 1e-16 * Math.abs(value)) break;
    }
    return Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta) / a / value;
  }
  function beta(p, a, b, logBeta) { // Newton's steps, kept between what is known to lie below and above
    let [low, high, x] = [0, 1, a / (a + b)];
    for (let n = 0; n < 100; n++) {
      const gap = betaBelow(x, a, b, logBeta) - p;
      if (gap > 0) high = x;
      else low = x;
      let next = x - gap * Math.exp(logBeta - (a - 1) * Math.log(x) - (b - 1) * Math.log1p(-x));
      if (!(next > low && next < high)) next = (low + high) / 2;
      if (Math.abs(next - x) <= 1e-15 * next) return next;
      x = next;
    }
    return x;
  }

  /* NumPy's power: one to any power, and any number to the power of nothing, is one */
  const power = (x, y) => (x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : Math.pow(x, y));

  /* ---- distributions: the quantile functions of analysis.engine.distributions --------------------------------------- */
  const quantiles = { // parameters by their places: taking a list apart costs five times what is computed with it
    fixed: (p, given) => given[0],
    uniform: (p, given) => given[0] + (given[1] - given[0]) * p,
    triangular: (p, given) => {
      const low = given[0], mode = given[1], high = given[2];
      const base = high - low;
      return p * base < mode - low ? low + Math.sqrt(p * (base * (mode - low))) : high - Math.sqrt((1 - p) * (base * (high - mode)));
    },
    normal: (p, given) => given[0] + given[1] * ndtri(p),
    lognormal: (p, given) => given[0] * Math.exp(given[1] * ndtri(p)),
    beta: (p, given) => given[2] + (given[3] - given[2]) * beta(p, given[0], given[1], given[4]),
    discrete: (p, given) => { // values, then the shares up to and including each
      const count = given.length / 2;
      let place = 0;
      while (place < count - 1 && given[count + place] <= p) place++;
      return given[place];
    },
  };

  /* ---- points ------------------------------------------------------------------------------------------------------ */

  /* One coordinate of a scrambled Sobol sequence in the order of Gray's code: each point differs from the last one in the
   * direction that the number of zeros at the end of its place tells. */
  const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  function sobol(text, count) {
    const [shift, ...directions] = text.match(/.{5}/g).map((five) => [...five].reduce((sum, letter) => sum * 64 + LETTERS.indexOf(letter), 0));
    const points = new Float64Array(count);
    let now = shift;
    for (let i = 0; i < count; i++) {
      points[i] = Math.min(Math.max(now * 2 ** -30, TINY), 1 - TINY);
      now ^= directions[31 - Math.clz32((i + 1) & -(i + 1))] || 0;
    }
    return points;
  }

  function correlate(points, rows, factor) {
    const count = points[0].length;
    const z = rows.map((row) => points[row].map(ndtri));
    rows.forEach((row, i) => {
      for (let n = 0; n < count; n++) {
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += factor[i][j] * z[j][n];
        points[row][n] = Math.min(Math.max(ndtr(sum), TINY), 1 - TINY);
      }
    });
  }

  /* ---- a program that is ready to run -------------------------------------------------------------------------------- */

  /* The last block holds one draw: the point at which every input has its central value. */
  function prepare(program) {
    const { count, rows, scratch, inputs, parts, outputs } = program;
    const blocks = count / EACH + 1;
    const memory = Array.from({ length: blocks }, () => new Float64Array(EACH * rows));
    const temporary = new Float64Array(EACH * scratch);
    const points = program.sobol.map((coordinate) => sobol(coordinate, count));
    if (program.factor) correlate(points, program.correlated, program.factor);
    const place = new Map(inputs.map((input, i) => [input.name, i]));
    const given = inputs.map(() => null); // what a reader or a scenario says of an input
    let stale = 0;

    const isSpread = (x) => x !== null && typeof x === "object";
    function draw(i) {
      const input = inputs[i];
      const held = given[i] === null ? { value: input.base, marginal: input.marginal } : isSpread(given[i]) ? given[i] : { value: given[i], marginal: ["fixed", [given[i]]] };
      const [kind, parameters, low = 0, high = 1, scale = 1, offset = 0] = held.marginal;
      const quantile = quantiles[kind];
      const first = EACH * input.row;
      const own = points[input.point];
      for (let b = 0; b < blocks - 1; b++) {
        for (let n = 0; n < EACH; n++) {
          const p = own ? own[EACH * b + n] : 0.5;
          memory[b][first + n] = quantile(low + (high - low) * p, parameters) * scale + offset;
        }
      }
      memory[blocks - 1][first] = held.value;
    }
    function block(b, group) {
      for (const [reached, compute] of parts) {
        if (group === null || reached & group) compute(memory[b], temporary, b < blocks - 1 ? EACH : 1);
      }
    }
    function run(group) {
      for (let b = 0; b < blocks; b++) block(b, group);
    }
    function* everything() {
      for (let i = 0; i < inputs.length; i++) {
        draw(i);
        yield;
      }
      for (let b = 0; b < blocks; b++) {
        block(b, null);
        yield;
      }
    }

    /* Hold inputs at values (or at distributions of a scenario), all others as they were drawn; what has not changed is not
     * drawn or computed again. */
    function hold(values) {
      inputs.forEach((input, i) => {
        const wanted = values.has(input.name) ? values.get(input.name) : null;
        if (!input.group || Object.is(wanted, given[i])) return;
        given[i] = wanted;
        draw(i);
        stale |= input.group;
      });
      if (stale) run(stale);
      stale = 0;
    }
    function values(output) {
      const [all, row] = [new Float64Array(count), outputs[output]];
      if (Array.isArray(row)) return all.fill(row[0]); // nothing moves it
      for (let b = 0; b < blocks - 1; b++) all.set(memory[b].subarray(EACH * row, EACH * row + EACH), EACH * b);
      return all;
    }
    const point = (output) => (Array.isArray(outputs[output]) ? outputs[output][0] : memory[blocks - 1][EACH * outputs[output]]);
    const input = (name) => {
      const row = inputs[place.get(name)].row;
      return memory.slice(0, -1).flatMap((block) => Array.from(block.subarray(EACH * row, EACH * row + EACH)));
    };
    return { everything, hold, values, point, input, knows: (name) => place.has(name), outputs: Object.keys(outputs) };
  }

  function start(program) {
    const made = prepare(program);
    for (const _ of made.everything());
    return made;
  }
  /* The same in slices of some milliseconds, so that a page stays free to scroll while it starts. A message to oneself
   * lets others go first as a timer does, and is not held back by the milliseconds that browsers add to timers. */
  async function begin(program) {
    const made = prepare(program);
    const { port1, port2 } = new MessageChannel();
    let since = performance.now();
    for (const _ of made.everything()) {
      if (performance.now() - since < 12) continue;
      await new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
      since = performance.now();
    }
    port1.close();
    return made;
  }

  return { start, begin, erf, ndtr, ndtri, power, quantiles };
})();
