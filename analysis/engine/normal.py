"""The normal distribution for machines that have none: numba and JavaScript.

Where scipy is at hand it is scipy's. numba takes the C library's error function; JavaScript, which has none, takes the
series and the continued fraction of Abramowitz and Stegun, good to some units of the last digit. The inverse is
Wichura's three ratios of polynomials (1e-15), whose numbers serve numba, JavaScript and Vega.

References
----------
Abramowitz, Stegun (1964), Handbook of Mathematical Functions, 7.1.6 and 7.1.14; Wichura (1988), Applied Statistics 37,
477, algorithm AS 241.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

CENTRE = (
    (3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
     67265.770927008700853, 33430.575583588128105, 2509.0809287301226727),
    (1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867,
     39307.895800092710610, 28729.085735721942674, 5226.4952788528545610),
)  # fmt: skip
NEAR = (
    (1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
     1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590,
     0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9),
)  # fmt: skip
FAR = (
    (6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
     0.0265321895265761230930, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525, 7.86869131145613259100e-4,
     1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15),
)  # fmt: skip
SERIES = tuple((-1) ** k * 2 / math.sqrt(math.pi) / (math.factorial(k) * (2 * k + 1)) for k in range(13))


def polynomial(coefficients: Sequence[float], x: str) -> str:
    """Write a polynomial by Horner's rule, the constant coefficient first."""
    text = repr(coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        text = f"({text} * {x} + {coefficient!r})"
    return text


def _ratio(pair: tuple[Sequence[float], Sequence[float]], x: str) -> str:
    return f"{polynomial(pair[0], x)} / {polynomial(pair[1], x)}"


_NJIT = '@njit(error_model="numpy", cache=True, nogil=True)\n'
PYTHON = {
    "ndtr": f"{_NJIT}def ndtr(x):\n    return 0.5 * math.erfc(-x * 0.7071067811865476)\n\n\n",
    "erf": f"{_NJIT}def erf(x):\n    return math.erf(x)\n\n\n",
    "ndtri": f"""{_NJIT}def ndtri(p):
    if not 0.0 <= p <= 1.0:
        return nan
    if p == 0.0 or p == 1.0:
        return inf if p else -inf
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * {_ratio(CENTRE, "r")}
    r = math.sqrt(-math.log(p if q < 0.0 else 1.0 - p))
    if r <= 5.0:
        r = r - 1.6
        z = {_ratio(NEAR, "r")}
    else:
        r = r - 5.0
        z = {_ratio(FAR, "r")}
    return -z if q < 0.0 else z


""",
}
"""Source of each function for numba, with `math`, `njit`, `inf` and `nan` in scope."""


def _table(pair: tuple[Sequence[float], Sequence[float]]) -> str:
    return f"[{', '.join(map(repr, pair[0]))}], [{', '.join(map(repr, pair[1]))}]"


JAVASCRIPT = f"""/* near zero a series of which each term is positive; far out a continued fraction of the complement */
function erfSeries(x) {{
  let term = x, sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {{
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }}
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}}
function erfTail(x) {{
  if (x > 30) return 0;
  let fraction = 0;
  for (let n = 60; n >= 1; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}}
function erf(x) {{
  if (x !== x) return NaN;
  const size = Math.abs(x);
  const value = size > 2.5 ? 1 - erfTail(size) : erfSeries(size);
  return x < 0 ? -value : x === 0 ? x : value;
}}
function ndtr(z) {{
  const x = Math.abs(z) / Math.SQRT2;
  const upper = (x > 2.5 ? erfTail(x) : 1 - erfSeries(x)) / 2;
  return z > 0 ? 1 - upper : upper;
}}
function ndtriRatio(top, bottom, x) {{
  let a = 0, b = 0;
  for (let i = top.length - 1; i >= 0; i--) {{
    a = a * x + top[i];
    b = b * x + bottom[i];
  }}
  return a / b;
}}
const ndtriCentre = [{_table(CENTRE)}];
const ndtriNear = [{_table(NEAR)}];
const ndtriFar = [{_table(FAR)}];
function ndtri(p) {{
  if (!(p >= 0 && p <= 1)) return NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ndtriRatio(ndtriCentre[0], ndtriCentre[1], 0.180625 - q * q);
  if (p === 0 || p === 1) return p ? Infinity : -Infinity;
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const size = r <= 5 ? ndtriRatio(ndtriNear[0], ndtriNear[1], r - 1.6) : ndtriRatio(ndtriFar[0], ndtriFar[1], r - 5);
  return q < 0 ? -size : size;
}}
"""
"""Source of `erf`, `ndtr` and `ndtri` in JavaScript: programs and the page's draws use the same."""
