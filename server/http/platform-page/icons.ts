import { type Html, html, raw } from './html.ts'

/** 16 px grid, 1.5 px strokes, round ends: the shapes of the console's icons. */
const shapes = {
  logo: '<path d="M1.5 12h3.2c3.3 0 3.3-8 6.6-8h3.2" stroke-width="1.75"/><path d="M1.5 8h2.6M8.9 12h5.6" stroke-width="1.75" opacity=".55"/><path d="M1.5 4h4" stroke-width="1.75" opacity=".55"/>',
  circle: '<circle cx="8" cy="8" r="5.75"/>',
  'check-circle': '<circle cx="8" cy="8" r="5.75"/><path d="m5.5 8.3 1.8 1.8 3.3-3.7"/>',
  arrow: '<path d="M2.75 8h10.5M9.2 3.9 13.25 8 9.2 12.1"/>',
  phone:
    '<path d="M3.5 2.5h2.2l1.1 2.9-1.5 1.1c.7 1.6 2 2.9 3.6 3.6l1.2-1.5 2.9 1.1v2.2c0 .8-.7 1.4-1.5 1.4C6.5 13 2.7 9.2 2.2 4c0-.8.5-1.5 1.3-1.5z"/>',
  chat: '<path d="M2.25 7.6c0-2.9 2.5-4.85 5.75-4.85s5.75 1.95 5.75 4.85S11.25 12.4 8 12.4c-.8 0-1.5-.1-2.2-.3L3 13.5l.5-2.6c-.8-.9-1.25-2-1.25-3.3z"/>',
  ticket:
    '<path d="M2 5.25A1.25 1.25 0 0 1 3.25 4h9.5A1.25 1.25 0 0 1 14 5.25V6.6a1.5 1.5 0 0 0 0 2.8v1.35A1.25 1.25 0 0 1 12.75 12h-9.5A1.25 1.25 0 0 1 2 10.75V9.4a1.5 1.5 0 0 0 0-2.8z"/><path d="M9.7 4.2v1.2M9.7 7.4v1.2M9.7 10.6v1.2"/>',
  bag: '<path d="M3.3 5.3h9.4l.6 7a1.2 1.2 0 0 1-1.2 1.2H3.9a1.2 1.2 0 0 1-1.2-1.2z"/><path d="M5.7 7.2V4.4a2.3 2.3 0 0 1 4.6 0v2.8"/>',
  plug: '<path d="M5.5 2v3M10.5 2v3M3.5 5h9v2.5A3.5 3.5 0 0 1 9 11H7a3.5 3.5 0 0 1-3.5-3.5zM8 11v3"/>',
  send: '<path d="M13.7 2.3 2 6.9l4.7 2.3M13.7 2.3 9.1 14 6.7 9.2M13.7 2.3 6.7 9.2"/>',
  shield: '<path d="M8 1.9 13 3.7v4c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.4v-4z"/>',
  chart: '<path d="M2.5 13.5h11"/><path d="M4.5 10.8V8.2M8 10.8V3.2M11.5 10.8V5.8"/>',
  minus: '<path d="M3.5 8h9"/>',
  check: '<path d="m3.2 8.6 3.1 3.1 6.5-7"/>',
  sparkle:
    '<path d="M8 2.2c.5 3.2 2.1 4.9 5.3 5.3C10.1 8 8.5 9.6 8 12.8 7.5 9.6 5.9 8 2.7 7.5 5.9 7.1 7.5 5.4 8 2.2z"/><path d="M13 11.7v2.6M11.7 13h2.6"/>',
  file: '<path d="M4.3 1.9h4.8l3.2 3.2v7.6a1.4 1.4 0 0 1-1.4 1.4H4.3a1.4 1.4 0 0 1-1.4-1.4V3.3a1.4 1.4 0 0 1 1.4-1.4zM9 2v3.2h3.2"/>',
  'four-eyes':
    '<path d="M.9 8s1.3-2.7 3.5-2.7S7.9 8 7.9 8 6.6 10.7 4.4 10.7.9 8 .9 8zM8.1 8s1.3-2.7 3.5-2.7S15.1 8 15.1 8s-1.3 2.7-3.5 2.7S8.1 8 8.1 8z"/><circle cx="4.4" cy="8" r=".9"/><circle cx="11.6" cy="8" r=".9"/>',
  'shield-check':
    '<path d="M8 1.9 13 3.7v4c0 3-2 5.2-5 6.4-3-1.2-5-3.4-5-6.4v-4z"/><path d="m5.8 7.9 1.6 1.6 2.9-3.1"/>',
  key: '<circle cx="5.2" cy="10.8" r="2.8"/><path d="m7.3 8.8 6-6M11 5l1.9 1.9M9 7l1.3 1.3"/>',
  grid: '<rect x="2.25" y="2.25" width="4.75" height="6" rx="1.2"/><rect x="9" y="2.25" width="4.75" height="3.5" rx="1.2"/><rect x="9" y="7.75" width="4.75" height="6" rx="1.2"/><rect x="2.25" y="10.25" width="4.75" height="3.5" rx="1.2"/>',
  headset:
    '<path d="M2.5 9.5V8a5.5 5.5 0 0 1 11 0v1.5"/><rect x="2" y="8.8" width="2.7" height="4" rx="1.2"/><rect x="11.3" y="8.8" width="2.7" height="4" rx="1.2"/><path d="M13 12.8c0 1.1-1.2 1.7-3.2 1.7"/>',
  copy: '<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M3.7 10.5h-.2A1 1 0 0 1 2.5 9.5v-6A1 1 0 0 1 3.5 2.5h6a1 1 0 0 1 1 1v.2"/>',
  mail: '<rect x="2" y="3.5" width="12" height="9" rx="1.5"/><path d="m2.5 4.8 5.5 4 5.5-4"/>',
} as const

export type IconName = keyof typeof shapes

/** Every shape once; the page's icons refer to them. */
export function iconSheet(): Html {
  const symbols = Object.entries(shapes).map(
    ([name, shape]) => html`<symbol id="i-${name}" viewBox="0 0 16 16">${raw(shape)}</symbol>`,
  )
  return html`<svg class="sheet" width="0" height="0" aria-hidden="true"><defs>${symbols}</defs></svg>`
}

/** One icon with its shape in it, for a page without the others. */
export function drawnIcon(name: IconName): Html {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true">${raw(shapes[name])}</svg>`
}

/** One icon; what it means is said by the text beside it. */
export function icon(name: IconName, classes = ''): Html {
  return html`<svg class="${`i ${classes}`.trim()}" aria-hidden="true"><use href="#i-${name}" /></svg>`
}
