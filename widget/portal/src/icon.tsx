import { h } from 'preact'

const ring = 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2z'

/** Drawn on a 16 px grid with a line of 1.5 px. */
const paths = {
  mail: 'M2.5 3.8h11v8.4h-11zM2.8 4.2 8 8.6l5.2-4.4',
  back: 'M9.8 3.8 5.6 8l4.2 4.2',
  up: 'M8 13V3M3.9 7.1 8 3l4.1 4.1',
  clip: 'm13.2 7.4-5.3 5.2a3.2 3.2 0 0 1-4.5-4.5l5.4-5.3a2.1 2.1 0 0 1 3 3L6.5 11a1 1 0 0 1-1.5-1.5l4.8-4.7',
  file: 'M4.3 1.9h4.8l3.2 3.2v7.6a1.4 1.4 0 0 1-1.4 1.4H4.3a1.4 1.4 0 0 1-1.4-1.4V3.3a1.4 1.4 0 0 1 1.4-1.4zM9 2v3.2h3.2',
  save: 'M8 2.5v7.3M4.9 6.9 8 10l3.1-3.1M3 13.2h10',
  cross: 'm4.5 4.5 7 7M11.5 4.5l-7 7',
  person: 'M8 8.4a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM3 13.4c.5-2 2.4-3.2 5-3.2s4.5 1.2 5 3.2',
  bolt: 'M8.9 1.9 3.5 9h4l-.5 5.1L12.5 7h-4z',
  inbox: 'M2.2 9.2 4 3.4h8l1.8 5.8v3.4H2.2zM2.2 9.2h3.4l1 1.8h2.8l1-1.8h3.4',
  alert: `M8 5v3.6M8 11h.01${ring}`,
  in_progress: `${ring}M8 5v3.2l2.2 1.3`,
  waiting_for_you: 'M3 3.2h10v7.6H7.4L4.4 13v-2.2H3z',
  star: 'm8 2 1.85 3.75 4.15.6-3 2.92.7 4.13L8 11.45 4.3 13.4l.7-4.13-3-2.92 4.15-.6z',
  solved: `${ring}M5.5 8.2l1.8 1.8 3.3-3.7`,
  closed: `${ring}M5.5 8h5`,
} as const

/** What it means stands beside it in words. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="i" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
