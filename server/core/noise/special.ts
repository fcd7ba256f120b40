/**
 * Two integrals of e^(m u) / cosh^s(u), which is where the evidence lives: with t = tanh u the mixture over the coin's bias becomes
 * their ratio, so that no incomplete beta function, and no continued fraction that slows down near its mean, is needed.
 */

/**
 * ln of the integral of e^(m u) / cosh^s(u) over the whole line, where m = p - q and s = p + q; p, q > 0.
 * It equals 2^(s-1) B(p, q) (DLMF 5.12.1 with t = e^u / (2 cosh u)). Stirling's series (DLMF 5.11.1) is written with its large
 * terms already cancelled: subtracting three lnGamma of 1e9 would leave seven digits.
 */
export function lnCoshIntegral(p: number, q: number): number {
  const rest = stirlingRest(p) + stirlingRest(q) - stirlingRest(p + q);
  return deviance(p, q) + 0.5 * Math.log(1 / p + 1 / q) + 0.5 * Math.log(2 * Math.PI) - Math.LN2 + rest;
}

/** p ln(2p/s) + q ln(2q/s) with s = p + q: zero when p = q. */
function deviance(p: number, q: number): number {
  const s = p + q;
  const d = (p - q) / s;
  // Near the middle both logarithms nearly cancel; this form of the same sum has no cancellation.
  if (Math.abs(d) < 0.5) return (s / 2) * (Math.log1p(-d * d) + 2 * d * Math.atanh(d));
  const more = Math.max(p, q);
  const less = Math.min(p, q);
  return more * (Math.LN2 + Math.log1p(-less / s)) + less * Math.log((2 * less) / s);
}

/** lnGamma(x) - ((x - 1/2) ln x - x + ln(2 pi)/2), by DLMF 5.11.1 from 16 on and the recurrence 5.5.1 below. */
function stirlingRest(x: number): number {
  let shifted = x;
  let rest = 0;
  for (; shifted < 16; shifted++) rest += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
  const r = 1 / (shifted * shifted);
  return rest + (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / shifted;
}

interface Node {
  readonly at: number;
  readonly weight: number;
}

/**
 * Double exponential quadrature for the half line, y = exp(t - e^-t) (Takahasi and Mori, Publ. RIMS 9, 1974), in steps of 1/8:
 * for integrands that fall like e^-y or e^(-y y/2) its error is below 1e-14 of the result.
 */
const nodes: readonly Node[] = Array.from({ length: 61 }, (_, k) => {
  const t = (k - 30) / 8;
  const at = Math.exp(t - Math.exp(-t));
  return { at, weight: (at * (1 + Math.exp(-t))) / 8 };
});

/** ln of the integral of e^(-m u) / cosh^s(u) over u > 0; m >= 0, s >= 1. */
export function lnCoshTail(m: number, s: number): number {
  // The integrand falls within 1/m (exponentially) or 1/sqrt(s) (as a normal density), whichever is less.
  const scale = 1 / (m + Math.sqrt(s));
  let sum = 0;
  for (const { at, weight } of nodes) {
    const u = scale * at;
    const half = Math.sinh(u / 2);
    sum += weight * Math.exp(-m * u - s * Math.log1p(2 * half * half));
  }
  return Math.log(sum * scale);
}
