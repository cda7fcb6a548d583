import { describe, expect, it } from 'vitest'
import { contrastOf, shadesOf } from './shades.ts'

const surfaces = ['#ffffff', '#121417']

describe('the shades of a colour', () => {
  it('stays what it is where it can be read', () => {
    expect(shadesOf('#3d54da', '#ffffff')).toEqual({ accent: '#3d54da', onAccent: '#ffffff', ink: '#3d54da' })
  })

  it('can be read on either surface and under its own text, whatever was chosen', () => {
    for (let step = 0; step < 4096; step++) {
      const colour = `#${[step >> 8, (step >> 4) & 15, step & 15].map((part) => `${part.toString(16)}${part.toString(16)}`).join('')}`
      for (const surface of surfaces) {
        const { accent, onAccent, ink } = shadesOf(colour, surface)
        const found = [contrastOf(accent, onAccent) >= 4.5, contrastOf(ink, surface) >= 4.5]
        expect([colour, surface, ...found]).toEqual([colour, surface, true, true])
      }
    }
  })
})
