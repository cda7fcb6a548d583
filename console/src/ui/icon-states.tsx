import type { ReactNode } from 'react'

/** Drawings that tell a state: clocks, verdicts, locks. Same grid as the others. */
export const statePaths = {
  alert: (
    <>
      <path d="M5.6 2.25h4.8l3.35 3.35v4.8l-3.35 3.35H5.6L2.25 10.4V5.6z" />
      <path d="M8 5.2v3.2M8 10.7v.05" />
    </>
  ),
  bolt: (
    <>
      <path d="M8.9 1.9 3.5 9h4l-.5 5.1L12.5 7h-4z" />
    </>
  ),
  check: (
    <>
      <path d="m3.2 8.6 3.1 3.1 6.5-7" />
    </>
  ),
  'check-circle': (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="m5.5 8.3 1.8 1.8 3.3-3.7" />
    </>
  ),
  circle: (
    <>
      <circle cx="8" cy="8" r="5.75" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M8 4.8V8l2.2 1.5" />
    </>
  ),
  commit: (
    <>
      <circle cx="8" cy="8" r="2.6" />
      <path d="M1.5 8h3.9M10.6 8h3.9" />
    </>
  ),
  dashed: (
    <>
      <circle cx="8" cy="8" r="5.75" strokeDasharray="2.4 2.12" />
    </>
  ),
  dot: (
    <>
      <circle cx="8" cy="8" r="2.75" fill="currentColor" stroke="none" />
    </>
  ),
  history: (
    <>
      <path d="M2.6 6.2A5.7 5.7 0 1 1 2.3 8.5M2.3 2.9v3.4h3.4M8 5.2V8l2 1.4" />
    </>
  ),
  lock: (
    <>
      <rect x="3.25" y="7" width="9.5" height="6.5" rx="1.5" />
      <path d="M5.25 7V5.25a2.75 2.75 0 0 1 5.5 0V7" />
    </>
  ),
  minus: (
    <>
      <path d="M3.5 8h9" />
    </>
  ),
  near: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path
        d="M8 8V2.25A5.75 5.75 0 0 1 13.75 8 5.75 5.75 0 0 1 8 13.75z"
        fill="currentColor"
        stroke="none"
        opacity=".9"
        transform="rotate(0 8 8)"
      />
    </>
  ),
  offline: (
    <>
      <path d="M2.5 2.5l11 11M4.4 8.4a5 5 0 0 1 2-1.2M9.8 7.3c.7.3 1.3.6 1.8 1.1M2.3 6a8 8 0 0 1 2.3-1.5M7 3.6a8 8 0 0 1 6.7 2.4M6.3 10.6a2.4 2.4 0 0 1 3.4 0M8 12.8h.01" />
    </>
  ),
  pause: (
    <>
      <circle cx="8" cy="8" r="5.75" />
      <path d="M6.5 6v4M9.5 6v4" />
    </>
  ),
  play: (
    <>
      <path d="M4.8 2.9v10.2L13 8z" />
    </>
  ),
  plus: (
    <>
      <path d="M8 3.25v9.5M3.25 8h9.5" />
    </>
  ),
  undo: (
    <>
      <path d="M5.5 3 2.5 6l3 3M2.8 6h6.4a4 4 0 0 1 0 7.9H6.5" />
    </>
  ),
  x: (
    <>
      <path d="m4 4 8 8M12 4l-8 8" />
    </>
  ),
} satisfies Record<string, ReactNode>
