import { h } from 'preact'
import { Glyph } from './glyph.tsx'

/** Drawn on a 16 px grid with a line of 1.5 px. */
const paths = {
  down: 'm4 6.2 4 4 4-4',
  phone:
    'M3.5 2.5h2.2l1.1 2.9-1.5 1.1c.7 1.6 2 2.9 3.6 3.6l1.2-1.5 2.9 1.1v2.2c0 .8-.7 1.4-1.5 1.4C6.5 13 2.7 9.2 2.2 4c0-.8.5-1.5 1.3-1.5z',
  up: 'M8 13V3M3.9 7.1 8 3l4.1 4.1',
  bolt: 'M8.9 1.9 3.5 9h4l-.5 5.1L12.5 7h-4z',
  person: 'M8 8.4a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM3 13.4c.5-2 2.4-3.2 5-3.2s4.5 1.2 5 3.2',
  alert: 'M8 5v3.6M8 11h.01M8 1.9a6.1 6.1 0 1 0 0 12.2A6.1 6.1 0 0 0 8 1.9z',
} as const

export function Icon({ name }: { name: keyof typeof paths }) {
  return <Glyph path={paths[name]} />
}
