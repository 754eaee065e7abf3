/* The draws of a program in the reader's browser: the same points, the same distributions, the same order as in Python.
 * analysis.engine.blocks prints the program; this file draws its inputs and runs it over blocks of 256 draws. What a block
 * keeps lies in rows of one array, so that a move recomputes only the parts that the moved inputs reach. */
"use strict";

const B = (function () {
  const TINY = 2 ** -53;
  const EACH = 256;

  /* ---- functions that JavaScript lacks ----------------------------------------------------------------------------- */

  /* Near zero the series of which every term is positive (Abramowitz & Stegun 1964, 7.1.6); far out the continued
   * fraction of the complement (7.1.14), evaluated from behind. Both are good to a few units of the last digit. */
  function erf(x) {
    if (Number.isNaN(x)) return NaN;
    const size = Math.abs(x);
    const value = size > 2.5 ? 1 - tail(size) : series(size);
    return x < 0 ? -value : x === 0 ? x : value;
  }
  function series(x) {
    let term = x, sum = x;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  function tail(x) {
    if (x > 30) return 0;
    let fraction = 0;
    for (let n = 60; n >= 1; n--) fraction = n / 2 / (x + fraction);
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
  }
  function below(z) { // the share of a normal distribution below z
    const x = Math.abs(z) / Math.SQRT2;
    const upper = (x > 2.5 ? tail(x) : 1 - series(x)) / 2;
    return z > 0 ? 1 - upper : upper;
  }

  const ratio = (top, bottom, x) => {
    let [a, b] = [0, 0];
    for (let i = top.length - 1; i >= 0; i--) {
      a = a * x + top[i];
      b = b * x + bottom[i];
    }
    return a / b;
  };
  /* the normal quantile by M. J. Wichura's rational functions (1988, Applied Statistics 37, 477, algorithm AS 241) */
  const MIDDLE = [
    [3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
      67265.770927008700853, 33430.575583588128105, 2509.0809287301226727],
    [1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
      28729.085735721942674, 5226.495278852854561]];
  const NEAR = [
    [1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
      0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4],
    [1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
      0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9]];
  const FAR = [
    [6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
      0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
    [1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
      1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15]];
  function normal(p) {
    const q = p - 0.5;
    if (Math.abs(q) <= 0.425) return q * ratio(...MIDDLE, 0.180625 - q * q);
    const least = Math.min(p, 1 - p);
    if (least <= 0) return q < 0 ? -Infinity : Infinity;
    const r = Math.sqrt(-Math.log(least));
    const size = r <= 5 ? ratio(...NEAR, r - 1.6) : ratio(...FAR, r - 5);
    return q < 0 ? -size : size;
  }

  const score = (p) => (p >= 0 && p <= 1 ? normal(p) : NaN); // as a step of a program, where p may be anything

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
  const quantiles = {
    fixed: (p, [value]) => value,
    uniform: (p, [low, high]) => low + (high - low) * p,
    triangular: (p, [low, mode, high]) => {
      const base = high - low;
      return p * base < mode - low ? low + Math.sqrt(p * (base * (mode - low))) : high - Math.sqrt((1 - p) * (base * (high - mode)));
    },
    normal: (p, [mean, deviation]) => mean + deviation * normal(p),
    lognormal: (p, [median, deviation]) => median * Math.exp(deviation * normal(p)),
    beta: (p, [a, b, low, high, logBeta]) => low + (high - low) * beta(p, a, b, logBeta),
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
  function sobol([shift, ...directions], count) {
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
    const z = rows.map((row) => points[row].map(normal));
    rows.forEach((row, i) => {
      for (let n = 0; n < count; n++) {
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += factor[i][j] * z[j][n];
        points[row][n] = Math.min(Math.max(below(sum), TINY), 1 - TINY);
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
      const all = new Float64Array(count);
      for (let b = 0; b < blocks - 1; b++) all.set(memory[b].subarray(EACH * outputs[output], EACH * outputs[output] + EACH), EACH * b);
      return all;
    }
    const point = (output) => memory[blocks - 1][EACH * outputs[output]];
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
  /* The same in slices of some milliseconds, so that a page stays free to scroll while it starts. */
  async function begin(program) {
    const made = prepare(program);
    let since = performance.now();
    for (const _ of made.everything()) {
      if (performance.now() - since < 12) continue;
      await new Promise((resolve) => setTimeout(resolve));
      since = performance.now();
    }
    return made;
  }

  return { start, begin, erf, below, score, power, quantiles };
})();
