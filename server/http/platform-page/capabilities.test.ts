import { describe, expect, it } from 'vitest'
import { reporting } from './capabilities.ts'
import { html } from './html.ts'
import { speechFor } from './speech.ts'

const english = speechFor('en', 'UTC')
const said = (firstResponse: Parameters<typeof reporting>[0]['firstResponse'], speech = english) =>
  html`${reporting({ firstResponse }, speech)}`.text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')

describe('the figure of the public page', () => {
  const reading = { attainment: 0.941, interval: { low: 0.92, high: 0.957 }, judged: 612, excluded: 9 }

  it('comes with what it is counted from and between what the truth lies, in every language', () => {
    expect(said(reading)).toContain('94.1%')
    expect(said(reading)).toContain('last 30 days, 612 judged, 9 left out 95 % interval 92.0% to 95.7%')
    for (const language of ['es', 'pt'] as const)
      expect(said(reading, speechFor(language, 'UTC'))).toMatch(/92,0\s?%.* a 95,7\s?%/)
  })

  it('is none where nothing was due, and where the workspace keeps it to itself', () => {
    const nothing = { attainment: null, interval: null, judged: 0, excluded: 0 }
    expect(said(nothing)).toContain('Nothing was due in the last 30 days.')
    expect(said(null)).toContain('This workspace keeps its figures to itself.')
  })
})
