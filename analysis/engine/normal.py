"""The normal distribution for machines that have none: numba and JavaScript.

Where scipy is at hand it is scipy's. Elsewhere the distribution function is Hart's ratio of polynomials (2e-14 of the
value, far into both tails), the error function its series near zero, and the inverse Wichura's three ratios of
polynomials (1e-15). One table of numbers serves both languages.

References
----------
Hart et al. (1968), Computer Approximations, ERFC 5666; Wichura (1988), Applied Statistics 37, algorithm AS 241.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

_TAIL = 2.5  # beyond it a continued fraction keeps more digits than the ratio
_UPPER = (
    220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383, 6.37396220353165, 0.700383064443688,
    0.0352624965998911,
)  # fmt: skip
_LOWER = (
    440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674, 86.7807322029461, 16.064177579207,
    1.75566716318264, 0.0883883476483184,
)  # fmt: skip
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

JAVASCRIPT = {
    "ndtr": f"""function ndtr(x) {{
  const a = Math.abs(x);
  if (a !== a) return NaN;
  let tail = 0;
  if (a < {_TAIL!r}) {{
    tail = Math.exp(-a * a / 2) * {polynomial(_UPPER, "a")} / {polynomial(_LOWER, "a")};
  }} else if (a < 40) {{
    let f = a + 8;
    for (let k = 60; k >= 1; k--) f = a + k / f;
    tail = Math.exp(-a * a / 2) / f / {math.sqrt(2 * math.pi)!r};
  }}
  return x > 0 ? 1 - tail : tail;
}}
""",
    "erf": f"""function erf(x) {{
  const z = x * x;
  if (z < 0.25) return x * {polynomial(SERIES, "z")};
  return x > 0 ? 1 - 2 * ndtr(-x * {math.sqrt(2)!r}) : 2 * ndtr(x * {math.sqrt(2)!r}) - 1;
}}
""",
    "ndtri": f"""function ndtri(p) {{
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p ? 1 / 0 : -1 / 0;
  const q = p - 0.5;
  let r = 0.180625 - q * q;
  if (Math.abs(q) <= 0.425) return q * {_ratio(CENTRE, "r")};
  r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  let z = 0;
  if (r <= 5) {{
    r -= 1.6;
    z = {_ratio(NEAR, "r")};
  }} else {{
    r -= 5;
    z = {_ratio(FAR, "r")};
  }}
  return q < 0 ? -z : z;
}}
""",
}
"""Source of each function in JavaScript; `erf` calls `ndtr`."""


def javascript_of(operations: set[str]) -> str:
    """Return the source of the functions of this module that some operations need."""
    needed = operations | ({"ndtr"} if "erf" in operations else set())
    return "".join(text for name, text in JAVASCRIPT.items() if name in needed)
