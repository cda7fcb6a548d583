import type { Colours, Shades } from '../channel.ts'
import type { Theme } from './theme.ts'

/** Filled shapes on a grid of 22 px: the page's policy may forbid pictures, but not a clipped square. */
const shapes = {
  chat: 'M5 3h12a3 3 0 0 1 3 3v7a3 3 0 0 1-3 3h-5l-6 4v-4h-1a3 3 0 0 1-3-3v-7a3 3 0 0 1 3-3zM5 4.6a1.4 1.4 0 0 0-1.4 1.4v7c0 .8.6 1.4 1.4 1.4h2.6v2.6l4-2.6h5.4c.8 0 1.4-.6 1.4-1.4v-7c0-.8-.6-1.4-1.4-1.4z',
  close: 'M5 6l1-1 5 5 5-5 1 1-5 5 5 5-1 1-5-5-5 5-1-1 5-5z',
}

const own: Colours = {
  light: { accent: '#1b1e25', onAccent: '#fff', ink: '' },
  dark: { accent: '#eceef0', onAccent: '#0c0d0f', ink: '' },
}

export interface LauncherLook {
  readonly theme: Theme
  readonly colours: Colours | null
  readonly isOpen: boolean
  /** How many were missed, as digits; empty for none. */
  readonly badge: string
}

/**
 * The rules of the button and the frame on the page of a shop. They travel with the state, so the loader holds none, and
 * live in a shadow tree: neither touches the page, nor does the page touch them.
 */
export function launcherCss({ theme, colours, isOpen, badge }: LauncherLook): string {
  const { light, dark } = colours ?? own
  const set = ({ accent, onAccent }: Shades, edge: string) => `:host{--b:${accent};--f:${onAccent};--e:${edge}}`
  const [day, night] = [set(light, '#cdcfd5'), set(dark, '#363940')]
  const themes = { auto: `${day}@media(prefers-color-scheme:dark){${night}}`, light: day, dark: night }
  return `${themes[theme]}
:host{all:initial;display:contents;color-scheme:${theme === 'auto' ? 'light dark' : `only ${theme}`}}
button,iframe{position:fixed;z-index:2147483000;inset-inline-end:28px;border:0;box-shadow:0 2px 4px #0000000d,0 10px 24px -6px #00000026,0 28px 56px -16px #00000033}
button{bottom:26px;display:grid;place-items:center;width:54px;height:54px;padding:0;border-radius:50%;color:var(--f);background:var(--b);cursor:pointer}
button:hover{filter:brightness(1.15)}
button:focus-visible{outline:2px solid var(--b);outline-offset:3px;box-shadow:0 0 0 3px var(--f)}
button::before{content:'';width:22px;height:22px;background:currentcolor;clip-path:path(evenodd,'${isOpen ? shapes.close : shapes.chat}')}
${badge === '' ? '' : badgeRule(badge)}
iframe{bottom:96px;width:384px;height:min(660px,100vh - 124px);border-radius:18px;outline:1px solid var(--e);${isOpen ? shown : unseen}}
@media(max-width:720px){iframe{inset:10px 0 0;width:100%;height:calc(100% - 10px);border-radius:18px 18px 0 0}button{inset-inline-end:16px;bottom:16px}${isOpen ? 'button{display:none}' : ''}}
@media(prefers-reduced-motion:reduce){iframe{transition:none;transform:none}}
@media print{:host{display:none}}`
}

const shown = 'transition:opacity .24s,transform .24s cubic-bezier(.2,.8,.2,1)'
const unseen =
  'visibility:hidden;opacity:0;transform:translateY(8px);transition:opacity .16s,transform .16s,visibility 0s .16s'

function badgeRule(badge: string): string {
  return `button::after{content:'${badge}';position:absolute;inset-block-start:-3px;inset-inline-end:-3px;min-width:20px;box-sizing:border-box;padding:0 6px;border-radius:10px;font:600 12px/20px system-ui,sans-serif;color:#fff;background:#c4242b;box-shadow:0 0 0 2px #fff}`
}
