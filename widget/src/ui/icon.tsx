import { h } from 'preact'

/** Drawn on a 16 px grid with a line of 1.5 px. */
const paths = {
  down: 'm4 6.2 4 4 4-4',
  phone:
    'M3.5 2.5h2.2l1.1 2.9-1.5 1.1c.7 1.6 2 2.9 3.6 3.6l1.2-1.5 2.9 1.1v2.2c0 .8-.7 1.4-1.5 1.4C6.5 13 2.7 9.2 2.2 4c0-.8.5-1.5 1.3-1.5z',
  up: 'M8 13V3M3.9 7.1 8 3l4.1 4.1',
  bolt: 'M8.9 1.9 3.5 9h4l-.5 5.1L12.5 7h-4z',
  person: 'M8 8.4a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM3 13.4c.5-2 2.4-3.2 5-3.2s4.5 1.2 5 3.2',
  alert: 'M8 5v3.6M8 11h.01M8 1.9a6.1 6.1 0 1 0 0 12.2A6.1 6.1 0 0 0 8 1.9z',
  clip: 'm13.2 7.4-5.3 5.2a3.2 3.2 0 0 1-4.5-4.5l5.4-5.3a2.1 2.1 0 0 1 3 3L6.5 11a1 1 0 0 1-1.5-1.5l4.8-4.7',
} as const

/** One by its name, or drawn as it is told. */
export function Icon({ name, path }: { name: keyof typeof paths; path?: never } | { name?: never; path: string }) {
  return (
    <svg class="i" viewBox="0 0 16 16" aria-hidden="true">
      <path d={path ?? paths[name]} />
    </svg>
  )
}
