import { h } from 'preact'

/** A drawing on a 16 px grid with a line of 1.5 px; what it means stands beside it in words. */
export function Glyph({ path }: { path: string }) {
  return (
    <svg class="i" viewBox="0 0 16 16" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}

export const starPath = 'm8 2 1.85 3.75 4.15.6-3 2.92.7 4.13L8 11.45 4.3 13.4l.7-4.13-3-2.92 4.15-.6z'
