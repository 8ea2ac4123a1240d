// Package scoring turns the responses to one form of a questionnaire into a
// Profile: scores with their errors, bands, percentiles, a style with its
// uncertainty, mechanisms by weakness, and doubts about the responses.
//
// It is pure arithmetic. It knows nothing of files, texts, people, storage or
// pages, imports the standard library alone, and reads no clock. Everything
// that could be argued about, from keys to thresholds, is data in a Spec.
//
//	scorer, err := scoring.Compile(spec) // all faults at once: SpecErrors(err)
//	profile := scorer.NewProfile()       // once
//	scorer.Score(profile, responses)     // as often as needed, without allocating
//
// The rest of this page derives each number. Every step has a hand-worked
// example among the package's tests: the Example functions hold the figures
// that stand here.
//
// # 1. Recoding
//
// A reverse-keyed item counts as min + max - raw. On 1–5 with keys +x1 -x2 +x3
// -x4 the responses 5, 1, 4, 2 become 5, 5, 4, 4. A response out of its item's
// range counts as missing.
//
// # 2. Missing responses
//
// After recoding, a scale with at least MinAnswered answered items is scored
// from those; below that it is unscored with the reason TooFew. This is person
// mean imputation. It is biased to a degree under any mechanism of
// missingness (Mazza, Enders & Ruehlman 2015, Multivariate Behavioral Research
// 50, 504–519), hence the limit, usually 80 % of the items, and the error
// below, which grows with what is missing.
//
// # 3. Score
//
// With keyed responses x and weights w over the k answered of K items:
//
//	mean           Σx / k
//	sum            K · Σx / k      prorated, so that k < K keeps the metric
//	weighted mean  Σwx / Σw
//
// In the example 18/4 = 4.5; as a sum 18; without x4, 14/3 = 4.667 and
// 4 · 14/3 = 18.667. The items of a scale share their range: a mean over
// different ranges would change its metric whenever an item is missing. Whole
// numbers are added and divided once, so the order of items changes nothing.
//
// # 4. Standard error of measurement
//
// Take items whose true parts are alike and whose errors are independent. With
// v the mean item variance and r the mean inter-item covariance over v, the
// covariance v·r is what items share, so the error of one item has the
// variance v(1-r), and that of a mean of k items
//
//	SEM² = v(1-r) / k
//
// At full length this is the usual SD·√(1-alpha). The variance of the mean of K
// items is SD² = v(1+(K-1)r)/K, and Cronbach's alpha (1951, Psychometrika 16,
// 297–334) is Kr / (1+(K-1)r). So 1-alpha = (1-r) / (1+(K-1)r), and the product
// is v(1-r)/K, whatever the single items are like, since v and r are averages
// over them. For a sum of K items the error is K times as large. For weights
// the errors add as Σw²·v(1-r) over (Σw)²:
//
//	sum            K · √(v(1-r)/k)
//	weighted mean  √(v(1-r)) · √Σw² / Σw      = √(v(1-r)/k) for equal weights
//
// By hand, five people on three items, (1,2,2) (2,2,1) (3,4,4) (4,3,3) (5,4,4):
// item variances 2.5, 1, 1.7, so v = 5.2/3; covariances 1.25, 1.5, 1.25, so
// r = 4/5.2; alpha = 10/11; SD = √13.2/3; and SD·√(1-alpha) = √(2/15) = .365,
// as √((5.2-4)/3/3). The assumed v = 1.5 and r = .30 for five points give .36
// for 8 items and .51 for 4. One person's own spread is never used: it is no
// error of measurement.
//
// The 95 % interval is the score ± 1.96 SEM, clamped to the metric.
//
// # 5. Bands
//
// Bands of basis ScalePosition are thirds of the metric; on 1–5 the edges are
// 2.33 and 3.67. A score within one SEM of an edge, the border included, is in
// lower_to_middle or middle_to_upper; one within one SEM of both edges is in
// the middle, since no more is known than that it is not far from there. With
// SEM .36, 2.00 and 2.625 are lower_to_middle, 1.875 is lower, 2.75 middle.
// Cited bands follow their source's rule alone: the last cut at or below the
// score.
//
// # 6. Percentiles
//
// Only a cited norm on the same metric gives one; Compile refuses a mean
// outside the metric and an SD that no sample on it can have. With a mean and
// SD it is 100·Φ((score-mean)/SD): 3.8 with 3 (0.8) is at 84.1. With an
// empirical table of the scores at percentiles 1 to 99 it is interpolated
// linearly, the ends of the metric standing at 0 and 100; where several
// percentiles share one score it is the middle of them. So the rank rises with
// the score and never passes 100.
//
// A Profile uses the norm of everyone, for visitors are asked neither age nor
// gender. Where a file gives them, NormFor finds the narrowest group that is
// known to hold the person: of adults from 18 to 90, women from 18 to 24 and all
// from 18 to 24, a woman of 20 has the second, someone of 20 who gives no gender
// the third, someone of 40 the first, and someone of 17 none.
//
// # 7. Style
//
// Attachment is two dimensions rather than types (Fraley & Waller 1998, in
// Simpson & Rholes, Attachment theory and close relationships, 77–114). A
// style is therefore a region of their plane, with probabilities.
//
// Under cut-points each dimension has P(high) = Φ((score-cut)/SEM). From
// Settled on, such as .80, the side is high; when P(low) reaches it, low;
// else open. Errors are taken as independent, which is why the two scales may
// share no item, and a region's probability is the product of its sides. Two
// sides settled: that region. One: between its two neighbours. None: near the
// middle. Nine states. With SEM .3623 a score of 3.5 is high at the cut 3
// (z 1.380, P .916), 2.75 is open (z -.690, P .245): between anxious and
// fearful where 3.5 is the anxious score, and the regions have .063 secure,
// .692 anxious, .021 avoidant, .225 fearful.
//
// Linear functions (as in Brennan, Clark & Shaver 1998, same volume, 46–76)
// give each region a value; the highest wins. The regions are then convex
// polygons. A region's probability is the integral of the density of both
// errors over it, in standard errors, with the scores as the origin:
//
//	P(region) = [origin inside] - Σ over its edges of (1/2π) ∫ exp(-ρ²/2) dθ
//
// for within an angle dθ the mass beyond the distance ρ is exp(-ρ²/2)·dθ/2π;
// the integral runs around the region, θ counting counter-clockwise. For an
// edge at the distance h that runs from t1 to t2 along its line it is T(h,
// t2/h) - T(h, t1/h), with Owen's function (1956, Annals of Mathematical
// Statistics 27, 1075–1090)
//
//	T(h, a) = (1/2π) ∫ from 0 to a of exp(-h²(1+x²)/2) / (1+x²) dx
//
// Each edge is taken from one region and given to its neighbour, so that the
// probabilities sum to 1 by construction; they are exact to about 1e-8 and
// smooth everywhere, also where the scores cross a border or a corner.
//
// The states follow the same rule in both cases. P(anxious high) is the sum
// over anxious and fearful, P(avoidant high) that over avoidant and fearful.
// Under cut-points these sums are the sides again; under functions they are
// their exact analogue.
//
// A probability is Cited only where the rule and both errors in it are; else
// the style's basis is Assumed. There is no style where a dimension is
// unscored, nor where at least two items were answered and all answered ones
// alike.
//
// # 8. Quality
//
// The flags look at raw responses in the order of the items. LongRun: more
// than so many equal ones in a row, which a missing response breaks. AllAlike:
// at least two answered and all answered ones the same, however few, for the
// same reason as above. MuchMissing: more than a share of the form's items.
// TooFast (Pace): the mean of the known times is below a floor, such as two
// seconds (Huang, Curran, Keeney, Poposki & DeShon 2012, Journal of Business
// and Psychology 27, 99–114), and at least half the items have a known time.
//
// # 9. Secure
//
// A third scale may be held against the map: Contradicted is set where the
// region is secure while P(secure scale low) reaches Settled, or any other
// region while P(secure scale high) does. It decides nothing else.
//
// # 10. Mechanisms
//
// Mechanisms are sorted weakest first, ties in the order of the spec.
// Candidates for focus are those whose distance to the lowest is at most
// Z·√(SEM₁²+SEM₂²), the error of a difference; with equal errors Z·√2·SEM. For 4
// items of the assumed error and Z = 1.96 that is 1.42: from 1.75, one at 3 is
// a candidate, one at 3.25 is not.
//
// # Change
//
// ReliableChange is the index of Jacobson & Truax (1991, Journal of Consulting
// and Clinical Psychology 59, 12–19), Δ / (SD·√2·√(1-r)), beyond ±1.96. With SD
// 0.8 and a retest r of .65 the error of a difference is .669: from 4 to 2.5 is
// -2.24, reliable; to 2.75 -1.87, not. It is said only with a cited retest
// reliability and for the same instrument, version, form, locale and scale.
package scoring
