import { describe, expect, it } from 'vitest'
import { createRandom } from '../seed/random.ts'
import { drawGapMs, drawHandlingMs, drawMs } from './durations.ts'
import { createSample } from './sample.ts'

function sampleOf(draw: (random: ReturnType<typeof createRandom>) => number) {
  const random = createRandom(7)
  const sample = createSample()
  for (let count = 0; count < 10_000; count++) sample.add(draw(random))
  return (share: number) => sample.percentile(share) ?? Number.NaN
}

describe('times', () => {
  it('are log-normal: half under the median, nine of ten within e^(1.28 sigma) of it', () => {
    const percentile = sampleOf((random) => drawMs(random, { medianMs: 60_000, sigma: 0.5 }))
    expect(percentile(0.5) / 60_000).toBeCloseTo(1, 1)
    expect(percentile(0.9) / 60_000).toBeCloseTo(Math.exp(1.2816 * 0.5), 1)
    expect(percentile(0.0001)).toBeGreaterThan(0)
  })

  it('differ by the kind of work, and an unknown kind has one too', () => {
    const median = (kind: string) => sampleOf((random) => drawHandlingMs(random, kind))(0.5)
    expect(median('call')).toBeLessThan(median('ticket'))
    expect(median('ticket')).toBeLessThan(median('case'))
    expect(median('letter')).toBeGreaterThan(0)
  })

  it('between events at random are memoryless', () => {
    const percentile = sampleOf((random) => drawGapMs(random, 6))
    expect(percentile(0.5) / (10_000 * Math.LN2)).toBeCloseTo(1, 1)
  })
})

describe('a sample', () => {
  it('gives the nearest rank, and nothing of nothing', () => {
    const sample = createSample()
    expect(sample.percentile(0.5)).toBeNull()
    for (const ms of [40, 10, 30, 20]) sample.add(ms)
    expect([0, 0.5, 0.9, 1].map((share) => sample.percentile(share))).toEqual([10, 20, 40, 40])
  })

  it('keeps the latest', () => {
    const sample = createSample(2)
    for (const ms of [1, 2, 3]) sample.add(ms)
    expect([sample.percentile(0.1), sample.percentile(1)]).toEqual([2, 3])
  })
})
