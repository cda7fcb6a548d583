import type { Channel, Shades } from '../channel.ts'

export type Theme = 'light' | 'dark' | 'auto'

/** The page's choice; anything else follows the customer's system. */
export function themeOf(said: string | undefined): Theme {
  return said === 'light' || said === 'dark' ? said : 'auto'
}

/** Puts the theme and the channel's colour on the document; a style sheet of the page's own would not be allowed to. */
export function applyTheme(theme: Theme, colours: Channel['colours']): void {
  const { style, dataset } = document.documentElement
  if (theme !== 'auto') dataset['theme'] = theme
  if (colours === null) return
  const { light, dark } = colours
  const set = (name: string, of: keyof Shades) => style.setProperty(`--${name}`, `light-dark(${light[of]},${dark[of]})`)
  set('accent', 'accent')
  set('on-accent', 'onAccent')
  set('accent-ink', 'ink')
  style.setProperty('--accent-tint', 'color-mix(in oklab, var(--accent) 10%, var(--surface))')
  style.setProperty('--accent-line', 'color-mix(in oklab, var(--accent) 40%, var(--surface))')
}
